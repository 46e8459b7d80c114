/* compose.h -- what a line says on the screen, before it is wrapped. */
#ifndef TUI_COMPOSE_H
#define TUI_COMPOSE_H

#include "tui/buffer.h"

struct block;
struct pane;

enum { COMPOSE_MAX = 128 * 1024 };	/* bytes of the text of a block */

/* Sets text, len, bad_from and head_len of `b` from b->line. */
void compose_line(const struct pane *p, struct block *b);

/* The same for a run of people who came and went. */
void compose_run(const struct pane *p, struct line_ref first,
    struct line_ref last, struct block *b);

/* The sign of an own line's state, or of a line for the person; "" if none. */
const char *compose_sign(const struct pane *p, const struct line *line);

#endif
