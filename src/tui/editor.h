/*
 * editor.h -- the input in $VISUAL or $EDITOR, in a child of its own: the
 * loop goes on meanwhile, only the terminal belongs to the editor.
 */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

struct editor {
	pid_t pid;		/* 0: it does not run */
	char *path;		/* owned: the file that is edited */
};

/* Writes the text to a file. False: `e` says why. */
bool editor_can_start(struct editor *ed, const char *text, struct err *e)
    ATTR_USE_RESULT;

/* Starts it; the terminal must be as a program finds it. */
bool editor_start(struct editor *ed, struct err *e) ATTR_USE_RESULT;

/* A child has ended: was it the editor's? */
bool editor_has_ended(struct editor *ed);

/* The text as it was left, of the caller's, without line ends behind it;
 * NULL: the editor failed. The file goes. */
char *editor_take(struct editor *ed);

#endif
