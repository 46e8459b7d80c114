/*
 * sequence.h -- what terminals send for keys beyond what terminfo says of
 * them: both forms of the arrows, keys with modifiers, focus, paste.
 */
#ifndef TUI_SEQUENCE_H
#define TUI_SEQUENCE_H

#include <stdbool.h>

enum {
	SEQUENCE_SIZE = 32,	/* of each, with its NUL */
	SEQUENCES = 320,	/* at most */
};

/* The one of that number, from 0; false: there are no more. */
bool sequence_of(int n, char out[SEQUENCE_SIZE]);

#endif
