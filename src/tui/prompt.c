/* prompt.c -- the prompt and the rows of the input, measured. */
#include "config.h"

#include "tui/prompt.h"

#include <stdio.h>
#include <string.h>

#include "tui/model_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

/* Whom the input answers: " ↳ dana", a quarter of the row at most. */
static const char *
reply_words(const struct model *m, int cols, char out[LABEL_SIZE])
{
	const char *nick = m->here->reply_nick;
	int used;

	out[0] = '\0';
	if (m->here->reply_to != NULL)
		snprintf(out, LABEL_SIZE, " %s %.*s", m->theme.signs->reply,
		    (int)text_fit(nick, strlen(nick), cols / 4, m->width,
		    &used), nick);
	return out;
}

/* The name of the destination takes a third of the row at most. */
static void
set_text(const struct model *m, int cols, const char *reply,
    struct prompt *out)
{
	char words[LABEL_SIZE];
	const char *label = destination_full_label(m, m->here, words);
	const struct signs *signs = m->theme.signs;
	int max = cols / 3 < 4 ? 4 : cols / 3, used;
	size_t len = text_fit(label, strlen(label), max, m->width, &used);
	bool is_cut = len < strlen(label);

	if (is_cut)
		len = text_fit(label, strlen(label), max - 1, m->width,
		    &used);
	snprintf(out->text, sizeof out->text, "[%.*s%s%s%s%s] ", (int)len,
	    label, is_cut ? signs->more : "",
	    cols >= LAYOUT_TIME_COLS ? " " : "", signs->prompt,
	    reply);
	out->cols = text_width(out->text, strlen(out->text), m->width);
}

/* What leaves too little room goes: whom it answers, then the rest. */
static void
choose_text(const struct model *m, int cols, struct prompt *out)
{
	char reply[LABEL_SIZE];

	set_text(m, cols, reply_words(m, cols, reply), out);
	if (out->cols > cols / 2 && reply[0] != '\0')
		set_text(m, cols, "", out);
	if (out->cols > cols / 2) {
		out->text[0] = '\0';
		out->cols = 0;
	}
	out->indent = out->cols <= cols / 3 ? out->cols : 0;
}

static void
start(const struct model *m, int cols, struct prompt *out, struct wrap *w)
{
	const struct input *in = &m->here->input;

	memset(out, 0, sizeof *out);
	choose_text(m, cols, out);
	out->text_cols = cols - out->indent - 1;
	wrap_init(w, input_text(in), in->text.len, cols - out->cols - 1,
	    out->text_cols, m->width);
}

void
prompt_make(const struct model *m, int cols, struct prompt *out)
{
	const char *text = input_text(&m->here->input);
	size_t cursor = m->here->input.cursor;
	struct wrap w;
	struct wrap_row r;

	start(m, cols, out, &w);
	for (; wrap_next(&w, &r); out->rows++) {
		int left = out->rows == 0 ? out->cols : out->indent;

		if (r.start > cursor)
			continue;
		out->cursor_row = out->rows;
		out->cursor_col = left + text_width(text + r.start,
		    cursor - r.start, m->width);
		if (out->cursor_col >= cols)
			out->cursor_col = cols - 1;
	}
}

size_t
prompt_row_move(const struct model *m, int cols, int rows)
{
	const char *text = input_text(&m->here->input);
	struct prompt p, again;
	struct wrap w;
	struct wrap_row r;
	int row, used;

	prompt_make(m, cols, &p);
	row = p.cursor_row + rows;
	if (row < 0 || row >= p.rows)
		return (size_t)-1;
	start(m, cols, &again, &w);
	for (int i = 0; i <= row; i++)
		if (!wrap_next(&w, &r))
			return (size_t)-1;
	used = p.cursor_col - (row == 0 ? p.cols : p.indent);
	return r.start + text_fit(text + r.start, r.end - r.start,
	    used < 0 ? 0 : used, m->width, &used);
}
