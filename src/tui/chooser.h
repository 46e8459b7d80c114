/*
 * chooser.h -- the destination selector: destinations there are, people of the
 * side list, and what was typed. Choosing takes the text being typed along.
 */
#ifndef TUI_CHOOSER_H
#define TUI_CHOOSER_H

#include <stddef.h>

#include "tui/action.h"

struct model;
struct popup;

void chooser_open(struct model *m);

/* A destination has ended: the selector, if it is open, must not name it any
 * more, and the choice is again where we are. */
void chooser_refresh(struct model *m);

void chooser_action(struct model *m, enum action a);

/* What is typed filters. */
void chooser_text(struct model *m, const char *utf8, size_t len);

/* As Enter on that row does; `row` below popup.row_count. */
void chooser_choose(struct model *m, size_t row);

/* Frees the rows. */
void chooser_clear(struct popup *p);

#endif
