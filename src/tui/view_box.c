/* view_box.c -- the frame of what lies over the pane. */
#include "config.h"

#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

void
view_place_box(const struct view *v, int inside, int cols, struct view_box *b)
{
	int end = v->l.pane_row + v->l.pane_rows;

	b->cols = cols < v->l.cols ? cols : v->l.cols;
	b->rows = inside + 2 < v->l.pane_rows ? inside + 2 : v->l.pane_rows;
	b->row = end - b->rows;
	b->col = 0;
}

static void
edge(const struct view *v, int row, const struct view_box *b, const char *left,
    const char *right, const char *words)
{
	int end = b->col + b->cols - 1, col = b->col + 1;

	view_border(v, row, b->col, left, LOOK_QUIET);
	if (words[0] != '\0') {
		col = view_put(v, row, col, end, " ", LOOK_QUIET);
		col = view_put_cut(v, row, col, end, words, LOOK_TEXT);
		col = view_put(v, row, col, end, " ", LOOK_QUIET);
	}
	while (col < end)
		view_border(v, row, col++, v->signs->horizontal, LOOK_QUIET);
	view_border(v, row, end, right, LOOK_QUIET);
}

void
view_put_box(const struct view *v, const struct view_box *b, const char *title,
    const char *hint)
{
	int last = b->row + b->rows - 1;

	for (int row = b->row + 1; row < last; row++) {
		grid_fill(v->g, row, b->col, b->col + b->cols, style_plain);
		view_border(v, row, b->col, v->signs->vertical, LOOK_QUIET);
		view_border(v, row, b->col + b->cols - 1,
		    v->signs->vertical, LOOK_QUIET);
	}
	if (b->rows >= 2)
		edge(v, last, b, v->signs->corners[2], v->signs->corners[3],
		    hint);
	if (b->rows >= 1)
		edge(v, b->row, b, v->signs->corners[0],
		    v->signs->corners[1], title);
}
