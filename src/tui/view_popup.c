/* view_popup.c -- what lies over the pane. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/certificate.h"
#include "tui/dates.h"
#include "tui/details.h"
#include "tui/form.h"
#include "tui/keymap.h"
#include "tui/model_internal.h"
#include "tui/slash.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum {
	BOX_COLS = 46,		/* the selector */
	BOX_WIDE_COLS = 60,	/* where there is room for it */
	CHOOSER_ROWS = 12,	/* at most; the pane is to be seen */
	CHOOSER_NAME_COL = 4,
	CHOOSER_ABOUT_COL = 19,
	TEXT_MAX = 64 * 1024,
	KEY_COLS = 14,
};

/* --- The destination selector, and links --- */

static int
words_cols(const struct layout *l)
{
	return l->cols < 82 ? l->cols : 82;
}

static void
chooser_box(const struct view *v, struct view_box *b)
{
	int cols = v->m->popup.kind == POPUP_LINKS ? words_cols(&v->l) :
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

/* --- Help and notices --- */

#define ADD(text, ...) ((void)!buf_addf(text, __VA_ARGS__))

static void
add_padded(struct buf *text, const char *s, int cols)
{
	ADD(text, "%s", s);
	for (int n = text_width(s, strlen(s), NULL); n < cols; n++)
		ADD(text, " ");
	ADD(text, " ");
}

static void
add_keys(const struct model *m, struct buf *text)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = action_info(i);
		char own[KEY_TEXT_SIZE];
		const char *key = keymap_key(m->config.own_keys,
		    (enum action)i, 0, own);

		if (key == NULL)
			continue;
		add_padded(text, key, KEY_COLS);
		ADD(text, "%s%s%s%s\n", _(a->help),
		    a->command != NULL ? " (" : "",
		    a->command != NULL ? a->command : "",
		    a->command != NULL ? ")" : "");
	}
}

static void
add_commands(struct buf *text)
{
	size_t n;
	const struct slash *table = slash_table(&n);
	char usage[MODEL_WORDS];

	for (size_t i = 0; i < n; i++) {
		if (table[i].help == NULL)
			continue;
		snprintf(usage, sizeof usage, "/%s %s", table[i].name,
		    table[i].usage[0] != '\0' ? _(table[i].usage) : "");
		add_padded(text, usage, KEY_COLS);
		ADD(text, "%s\n", _(table[i].help));
	}
}

static void
help_text(const struct model *m, struct buf *text)
{
	ADD(text, "%s\n", _("Type and press Enter. A line that begins with / "
	    "is a command; // sends it as text."));
	if (!m->config.no_old_words)
		ADD(text, "%s\n", _("L alone lists the users, H shows this "
		    "help, Q asks to leave."));
	ADD(text, "\n");
	add_keys(m, text);
	ADD(text, "%s\n\n", _("Ctrl-x and a key is the same as Alt and that "
	    "key."));
	add_commands(text);
}

static void
notes_text(const struct model *m, struct buf *text)
{
	char time[DATES_TIME_SIZE];

	if (m->note_count == 0)
		ADD(text, "%s\n", _("nothing so far"));
	for (int i = m->note_count - 1; i >= 0; i--) {
		const struct note *n =
		    &m->notes[(m->note_first + i) % MODEL_NOTES];

		dates_time(m, n->time_ms, time);
		ADD(text, "%s %s %s\n", time,
		    n->is_error ? m->theme.signs->refused : " ", n->text);
	}
}

static void
popup_words(const struct model *m, struct buf *text)
{
	buf_init(text, TEXT_MAX);
	if (m->popup.kind == POPUP_HELP)
		help_text(m, text);
	else if (m->popup.kind == POPUP_CERTIFICATE)
		certificate_words(m, text);
	else if (m->popup.kind == POPUP_DETAILS)
		details_words(m, text);
	else
		notes_text(m, text);
	if (text->len > 0 && text->data[text->len - 1] == '\n')
		text->len--;	/* the last line break makes no row */
}

void
popup_clamp(struct model *m)
{
	struct layout l;
	struct buf text;
	int rows, max;

	model_layout(m, &l);
	popup_words(m, &text);
	rows = wrap_count(buf_str(&text), text.len, words_cols(&l) - 4,
	    words_cols(&l) - 4, m->width);
	buf_release(&text);
	max = rows - (l.pane_rows - 2);
	if (m->popup.top > max)
		m->popup.top = max;
	if (m->popup.top < 0)
		m->popup.top = 0;
}

static const char *
words_title(const struct model *m)
{
	switch (m->popup.kind) {
	case POPUP_HELP:
		return _("Help");
	case POPUP_CERTIFICATE:
		return model_place_name(m, m->popup.place);
	case POPUP_DETAILS:
		return _("Details");
	default:
		return _("Notices");
	}
}

static void
view_words(const struct view *v)
{
	const struct popup *p = &v->m->popup;
	int cols = words_cols(&v->l) - 4, row = 0;
	struct buf text;
	struct view_box b;
	struct wrap w;
	struct wrap_row r;
	char hint[MODEL_WORDS];

	popup_words(v->m, &text);
	view_place_box(v, wrap_count(buf_str(&text), text.len, cols, cols,
	    v->m->width), cols + 4, &b);
	if (p->kind == POPUP_CERTIFICATE)
		certificate_keys(v->m, b.cols, hint, sizeof hint);
	else
		snprintf(hint, sizeof hint, _("PgUp PgDn %s Esc closes"),
		    v->signs->dot);
	view_put_box(v, &b, words_title(v->m), hint);
	wrap_init(&w, buf_str(&text), text.len, cols, cols, v->m->width);
	for (int i = 0; wrap_next(&w, &r); i++) {
		row = b.row + 1 + i - p->top;
		if (row > b.row && row < b.row + b.rows - 1)
			text_put(v->g, row, b.col + 2, b.col + b.cols - 2,
			    w.text + r.start, r.end - r.start, v->m->width,
			    theme_style(&v->m->theme, LOOK_TEXT));
	}
	buf_release(&text);
}

/* --- Which --- */

void
view_popup(const struct view *v)
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
	case POPUP_HELP:
	case POPUP_NOTES:
	case POPUP_CERTIFICATE:
	case POPUP_DETAILS:
		view_words(v);
		break;
	case POPUP_LINKS:
		view_links(v);
		break;
	case POPUP_GUARD:
		view_guard(v);
		break;
	}
}

int
view_popup_row_at(const struct model *m, int row, int col)
{
	struct view v = { .m = m, .signs = m->theme.signs };
	struct view_box b;

	if (form_is(&m->popup))
		return view_form_row_at(m, row);
	if (m->popup.kind != POPUP_CHOOSER && m->popup.kind != POPUP_LINKS)
		return -1;
	model_layout(m, &v.l);
	chooser_box(&v, &b);
	if (row <= b.row || row >= b.row + b.rows - 1 || col < b.col ||
	    col >= b.col + b.cols)
		return -1;
	return (int)chooser_first(&v, &b) + row - b.row - 1;
}
