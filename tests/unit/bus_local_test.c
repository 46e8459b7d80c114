/* bus_local_test.c -- one order, and the disk before everything else. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "bus/bus.h"
#include "support/bus_held.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { CHANNEL = 5 };

static const char ID[] = "01JD0000000000000000000001";

static const struct bus_local_config with_history = {
	.history = true, .durability = BUS_DURABILITY_FULL };
static const struct bus_local_config without_history = { .history = false };
static const struct bus_local_config without_waiting = {
	.history = true, .durability = BUS_DURABILITY_OFF };

/* --- a store that fails when told to --- */

struct weak_store {
	struct store store;	/* first */
	struct store *behind;	/* owned */
	struct batch *away;
	struct batch *held;	/* handed in while `hold` */
	bool fail, hold;
	unsigned batches;
	size_t events, changes;	/* of the newest batch */
};

static struct weak_store *
weak_of(const struct store *s)
{
	return (struct weak_store *)s;
}

static void
weak_refuse(struct batch *b)
{
	for (struct event *e = b->events; e != NULL; e = e->next)
		if (event_way(e->kind) == EVENT_WAY_STORED) {
			e->outcome = EVENT_NOT_STORED;
			e->why = "the disk is full";
		}
	b->changes_stored = false;
	snprintf(b->fault, sizeof b->fault, "the disk is full");
}

static void
weak_submit(struct store *s, struct batch *take)
{
	struct weak_store *w = weak_of(s);

	assert_null(w->away);
	w->batches++;
	w->events = take->nevents;
	w->changes = 0;
	for (struct store_change *c = take->changes; c != NULL; c = c->next)
		w->changes++;
	if (w->fail)
		weak_refuse(take);
	else
		store_submit(w->behind, take);
	w->away = take;
}

static struct batch *
weak_take_done(struct store *s)
{
	struct weak_store *w = weak_of(s);
	struct batch *done = w->away;

	if (w->hold || done == NULL)
		return NULL;
	w->away = NULL;
	store_take_done(w->behind);
	return done;
}

static uint64_t
weak_high(const struct store *s)
{
	return store_high(weak_of(s)->behind);
}

static void
weak_free(struct store *s)
{
	struct weak_store *w = weak_of(s);

	store_free(w->behind);
	free(w);
}

static const struct store_ops weak_ops = {
	.submit = weak_submit, .take_done = weak_take_done,
	.high = weak_high, .free = weak_free,
};

static struct weak_store *
weak_new(void)
{
	struct weak_store *w = calloc(1, sizeof *w);

	assert_non_null(w);
	w->store.ops = &weak_ops;
	w->behind = store_mem_new();
	return w;
}

/* --- what is posted --- */

static void
post_message(struct bus *b, const char *id, const char *text)
{
	static uint64_t number;
	struct said said = { .order = ++number, .channel = CHANNEL, .id = id,
	    .text = text };

	bus_post(b, said_new(&said));
}

static void
post_kind(struct bus *b, enum event_kind kind)
{
	bus_post(b, event_new(kind, &(struct event_text){
	    .source = "al!u@h", .target = "#c" }));
}

/* Takes all that is ready: "m" message, "d" duplicate, "n" not stored,
 * "j" join, "s" signal. */
static const char *
taken(struct bus *b)
{
	static char text[64];
	struct event *e;
	size_t n = 0;
	uint64_t last = 0;

	while ((e = bus_take(b)) != NULL && n + 1 < sizeof text) {
		if (e->kind == EVENT_MESSAGE)
			text[n++] = "mdn"[e->outcome];
		else
			text[n++] = e->kind == EVENT_JOIN ? 'j' : 's';
		if (e->kind != EVENT_SIGNAL) {
			assert_true(e->order > last);
			last = e->order;
			assert_int_equal(bus_applied(b), last);
		}
		event_free(e);
	}
	text[n] = '\0';
	return text;
}

