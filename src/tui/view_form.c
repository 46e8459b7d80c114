/* view_form.c -- what is filled in: server, name, password. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/form.h"
#include "tui/model_internal.h"
#include "tui/password.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum {
	LABEL_COLS = 10, MARGIN = 3, FORM_COLS = 66,
	ROOMY_ROWS = 11,	/* for empty rows between */
	TEXT_MAX = 4 * 1024
};

/* Where the form stands: on the whole screen, or in a box over the pane. */
struct form {
	int title, fields[FIRST_FIELDS], words, notice;	/* -1: no room */
	int word_rows;
	int margin, end;
	struct view_box box;		/* rows 0: none */
};

/* The fields there are, from `row` on; returns the row behind them. */
static int
place_fields(const struct model *m, struct form *f, int row, bool is_roomy)
{
	for (int i = FIRST_SERVER; i < FIRST_CONNECT; i++)
		f->fields[i] = form_shows(m, (enum first_field)i) ? row++ : -1;
	row += is_roomy;
	f->fields[FIRST_CONNECT] = row;
	return row + 1;
}

static void
place_first(const struct model *m, struct form *f)
{
	bool is_roomy = m->rows >= ROOMY_ROWS + m->config.has_wallet;
	int row = is_roomy ? 1 : 0;

	f->margin = m->cols >= 50 ? MARGIN : 0;
	f->end = m->cols;
	f->title = m->rows >= 5 ? row++ : -1;
	row = place_fields(m, f, row + is_roomy, is_roomy) + is_roomy;
	f->words = row < m->rows ? row++ : -1;
	f->notice = m->rows - 1 > f->words ? m->rows - 1 : -1;
	f->box.rows = 0;
}

/* What a password is asked for with, and how many rows it takes. */
static int
words_of(const struct model *m, int cols, struct buf *out)
{
	buf_init(out, TEXT_MAX);
	if (m->popup.kind != POPUP_PASSWORD)
		return 0;
	password_words(m, out);
	return wrap_count(buf_str(out), out->len, cols, cols, m->width);
}

/* There is no room for all fields: the chosen one is the last that is seen. */
static void
show_chosen(const struct model *m, struct form *f)
{
	int last = f->box.row + f->box.rows - 2;
	int below = f->fields[m->popup.field] - last;

	for (int i = 0; i < FIRST_FIELDS; i++) {
		if (below > 0 && f->fields[i] >= 0)
			f->fields[i] -= below;
		if (f->fields[i] <= f->box.row || f->fields[i] > last)
			f->fields[i] = -1;
	}
}

static void
place_form(const struct model *m, struct form *f)
{
	struct view v = { .m = m };
	struct buf words;
	int cols, rows, fields, room;

	if (m->here == NULL) {
		place_first(m, f);
		return;
	}
	f->title = f->notice = -1;
	model_layout(m, &v.l);
	cols = v.l.cols < FORM_COLS ? v.l.cols : FORM_COLS;
	rows = words_of(m, cols - 4, &words);
	buf_release(&words);
	fields = place_fields(m, f, 0, true);
	view_place_box(&v, rows + fields, FORM_COLS, &f->box);
	f->margin = f->box.col + 2;
	f->end = f->box.col + f->box.cols - 1;
	f->words = f->box.row + 1;
	room = f->box.rows - 2 - fields;
	f->word_rows = rows < room ? rows : room > 0 ? room : 0;
	(void)place_fields(m, f, f->words + f->word_rows, true);
	if (room < 0)
		show_chosen(m, f);
}

/* A password is dots, as many as it has characters. */
static void
field_text(const struct view *v, int i, size_t len, struct buf *out)
{
	const char *text = input_text(&v->m->popup.fields[i]);
	uint32_t cp;

	buf_init(out, TEXT_MAX);
	if (i != FIRST_PASSWORD) {
		(void)!buf_add(out, text, len);
		return;
	}
	while (len > 0) {
		size_t n = utf8_decode(text, len, &cp);

		(void)!buf_add_str(out, v->signs->dot);
		text += n;
		len -= n;
	}
}

static int
put_value(const struct view *v, const struct form *f, int i, int col,
    size_t len)
{
	const struct popup *p = &v->m->popup;
	struct buf text;

	field_text(v, i, len, &text);
	col = text_put(v->g, f->fields[i], col, f->end, buf_str(&text),
	    text.len, v->m->width, theme_style(&v->m->theme,
	    p->field != i ? LOOK_TEXT :
	    p->is_proposed[i] ? LOOK_CHOSEN : LOOK_HERE));
	buf_release(&text);
	return col;
}

/* In its column, or as far left of it as it needs to be seen whole. */
static void
put_field_hint(const struct view *v, const struct form *f, int i, int first,
    const char *hint)
{
	int col = f->margin + (i == FIRST_SERVER ? 38 : 26);
	int last = f->end - 1 - view_cols(v, hint);

	if (last < col)
		col = last > first + 2 ? last : first + 2;
	view_put_cut(v, f->fields[i], col, f->end - 1, hint, LOOK_QUIET);
}

