/*
 * typist.h -- what a terminal sends, told to the model: keys through the key
 * map, text, paste, clicks, focus; and /keys, which shows instead of doing.
 */
#ifndef TUI_TYPIST_H
#define TUI_TYPIST_H

#include <stdbool.h>

#include "tui/action.h"
#include "tui/keymap.h"

struct tty_event;
struct model;

/* Zeroed: nothing has been pressed. */
struct typist {
	struct keymap keymap;
	bool shows_keys;	/* /keys: until Esc */
	bool has_sent_alt;	/* this terminal can */
	bool has_sent_function;
	char hint[KEY_TEXT_SIZE];	/* the last typist_hint() */
};

/* Returns whether it may change what is seen at once (a key, a click). */
bool typist_input(struct typist *t, struct model *m,
    const struct tty_event *in);

/* /keys: the next keys are shown, not done. */
void typist_show_keys(struct typist *t, struct model *m);

/* A key for the action that this terminal is known to send; NULL: none. Good
 * until the next call. */
const char *typist_hint(struct typist *t, enum action action);

#endif
