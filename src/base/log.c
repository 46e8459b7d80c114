/* log.c -- log lines; where they go is decided by the program. */
#include "config.h"

#include "base/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/banned.h"

/* The one piece of global state: set once, before there are threads. */
static struct {
	log_sink *write;
	void *self;
} sink;

void
log_set_sink(log_sink *write, void *self)
{
	sink.write = write;
	sink.self = self;
}

/* A peer's text must not make a second line, or move a terminal's cursor. */
static void
defuse(char *line)
{
	for (; *line != '\0'; line++)
		if ((unsigned char)*line < ' ' || *line == 0x7f)
			*line = '?';
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char line[LOG_LINE_MAX_BYTES + 1];
	va_list args;

	if (sink.write == NULL)
		return;
	va_start(args, fmt);
	if (vsnprintf(line, sizeof line, fmt, args) < 0)
		line[0] = '\0';
	va_end(args);
	defuse(line);
	sink.write(sink.self, level, line);
}
