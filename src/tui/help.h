/*
 * help.h -- F1: the keys of this moment, then of all. It lies over whatever is
 * there, a pop-up too, and leaves it as it is.
 */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include <stdbool.h>

#include "tui/action.h"

struct buf;
struct model;

/* Zeroed: not to be seen. */
struct help {
	bool is_open;
	int top;		/* the first row shown */
};

void help_open(struct model *m);

/* Opens it, closes it, scrolls it. False: it is none of that. */
bool help_action(struct model *m, enum action a);

/* What is typed while it is open: for the input if that has the keys, else it
 * only closes the help. False: the text is still to be taken. */
bool help_text(struct model *m);

/* Appends what it says. */
void help_words(const struct model *m, struct buf *text);

#endif
