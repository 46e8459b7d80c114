/* slash.h -- the commands that begin with a slash. */
#ifndef TUI_SLASH_H
#define TUI_SLASH_H

#include <stdbool.h>
#include <stddef.h>

struct model;

struct slash {
	const char *name;	/* without the slash */
	void (*run)(struct model *m, const char *name, const char *args);
	bool needs_server;	/* nothing can be done without a connection */
	const char *usage;	/* untranslated */
	const char *help;	/* untranslated; NULL: a second name */
};

/* The table, sorted by name. */
const struct slash *slash_table(size_t *count);

/* NULL: there is none of that name (in any case, without the slash). */
const struct slash *slash_find(const char *name);

/* The command that `name` may have been meant to be, within a slip or two of
 * the fingers; NULL: there is none. In slash_near.c. */
const char *slash_nearest(const char *name);

/* Whether there is a command of that name, an action's included. */
bool slash_is_known(const char *name);

/*
 * Runs a line such as "/join #c". False: it could not be run and a sentence
 * says why, or a question asks (the nearest command?); it stays in the input.
 */
bool slash_run(struct model *m, const char *line);

/* What the first client's `L` and `H` do. */
void slash_list_users(struct model *m);

#endif
