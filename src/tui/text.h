/*
 * text.h -- text into cells: pieces, widths, cuts.
 *
 * A piece is what one cell (or two, if wide) shows: a code point that takes
 * room and its marks. What terminals disagree on is simplified, so that no
 * column ever moves: a joined emoji shows its first picture, variation
 * selectors and skin tones are dropped, regional indicators become letters.
 * Control characters, bidi overrides and what nobody can see are shown as
 * <U+202E>, never obeyed; a formatting code as its letter, reversed (the pane
 * takes them out of what it shows).
 */
#ifndef TUI_TEXT_H
#define TUI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/grid.h"

enum { TEXT_CODE_SIZE = sizeof "<U+10FFFF>" };

/* Columns of a code point: 0, 1, 2, or -1 if it is not printable. */
typedef int text_width_fn(uint32_t cp);

struct piece {
	size_t len;		/* bytes of the text; never 0 */
	int width;		/* columns; 0: shows nothing */
	bool is_space;
	bool is_newline;
	bool is_code;		/* shown as `code`, one column a character */
	bool is_format;		/* `code` is the letter of a formatting code */
	uint32_t cp[1 + GRID_MARKS];
	char code[TEXT_CODE_SIZE];
};

/* The first piece of `len` bytes, `len` not 0. `width` NULL: by Unicode. */
void text_piece(const char *p, size_t len, text_width_fn *width,
    struct piece *piece);

/* Columns of all of it on one row; a line break counts as a blank. */
int text_width(const char *p, size_t len, text_width_fn *width);

/*
 * Bytes of the longest beginning that fits into `cols` columns; *used is what
 * it takes.
 */
size_t text_fit(const char *p, size_t len, int cols, text_width_fn *width,
    int *used);

/* Writes as much as fits before column `end`; returns the column behind. */
int text_put(struct grid *g, int row, int col, int end, const char *p,
    size_t len, text_width_fn *width, struct style style);

/* The same for a string, ended by `more` ("…") where it had to be cut. */
int text_put_cut(struct grid *g, int row, int col, int end, const char *s,
    const char *more, text_width_fn *width, struct style style);

#endif
