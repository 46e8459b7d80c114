/*
 * painter.h -- when the model's picture goes to the terminal.
 *
 * The first change after quiet is painted at once, then at most 30 pane
 * frames a second; what is typed does not wait for that. A frame that the
 * terminal could not take whole goes on as soon as it can.
 */
#ifndef TUI_PAINTER_H
#define TUI_PAINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/grid.h"

struct model;
struct term;

struct painter {
	struct term *term;	/* borrowed */
	struct model *model;	/* borrowed */
	struct grid grid;
	bool is_dirty;		/* the model has changed */
	bool is_hurried;	/* by a key: does not wait for the next frame */
	bool is_drawn;		/* into the grid; its pane is not due */
	bool is_behind;		/* a frame has begun and is not whole */
	int64_t due_ms;		/* of the next frame, on the steady clock */
};

/* Paints the first frame at once. */
void painter_init(struct painter *p, struct term *term, struct model *model,
    int64_t now_ms);
void painter_release(struct painter *p);

/* A person did something, or the terminal is another: see it soon. */
void painter_hurry(struct painter *p);
void painter_all_anew(struct painter *p);

/* At the end of each turn. */
void painter_turn(struct painter *p, int64_t now_ms);

/* When painter_turn() is wanted again though nothing happens; INT64_MAX:
 * never. */
int64_t painter_due(const struct painter *p);

#endif
