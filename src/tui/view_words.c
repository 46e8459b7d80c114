/* view_words.c -- pop-ups of words: help, notices, details, a certificate. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/certificate.h"
#include "tui/dates.h"
#include "tui/details.h"
#include "tui/help.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum {
	TEXT_MAX = 64 * 1024,
	HANG_ROOM = 16,		/* beside a label; with less it is no column */
	HANG_LEAST = 2,
};

int
view_words_cols(const struct layout *l)
{
	return l->cols < 82 ? l->cols : 82;
}

/* --- What they say ---------------------------------------------------------
 *
 * Lines. What stands before a tab is a label, padded to its column; the rows
 * that follow begin under what stands behind it.
 */

#define ADD(text, ...) ((void)!buf_addf(text, __VA_ARGS__))

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
		ADD(text, "%s %s \t%s\n", time,
		    n->is_error ? m->theme.signs->refused : " ", n->text);
	}
}

static void
popup_words(const struct model *m, struct buf *text)
{
	buf_init(text, TEXT_MAX);
	if (m->help.is_open)
		help_words(m, text);
	else if (m->popup.kind == POPUP_CERTIFICATE)
		certificate_words(m, text);
	else if (m->popup.kind == POPUP_DETAILS)
		details_words(m, text);
	else
		notes_text(m, text);
	if (text->len > 0 && text->data[text->len - 1] == '\n')
		text->len--;	/* the last line break makes no row */
}

/* --- In rows --------------------------------------------------------------- */

/* Walks the rows; draws those inside the box, if there is one. */
struct rows {
	const struct model *m;
	const struct view *v;	/* NULL: they are only counted */
	const struct view_box *b;
	int cols;
	int count;
};

static void
draw_row(const struct rows *r, int left, const char *s, size_t len)
{
	int row;

	if (r->v == NULL)
		return;
	row = r->b->row + 1 + r->count - (r->m->help.is_open ?
	    r->m->help.top : r->m->popup.top);
	if (row > r->b->row && row < r->b->row + r->b->rows - 1)
		text_put(r->v->g, row, r->b->col + 2 + left,
		    r->b->col + r->b->cols - 2, s, len, r->m->width,
		    theme_style(&r->m->theme, LOOK_TEXT));
}

/* The text beside or below a label, in rows that begin at column `left`. */
static void
walk_text(struct rows *r, int left, const char *s, size_t len)
{
	struct wrap w;
	struct wrap_row row;

	wrap_init(&w, s, len, r->cols - left, r->cols - left, r->m->width);
	for (; wrap_next(&w, &row); r->count++)
		draw_row(r, left, s + row.start, row.end - row.start);
}

static bool
is_blank(const char *s, size_t len)
{
	return strspn(s, " ") >= len;
}

static void
walk_line(struct rows *r, const char *s, size_t len)
{
	const char *tab = memchr(s, '\t', len);
	size_t label = tab != NULL ? (size_t)(tab - s) : 0;
	int left = text_width(s, label, r->m->width);

	if (tab == NULL) {
		walk_text(r, 0, s, len);
		return;
	}
	if (r->cols - left < HANG_ROOM) {
		left = HANG_LEAST;
		if (!is_blank(s, label))
			walk_text(r, 0, s, label);
	} else {
		draw_row(r, 0, s, label);
	}
	walk_text(r, left, tab + 1, len - label - 1);
}

static int
walk_rows(struct rows *r, struct buf *text)
{
	const char *s = buf_str(text), *end = s + text->len;

	while (s <= end) {
		const char *next = memchr(s, '\n', (size_t)(end - s));

		if (next == NULL)
			next = end;
		walk_line(r, s, (size_t)(next - s));
		s = next + 1;
	}
	return r->count;
}

void
popup_clamp(struct model *m)
{
	struct rows r = { .m = m };
	struct layout l;
	struct buf text;
	int max, *top;

	model_layout(m, &l);
	popup_words(m, &text);
	r.cols = view_words_cols(&l) - 4;
	max = walk_rows(&r, &text) - (l.pane_rows - 2);
	buf_release(&text);
	top = m->help.is_open ? &m->help.top : &m->popup.top;
	if (*top > max)
		*top = max;
	if (*top < 0)
		*top = 0;
}

static const char *
words_title(const struct model *m)
{
	if (m->help.is_open)
		return _("Help");
	switch (m->popup.kind) {
	case POPUP_CERTIFICATE:
		return model_place_name(m, m->popup.place);
	case POPUP_DETAILS:
		return _("Details");
	default:
		return _("Notices");
	}
}

void
view_words(const struct view *v)
{
	struct rows r = { .m = v->m, .cols = view_words_cols(&v->l) - 4 };
	struct buf text;
	struct view_box b;
	char hint[MODEL_WORDS];

	popup_words(v->m, &text);
	view_place_box(v, walk_rows(&r, &text), r.cols + 4, &b);
	if (!v->m->help.is_open && v->m->popup.kind == POPUP_CERTIFICATE)
		certificate_keys(v->m, b.cols, hint, sizeof hint);
	else if (r.count <= b.rows - 2)
		snprintf(hint, sizeof hint, "%s", _("Esc closes"));
	else
		snprintf(hint, sizeof hint, _("PgUp PgDn %s Esc closes"),
		    v->signs->dot);
	view_put_box(v, &b, words_title(v->m), hint);
	r.v = v;
	r.b = &b;
	r.count = 0;
	(void)walk_rows(&r, &text);
	buf_release(&text);
}
