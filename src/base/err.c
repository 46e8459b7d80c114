/* err.c -- why something failed. */
#include "config.h"

#include "base/err.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

/* snprintf may have cut a character in two: then the last one goes. */
static void
mend_end(struct err *e, int wanted)
{
	const size_t max = sizeof e->text - 1;

	if (wanted < 0)
		e->text[0] = '\0';
	else if ((size_t)wanted > max)
		e->text[utf8_cut(e->text, max, max - 1)] = '\0';
}

void
err_set(struct err *e, const char *fmt, ...)
{
	va_list args;

	if (e == NULL)
		return;
	va_start(args, fmt);
	mend_end(e, vsnprintf(e->text, sizeof e->text, fmt, args));
	va_end(args);
}

void
err_prefix(struct err *e, const char *fmt, ...)
{
	char reason[sizeof e->text];
	va_list args;
	size_t len;

	if (e == NULL)
		return;
	str_copy(reason, sizeof reason, e->text);
	va_start(args, fmt);
	mend_end(e, vsnprintf(e->text, sizeof e->text, fmt, args));
	va_end(args);
	len = strlen(e->text);
	str_copy(e->text + len, sizeof e->text - len, reason);
}
