/* vi_internal.h -- what vi.c and vi_motion.c share. */
#ifndef TUI_VI_INTERNAL_H
#define TUI_VI_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/vi.h"

struct clipboard;
struct input;

/* What a motion covers: from the cursor to `to`. */
struct vi_motion {
	size_t to;
	bool is_inclusive;	/* with the character at its end */
	bool is_line;		/* whole lines */
	bool is_none;		/* it leads nowhere */
};

struct vi_press {
	struct vi *v;
	struct input *in;
	struct clipboard *c;
	int count;		/* 1 and more */
	bool has_count;
	int action;		/* to be done besides; -1: none */
};

size_t vi_after(const struct input *in, size_t at);
size_t vi_before(const struct input *in, size_t at);
size_t vi_line_start(const struct input *in, size_t at);
size_t vi_line_end(const struct input *in, size_t at);

/* The first word of the line that `at` is in. */
size_t vi_first_word(const struct input *in, size_t at);

/* Blank, word or sign: a change of it ends a word; of big words all that is
 * not blank is one. */
int vi_class_of(char c, bool is_big);

/* The count-th one in this line, before or behind the cursor. */
struct vi_motion vi_seek(struct vi_press *k, char how);

/* The MOTION rows of keymap.def. */
#define VI_MOTION(what) struct vi_motion vi_motion_##what(struct vi_press *k);
#define VI_OPERATOR(what)
#define VI_COMMAND(what)
#define VI_FIND(what)
#define VI_ACTION(what)
#define KEYMAP(keys, action)
#define VIKEY(key, kind, what) VI_##kind(what)
#include "tui/keymap.def"
#undef VIKEY
#undef KEYMAP
#undef VI_MOTION
#undef VI_OPERATOR
#undef VI_COMMAND
#undef VI_FIND
#undef VI_ACTION

#endif
