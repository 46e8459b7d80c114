/* habit.h -- what people are used to type in other clients. */
#ifndef TUI_HABIT_H
#define TUI_HABIT_H

#include <stdbool.h>
#include <stddef.h>

/* The row for that name and what was typed behind it, in any case; NULL: there
 * is none. What it returns is a line of habit.def. */
const char *habit_find(const char *name, const char *args);

/* Whether it cannot do without an argument. */
bool habit_needs_word(const char *line);

/* What the marks of a row stand for. */
struct habit_words {
	const char *args;	/* %a; %1, %r and %R are parts of it */
	const char *here;	/* %c */
	const char *nick;	/* %m */
	long long time_ms;	/* %t */
};

/* The line, or lines with "\n" between, without slashes; owned by the
 * caller. */
char *habit_expand(const char *line, const struct habit_words *w);

/* Row number `i` of the table, for tests; NULL: there are no more. */
const char *habit_name(size_t i);

#endif
