/*
 * keymap.h -- which key does what: keymap.def as a table, and Ctrl-x.
 *
 * "Ctrl-x key" is the same as "Alt key", everywhere: the way out for
 * terminals that keep Alt for themselves.
 */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"
#include "tui/keys.h"

struct bind;

struct keymap_entry {
	const char *keys;	/* as people write it: "Ctrl-x Ctrl-e" */
	enum action action;
};

/* The rows of keymap.def, in its order. */
extern const struct keymap_entry keymap_entries[];
extern const size_t keymap_count;

/* What has been pressed of a key of two strokes. Zeroed: nothing. */
struct keymap {
	const struct bind *own;	/* the person's, which go first; NULL: none;
				 * borrowed */
	bool after_ctrl_x;
};

enum keymap_result {
	KEYMAP_NOTHING,		/* the key has no meaning */
	KEYMAP_MORE,		/* the first stroke of two */
	KEYMAP_ACTION,		/* *action is to be done */
	KEYMAP_TEXT,		/* a character to be typed: its code */
};

enum keymap_result keymap_press(struct keymap *m, struct key key,
    enum action *action);

/*
 * The n-th key of `action`, from 0: the person's own, then those of the table
 * that are not given to another. NULL: it has no more. `out` may hold it.
 */
const char *keymap_key(const struct bind *own, enum action action, size_t n,
    char out[KEY_TEXT_SIZE]);

/* Reads "Ctrl-x q" as Alt-q, and a key alone as key_parse() does. */
bool keymap_parse(const char *keys, struct key *key);

/* What the key does, with Alt for Ctrl-x; BIND_NONE: nothing. */
int keymap_action(const struct bind *own, struct key key);

/* Its function key, else its first. */
const char *keymap_function(enum action action);

#endif
