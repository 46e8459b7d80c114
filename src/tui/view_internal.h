/* view_internal.h -- what the files of the view share. */
#ifndef TUI_VIEW_INTERNAL_H
#define TUI_VIEW_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/grid.h"
#include "tui/layout.h"
#include "tui/theme.h"

struct destination;
struct model;

struct view {
	const struct model *m;
	struct grid *g;
	struct layout l;
	const struct signs *signs;
};

/* Writes a string from `col`, cut at `end`; returns the column behind it. */
int view_put(const struct view *v, int row, int col, int end, const char *s,
    enum look look);

/* The same, with the sign for "more" where it had to be cut. */
int view_put_cut(const struct view *v, int row, int col, int end,
    const char *s, enum look look);

int view_cols(const struct view *v, const char *s);

/* A cell of a border: always one column, whatever the locale says. */
void view_border(const struct view *v, int row, int col, const char *sign,
    enum look look);

/* A horizontal border with words in it: "── 3 new ────". */
void view_rule(const struct view *v, int row, int col, int end,
    const char *words, enum look look);

/* --- Links --- */

enum { VIEW_LINKS = 32 };	/* of one text; others are text */

struct view_link {
	size_t start, end;	/* bytes of the text */
	uint32_t id;		/* of the grid */
};

struct view_links {
	struct view_link all[VIEW_LINKS];
	size_t count;
};

/* Those of a text, from byte `from` on. */
void view_find_links(const struct view *v, const char *text, size_t len,
    size_t from, struct view_links *out);

/* The link at that byte, or 0; *end: it is so up to there, at most `end`. */
uint32_t view_link_at(const struct view_links *links, size_t at, size_t *end);

/* As view_put_cut(), with the links of the text. */
int view_put_linked(const struct view *v, int row, int col, int end,
    const char *text, enum look look);

/* --- The destinations in the status line --- */

enum {
	FIELDS_FEW = -1,	/* those with news that have room, and a sum */
	FIELDS_HERE = -2	/* nothing but where we are */
};

struct view_fields {
	int named;		/* so many, from the first on, are shown in
				 * full, of the others those with news,
				 * without their name; or FIELDS_ */
	int end;		/* FEW: columns there are */
};

/* The columns between two parts of that line. */
int view_gap(const struct view *v);

/* The column behind the last of them. */
int view_fields_end(const struct view *v, const struct view_fields *f);

/* Draws them, up to column `end`. */
void view_put_fields(const struct view *v, const struct view_fields *f,
    int end);

/* The one that covers a column; NULL: none does. */
struct destination *view_field_at(const struct view *v,
    const struct view_fields *f, int col);

struct view_box {
	int row, col;		/* of the upper left corner */
	int rows, cols;		/* with the border */
};

/* Above the status line, as high as `inside` rows need and the pane allows. */
void view_place_box(const struct view *v, int inside, int cols,
    struct view_box *b);

/* Its frame, with a title above and a hint below; emptied. */
void view_put_box(const struct view *v, const struct view_box *b,
    const char *title, const char *hint);

/* How wide pop-ups of words and links are, with the border. */
int view_words_cols(const struct layout *l);

void view_messages(const struct view *v);
void view_sidebar(const struct view *v);
void view_status(const struct view *v);
void view_input(const struct view *v);
void view_popup(const struct view *v);
void view_form(const struct view *v);
void view_words(const struct view *v);
void view_guard(const struct view *v);
void view_completion(const struct view *v);
bool view_has_completion(const struct view *v);

/* --- What stands where, for the mouse --- */

/* The member, or destination of the status line; NULL: none there. */
const char *view_member_at(const struct model *m, int row, int col);
struct destination *view_destination_at(const struct model *m, int row,
    int col);

/* The row of the pop-up, from 0; -1: none. */
int view_popup_row_at(const struct model *m, int row, int col);

/* The field of the form; -1: none. */
int view_form_row_at(const struct model *m, int row);

bool view_is_prompt_at(const struct model *m, int row, int col);

/* Rows of the side list for which there is no room; it scrolls by them. */
int view_side_rows_hidden(const struct model *m);

#endif
