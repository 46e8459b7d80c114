/* layout.c -- where the parts of the screen are. */
#include "config.h"

#include "tui/layout.h"

#include <string.h>

#include "base/banned.h"

enum {
	SIDE_WIDE = 20,
	SIDE_NARROW = 16,
	TIME_COLS = 5,
	SIGN_COLS = 3,		/* blank, sign, blank */
	GAP_COLS = 2,		/* between nick and text */
	INLINE_INDENT = 2,
};

/* Rows that the input may grow to on a screen of `rows`. */
static int
layout_max_input(int rows)
{
	int max = rows / 3 < LAYOUT_INPUT_ROWS ? rows / 3 : LAYOUT_INPUT_ROWS;

	return max < 1 ? 1 : max;
}

static void
place_rows(struct layout *l, const struct layout_wish *wish)
{
	int wanted = wish->input_rows;
	int max = layout_max_input(l->rows);

	l->input_rows = wanted < 1 ? 1 : wanted > max ? max : wanted;
	l->input_row = l->rows - l->input_rows;
	l->status_row = l->rows >= LAYOUT_MIN_ROWS ? l->input_row - 1 : -1;
	l->has_top = l->rows >= LAYOUT_TOP_ROWS && !wish->bare;
	l->pane_row = l->has_top ? 1 : 0;
	l->pane_rows = (l->status_row >= 0 ? l->status_row : l->input_row) -
	    l->pane_row;
}

static void
place_side(struct layout *l, const struct layout_wish *wish)
{
	int cols = l->cols >= LAYOUT_WIDE_COLS ? SIDE_WIDE : SIDE_NARROW;

	l->pane_cols = l->cols;
	l->text_end = l->cols;
	if (l->cols >= LAYOUT_SIDE_COLS && !wish->hide_side &&
	    !wish->bare) {
		l->side_cols = cols;
		l->pane_cols = l->cols - cols - 1;
		l->text_end = l->pane_cols - 1;
	} else if (l->cols < LAYOUT_SIDE_COLS && wish->side_over) {
		l->is_side_over = true;
		l->side_cols = cols < l->cols ? cols : l->cols - 1;
	}
	l->side_col = l->cols - l->side_cols;
}

static void
place_columns(struct layout *l, const struct layout_wish *wish)
{
	if (wish->bare)
		return;
	if (l->cols < LAYOUT_TIME_COLS) {
		l->text_col = l->cols > 4 * INLINE_INDENT ? INLINE_INDENT : 0;
		return;
	}
	l->has_time = true;
	l->nick_cols = l->cols >= LAYOUT_NICK9_COLS ? 9 : 8;
	l->text_col = TIME_COLS + SIGN_COLS + l->nick_cols + GAP_COLS;
}

void
layout_make(struct layout *l, int rows, int cols,
    const struct layout_wish *wish)
{
	memset(l, 0, sizeof *l);
	l->rows = rows;
	l->cols = cols;
	place_rows(l, wish);
	place_side(l, wish);
	place_columns(l, wish);
}
