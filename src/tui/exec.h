/*
 * exec.h -- /exec: commands of the person's, whose output comes into the pane
 * or into the input. They run in children while the loop goes on, and are
 * ended when they take too long or say too much.
 */
#ifndef TUI_EXEC_H
#define TUI_EXEC_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct event;
struct event_base;
struct model;
struct now;

enum { EXEC_JOBS = 4 };	/* at a time */

struct exec_job {
	pid_t pid;		/* 0: it has ended, or never was */
	struct event *readable;	/* owned; NULL: its output has ended */
	int64_t until_ms;	/* steady clock */
	int place;
	char *target;		/* owned; whose pane; NULL: there is no job */
	bool is_for_input;
	bool is_late, is_cut;	/* it was ended by us */
	unsigned lines;
	size_t bytes;
	int status;
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
    const char *words, int64_t limit_ms);

/* A child has ended, or time has passed. */
void exec_turn(struct exec *x, int64_t now_ms);

/* When to call exec_turn() at the latest; INT64_MAX: never. */
int64_t exec_due_ms(const struct exec *x);

/* The program ends: so do they. */
void exec_release(struct exec *x);

#endif
