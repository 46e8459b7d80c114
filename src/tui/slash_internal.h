/*
 * slash_internal.h -- what the commands of a slash have in common, for slash.c,
 * slash_ask.c, slash_channel.c, slash_go.c, slash_program.c and slash_say.c.
 */
#ifndef TUI_SLASH_INTERNAL_H
#define TUI_SLASH_INTERNAL_H

#include <stdbool.h>

#include "base/attr.h"
#include "tui/model.h"

struct destination;
struct model;

enum { NAME_SIZE = 256 };

/* A command: `name` is what was typed for it, `args` what followed. */
#define RUN(what) \
	void slash_run_##what(struct model *m, \
	    const char *name ATTR_UNUSED, const char *args ATTR_UNUSED)

#define SLASH(name, run, when, usage, help) RUN(run);
#include "tui/slash.def"
#undef SLASH

/* Says how a command is used. */
void slash_usage(struct model *m, const char *name);

bool slash_names_channel(const char *name);

/* The channel that is looked at; NULL, with a sentence, if it is none. */
struct destination *slash_this_channel(struct model *m);

/*
 * The channel that a command is about: the one named before the rest, as
 * "/topic #c text", if we have it; else the one that is looked at. NULL, with a
 * sentence: it is none.
 */
struct destination *slash_named_channel(struct model *m, const char **args);

/* Asks for it at the place that is looked at; both texts may be NULL. */
void slash_want(struct model *m, enum request_kind kind, const char *target,
    const char *text);

#endif
