/*
 * follow.h -- the messages of one destination in their order, each once: what
 * was said since a point, then what is said now, over breaks of the connection.
 *
 * While a gap is being filled, what is said meanwhile is held back.
 */
#ifndef CLI_FOLLOW_H
#define CLI_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/backlog.h"
#include "cli/options.h"

struct session;
struct session_event;

struct follow {
	char *target;			/* owned */
	const struct options_point *since;	/* borrowed; NULL: from now on */
	bool is_live;			/* what was before has been given */
	bool is_asked;			/* for older lines */
	bool has_all;			/* there are no older ones */
	unsigned gaps;			/* being filled */
	struct backlog past;		/* until it is live */
	struct backlog held;
	/* Takes each line in its turn. */
	void (*give)(void *arg, const char *target,
	    const struct session_line *line);
	void *arg;
};

/* `has_history` is what the server offers. */
struct follow *follow_new(const char *target,
    const struct options_point *since, bool has_history);
void follow_free(struct follow *f);

/* An event of that target, or a STATE. */
void follow_event(struct follow *f, struct session *s,
    const struct session_event *ev);

/* When online: asks for what is missing; returns whether it did. */
bool follow_turn(struct follow *f, struct session *s);

#endif
