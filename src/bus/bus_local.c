/* bus_local.c -- the order of one server: the store first, in this process. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include <uthash.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "bus/queue.h"
#include "proto/limits.h"
#include "server/event.h"
#include "store/resend.h"
#include "store/store.h"

#include "base/banned.h"

/* The newest change of a row that is not on disk yet. */
struct pending {
	uint64_t number;	/* of the row */
	struct store_change *change;	/* owned */
	UT_hash_handle hh;
};

struct local {
	struct bus bus;		/* first */
	struct bus_local_config config;
	struct store *store;	/* borrowed */
	struct resend *resend;	/* where the store does not decide; else NULL */

	struct queue casts;	/* overtake everything */
	struct queue ready;	/* have their outcome */
	struct queue waiting;	/* a stored one first, or a batch is away */
	size_t away_events;	/* in the batch that is away */
	size_t away_bytes;
	bool is_away;
	bool failing;		/* the newest batch had a fault: it was logged */

	struct pending *changes;	/* hash */
	bool changes_are_new;	/* some were not yet tried */

	struct queue happened;	/* rows of what apply did, not on disk yet */
	uint64_t happened_new;	/* order of the first not tried; 0: none */
	uint64_t happened_away;	/* and of the first that is away */

	uint64_t counter;	/* of order numbers and all others */
	uint64_t applied;
};

static struct local *
local_of(const struct bus *b)
{
	return (struct local *)b;
}

static bool
is_stored(const struct event *e)
{
	return event_way(e->kind) == EVENT_WAY_STORED;
}

/* What no disk has to confirm. */
static void
decide_here(struct local *l, struct event *e)
{
	e->outcome = EVENT_OK;
	if (is_stored(e) && e->s.id != NULL)
		resend_meet(l->resend, e);
}

static void
local_post(struct bus *b, struct event *e)
{
	struct local *l = local_of(b);

	if (event_way(e->kind) == EVENT_WAY_CAST) {
		queue_push(&l->casts, e);
		return;
	}
	e->order = ++l->counter;
	if (l->away_events > 0 || l->waiting.first != NULL ||
	    (is_stored(e) && l->config.history)) {
		queue_push(&l->waiting, e);
		return;
	}
	decide_here(l, e);
	queue_push(&l->ready, e);
}

static struct event *
local_take(struct bus *b)
{
	struct local *l = local_of(b);
	struct event *e = queue_pop(&l->casts);

	if (e != NULL)
		return e;
	e = queue_pop(&l->ready);
	if (e != NULL)
		l->applied = e->order;
	return e;
}

/* --- rows of the state: the newest change of each counts --- */

static void
add_change(struct local *l, struct store_change *take)
{
	struct pending *p;
	uint64_t number = take->number;

	HASH_FIND(hh, l->changes, &number, sizeof number, p);
	if (p == NULL) {
		p = xcalloc(1, sizeof *p);
		p->number = number;
		HASH_ADD(hh, l->changes, number, sizeof p->number, p);
	}
	store_change_free(p->change);
	p->change = take;
}

static void
local_change(struct bus *b, struct store_change *take)
{
	struct local *l = local_of(b);

	add_change(l, take);
	l->changes_are_new = true;
}

/* --- what apply did --- */

static void
drop_oldest(struct local *l)
{
	event_free(queue_pop(&l->happened));
}

static void
local_happened(struct bus *b, struct event *take)
{
	struct local *l = local_of(b);

	if (!l->config.history) {
		event_free(take);
		return;
	}
	if (l->happened.count >= HAPPENED_MAX)
		drop_oldest(l);
	if (l->happened_new == 0)
		l->happened_new = take->order;
	queue_push(&l->happened, take);
}

static bool
local_has_written(const struct bus *b, uint64_t upto)
{
	const struct local *l = local_of(b);

	return (l->happened_new == 0 || l->happened_new > upto) &&
	    (l->happened_away == 0 || l->happened_away > upto);
}

static struct event *
take_happened(struct local *l)
{
	struct event *first = l->happened.first;

	l->happened_away = first == NULL ? 0 : first->order;
	l->happened_new = 0;
	l->happened = (struct queue){ NULL, NULL, 0, 0 };
	return first;
}

/* They were not stored: they go again, before what has happened since. */
static void
take_happened_back(struct local *l, struct batch *batch)
{
	struct queue later = l->happened;
	struct event *e;

	l->happened = (struct queue){ NULL, NULL, 0, 0 };
	while ((e = batch->happened) != NULL) {
		batch->happened = e->next;
		queue_push(&l->happened, e);
	}
	while ((e = queue_pop(&later)) != NULL)
		queue_push(&l->happened, e);
	while (l->happened.count > HAPPENED_MAX)
		drop_oldest(l);
}

static struct store_change *
drop_pending(struct local *l, struct pending *p)
{
	struct store_change *change = p->change;

	HASH_DEL(l->changes, p);
	free(p);
	return change;
}

static struct store_change *
take_changes(struct local *l)
{
	struct store_change *first = NULL, **end = &first;
	struct pending *p, *next;

	HASH_ITER(hh, l->changes, p, next) {
		*end = drop_pending(l, p);
		(*end)->next = NULL;
		end = &(*end)->next;
	}
	l->changes_are_new = false;
	return first;
}

/* They were not stored; a row that is newer by now makes them moot. They go
 * with the next batch and cause none: a full disk is not asked all the time. */
