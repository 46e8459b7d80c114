/*
 * grid.h -- what the screen should show, cell by cell.
 *
 * The view writes it, the terminal (and the tests) read it. A grid has two
 * parts that are painted at different paces: the pane part, rows 0 to
 * `input_top` - 1, which may wait for a slow terminal, and the status line
 * with the input, rows `input_top` to the end, which never waits.
 *
 * What is written past an edge is cut; nothing here can fail or move another
 * column. A cell holds what a curses cell can hold: one code point that takes
 * room, and at most GRID_MARKS of width 0.
 */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	GRID_MARKS = 4,		/* combining code points of one cell */
	GRID_MAX_ROWS = 1000,
	GRID_MAX_COLS = 1000,
	GRID_LINKS = 256,	/* others on one screen are text */
};

/* Attributes: bits of `struct style.attrs`. */
enum {
	STYLE_DIM = 1 << 0,
	STYLE_BOLD = 1 << 1,
	STYLE_REVERSE = 1 << 2,
	STYLE_UNDERLINE = 1 << 3,
	/*
	 * The code point is one of the box-drawing set U+2500 U+2502 U+250C
	 * U+2510 U+2514 U+2518 U+251C U+2524, to be painted with the
	 * terminal's own line-drawing charset, or as - | + where it has none.
	 */
	STYLE_LINE = 1 << 4,
	STYLE_ITALIC = 1 << 5,
	STYLE_STRIKE = 1 << 6,	/* by a mark on the character: text.c */
};

enum { COLOUR_DEFAULT = -1 };

struct style {
	uint8_t attrs;		/* STYLE_ bits */
	int16_t fg;		/* palette index 0-255, or COLOUR_DEFAULT */
	int16_t bg;
	uint32_t link;		/* grid_link(); 0: none */
};

struct cell {
	uint32_t cp[1 + GRID_MARKS];	/* 0 ends it; cp[0] == 0: a blank */
	uint8_t width;		/* 1, 2, or 0: right half of the cell before */
	struct style style;
};

/* What the cells of a link lead to. */
struct grid_link {
	uint32_t id;		/* the same for the same address, never 0 */
	char *url;		/* owned; as it was written */
};

struct grid {
	int rows;
	int cols;
	int input_top;		/* first row of the part that never waits */
	int cursor_row;		/* -1: the cursor is hidden */
	int cursor_col;
	struct cell *cells;	/* owned: rows * cols, row after row */
	struct grid_link *links;	/* owned; of this drawing, as drawn */
	size_t link_count;
};

extern const struct style style_plain;

void grid_init(struct grid *g);
void grid_release(struct grid *g);

/* Makes it `rows` x `cols` (cut to 1..GRID_MAX_...), all blank. */
void grid_resize(struct grid *g, int rows, int cols);

/* All cells blank, cursor hidden, `input_top` = rows, no links. */
void grid_clear(struct grid *g);

/* The number of a link to that address, for `struct style`; 0: there are too
 * many. */
uint32_t grid_link(struct grid *g, const char *url, size_t len);

/* The address of that number, of this drawing; NULL: there is none. */
const char *grid_url(const struct grid *g, uint32_t link);

/* Never NULL inside the grid; the cell is borrowed until the next resize. */
const struct cell *grid_cell(const struct grid *g, int row, int col);

bool style_equal(struct style a, struct style b);

/* The cell's text and style equal? What the painter need not paint again. */
bool cell_equal(const struct cell *a, const struct cell *b);

/*
 * Sets one cluster of code points (0-ended if shorter) of `width` 1 or 2. A
 * wide cluster that would pass `end` (a column) leaves a blank instead. Half
 * of a wide character that is overwritten becomes a blank. Returns the column
 * after it.
 */
int grid_put(struct grid *g, int row, int col, int end,
    const uint32_t cp[1 + GRID_MARKS], int width, struct style style);

/* The same for `len` characters of ASCII that can be printed, one column
 * each. */
int grid_put_ascii(struct grid *g, int row, int col, int end, const char *p,
    size_t len, struct style style);

/* Blanks of `style` from `col` to `end` (not included). */
void grid_fill(struct grid *g, int row, int col, int end, struct style style);

/* Adds STYLE_ bits to what stands there. */
void grid_add_attrs(struct grid *g, int row, int col, int end,
    uint8_t attrs);

/* Two grids of one size: whether a row differs, and in which columns, whole
 * wide characters: [*begin, *end). */
bool grid_row_difference(const struct grid *a, const struct grid *b, int row,
    int *begin, int *end);

#endif
