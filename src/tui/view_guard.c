/* view_guard.c -- the pop-up that asks before many messages are sent. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum {
	GUARD_COLS = 46,
	GUARD_ROWS = 4,		/* of the text, before "31 more" */
	NUMBER_COLS = 3,
	BYTES_MAX = 10000,	/* more are said in kB */
	SIZE_TEXT = 64,
};

static void
size_words(size_t bytes, char out[SIZE_TEXT])
{
	if (bytes < BYTES_MAX)
		snprintf(out, SIZE_TEXT, i18n_count("%zu byte", "%zu bytes",
		    bytes), bytes);
	else
		snprintf(out, SIZE_TEXT, _("%zu kB"), bytes / 1000);
}

static void
title_words(const struct view *v, const struct session_size *size,
    char out[MODEL_WORDS])
{
	char bytes[SIZE_TEXT], label[LABEL_SIZE];
	const char *to = destination_full_label(v->m, v->m->here, label);
	bool is_paste = v->m->popup.pasted != INPUT_NOWHERE;

	size_words(size->bytes, bytes);
	snprintf(out, MODEL_WORDS, is_paste ?
	    i18n_count("Paste: %zu message (%s) to %s",
	    "Paste: %zu messages (%s) to %s", size->messages) :
	    i18n_count("%zu message (%s) to %s", "%zu messages (%s) to %s",
	    size->messages), size->messages, bytes, to);
}

/* The next line with something in it; NULL: there is none. */
static const char *
next_line(const char **rest, size_t *len)
{
	const char *line;

	*rest += strspn(*rest, "\n");
	line = *rest;
	*len = strcspn(line, "\n");
	*rest += *len;
	return *len > 0 ? line : NULL;
}

/* What the preview counts: lines, or the messages that a long one becomes. */
static size_t
count_rows(const char *text, size_t messages)
{
	size_t lines = 0, len;

	while (next_line(&text, &len) != NULL)
		lines++;
	return lines > messages ? lines : messages;
}

static void
put_line(const struct view *v, const struct view_box *b, int row, size_t n,
    const char *line, size_t len)
{
	char number[32], text[MODEL_WORDS];
	int col = b->col + 2, end = b->col + b->cols - 1;

	snprintf(number, sizeof number, "%zu", n);
	view_put(v, row, col, end, number, LOOK_QUIET);
	snprintf(text, sizeof text, "%.*s", (int)utf8_cut(line, len,
	    sizeof text - 1), line);
	view_put_cut(v, row, col + NUMBER_COLS, end - 1, text, LOOK_TEXT);
}

void
view_guard(const struct view *v)
{
	const char *rest = input_text(&v->m->here->input), *line;
	const char *dot = v->signs->dot;
	char title[MODEL_WORDS], words[MODEL_WORDS];
	struct session_size size;
	struct view_box b;
	size_t n, len, most, total;

	model_measure(v->m, &size);
	title_words(v, &size, title);
	snprintf(words, sizeof words, v->m->popup.pasted != INPUT_NOWHERE ?
	    _("s send %s j join lines %s e edit %s Esc drop") :
	    _("s send %s j join lines %s e edit %s Esc back"), dot, dot, dot);
	total = count_rows(rest, size.messages);
	most = total < GUARD_ROWS ? total : GUARD_ROWS;
	view_place_box(v, (int)most, GUARD_COLS, &b);
	view_put_box(v, &b, title, words);
	most = b.rows > 2 ? (size_t)b.rows - 2 : 0;
	for (n = 1; n <= most && (line = next_line(&rest, &len)) != NULL; n++) {
		if (n == most && total > n)
			break;
		put_line(v, &b, b.row + (int)n, n, line, len);
	}
	if (most == 0 || n > total)
		return;
	snprintf(words, sizeof words, i18n_count("%s  %zu more",
	    "%s  %zu more", total - n + 1), v->signs->more,
	    total - n + 1);
	view_put_cut(v, b.row + (int)n, b.col + 2, b.col + b.cols - 2, words,
	    LOOK_QUIET);
}
