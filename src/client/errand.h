/*
 * errand.h -- a command that is run for us while the loop goes on: what it
 * prints on its first line, or why it could not. With uplink.c the second edge
 * of this folder that knows the loop.
 */
#ifndef CLIENT_ERRAND_H
#define CLIENT_ERRAND_H

#include <stdbool.h>

struct errand;
struct event_base;

enum { ERRAND_LIMIT_MS = 30 * 1000 };

struct errand_order {
	const char *const *argv;	/* ends with NULL; found by PATH */
	const char *input;	/* for its standard input; NULL: none */
	int limit_ms;		/* it is ended then */
	/* Once, in a later turn. `line`: without its end, "" if it printed
	 * nothing; NULL: it failed, and `why` has words for people. Both are
	 * wiped behind the call. */
	void (*done)(void *arg, const char *line, const char *why);
	void *arg;		/* borrowed */
};

/*
 * It has no terminal: what it wants to ask, it must ask elsewhere. What it is
 * given goes by standard input, never in `argv`, which everybody may read.
 */
struct errand *errand_start(struct event_base *base,
    const struct errand_order *order);

/* Ends it; `done` is not called any more. NULL is fine. */
void errand_cancel(struct errand *e);

#endif
