/*
 * store_sqlite_reading.h -- what one question needs at every step, shared by
 * store_sqlite_reader.c and store_sqlite_search.c.
 */
#ifndef STORE_STORE_SQLITE_READING_H
#define STORE_STORE_SQLITE_READING_H

#include "store/gather.h"
#include "store/store_sqlite_internal.h"

struct reading {
	struct reader *r;
	const struct question *q;
	struct gather *g;
	bool failed;		/* the database has a fault */
};

/* `seen` in SQL: a set of kinds, a bit each. */
enum {
	SEEN_MESSAGES = 1 << 1 | 1 << 2,
	SEEN_TAGMSG = 1 << 3,
};

/* Whether there is a row. */
bool reading_step(struct reading *in, sqlite3_stmt *stmt);
/* Reads the numbers of the first row; false: there is none. */
bool reading_numbers(struct reading *in, sqlite3_stmt *stmt, int64_t out[],
    int n);
/* The talk of q->channel, q->peer or q->peer_name; false: nothing was ever
 * said there. */
bool reading_find_talk(struct reading *in, int64_t *talk);
/* The lowest number from which on no message is older than `time_ms`. */
uint64_t reading_first_at(struct reading *in, int64_t time_ms);
/* Adds the row at which `stmt` stands: one that selects ROW. */
void reading_add_row(struct reading *in, sqlite3_stmt *stmt);

/* Below a row of a higher number than the asker may see. */
uint64_t reading_end(const struct question *q);

/* For durations. */
int64_t reading_now_ms(void);

/* --- store_sqlite_search.c --- */

void reading_search(struct reading *in);

/* --- store_sqlite_own.c --- */

void reading_own(struct reading *in);

#endif
