/* bus_held.c -- a bus that holds every event until the test releases it. */
#include "config.h"
#include "support/bus_held.h"

#include <assert.h>
#include <stdlib.h>

#include "base/rand.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "bus/queue.h"
#include "server/event.h"
#include "store/store.h"

#include "base/banned.h"

struct held {
	struct bus bus;		/* first */
	struct store *store;	/* borrowed */
	struct queue held, ready;
	struct store_change *changes, **changes_end;
	uint64_t counter, applied;
	struct rand rand;
	bool random;
};

static struct held *
held_of(const struct bus *b)
{
	return (struct held *)b;
}

/* Has the store write `e` (or NULL) and the changes; gives `e` back. */
static struct event *
write_now(struct held *h, struct event *e)
{
	struct batch *batch = xcalloc(1, sizeof *batch);

	batch->events = e;
	batch->nevents = e == NULL ? 0 : 1;
	batch->changes = h->changes;
	batch->high = h->counter;
	h->changes = NULL;
	h->changes_end = &h->changes;
	store_submit(h->store, batch);
	batch = store_take_done(h->store);
	assert(batch != NULL);	/* a store that answers at once */
	e = batch->events;
	batch->events = NULL;
	batch_free(batch);
	return e;
}

static bool
is_stored(const struct event *e)
{
	return event_way(e->kind) == EVENT_WAY_STORED;
}

size_t
bus_held_count(const struct bus *b)
{
	return held_of(b)->held.count;
}

const struct event *
bus_held_first(const struct bus *b)
{
	return held_of(b)->held.first;
}

void
bus_held_release(struct bus *b)
{
	struct held *h = held_of(b);
	struct event *e = queue_pop(&h->held);

	assert(e != NULL);
	queue_push(&h->ready, is_stored(e) ? write_now(h, e) : e);
}

void
bus_held_refuse(struct bus *b, const char *why)
{
	struct held *h = held_of(b);
	struct event *e = queue_pop(&h->held);

	assert(e != NULL);
	if (is_stored(e)) {
		e->outcome = EVENT_NOT_STORED;
		e->why = why;
	}
	queue_push(&h->ready, e);
}

void
bus_held_release_all(struct bus *b)
{
	while (bus_held_count(b) > 0)
		bus_held_release(b);
}

void
bus_held_release_at_random(struct bus *b, uint64_t seed)
{
	struct held *h = held_of(b);

	rand_seed(&h->rand, seed);
	h->random = true;
}

static void
release_some(struct held *h)
{
	size_t n = h->random ? rand_below(&h->rand, h->held.count + 1) : 0;

	while (n-- > 0)
		bus_held_release(&h->bus);
}

/* --- what every bus does --- */

static void
held_post(struct bus *b, struct event *take)
{
	struct held *h = held_of(b);

	take->outcome = EVENT_OK;
	if (event_way(take->kind) == EVENT_WAY_CAST) {
		queue_push(&h->ready, take);
		return;
	}
	take->order = ++h->counter;
	queue_push(&h->held, take);
}

static struct event *
held_take(struct bus *b)
{
	struct held *h = held_of(b);
	struct event *e = queue_pop(&h->ready);

	if (e != NULL && e->order != 0)
		h->applied = e->order;
	return e;
}

static void
held_change(struct bus *b, struct store_change *take)
{
	struct held *h = held_of(b);

	take->next = NULL;
	*h->changes_end = take;
	h->changes_end = &take->next;
}

/* At once: whoever asks for it later finds it. */
static void
held_happened(struct bus *b, struct event *take)
{
	struct held *h = held_of(b);
	struct batch *batch = xcalloc(1, sizeof *batch);

	take->next = NULL;
	batch->happened = take;
	batch->high = h->counter;
	store_submit(h->store, batch);
	batch_free(store_take_done(h->store));
}

static void
held_end_turn(struct bus *b)
{
	struct held *h = held_of(b);

	release_some(h);
	if (h->changes != NULL)
		write_now(h, NULL);
}

static void
held_poll(struct bus *b)
{
	release_some(held_of(b));
}

static bool
held_is_full(const struct bus *b)
{
	return held_of(b)->held.count >= BUS_EVENTS_MAX ||
	    held_of(b)->held.bytes >= BUS_BYTES_MAX;
}

static bool
held_is_idle(const struct bus *b)
{
	return held_of(b)->held.first == NULL &&
	    held_of(b)->ready.first == NULL;
}

static uint64_t
held_applied(const struct bus *b)
{
	return held_of(b)->applied;
}

static uint64_t
held_new_number(struct bus *b)
{
	return ++held_of(b)->counter;
}

static void
held_free(struct bus *b)
{
	struct held *h = held_of(b);
	struct store_change *change;

	queue_release(&h->held);
	queue_release(&h->ready);
	while ((change = h->changes) != NULL) {
		h->changes = change->next;
		store_change_free(change);
	}
	free(h);
}

static const struct bus_ops held_ops = {
	.post = held_post,
	.take = held_take,
	.change = held_change,
	.happened = held_happened,
	.end_turn = held_end_turn,
	.poll = held_poll,
	.is_full = held_is_full,
	.is_idle = held_is_idle,
	.applied = held_applied,
	.new_number = held_new_number,
	.free = held_free,
};

struct bus *
bus_held_new(struct store *store)
{
	struct held *h = xcalloc(1, sizeof *h);

	h->bus.ops = &held_ops;
	h->store = store;
	h->changes_end = &h->changes;
	h->counter = h->applied = store_high(store);
	return &h->bus;
}
