/*
 * copy.h -- copy mode: messages are chosen in the pane and go to the
 * terminal's clipboard as text, without borders and as they were written.
 */
#ifndef TUI_COPY_H
#define TUI_COPY_H

#include <stdbool.h>

struct model;

/* Begins to choose, or leaves what was begun. */
void copy_begin(struct model *m);

/* Whether messages are being chosen for that. */
bool copy_is_on(const struct model *m);

/* Clicks and the wheel come to us, or stay with the terminal. */
void copy_give_mouse(struct model *m, bool is_ours);

/* The messages alone, without list, columns and indent, and the mouse for the
 * terminal, whose selection then has nothing but text. */
void copy_bare(struct model *m, bool is_bare);

#endif
