/*
 * child.h -- how every command of the person's is started.
 *
 * What others wrote reaches it by environment, standard input or as an
 * argument of its own, never in a line that a shell reads. It has no terminal
 * unless it shares ours, and is then the head of a group of its own that can
 * be ended as a whole.
 */
#ifndef CLIENT_CHILD_H
#define CLIENT_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

struct child_variable {
	const char *name, *value;
};

/* All borrowed. */
struct child_setup {
	const char *command;	/* a line for /bin/sh; or NULL, and */
	const char *const *argv;	/* ends with NULL; found by PATH */
	int in, out, err;	/* 0: /dev/null */
	bool shares_terminal;	/* and 0 leaves it what is ours there */
	const struct child_variable *variables;	/* up to a name of NULL;
				 * NULL: none */
};

/* The number of the process; 0: `e` says why not, "no such program"
 * included. */
pid_t child_start(const struct child_setup *setup, struct err *e)
    ATTR_USE_RESULT;

/* All of its group, at once. */
void child_kill(pid_t pid);

/* Whether it has ended by now; `status` as waitpid() has it. */
bool child_has_ended(pid_t pid, int *status) ATTR_USE_RESULT;

/* Waits for its end; the status as waitpid() has it. */
int child_wait(pid_t pid);

#endif
