/* habit.c -- what people are used to type in other clients. */
#include "config.h"

#include "tui/habit.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { LINE_BYTES = 16 * 1024 };

static const struct row {
	const char *name, *line;
} rows[] = {
#define HABIT(name, line) { name, line },
#include "tui/habit.def"
#undef HABIT
};

enum { COUNT = sizeof rows / sizeof rows[0] };

const char *
habit_name(size_t i)
{
	return i < COUNT ? rows[i].name : NULL;
}

/* "name" or "name second". */
static const char *
find(const char *name, const char *second, size_t second_len)
{
	size_t len = strlen(name);
	const char *rest;

	for (size_t i = 0; i < COUNT; i++) {
		if (!str_starts_nocase(rows[i].name, name))
			continue;
		rest = rows[i].name + len;
		if (second_len == 0 ? *rest == '\0' : *rest == ' ' &&
		    strlen(rest + 1) == second_len &&
		    str_starts_nocase(second, rest + 1))
			return rows[i].line;
	}
	return NULL;
}

const char *
habit_find(const char *name, const char *args)
{
	const char *line = NULL;

	if (name[0] == '\0' || strchr(name, ' ') != NULL)
		return NULL;
	if (args[0] != '\0') {
		line = find(name, args, strcspn(args, " "));
		if (line == NULL)
			line = find(name, "*", 1);
	}
	return line != NULL ? line : find(name, "", 0);
}

bool
habit_needs_word(const char *line)
{
	return strstr(line, "%1") != NULL;
}

/* Behind the first word. */
static const char *
rest_of(const char *args)
{
	args += strcspn(args, " ");
	return args + strspn(args, " ");
}

static bool
add_capitals(struct buf *out, const char *text)
{
	bool ok = true;

	for (; *text != '\0' && *text != ' ' && ok; text++)
		ok = buf_add_char(out, str_upper(*text));
	return ok && buf_add_str(out, text);
}

static bool
add_mark(struct buf *out, char mark, const struct habit_words *w)
{
	switch (mark) {
	case 'a':
		return buf_add_str(out, w->args);
	case '1':
		return buf_add(out, w->args, strcspn(w->args, " "));
	case 'r':
		return buf_add_str(out, rest_of(w->args));
	case 'R':
		return add_capitals(out, rest_of(w->args));
	case 'c':
		return buf_add_str(out, w->here);
	case 'm':
		return buf_add_str(out, w->nick);
	case 't':
		return buf_addf(out, "%lld", w->time_ms);
	}
	return false;
}

/* Nothing typed leaves no blank behind. */
static void
trim(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->len--;
}

char *
habit_expand(const char *line, const struct habit_words *w)
{
	struct buf out;
	char *text;
	bool ok = true;

	buf_init(&out, LINE_BYTES);
	for (; *line != '\0' && ok; line++) {
		if (*line == '\n')
			trim(&out);
		if (*line == '%')
			ok = add_mark(&out, *++line, w);
		else
			ok = buf_add_char(&out, *line);
	}
	trim(&out);
	text = xstrdup(buf_str(&out));
	buf_release(&out);
	return text;
}
