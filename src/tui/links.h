/*
 * links.h -- the links that are on the screen, in a pop-up: to be opened, or
 * copied.
 */
#ifndef TUI_LINKS_H
#define TUI_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"

struct model;

/* Says so if there is none. */
void links_open(struct model *m);

/* The same with the one at that cell chosen; false: there is none. */
bool links_open_at(struct model *m, int row, int col);

void links_action(struct model *m, enum action a);
void links_text(struct model *m, const char *utf8, size_t len);

/* Opens that row of the pop-up, which closes; `row` below popup.row_count. */
void links_choose(struct model *m, size_t row);

#endif
