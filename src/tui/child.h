/*
 * child.h -- a command line of the person's, run by /bin/sh in a child.
 *
 * What others wrote reaches it by environment or standard input only, never
 * in the line that the shell reads. It has no terminal, and is the head of a
 * group of its own that can be ended as a whole.
 */
#ifndef TUI_CHILD_H
#define TUI_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

struct child_variable {
	const char *name, *value;
};

struct child_setup {
	const char *command;
	int in, out;		/* borrowed; -1: nothing, nowhere */
	const struct child_variable *variables;	/* up to a name of NULL;
				 * NULL: none */
};

/* The number of the process; 0: `e` says why not. */
pid_t child_start(const struct child_setup *setup, struct err *e)
    ATTR_USE_RESULT;

/* All of its group, at once. */
void child_kill(pid_t pid);

/* Whether it has ended by now; `status` as waitpid() has it. */
bool child_has_ended(pid_t pid, int *status);

#endif
