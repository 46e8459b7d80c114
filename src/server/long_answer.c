/* long_answer.c -- an answer of any length, made piece by piece. */
#include "config.h"
#include "server/long_answer.h"

#include <stdlib.h>

#include "proto/limits.h"
#include "server/server_internal.h"

#include "base/banned.h"

bool
long_answer_is_full(struct long_answer *la, const struct answer *a)
{
	size_t made = la->client->out.bytes - la->start_bytes + a->lines.len;

	return la->client->is_closed || la->looked++ >= LONG_PIECE_ITEMS ||
	    made >= LONG_PIECE_BYTES;
}

static void
free_one(struct long_answer *la)
{
	cursor_stop(&la->cursor);
	if (la->end != NULL)
		la->end(la);
	free(la);
}

/* One piece of the first; true: it is finished, and gone. */
static bool
make_piece(struct client *c, struct answer *a)
{
	struct long_answer *la = c->longs;
	bool was_long = a->is_long, goes_on;

	la->start_bytes = c->out.bytes;
	la->looked = 0;
	a->is_long = true;
	goes_on = la->more(la, a);
	a->is_long = was_long;
	if (goes_on)
		return false;
	c->longs = la->next;
	free_one(la);
	return true;
}

/* Several short ones in one call (NAMES #a,#b ...) are a long one together. */
static bool
has_room(const struct client *c, const struct answer *a)
{
	return c->out.bytes + a->lines.len < LONG_PIECE_BYTES;
}

void
long_answer_start(struct client *c, struct answer *a, struct long_answer *take)
{
	struct long_answer **link = &c->longs;

	while (*link != NULL)
		link = &(*link)->next;
	*link = take;
	take->next = NULL;
	take->client = c;
	take->answer = a->number;
	/* A label's lines are told apart from live ones when they are sent, which
	 * may be behind the piece. */
	if (a->number != 0)
		a->is_long = true;
	if (c->longs == take && has_room(c, a) && make_piece(c, a))
		return;
	answer_open(a);
	client_want_piece(c);	/* the queue may be short enough at once */
}

void
long_answer_go_on(struct client *c)
{
	while (c->longs != NULL && !c->is_closed &&
	    c->out.bytes < LONG_PIECE_BYTES) {
		struct answer *a = answer_find(c, c->longs->answer);
		bool finished = make_piece(c, a);

		if (!finished)
			answer_open(a);	/* its part goes on, this call ends */
		answer_close(a);
		if (!finished)
			break;
	}
	client_want_piece(c);
}

void
long_answer_drop_all(struct client *c)
{
	while (c->longs != NULL) {
		struct long_answer *la = c->longs;

		c->longs = la->next;
		free_one(la);
	}
}