static void
turn(struct bus *b)
{
	bus_end_turn(b);
	bus_poll(b);
}

/* --- order --- */

static void
what_nothing_stored_precedes_is_ready_at_once(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_local_new(s, with_history);

	(void)state;
	post_kind(b, EVENT_JOIN);
	assert_string_equal(taken(b), "j");
	post_message(b, NULL, "one");
	post_kind(b, EVENT_JOIN);
	assert_string_equal(taken(b), "");
	assert_false(bus_is_idle(b));
	turn(b);
	assert_string_equal(taken(b), "mj");
	post_kind(b, EVENT_JOIN);
	assert_string_equal(taken(b), "j");
	assert_true(bus_is_idle(b));
	bus_free(b);
	store_free(s);
}

static void
the_next_batch_gathers_while_one_is_away(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	w->hold = true;
	post_message(b, NULL, "one");
	turn(b);
	assert_int_equal(w->batches, 1);
	post_message(b, NULL, "two");
	post_kind(b, EVENT_JOIN);
	turn(b);
	assert_int_equal(w->batches, 1);
	assert_string_equal(taken(b), "");
	w->hold = false;
	bus_poll(b);
	assert_string_equal(taken(b), "m");
	turn(b);
	assert_int_equal(w->batches, 2);
	assert_string_equal(taken(b), "mj");
	bus_free(b);
	store_free(&w->store);
}

static void
what_waits_behind_a_batch_goes_on_when_it_is_back(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	w->hold = true;
	post_message(b, NULL, "one");
	turn(b);
	post_kind(b, EVENT_JOIN);
	post_message(b, NULL, "two");
	w->hold = false;
	bus_poll(b);
	assert_string_equal(taken(b), "mj");
	turn(b);
	assert_string_equal(taken(b), "m");
	bus_free(b);
	store_free(&w->store);
}

static void
a_batch_has_its_limit(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	for (int i = 0; i < 600; i++)
		post_message(b, NULL, "m");
	bus_end_turn(b);
	assert_int_equal(w->events, 512);
	bus_poll(b);
	bus_end_turn(b);
	assert_int_equal(w->events, 88);
	bus_poll(b);
	bus_free(b);
	store_free(&w->store);
}

static void
a_cast_overtakes(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_local_new(s, with_history);

	(void)state;
	post_message(b, NULL, "one");
	post_kind(b, EVENT_SIGNAL);
	assert_string_equal(taken(b), "s");
	turn(b);
	assert_string_equal(taken(b), "m");
	bus_free(b);
	store_free(s);
}

static void
numbers_are_never_given_twice(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_local_new(s, with_history);
	uint64_t first = bus_new_number(b), second = bus_new_number(b);

	(void)state;
	assert_true(second > first);
	post_message(b, NULL, "one");
	turn(b);
	assert_string_equal(taken(b), "m");
	assert_true(bus_applied(b) > second);
	second = bus_new_number(b);
	post_message(b, NULL, "two");
	turn(b);
	bus_free(b);
	b = bus_local_new(s, with_history);
	assert_true(bus_new_number(b) > second);
	bus_free(b);
	store_free(s);
}

static void
so_much_may_wait_and_no_more(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	w->hold = true;
	for (int i = 1; i < BUS_EVENTS_MAX; i++)
		post_kind(b, i == 1 ? EVENT_MESSAGE : EVENT_JOIN);
	assert_false(bus_is_full(b));
	post_kind(b, EVENT_JOIN);
	assert_true(bus_is_full(b));
	bus_free(b);
	store_free(&w->store);
}

static void
a_few_big_ones_fill_it_too(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);
	size_t size = BUS_BYTES_MAX / 4;
	char *text = malloc(size + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', size);
	text[size] = '\0';
	w->hold = true;
	for (int i = 0; i < 4; i++) {
		assert_false(bus_is_full(b));
		post_message(b, NULL, text);
		turn(b);
	}
	assert_true(bus_is_full(b));
	assert_int_equal(w->events, 1);	/* alone in its batch */
	w->hold = false;
	bus_poll(b);
	assert_string_equal(taken(b), "m");
	assert_false(bus_is_full(b));
	bus_free(b);
	store_free(&w->store);
	free(text);
}

