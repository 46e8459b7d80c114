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

struct keymap_entry {
	const char *keys;	/* as people write it: "Ctrl-x Ctrl-e" */
	enum action action;
};

/* The rows of keymap.def, in its order. */
extern const struct keymap_entry keymap_entries[];
extern const size_t keymap_count;

/* What has been pressed of a key of two strokes. Zeroed: nothing. */
struct keymap {
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

/* The first key in the table for `action`, or NULL if it has none. */
const char *keymap_hint(enum action action);

/* Its function key, else as keymap_hint(). */
const char *keymap_function(enum action action);

#endif
