/* emoji.h -- the names of emoji: emoji.def. */
#ifndef TUI_EMOJI_H
#define TUI_EMOJI_H

#include <stddef.h>

struct emoji {
	const char *name, *sign;
};

extern const struct emoji emoji_table[];	/* sorted by name */
extern const size_t emoji_count;

/* "+1" for the sign, with or without its variation selector; NULL: it has no
 * name here. */
const char *emoji_name(const char *sign);

/* The sign of "+1" or ":+1:"; NULL: there is none of that name. */
const char *emoji_sign(const char *name);

#endif
