/*
 * opener.h -- the person's program that opens a link (open-command), in a
 * process of its own. The address is an argument of it: no shell reads it.
 */
#ifndef TUI_OPENER_H
#define TUI_OPENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

enum { OPENER_MOST = 16 };	/* looked after at once */

/* Zeroed: none runs. Those that run when the program ends go on. */
struct opener {
	pid_t pids[OPENER_MOST];	/* 0: free */
};

/* False: `e` says why. `command` is words with blanks between. */
bool opener_start(struct opener *o, const char *command, const char *url,
    struct err *e) ATTR_USE_RESULT;

/* A child has ended. False: one of ours, and it could not open its link. */
bool opener_turn(struct opener *o) ATTR_USE_RESULT;

#endif
