/*
 * gap.h -- holes in what we know of a target, and the lines at their edges.
 *
 * A hole is told (GAP) only when a live line arrives before it is filled, or
 * when filling stops short; before that nobody needs to see it.
 */
#ifndef SESSION_GAP_H
#define SESSION_GAP_H

#include <stdbool.h>
#include <stdint.h>

#include "session/keyring.h"
#include "session/limits.h"

struct session;
struct session_line;
struct target;

enum { GAP_PAGES_AT_ONCE = 5 };	/* then the person decides by scrolling */

/* A place in a history. */
struct mark {
	char msgid[MSGID_SIZE];	/* may be empty */
	int64_t time_ms;	/* 0: no line at all */
	uint64_t key;		/* history_key() */
};

struct gap {
	struct gap *prev, *next;
	uint32_t number;
	struct mark from;	/* the last line before it */
	struct mark to;		/* the first live line behind it, if any */
	int64_t told_ms;	/* Unix time when it was told */
	struct keyring before;	/* lines at its front */
	struct keyring behind;	/* live lines at its end */
	bool is_latest;		/* begins nowhere: the last lines are asked */
	bool is_told;
	bool by_time;		/* the server does not know from.msgid */
	bool is_asked;		/* a request for it is queued or out */
	unsigned pages;		/* filled without a stop */
};

void mark_at(struct mark *mark, const struct session_line *line);
bool mark_is(const struct mark *a, const struct mark *b);

struct gap *gap_find(const struct target *t, uint32_t number);

/* A hole behind the newest line: the last one if nothing was said behind it,
 * else a new one. Its filling is asked for. */
void gap_open(struct session *s, struct target *t);

/* Event GAP. */
void gap_tell(struct session *s, struct target *t, struct gap *g,
    bool is_open, bool is_fillable);
void gap_free(struct target *t, struct gap *g);

/* Asks for its next page unless that is asked already. */
void gap_ask(struct session *s, struct target *t, struct gap *g);

/* A hole between two lines that are older than all other holes, to be filled
 * when the person wants it; NULL: there are too many. */
struct gap *gap_before(struct session *s, struct target *t,
    const struct mark *from, const struct mark *to);

/* Those whose filling a break has stopped; not those that wait for the
 * person, after some pages. */
void gap_resume(struct session *s, struct target *t);

/* The hole that ends where live lines begin, if it is not told; or NULL. */
struct gap *gap_untold(const struct target *t);

/* The connection or our membership has ended: nothing is asked any more, and
 * a hole behind which nothing stands is found again at the return. */
void gap_suspend(struct target *t);

/* Whether a request is queued or out. */
bool gap_is_filling(const struct target *t);

#endif