/* --- a disk that fails --- */

static char logged[256];

static void
note_log(void *self, enum log_level level, const char *line)
{
	size_t len = strlen(logged);

	(void)self;
	(void)level;
	snprintf(logged + len, sizeof logged - len, "%s|", line);
}

static void
a_failing_store_is_probed_by_each_batch_and_logged_once(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	logged[0] = '\0';
	log_set_sink(note_log, NULL);
	w->fail = true;
	for (int i = 0; i < 3; i++) {
		post_message(b, NULL, "lost");
		post_kind(b, EVENT_JOIN);
		turn(b);
		assert_string_equal(taken(b), "nj");
	}
	assert_int_equal(w->batches, 3);
	assert_string_equal(logged, "store: failing: the disk is full|");
	w->fail = false;
	post_message(b, NULL, "kept");
	turn(b);
	assert_string_equal(taken(b), "m");
	assert_string_equal(logged, "store: failing: the disk is full|"
	    "store: working again|");
	log_set_sink(NULL, NULL);
	bus_free(b);
	store_free(&w->store);
}

static void
change(struct bus *b, uint64_t number, const char *topic)
{
	bus_change(b, store_change_new(&(struct store_channel){
	    .number = number, .name = "#c", .topic = topic }, false));
}

static void
compare_topic(void *ctx, const struct store_channel *c)
{
	const char *const *topics = ctx;

	assert_string_equal(c->topic, topics[c->number]);
}

static void
changes_go_again_with_the_next_batch(void **state)
{
	const char *topics[] = { "", "new", "b" };
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	w->fail = true;
	change(b, 1, "old");
	change(b, 2, "b");
	turn(b);
	assert_int_equal(w->changes, 2);
	turn(b);
	turn(b);		/* a full disk is not asked all the time */
	assert_int_equal(w->batches, 1);
	assert_true(bus_is_idle(b));
	change(b, 1, "new");
	w->fail = false;
	turn(b);
	assert_int_equal(w->batches, 2);
	assert_int_equal(w->changes, 2);
	assert_true(store_load(w->behind, compare_topic, topics));
	bus_free(b);
	store_free(&w->store);
}

static void
a_change_made_while_an_older_one_is_away_wins(void **state)
{
	const char *topics[] = { "", "new" };
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, with_history);

	(void)state;
	w->fail = w->hold = true;
	change(b, 1, "old");
	turn(b);
	change(b, 1, "newer");
	change(b, 1, "new");
	w->fail = w->hold = false;
	bus_poll(b);
	turn(b);
	assert_int_equal(w->changes, 1);
	assert_true(store_load(w->behind, compare_topic, topics));
	bus_free(b);
	store_free(&w->store);
}

/* --- without a disk --- */

static void
without_history_nothing_waits(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, without_history);

	(void)state;
	post_message(b, ID, "one");
	post_kind(b, EVENT_JOIN);
	post_message(b, ID, "one");
	post_message(b, ID, "two");
	post_message(b, NULL, "one");
	assert_string_equal(taken(b), "mjdmm");
	turn(b);
	assert_int_equal(w->batches, 0);
	change(b, 1, "kept all the same");
	turn(b);
	assert_int_equal(w->batches, 1);
	bus_free(b);
	store_free(&w->store);
}

