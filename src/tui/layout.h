/* layout.h -- where the parts of the screen are, for any size of it. */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include <stdbool.h>

enum {
	LAYOUT_WIDE_COLS = 110,		/* side list of 20 columns from here */
	LAYOUT_SIDE_COLS = 76,		/* of 16 from here, below none */
	LAYOUT_NICK9_COLS = 100,	/* nick column of 9 from here */
	LAYOUT_TIME_COLS = 64,		/* time and nick columns from here */
	LAYOUT_TOP_ROWS = 18,		/* top line from here */
	LAYOUT_MIN_ROWS = 5,		/* status line from here */
	LAYOUT_INPUT_ROWS = 5,		/* the input grows to this */
};

/* Rows and columns count from 0; an end is not included. */
struct layout {
	int rows, cols;
	bool has_top;		/* the top line is row 0 */
	int pane_row;		/* first row of the messages */
	int pane_rows;
	int pane_cols;		/* all that belongs to messages */
	int text_end;		/* messages end before this column */
	int text_col;		/* their text begins here; its rest wraps here */
	int nick_cols;		/* right-aligned nicks; 0: inline, "nick: " */
	bool has_time;		/* column of times; else on separators only */
	int side_col;		/* the list's text; its border is before it */
	int side_cols;		/* 0: no side list */
	bool is_side_over;	/* it lies over the pane */
	int status_row;		/* -1: none */
	int input_row;
	int input_rows;
};

/* What the model wants of the layout. */
struct layout_wish {
	int input_rows;		/* of the text as it is */
	bool hide_side;
	bool bare;		/* text alone, from the first column on */
	bool side_over;		/* asked for where there is no room for it */
};

/* `rows` and `cols` at least 1. There is always a row of input. */
void layout_make(struct layout *l, int rows, int cols,
    const struct layout_wish *wish);

#endif
