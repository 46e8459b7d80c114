/* apply.c -- from the bus to the state, event by event. */
#include "config.h"
#include "server/apply.h"

#include <assert.h>
#include <string.h>

#include "bus/bus.h"
#include "proto/limits.h"
#include "server/command.h"
#include "server/event.h"
#include "server/server_internal.h"
#include "server/standing.h"

#include "base/banned.h"

/* Its wall time in milliseconds, a number that only grows: no look-up, and
 * ids grow with time. (16 high bits of the tail are the node's; 0 alone.) */
static void
make_msgid(struct server *s, struct event *e)
{
	unsigned char tail[ID_TAIL_BYTES] = { 0 };
	uint64_t count = bus_new_number(s->bus);
	int i;

	for (i = ID_TAIL_BYTES - 1; i >= 2; i--, count >>= 8)
		tail[i] = (unsigned char)count;
	id_make(e->msgid, e->time_ms, tail);
}

/* An event's time is never below that of the event before it. */
static int64_t
event_time(struct server *s)
{
	if (s->now.wall_ms > s->posted_ms)
		s->posted_ms = s->now.wall_ms;
	return s->posted_ms;
}

void
post_own(struct server *s, struct event *take)
{
	take->time_ms = event_time(s);
	bus_post(s->bus, take);
}

static bool
rides_along(const struct event *e)
{
	enum event_way way = event_way(e->kind);

	return way == EVENT_WAY_STORED || way == EVENT_WAY_LOCAL;
}

void
post(struct client *c, struct event *take)
{
	struct server *s = c->server;
	struct answer *a = s->answer;

	if (a != NULL && a->client == c &&
	    event_way(take->kind) == EVENT_WAY_STORED)
		answer_before_message(a);
	take->time_ms = event_time(s);
	take->client = c->number;
	take->user = c->user != NULL ? c->user->number : c->attachment;
	if (take->account == 0 && c->user != NULL && c->user->account != NULL)
		take->account = c->user->account->number;
	take->attachment = c->attachment;
	if (event_way(take->kind) == EVENT_WAY_STORED ||
	    take->kind == EVENT_SIGNAL || event_is_replayed(take->kind))
		make_msgid(s, take);
	if (a != NULL && a->client == c) {
		take->answer = a->number;
		a->posted++;
		if (a->number != 0)
			answer_open(a);
	}
	if (rides_along(take)) {
		c->pending_stored++;
		c->pending_bytes += take->size;
	} else {
		c->pending_other++;
	}
	bus_post(s->bus, take);
}

static void
no_longer_pending(struct server *s, const struct event *e)
{
	struct client *c = client_by_number(s, e->client);

	if (c == NULL)
		return;
	if (rides_along(e)) {
		assert(c->pending_stored > 0);
		c->pending_stored--;
		c->pending_bytes -= e->size;
	} else {
		assert(c->pending_other > 0);
		c->pending_other--;
	}
}

static void
apply_answer(struct server *s, const struct event *e, struct answer *a)
{
	(void)s;
	answer_send_rendered(a, e->s.text);
}

static void
apply(struct server *s, const struct event *e)
{
	struct answer *a = answer_of_event(s, e);

	if (e->kind == EVENT_ANSWER)
		apply_answer(s, e, a);
	else
		command_apply(e->kind)(s, e, a);
	if (event_way(e->kind) == EVENT_WAY_ORDERED)
		standing_after(s, e);
	answer_close(a);
}

void
apply_ready(struct server *s)
{
	struct event *e;

	while (s->deliveries_left > 0 && (e = bus_take(s->bus)) != NULL) {
		no_longer_pending(s, e);
		apply(s, e);
		event_free(e);
	}
	if (s->deliveries_left == 0)
		s->has_work = true;
}