static void
put_field(const struct view *v, const struct form *f, int i,
    const char *label, const char *hint)
{
	const struct input *in = &v->m->popup.fields[i];
	int row = f->fields[i], col;

	if (row < 0)
		return;
	col = view_put(v, row, f->margin, f->end, label, LOOK_QUIET);
	if (col < f->margin + LABEL_COLS)
		col = f->margin + LABEL_COLS;
	if (in->text.len == 0 || i == FIRST_SERVER)
		put_field_hint(v, f, i, col, hint);
	put_value(v, f, i, col, in->text.len);
	if (v->m->popup.field != i)
		return;
	v->g->cursor_row = row;
	v->g->cursor_col = put_value(v, f, i, col, in->cursor);
	put_value(v, f, i, col, in->text.len);
	if (v->g->cursor_col >= f->end)
		v->g->cursor_col = f->end - 1;
}

static void
put_keep(const struct view *v, const struct form *f)
{
	bool is_chosen = v->m->popup.field == FIRST_KEEP;
	int row = f->fields[FIRST_KEEP];
	char words[MODEL_WORDS];

	if (row < 0)
		return;
	snprintf(words, sizeof words, "[%c] %s",
	    v->m->popup.keeps ? 'x' : ' ',
	    _("keep it in the system's password store"));
	view_put_cut(v, row, f->margin + (f->end >= 50 ? LABEL_COLS : 0),
	    f->end, words, is_chosen ? LOOK_CHOSEN : LOOK_TEXT);
	if (!is_chosen)
		return;
	v->g->cursor_row = row;
	v->g->cursor_col = f->margin + (f->end >= 50 ? LABEL_COLS : 0) + 1;
}

static void
put_button(const struct view *v, const struct form *f)
{
	bool is_chosen = v->m->popup.field == FIRST_CONNECT;
	int row = f->fields[FIRST_CONNECT], col;
	char words[MODEL_WORDS];

	if (row < 0)
		return;
	col = view_put(v, row, f->margin, f->end,
	    v->m->popup.kind == POPUP_PASSWORD ?
	    _("[ Log in ]") : _("[ Connect ]"),
	    is_chosen ? LOOK_CHOSEN : LOOK_TEXT);

	if (is_chosen) {
		v->g->cursor_row = row;
		v->g->cursor_col = f->margin + 2 < f->end ? f->margin + 2 : 0;
	}
	if (v->g->cursor_row >= v->g->rows)	/* no room for that field */
		v->g->cursor_row = v->g->rows - 1;
	snprintf(words, sizeof words, v->m->here == NULL ?
	    _("Tab next %s Enter connect %s Ctrl-c quit") :
	    v->m->popup.kind == POPUP_PASSWORD ?
	    _("Tab next %s Enter log in %s Esc leave") :
	    _("Tab next %s Enter connect %s Esc closes"), v->signs->dot,
	    v->signs->dot);
	view_put_cut(v, row, col + (v->g->cols >= 50 ? 6 : 2), f->end - 1,
	    words, LOOK_QUIET);
}

/* Over the fields: what the password is for, and why it is asked. */
static void
put_words(const struct view *v, const struct form *f)
{
	int cols = f->box.cols - 4, row = f->words;
	int end = row + f->word_rows;
	struct buf text;
	struct wrap w;
	struct wrap_row r;

	(void)words_of(v->m, cols, &text);
	wrap_init(&w, buf_str(&text), text.len, cols, cols, v->m->width);
	for (; row < end && wrap_next(&w, &r); row++)
		text_put(v->g, row, f->margin, f->end, w.text + r.start,
		    r.end - r.start, v->m->width,
		    theme_style(&v->m->theme, LOOK_TEXT));
	buf_release(&text);
}

static void
put_first_start(const struct view *v, const struct form *f)
{
	char words[MODEL_WORDS];

	snprintf(words, sizeof words, _("tcpchat %s first start"),
	    v->signs->dash);
	view_put(v, f->title, f->margin, f->end, words, LOOK_HERE);
	view_put(v, f->words, f->margin, f->end,
	    _("Nothing is written to disk before the first connection."),
	    LOOK_QUIET);
	if (v->m->notice != NULL)
		view_put_cut(v, f->notice, f->margin, f->end, v->m->notice,
		    v->m->is_notice_error ? LOOK_LOUD : LOOK_TEXT);
}

void
view_form(const struct view *v)
{
	bool is_password = v->m->popup.kind == POPUP_PASSWORD;
	struct form f;
	char words[MODEL_WORDS];

	place_form(v->m, &f);
	if (f.box.rows > 0)
		view_put_box(v, &f.box, is_password ?
		    model_place_name(v->m, v->m->popup.place) :
		    _("Connect to"), "");
	if (is_password)
		put_words(v, &f);
	if (v->m->here == NULL)
		put_first_start(v, &f);
	snprintf(words, sizeof words, _("(or irc://%s)"), v->signs->more);
	put_field(v, &f, FIRST_SERVER, _("Server"), words);
	put_field(v, &f, FIRST_NAME, _("Your name"), "");
	put_field(v, &f, FIRST_PASSWORD, _("Password"),
	    password_may_be_guest(v->m) ?
	    _("(empty: as a guest)") : "");
	put_keep(v, &f);
	put_button(v, &f);
}

int
view_form_row_at(const struct model *m, int row)
{
	struct form f;

	place_form(m, &f);
	for (int i = 0; i < FIRST_FIELDS; i++)
		if (f.fields[i] == row)
			return i;
	return -1;
}
