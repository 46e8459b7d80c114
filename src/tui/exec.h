/*
 * exec.h -- /exec: commands of the person's, whose output comes into the pane
 * or into the input. They run in children while the loop goes on, and are
 * ended when they take too long or say too much.
 */
#ifndef TUI_EXEC_H
#define TUI_EXEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct errand;
struct event_base;
struct model;
struct now;

enum { EXEC_JOBS = 4 };	/* at a time */

struct exec_job {
	struct errand *errand;	/* owned; NULL: there is no job */
	int place;
	char *target;		/* owned; whose pane */
	bool is_for_input;
	bool is_cut;		/* it was ended by us */
	unsigned lines;
	size_t bytes;
	struct buf text;	/* not told yet */
	struct exec *all;	/* borrowed */
};

/* Filled with what is borrowed; the rest is zero. */
struct exec {
	struct model *model;
	struct event_base *base;
	struct now (*turn)(void *arg);	/* the first thing of each event */
	void *arg;
	struct exec_job jobs[EXEC_JOBS];
};

/* What follows "/exec": "COMMAND", "-o COMMAND" or "-k"; for the destination
 * `target` of `place`; it may take `limit_ms`. */
void exec_command(struct exec *x, int place, const char *target,
    const char *words, int limit_ms);

/* The program ends: so do they. */
void exec_release(struct exec *x);

#endif
