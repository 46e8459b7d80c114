/* view_input.c -- prompt and input. */
#include "config.h"

#include <string.h>

#include "tui/format.h"
#include "tui/model_internal.h"
#include "tui/prompt.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

static struct style
prompt_style(const struct view *v)
{
	const struct destination *d = v->m->here;
	const struct theme *t = &v->m->theme;

	switch (d->kind) {
	case DESTINATION_LOBBY:
		return theme_style(t, LOOK_ALL);
	case DESTINATION_PERSON:
		return theme_nick(t, d->target, strlen(d->target));
	default:
		return theme_style(t, LOOK_TEXT);
	}
}

/* The blank behind the prompt is not part of its colour. */
static void
put_prompt(const struct view *v, const struct prompt *p)
{
	size_t len = strlen(p->text);

	if (len > 0)
		text_put(v->g, v->l.input_row, 0, v->l.cols, p->text, len - 1,
		    v->m->width, prompt_style(v));
}

/* Where a text of one line is too long for one message; behind it: nowhere. */
static size_t
cut_of(const struct view *v)
{
	const struct input *in = &v->m->here->input;
	struct session_size size;

	model_measure(v->m, &size);
	return size.messages > 1 && strchr(input_text(in), '\n') == NULL ?
	    size.first : in->text.len;
}

/* How what is typed behind byte `at` looks. */
static struct irc_format
format_at(const char *text, size_t at)
{
	struct irc_format f = irc_format_none;
	size_t i = irc_format_find(text, at), n;

	for (; i < at; i += n + irc_format_find(text + i + n, at - i - n)) {
		n = irc_format_code(text + i, strlen(text + i));
		irc_format_apply(&f, text + i, n);
	}
	return f;
}

/* A part of a row: codes as letters, what follows as it will look. */
static int
put_part(const struct view *v, int row, int col, const char *text,
    size_t from, size_t end, enum look look)
{
	const struct theme *t = &v->m->theme;
	struct irc_format f = format_at(text, from);

	for (size_t next, n; from < end; from = next) {
		n = irc_format_code(text + from, end - from);
		irc_format_apply(&f, text + from, n);
		next = from + n + irc_format_find(text + from + n,
		    end - from - n);
		col = text_put(v->g, row, col, v->l.cols, text + from, n,
		    v->m->width, theme_style(t, LOOK_QUIET));
		col = text_put(v->g, row, col, v->l.cols, text + from + n,
		    next - from - n, v->m->width,
		    format_style(t, theme_style(t, look), &f));
	}
	return col;
}

/* A row; from `cut` on it is too much. */
static void
put_row(const struct view *v, int row, int col, const struct wrap_row *r,
    size_t cut, enum look look)
{
	const char *text = input_text(&v->m->here->input);
	size_t mid = cut < r->start ? r->start : cut < r->end ? cut : r->end;

	col = put_part(v, row, col, text, r->start, mid, look);
	put_part(v, row, col, text, mid, r->end, LOOK_BAD);
}

static void
put_rows(const struct view *v, const struct prompt *p, int first)
{
	const struct input *in = &v->m->here->input;
	enum look look = v->m->question.kind == QUESTION_WORD ? LOOK_HELD :
	    LOOK_TEXT;
	size_t cut = cut_of(v);
	struct wrap w;
	struct wrap_row r;

	wrap_init(&w, input_text(in), in->text.len,
	    v->l.cols - p->cols - 1, p->text_cols, v->m->width);
	for (int i = 0; wrap_next(&w, &r); i++)
		if (i >= first && i < first + v->l.input_rows)
			put_row(v, v->l.input_row + i - first,
			    i == 0 ? p->cols : p->indent, &r, cut, look);
}

void
view_input(const struct view *v)
{
	struct prompt p;
	int first = 0;

	prompt_make(v->m, v->l.cols, &p);
	if (p.cursor_row >= v->l.input_rows)
		first = p.cursor_row - v->l.input_rows + 1;
	if (first == 0)
		put_prompt(v, &p);
	put_rows(v, &p, first);
	v->g->cursor_row = v->l.input_row + p.cursor_row - first;
	v->g->cursor_col = p.cursor_col;
}

bool
view_is_prompt_at(const struct model *m, int row, int col)
{
	struct layout l;
	struct prompt p;

	if (m->here == NULL)
		return false;
	model_layout(m, &l);
	prompt_make(m, l.cols, &p);
	return row == l.input_row && col < p.cols - 1;
}
