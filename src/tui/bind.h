/*
 * bind.h -- keys of the person's own: "F6 mute, Alt-q page-up, F2 none".
 *
 * Each is a key as key_text() spells it, or "Ctrl-x q", which is Alt-q, and the
 * name of an action of action.def, or "none". They go before keymap.def.
 */
#ifndef TUI_BIND_H
#define TUI_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "tui/keys.h"

struct buf;
struct err;

enum { BIND_MAX = 64, BIND_NONE = -1, BIND_NAME_SIZE = 40 };

/* Zeroed: none. */
struct bind {
	struct bind_row {
		struct key key;
		int action;	/* or BIND_NONE: the key does nothing */
	} rows[BIND_MAX];
	size_t n;
};

/* Reads them. False, with the first fault in `why` and what may have been
 * meant: `b` has those that are right. */
bool bind_read(struct bind *b, const char *text, struct err *why);

/* The row of that key, with Alt for Ctrl-x; NULL: none. */
const struct bind_row *bind_find(const struct bind *b, struct key key);

/* One key, "Ctrl-x q" as Alt-q. False, with `why`: there is none, or it can't
 * be given away. */
bool bind_key(const char *name, struct key *key, struct err *why)
    ATTR_USE_RESULT;

/* "page-up", "none" to an action. False, with `why`: it is neither. */
bool bind_action(const char *name, int *action, struct err *why)
    ATTR_USE_RESULT;

/* "page-up" of PAGE_UP, "none". Returns `out`. */
const char *bind_action_name(int action, char out[BIND_NAME_SIZE]);

/* Appends `b` as bind_read() takes it, the key `not` left out. False: `out` is
 * full. */
bool bind_print(const struct bind *b, struct key not, struct buf *out)
    ATTR_USE_RESULT;

#endif
