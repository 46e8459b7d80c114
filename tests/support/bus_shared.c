/* bus_shared.c -- one order for the events of two servers. */
#include "config.h"
#include "support/bus_shared.h"

#include <stdlib.h>

#include "base/rand.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "server/event.h"
#include "store/store.h"

#include "base/banned.h"

enum { NOT_STORED_ONE_IN = 16 };

struct node {
	struct bus bus;		/* first */
	struct shared *shared;
	size_t next;		/* of shared->events */
	size_t allowed;		/* events before this one may be taken */
	uint64_t applied;
};

struct shared {
	struct event **events;	/* owned, in order */
	size_t *posted_by;	/* node of each */
	size_t n, cap;
	uint64_t counter;
	struct node nodes[SHARED_NODES];
	struct rand rand;
	bool flows;
};

static struct node *
node_of(const struct bus *b)
{
	return (struct node *)b;
}

/* A stored event's outcome is the same for everyone. */
static void
decide(struct shared *s, struct event *e)
{
	e->outcome = EVENT_OK;
	if (event_way(e->kind) == EVENT_WAY_STORED &&
	    rand_below(&s->rand, NOT_STORED_ONE_IN) == 0) {
		e->outcome = EVENT_NOT_STORED;
		e->why = "not stored: disk full";
	}
}

static void
shared_post(struct bus *b, struct event *take)
{
	struct node *node = node_of(b);
	struct shared *s = node->shared;

	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		s->events = xreallocarray(s->events, s->cap,
		    sizeof *s->events);
		s->posted_by = xreallocarray(s->posted_by, s->cap,
		    sizeof *s->posted_by);
	}
	take->order = ++s->counter;
	decide(s, take);
	s->events[s->n] = take;
	s->posted_by[s->n++] = (size_t)(node - s->nodes);
}

/* What a node is told: elsewhere an event has no client, and none is local. */
static struct event *
shared_take(struct bus *b)
{
	struct node *node = node_of(b);
	struct shared *s = node->shared;

	while (node->next < s->n && (s->flows || node->next < node->allowed)) {
		const struct event *e = s->events[node->next];
		bool is_own = &s->nodes[s->posted_by[node->next]] == node;
		struct event *copy;

		node->next++;
		if (!is_own && event_way(e->kind) == EVENT_WAY_LOCAL)
			continue;
		copy = event_copy(e);
		copy->outcome = e->outcome;
		copy->why = e->why;
		if (!is_own)
			copy->client = copy->answer = 0;
		node->applied = copy->order;
		return copy;
	}
	return NULL;
}

static void
shared_change(struct bus *b, struct store_change *take)
{
	(void)b;
	store_change_free(take);
}

static void
allow_some(struct bus *b)
{
	struct node *node = node_of(b);
	size_t behind = node->shared->n - node->next;

	node->allowed = node->next +
	    rand_below(&node->shared->rand, behind + 1);
}

static bool
shared_is_full(const struct bus *b)
{
	(void)b;
	return false;
}

static bool
shared_is_idle(const struct bus *b)
{
	const struct node *node = node_of(b);

	return node->next == node->shared->n;
}

static uint64_t
shared_applied(const struct bus *b)
{
	return node_of(b)->applied;
}

static uint64_t
shared_number(struct bus *b)
{
	return ++node_of(b)->shared->counter;
}

static void
shared_bus_free(struct bus *b)
{
	(void)b;	/* part of the struct shared */
}

static const struct bus_ops shared_ops = {
	.post = shared_post,
	.take = shared_take,
	.change = shared_change,
	.end_turn = allow_some,
	.poll = allow_some,
	.is_full = shared_is_full,
	.is_idle = shared_is_idle,
	.applied = shared_applied,
	.new_number = shared_number,
	.free = shared_bus_free,
};

struct shared *
shared_new(uint64_t seed)
{
	struct shared *s = xcalloc(1, sizeof *s);
	size_t i;

	rand_seed(&s->rand, seed);
	for (i = 0; i < SHARED_NODES; i++) {
		s->nodes[i].bus.ops = &shared_ops;
		s->nodes[i].shared = s;
	}
	return s;
}

void
shared_free(struct shared *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		event_free(s->events[i]);
	free(s->events);
	free(s->posted_by);
	free(s);
}

struct bus *
shared_bus(struct shared *s, size_t node)
{
	return &s->nodes[node].bus;
}

void
shared_flow(struct shared *s)
{
	s->flows = true;
}

size_t
shared_count(const struct shared *s)
{
	return s->n;
}
