/* view_words.c -- pop-ups of words: help, notices, details, a certificate. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/certificate.h"
#include "tui/dates.h"
#include "tui/details.h"
#include "tui/keymap.h"
#include "tui/model_internal.h"
#include "tui/slash.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum {
	TEXT_MAX = 64 * 1024,
	KEY_COLS = 14,
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

/* A label that is too long has a row of its own. */
static void
add_label(struct buf *text, const char *s)
{
	int n = text_width(s, strlen(s), NULL);

	ADD(text, "%s", s);
	if (n > KEY_COLS) {
		ADD(text, "\n");
		n = 0;
	}
	for (; n <= KEY_COLS; n++)
		ADD(text, " ");
	ADD(text, "\t");
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
		add_label(text, key);
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
		snprintf(usage, sizeof usage, "/%s%s%s", table[i].name,
		    table[i].usage[0] != '\0' ? " " : "",
		    table[i].usage[0] != '\0' ? _(table[i].usage) : "");
		add_label(text, usage);
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
		ADD(text, "%s %s \t%s\n", time,
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
	row = r->b->row + 1 + r->count - r->m->popup.top;
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
	int max;

	model_layout(m, &l);
	popup_words(m, &text);
	r.cols = view_words_cols(&l) - 4;
	max = walk_rows(&r, &text) - (l.pane_rows - 2);
	buf_release(&text);
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

void
view_words(const struct view *v)
{
	struct rows r = { .m = v->m, .cols = view_words_cols(&v->l) - 4 };
	struct buf text;
	struct view_box b;
	char hint[MODEL_WORDS];

	popup_words(v->m, &text);
	view_place_box(v, walk_rows(&r, &text), r.cols + 4, &b);
	if (v->m->popup.kind == POPUP_CERTIFICATE)
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