static void
take_changes_back(struct local *l, struct batch *batch)
{
	struct store_change *change;
	struct pending *p;

	while ((change = batch->changes) != NULL) {
		batch->changes = change->next;
		HASH_FIND(hh, l->changes, &change->number,
		    sizeof change->number, p);
		if (p == NULL)
			add_change(l, change);
		else
			store_change_free(change);
	}
}

/* --- batches --- */

/* Where nothing waits for the disk, the store gets copies. */
static void
fill_with_copies(struct local *l, struct queue *to, struct event *e)
{
	decide_here(l, e);
	if (is_stored(e) && e->outcome == EVENT_OK)
		queue_push(to, event_copy(e));
	queue_push(&l->ready, e);
}

static void
fill(struct local *l, struct queue *to)
{
	bool wait = l->config.durability != BUS_DURABILITY_OFF;
	size_t n = 0, bytes = 0;

	while (l->waiting.first != NULL && n < BATCH_EVENTS_MAX &&
	    (n == 0 || bytes + l->waiting.first->size <= BATCH_BYTES_MAX)) {
		struct event *e = queue_pop(&l->waiting);

		n++;
		bytes += e->size;
		if (wait)
			queue_push(to, e);
		else
			fill_with_copies(l, to, e);
	}
	if (wait) {
		l->away_events = to->count;
		l->away_bytes = to->bytes;
	}
}

/* Those with no stored one before them any more. */
static void
release_ordered(struct local *l)
{
	while (l->waiting.first != NULL && !is_stored(l->waiting.first)) {
		struct event *e = queue_pop(&l->waiting);

		decide_here(l, e);
		queue_push(&l->ready, e);
	}
}

static void
hand_over(struct local *l)
{
	struct batch *batch = xcalloc(1, sizeof *batch);
	struct queue events = { NULL, NULL, 0, 0 };

	fill(l, &events);
	if (l->away_events == 0)
		release_ordered(l);
	batch->events = events.first;
	batch->nevents = events.count;
	batch->changes = take_changes(l);
	batch->happened = take_happened(l);
	batch->high = l->counter;
	l->is_away = true;
	store_submit(l->store, batch);
}

static void
local_end_turn(struct bus *b)
{
	struct local *l = local_of(b);

	if (!l->is_away && (l->waiting.first != NULL || l->changes_are_new ||
	    l->happened_new != 0))
		hand_over(l);
}

static void
log_fault(struct local *l, const char *fault)
{
	bool failing = fault[0] != '\0';

	if (failing && !l->failing)
		log_line(LEVEL_ERROR, "store: failing: %s", fault);
	else if (!failing && l->failing)
		log_line(LEVEL_NOTICE, "store: working again");
	l->failing = failing;
}

static void
local_poll(struct bus *b)
{
	struct local *l = local_of(b);
	struct batch *batch = store_take_done(l->store);
	struct event *e;

	if (batch == NULL)
		return;
	log_fault(l, batch->fault);
	while ((e = batch->events) != NULL) {
		batch->events = e->next;
		if (l->away_events > 0)
			queue_push(&l->ready, e);
		else
			event_free(e);	/* a copy */
	}
	l->is_away = false;
	l->away_events = 0;
	l->away_bytes = 0;
	release_ordered(l);
	l->happened_away = 0;
	if (!batch->changes_stored)
		take_changes_back(l, batch);
	if (!batch->happened_stored)
		take_happened_back(l, batch);
	batch_free(batch);
}

/* --- the rest --- */

static bool
local_is_full(const struct bus *b)
{
	const struct local *l = local_of(b);

	return l->waiting.count + l->away_events + l->ready.count +
	    l->casts.count >= BUS_EVENTS_MAX ||
	    l->waiting.bytes + l->away_bytes + l->ready.bytes +
	    l->casts.bytes >= BUS_BYTES_MAX;
}

static bool
local_is_idle(const struct bus *b)
{
	const struct local *l = local_of(b);

	return !l->is_away && !l->changes_are_new && l->happened_new == 0 &&
	    l->casts.first == NULL && l->ready.first == NULL &&
	    l->waiting.first == NULL;
}

static uint64_t
local_applied(const struct bus *b)
{
	return local_of(b)->applied;
}

static uint64_t
local_new_number(struct bus *b)
{
	return ++local_of(b)->counter;
}

static void
local_free(struct bus *b)
{
	struct local *l = local_of(b);
	struct pending *p, *next;

	queue_release(&l->casts);
	queue_release(&l->ready);
	queue_release(&l->waiting);
	queue_release(&l->happened);
	HASH_ITER(hh, l->changes, p, next)
		store_change_free(drop_pending(l, p));
	resend_free(l->resend);
	free(l);
}

static const struct bus_ops local_ops = {
	.post = local_post,
	.take = local_take,
	.change = local_change,
	.happened = local_happened,
	.has_written = local_has_written,
	.end_turn = local_end_turn,
	.poll = local_poll,
	.is_full = local_is_full,
	.is_idle = local_is_idle,
	.applied = local_applied,
	.new_number = local_new_number,
	.free = local_free,
};

struct bus *
bus_local_new(struct store *store, struct bus_local_config config)
{
	struct local *l = xcalloc(1, sizeof *l);

	l->bus.ops = &local_ops;
	l->store = store;
	l->config = config;
	if (!config.history || config.durability == BUS_DURABILITY_OFF)
		l->resend = resend_new(RESEND_IDS_MAX);
	l->counter = store_high(store);
	l->applied = l->counter;
	return &l->bus;
}
