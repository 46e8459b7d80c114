/*
 * long_answer.h -- an answer of any length, made piece by piece.
 *
 * A piece is made when the client's queue is short and ends at 16 KiB or
 * 1,000 items looked at. The first is made in the call itself, so a short one
 * is no long answer at all. Live lines pass between the pieces.
 */
#ifndef SERVER_LONG_ANSWER_H
#define SERVER_LONG_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/list.h"

struct answer;
struct client;

struct long_answer {
	struct long_answer *next;	/* client->longs */
	struct client *client;
	uint64_t answer;		/* number of the one it belongs to */
	size_t   start_bytes;		/* of this piece */
	unsigned looked;		/* items looked at in this piece */
	struct cursor cursor;		/* stopped at the end */

	/* Makes the next piece: goes on until long_answer_is_full(). False: it
	 * is finished. */
	bool (*more)(struct long_answer *la, struct answer *a);
	/* Releases what the kind holds beside this struct; NULL: nothing. */
	void (*end)(struct long_answer *la);
};

/* In a call: begins with its first piece unless others are before it.
 * `take` is heap memory that begins with a struct long_answer. */
void long_answer_start(struct client *c, struct answer *a,
    struct long_answer *take);
/* Call before each item: true: stop, the rest comes with the next piece. */
bool long_answer_is_full(struct long_answer *la, const struct answer *a);
/* The queue is short again: the next piece. */
void long_answer_go_on(struct client *c);
void long_answer_drop_all(struct client *c);

#endif
