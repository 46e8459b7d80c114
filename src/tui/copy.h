/*
 * copy.h -- copy mode: messages are chosen in the pane and go to the
 * terminal's clipboard as text, without borders and as they were written.
 */
#ifndef TUI_COPY_H
#define TUI_COPY_H

struct model;

/* Begins to choose, or leaves what was begun. */
void copy_begin(struct model *m);

#endif
