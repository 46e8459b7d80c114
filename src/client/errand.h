/*
 * errand.h -- a command that is run for us while the loop goes on: /exec, the
 * hooks, password-command, secret-tool. It may take so long and no longer.
 * With uplink.c the second edge of this folder that knows the loop.
 */
#ifndef CLIENT_ERRAND_H
#define CLIENT_ERRAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct child_variable;
struct errand;
struct event_base;

enum { ERRAND_LIMIT_MS = 30 * 1000 };

enum errand_output {
	ERRAND_FIRST_LINE,	/* is kept for the end */
	ERRAND_HEARD,		/* all of it, on both ways, as it comes */
	ERRAND_UNHEARD		/* goes nowhere */
};

enum errand_fate { ERRAND_ENDED, ERRAND_LATE, ERRAND_NOT_STARTED };

/* What is to be told of it; wiped behind the call. */
struct errand_end {
	enum errand_fate fate;
	int status;		/* ERRAND_ENDED: as waitpid() has it */
	const char *line;	/* of ERRAND_FIRST_LINE, without its end, "" if
				 * it printed nothing; NULL: it failed */
	const char *why;	/* it failed: words for people */
};

struct errand_order {
	const char *command;	/* a line for /bin/sh; or NULL, and */
	const char *const *argv;	/* ends with NULL; found by PATH */
	const struct child_variable *variables;	/* NULL: none */
	/* Its standard input: a text that any pipe holds, or a file from
	 * where it stands; both NULL: nothing. Borrowed for the call. */
	const char *input;
	FILE *file;
	int limit_ms;		/* it is ended then */
	enum errand_output output;
	void (*heard)(void *arg, const char *data, size_t len);
	/* Once, in a later turn, and last of all. */
	void (*done)(void *arg, const struct errand_end *end);
	void *arg;		/* borrowed */
};

/*
 * It has no terminal: what it wants to ask, it must ask elsewhere. A secret
 * goes by `input`, never in `argv`, which everybody may read.
 */
struct errand *errand_start(struct event_base *base,
    const struct errand_order *order);

/* Ends what runs, and hears no more of it; `done` comes. */
void errand_kill(struct errand *e);

/* Ends it; nothing is called any more. NULL is fine. */
void errand_cancel(struct errand *e);

#endif
