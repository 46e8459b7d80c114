/*
 * wrap.h -- a text into rows of a width. Breaks at blanks and between wide
 * characters, inside a word only if it is longer than a row; a line break in
 * the text always ends a row.
 */
#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/text.h"

struct wrap {
	const char *text;	/* borrowed */
	size_t len;
	size_t at;		/* where the next row begins */
	int first_cols;		/* columns of the first row */
	int cols;		/* of the others; below 1 counts as 1 */
	text_width_fn *width;
	bool is_started;
};

/* One row: bytes [start, end) are shown, blanks at the break are not. */
struct wrap_row {
	size_t start;
	size_t end;
	int used;		/* columns */
};

void wrap_init(struct wrap *w, const char *text, size_t len, int first_cols,
    int cols, text_width_fn *width);

/* False when there are no more rows. An empty text has one, empty. */
bool wrap_next(struct wrap *w, struct wrap_row *row);

/* Rows of the whole text; at least 1. */
int wrap_count(const char *text, size_t len, int first_cols, int cols,
    text_width_fn *width);

#endif
