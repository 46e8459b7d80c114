/*
 * shift.h -- how far rows have moved between two screens.
 *
 * A terminal scrolls rows for a dozen bytes; painting them anew takes
 * thousands. curses looks for whole equal rows and finds none, because the
 * list of users beside the text stands still. Here rows count as equal if
 * their left part is; what else differs is mended afterwards.
 */
#ifndef TUI_SHIFT_H
#define TUI_SHIFT_H

struct grid;

struct shift {
	int top;	/* first row that moves or is overwritten */
	int bottom;	/* behind the last one */
	int up;		/* rows upwards; negative: downwards; 0: none pays */
};

/* What to do to `before` to come nearer to `after`, in the rows 0 to `rows`
 * (not included). Both grids have the same size. */
struct shift shift_find(const struct grid *before, const struct grid *after,
    int rows);

/* Does it to the cells of `g`; rows that come in are blank. */
void shift_apply(struct grid *g, struct shift s);

#endif
