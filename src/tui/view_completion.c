/* view_completion.c -- the pop-up of what the word before the cursor may be. */
#include "config.h"

#include <stdio.h>

#include "base/i18n.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum {
	ROWS = 6,		/* of items; the pane is to be seen */
	LEAST_PANE_ROWS = 5,	/* else the status line says it */
	COLS = 60,
	ABOUT_COL = 18,
};

bool
view_has_completion(const struct view *v)
{
	return v->m->completion.is_open && !v->m->help.is_open &&
	    v->m->popup.kind == POPUP_NONE &&
	    !v->m->help.is_open &&
	    v->l.pane_rows >= LEAST_PANE_ROWS;
}

static void
put_item(const struct view *v, const struct view_box *b, size_t i, int row)
{
	const struct completion *c = &v->m->completion;
	const struct completion_item *item = &c->items[i];
	bool is_chosen = i == c->at;
	enum look look = is_chosen ? LOOK_CHOSEN : LOOK_TEXT;
	int end = b->col + b->cols - 1, col = b->col + 2;

	if (is_chosen)
		grid_fill(v->g, row, b->col + 1, end,
		    theme_style(&v->m->theme, look));
	col = view_put_cut(v, row, col, end - 1, item->shown, look) + 2;
	if (col < b->col + ABOUT_COL)
		col = b->col + ABOUT_COL;
	if (col < end - 1)
		view_put_cut(v, row, col, end - 1, item->about,
		    is_chosen ? look : LOOK_QUIET);
}

/* The status line is below it, and the input below that. */
void
view_completion(const struct view *v)
{
	const struct completion *c = &v->m->completion;
	size_t chosen = c->at < c->count ? c->at : 0, first;
	char hint[MODEL_WORDS];
	struct view_box b;
	int most = v->l.pane_rows / 2 < ROWS ? v->l.pane_rows / 2 : ROWS;

	view_place_box(v, c->count < (size_t)most ? (int)c->count : most, COLS,
	    &b);
	if (c->at < c->count)
		snprintf(hint, sizeof hint, _("Tab next %s Enter take %s Esc "
		    "back"), v->signs->dot, v->signs->dot);
	else
		snprintf(hint, sizeof hint, _("Tab complete %s Esc close"),
		    v->signs->dot);
	view_put_box(v, &b, "", hint);
	first = chosen < (size_t)(b.rows - 2) ? 0 :
	    chosen - (size_t)(b.rows - 2) + 1;
	for (int row = b.row + 1; row < b.row + b.rows - 1; row++) {
		size_t i = first + (size_t)(row - b.row - 1);

		if (i < c->count)
			put_item(v, &b, i, row);
	}
}
