/* view_popup.c -- what lies over the pane. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/form.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum {
	BOX_COLS = 46,		/* the selector */
	BOX_WIDE_COLS = 60,	/* where there is room for it */
	CHOOSER_ROWS = 12,	/* at most; the pane is to be seen */
	CHOOSER_NAME_COL = 4,
	CHOOSER_ABOUT_COL = 19,
};

/* --- The destination selector, and links --- */

static void
chooser_box(const struct view *v, struct view_box *b)
{
	int cols = v->m->popup.kind != POPUP_CHOOSER ? view_words_cols(&v->l) :
	    v->l.cols >= LAYOUT_NICK9_COLS ? BOX_WIDE_COLS : BOX_COLS;
	size_t rows = v->m->popup.row_count;

	view_place_box(v, rows < CHOOSER_ROWS ? (int)rows : CHOOSER_ROWS, cols, b);
}

/* The first row shown, so that the chosen one is. */
static size_t
chooser_first(const struct view *v, const struct view_box *b)
{
	size_t room = b->rows > 2 ? (size_t)b->rows - 2 : 1;

	return v->m->popup.chosen < room ? 0 :
	    v->m->popup.chosen - room + 1;
}

static void
put_choice(const struct view *v, const struct view_box *b, size_t i, int row)
{
	const struct chooser_row *r = &v->m->popup.rows[i];
	bool is_chosen = i == v->m->popup.chosen;
	enum look look = is_chosen ? LOOK_CHOSEN : LOOK_TEXT;
	int end = b->col + b->cols - 1;
	int about = b->col + CHOOSER_ABOUT_COL;
	char name[MODEL_WORDS];

	snprintf(name, sizeof name, r->what == CHOOSER_WRITE ?
	    _("write to %s") : r->what == CHOOSER_JOIN ? _("join %s") : "%s",
	    r->name);
	if (is_chosen) {
		grid_fill(v->g, row, b->col + 1, end,
		    theme_style(&v->m->theme, look));
		view_put(v, row, b->col + 2, end, ">", look);
	}
	if (r->what == CHOOSER_WRITE || r->what == CHOOSER_JOIN ||
	    r->about[0] == '\0') {
		view_put_cut(v, row, b->col + CHOOSER_NAME_COL, end - 1,
		    name, look);
		return;
	}
	view_put_cut(v, row, b->col + CHOOSER_NAME_COL, about - 1, name,
	    look);
	view_put_cut(v, row, about, end - 1, r->about,
	    is_chosen ? look : LOOK_QUIET);
}

static void
put_choices(const struct view *v, const struct view_box *b)
{
	const struct popup *p = &v->m->popup;
	size_t first = chooser_first(v, b);

	for (int row = b->row + 1; row < b->row + b->rows - 1; row++) {
		size_t i = first + (size_t)(row - b->row - 1);

		if (i < p->row_count)
			put_choice(v, b, i, row);
	}
}

static void
view_links(const struct view *v)
{
	char hint[MODEL_WORDS];
	struct view_box b;

	chooser_box(v, &b);
	snprintf(hint, sizeof hint, _("Enter open %s c copy %s Esc stay"),
	    v->signs->dot, v->signs->dot);
	view_put_box(v, &b, _("Links"), hint);
	put_choices(v, &b);
	v->g->cursor_row = -1;
}

static void
view_hits(const struct view *v)
{
	const char *const *q = v->signs->quotes;
	char title[MODEL_WORDS], hint[MODEL_WORDS];
	struct view_box b;

	chooser_box(v, &b);
	snprintf(title, sizeof title, "%s%.60s%s %s %zu%s", q[0],
	    v->m->search.text, q[1], v->signs->dot, v->m->popup.row_count,
	    v->m->search.is_listing ? v->signs->more : "");
	snprintf(hint, sizeof hint, _("Enter go there %s Esc back"),
	    v->signs->dot);
	view_put_box(v, &b, title, hint);
	put_choices(v, &b);
	v->g->cursor_row = -1;
}

static void
view_chooser(const struct view *v)
{
	const struct popup *p = &v->m->popup;
	char title[MODEL_WORDS], hint[MODEL_WORDS];
	struct view_box b;

	chooser_box(v, &b);
	snprintf(title, sizeof title, "%s%s%s", _("To:"),
	    input_is_empty(&p->filter) ? "" : " ", input_text(&p->filter));
	snprintf(hint, sizeof hint,
	    _("type to filter %s Enter choose %s Esc stay"), v->signs->dot,
	    v->signs->dot);
	view_put_box(v, &b, title, hint);
	put_choices(v, &b);
	if (b.rows > 0) {
		v->g->cursor_row = b.row;
		v->g->cursor_col = b.col + 2 + view_cols(v, title) +
		    input_is_empty(&p->filter);
		if (v->g->cursor_col >= b.col + b.cols)
			v->g->cursor_col = b.col + b.cols - 1;
	}
}

/* --- Which --- */

static void
view_below_help(const struct view *v)
{
	switch (v->m->popup.kind) {
	case POPUP_NONE:
		break;
	case POPUP_CHOOSER:
		view_chooser(v);
		break;
	case POPUP_FIRST_START:
	case POPUP_PASSWORD:
		view_form(v);
		break;
	case POPUP_NOTES:
	case POPUP_CERTIFICATE:
	case POPUP_DETAILS:
		view_words(v);
		break;
	case POPUP_LINKS:
		view_links(v);
		break;
	case POPUP_HITS:
		view_hits(v);
		break;
	case POPUP_GUARD:
		view_guard(v);
		break;
	}
}

void
view_popup(const struct view *v)
{
	if (v->m->help.is_open)
		view_words(v);
	else
		view_below_help(v);
}

int
view_popup_row_at(const struct model *m, int row, int col)
{
	struct view v = { .m = m, .signs = m->theme.signs };
	struct view_box b;

	if (form_is(&m->popup))
		return view_form_row_at(m, row);
	if (m->popup.kind != POPUP_CHOOSER && m->popup.kind != POPUP_LINKS &&
	    m->popup.kind != POPUP_HITS)
		return -1;
	model_layout(m, &v.l);
	chooser_box(&v, &b);
	if (row <= b.row || row >= b.row + b.rows - 1 || col < b.col ||
	    col >= b.col + b.cols)
		return -1;
	return (int)chooser_first(&v, &b) + row - b.row - 1;
}
