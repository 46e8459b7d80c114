/* compose.h -- what a line says on the screen, before it is wrapped. */
#ifndef TUI_COMPOSE_H
#define TUI_COMPOSE_H

#include "tui/buffer.h"

struct block;
struct pane;

enum { COMPOSE_MAX = 128 * 1024 };	/* bytes of the text of a block */

/* Sets text, len, bad_from and head_len of `b` from b->line; what is folded
 * begins at `ref`. */
void compose_line(const struct pane *p, struct line_ref ref, struct block *b);

/* The sign of an own line's state, or of a line for the person; "" if none. */
const char *compose_sign(const struct pane *p, const struct line *line);

#endif
