/* prompt.h -- the prompt and the rows of the input, measured. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include <stddef.h>

struct model;

enum { PROMPT_SIZE = 700 };	/* two labels of a destination */

struct prompt {
	char text[PROMPT_SIZE];	/* "[ALL v] " */
	int cols;		/* of it */
	int indent;		/* of the rows behind the first */
	int text_cols;		/* of a row of input, without the cursor's own */
	int rows;		/* of the input, however many */
	int cursor_row;		/* from 0 */
	int cursor_col;		/* on the screen */
};

/* For a screen of `cols`. There must be a destination. */
void prompt_make(const struct model *m, int cols, struct prompt *out);

/* The byte of the input that is `rows` rows above or below the cursor, at
 * about the same column; (size_t)-1 if there is no such row. */
size_t prompt_row_move(const struct model *m, int cols, int rows);

#endif