static void
with_durability_off_handed_over_is_enough(void **state)
{
	struct weak_store *w = weak_new();
	struct bus *b = bus_local_new(&w->store, without_waiting);

	(void)state;
	w->hold = true;
	post_message(b, ID, "one");
	post_message(b, ID, "one");
	post_kind(b, EVENT_JOIN);
	bus_end_turn(b);
	assert_int_equal(w->events, 1);
	assert_string_equal(taken(b), "mdj");
	post_kind(b, EVENT_JOIN);
	assert_string_equal(taken(b), "j");
	post_message(b, NULL, "two");
	post_kind(b, EVENT_JOIN);
	bus_end_turn(b);
	assert_string_equal(taken(b), "");
	assert_false(bus_is_idle(b));
	w->hold = false;
	turn(b);
	bus_end_turn(b);
	assert_string_equal(taken(b), "mj");
	bus_poll(b);
	assert_true(bus_is_idle(b));
	bus_free(b);
	store_free(&w->store);
}

static void
of_ids_in_memory_the_oldest_are_forgotten(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_local_new(s, without_history);
	char id[ID_SIZE];

	(void)state;
	for (int i = 0; i < 10001; i++) {
		snprintf(id, sizeof id, "01JD%022d", i);
		post_message(b, id, "m");
		assert_string_equal(taken(b), "m");
	}
	post_message(b, "01JD0000000000000000000001", "m");
	assert_string_equal(taken(b), "d");
	post_message(b, "01JD0000000000000000000000", "m");
	assert_string_equal(taken(b), "m");
	bus_free(b);
	store_free(s);
}

/* --- the bus for tests itself --- */

static void
a_held_bus_releases_in_order_when_told(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_held_new(s);

	(void)state;
	post_message(b, ID, "one");
	post_kind(b, EVENT_JOIN);
	post_message(b, ID, "one");
	post_message(b, NULL, "two");
	post_kind(b, EVENT_SIGNAL);
	assert_string_equal(taken(b), "s");
	assert_int_equal(bus_held_count(b), 4);
	turn(b);
	assert_string_equal(taken(b), "");
	bus_held_release(b);
	assert_string_equal(taken(b), "m");
	bus_held_release(b);
	bus_held_release(b);
	assert_string_equal(taken(b), "jd");
	bus_held_refuse(b, "because");
	assert_string_equal(taken(b), "n");
	assert_true(bus_is_idle(b));
	bus_free(b);
	store_free(s);
}

static void
a_held_bus_left_to_chance_gives_everything_in_the_end(void **state)
{
	struct store *s = store_mem_new();
	struct bus *b = bus_held_new(s);
	size_t turns = 0, n = 0;

	(void)state;
	bus_held_release_at_random(b, 7);
	for (int i = 0; i < 100; i++) {
		post_message(b, NULL, "m");
		bus_end_turn(b);
		n += strlen(taken(b));
	}
	assert_true(n > 0);
	for (; !bus_is_idle(b); turns++) {
		assert_true(turns < 1000);
		bus_poll(b);
		n += strlen(taken(b));
	}
	assert_int_equal(n, 100);
	bus_free(b);
	store_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nothing_stored_precedes_is_ready_at_once),
		cmocka_unit_test(the_next_batch_gathers_while_one_is_away),
		cmocka_unit_test(
		    what_waits_behind_a_batch_goes_on_when_it_is_back),
		cmocka_unit_test(a_batch_has_its_limit),
		cmocka_unit_test(a_cast_overtakes),
		cmocka_unit_test(numbers_are_never_given_twice),
		cmocka_unit_test(so_much_may_wait_and_no_more),
		cmocka_unit_test(a_few_big_ones_fill_it_too),
		cmocka_unit_test(
		    a_failing_store_is_probed_by_each_batch_and_logged_once),
		cmocka_unit_test(changes_go_again_with_the_next_batch),
		cmocka_unit_test(a_change_made_while_an_older_one_is_away_wins),
		cmocka_unit_test(without_history_nothing_waits),
		cmocka_unit_test(with_durability_off_handed_over_is_enough),
		cmocka_unit_test(of_ids_in_memory_the_oldest_are_forgotten),
		cmocka_unit_test(a_held_bus_releases_in_order_when_told),
		cmocka_unit_test(
		    a_held_bus_left_to_chance_gives_everything_in_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
