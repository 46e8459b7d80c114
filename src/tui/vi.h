/*
 * vi.h -- the input line as vi edits it: the normal mode, whose keys are the
 * VIKEY rows of keymap.def. In the insert mode keys do what they always do.
 */
#ifndef TUI_VI_H
#define TUI_VI_H

#include <stdbool.h>
#include <stddef.h>

struct clipboard;
struct input;

enum { VI_UNDO = 50, VI_KEY_BYTES = 8, VI_RECORD_BYTES = 64 };

enum vi_wait { VI_WAIT_NONE, VI_WAIT_FIND, VI_WAIT_REPLACE };

/* Zeroed: the insert mode, nothing begun. */
struct vi {
	bool is_normal;
	int count;		/* being typed; 0: none */
	char op;		/* d, c, y waits for its motion; or '\0' */
	int op_count;
	enum vi_wait waits;	/* for a character */
	char find;		/* f F t T, of the last one; or '\0' */
	char sought[VI_KEY_BYTES];	/* and what it looked for */
	struct vi_undo {
		char *text;	/* owned */
		size_t cursor;
	} undo[VI_UNDO];	/* the newest last */
	size_t nundo;
	const struct input *of;	/* whose they are; only compared */

	/* For ".": the keys of the command being typed and of the last change,
	 * and what was written in it. */
	char record[VI_RECORD_BYTES], last[VI_RECORD_BYTES];
	size_t recorded;	/* beyond VI_RECORD_BYTES: too many to keep */
	bool has_changed, is_repeating;
	size_t insert_at, insert_len;	/* cursor and length at its begin */
	char *inserted;		/* owned; or NULL */
};

/* Nothing is to be undone any more; the insert mode. */
void vi_reset(struct vi *v);

/* Esc: from insert to normal. False: it was there, and nothing was begun. */
bool vi_escape(struct vi *v, struct input *in);

/*
 * A character typed in the normal mode. Returns an action that is to be done
 * besides, or -1.
 */
int vi_key(struct vi *v, struct input *in, struct clipboard *c,
    const char *utf8, size_t len);

#endif
