/* store_prune_test.c -- every store: what is too old or too much goes away. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { HARBOUR = 5, LOG = 6, SECRET = 7, ME = 1, BO = 2, MANY = 1300 };

static const struct store_keep_channel *
others(void)
{
	static struct store_keep_channel channels[] = {
		{ "#LOG", 0 },		/* for ever */
		{ "#secret", 100000 },
		{ "#nowhere", 5 },
	};

	return channels;
}

static void
makes_channel(struct store *s, uint64_t number, const char *name)
{
	struct batch *b = kit_batch(NULL);

	b->changes = store_change_new(&(struct store_channel){
	    .number = number, .name = name }, false);
	batch_free(kit_write(s, b));
}

/* Message k is of second k. */
static void
says_many(struct store *s, uint64_t channel, uint64_t first, uint64_t n)
{
	struct batch *b = kit_batch(NULL);

	for (uint64_t i = first; i < first + n; i++)
		kit_batch_add(b, said_new(&(struct said){ .order = i,
		    .channel = channel, .text = "plover and xyzzy" }));
	batch_free(kit_write(s, b));
}

static void
prunes(struct store *s, struct store_keep keep, int64_t now_ms)
{
	store_prune(s, &keep, now_ms);
	kit_settle(s);
}

static struct question
in_channel(uint64_t channel)
{
	return (struct question){ .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .channel = { .number = channel },
	    .user = ME, .limit = MANY, .upto = UINT64_MAX };
}

/* That many messages, from `first` on. */
static void
has(struct store *s, uint64_t channel, size_t n, uint64_t first)
{
	struct question q = in_channel(channel);
	struct result r;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_int_equal(r.nrows, n);
	if (n > 0)
		assert_int_equal(r.rows[0].order, first);
	result_release(&r);
}

static size_t
finds(struct store *s, const char *text)
{
	struct question_channel all[] = { { .number = HARBOUR },
		{ .number = LOG }, { .number = SECRET } };
	struct question q = { .kind = QUESTION_SEARCH, .user = ME,
	    .text = text, .limit = MANY, .upto = UINT64_MAX, .channels = all,
	    .nchannels = 3 };
	struct result r;
	size_t n;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	n = r.nrows;
	result_release(&r);
	return n;
}

static void
what_is_too_old_is_deleted(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_keep keep = { .age_ms = 300000 };

	says_many(s, HARBOUR, 1, MANY);
	prunes(s, keep, 1000000);	/* from second 700 on they stay */
	has(s, HARBOUR, 601, 700);
	assert_int_equal(finds(s, "plover"), 601);
	prunes(s, keep, 1000000);
	has(s, HARBOUR, 601, 700);
	prunes(s, keep, 1100000);
	has(s, HARBOUR, 501, 800);
	s = kit_reopen(state);
	has(s, HARBOUR, 501, 800);
	prunes(s, (struct store_keep){ .age_ms = 0 }, 9000000);
	has(s, HARBOUR, 501, 800);
	prunes(s, keep, 9000000);
	has(s, HARBOUR, 0, 0);
	assert_int_equal(finds(s, "plover"), 0);
	says_many(s, HARBOUR, 5000, 1);
	has(s, HARBOUR, 1, 5000);
}

static void
a_channel_may_keep_for_longer_or_shorter(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_keep keep = { .age_ms = 300000, .nchannels = 3 };

	keep.channels = (struct store_keep_channel *)others();
	makes_channel(s, LOG, "#log");
	makes_channel(s, SECRET, "#Secret");
	for (uint64_t i = 1; i < 1000; i += 3) {
		says_many(s, HARBOUR, i, 1);
		says_many(s, LOG, i + 1, 1);
		says_many(s, SECRET, i + 2, 1);
	}
	prunes(s, keep, 1000000);
	has(s, HARBOUR, 100, 700);
	has(s, LOG, 333, 2);
	has(s, SECRET, 34, 900);
	keep.nchannels = 0;		/* now all are alike */
	prunes(s, keep, 1000000);
	has(s, LOG, 100, 701);
	has(s, SECRET, 34, 900);
}

static void
a_place_that_is_gone_is_no_place(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HARBOUR);
	struct result r;

	says_many(s, HARBOUR, 1, 100);
	prunes(s, (struct store_keep){ .age_ms = 50000 }, 100000);
	q.part = HISTORY_AFTER;
	q.from.type = HISTORY_REF_MSGID;
	said_msgid(49, q.from.msgid);
	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_NO_SUCH_MSGID);
	result_release(&r);
	said_msgid(50, q.from.msgid);
	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_int_equal(r.nrows, 50);
	result_release(&r);
	q.from = (struct history_ref){ .type = HISTORY_REF_TIME,
	    .time_ms = 20000 };
	kit_ask(s, &q, &r);
	assert_int_equal(r.nrows, 51);	/* by time the page goes on where it can */
	assert_int_equal(r.rows[0].order, 50);
	result_release(&r);
}

/* Pages of 7 from the newest on: each message that is left comes once. */
static void
paging_gives_what_is_left_once(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HARBOUR);
	struct result r;
	uint64_t next = 100;

	says_many(s, HARBOUR, 1, 100);
	prunes(s, (struct store_keep){ .age_ms = 50000 }, 100000);
	q.limit = 7;
	do {
		kit_ask(s, &q, &r);
		assert_int_equal(r.code, RESULT_OK);
		for (size_t i = r.nrows; i-- > 0;)
			assert_int_equal(r.rows[i].order, next--);
		q.part = HISTORY_BEFORE;
		q.from.type = HISTORY_REF_MSGID;
		if (r.nrows > 0)
			said_msgid(r.rows[0].order, q.from.msgid);
		result_release(&r);
	} while (next >= 50);
	kit_ask(s, &q, &r);
	assert_int_equal(r.nrows, 0);
	result_release(&r);
}

static void
what_is_too_much_is_deleted_from_its_old_end(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HARBOUR);
	char *text = xmalloc(4001);
	struct result r;
	uint64_t order = 0;

	memset(text, 'x', 4000);
	text[4000] = '\0';
	for (int i = 0; i < 10; i++) {		/* 4 MB */
		struct batch *b = kit_batch(NULL);

		for (int j = 0; j < 100; j++)
			kit_batch_add(b, said_new(&(struct said){
			    .order = ++order, .channel = HARBOUR,
			    .text = text }));
		batch_free(kit_write(s, b));
	}
	prunes(s, (struct store_keep){ .size_bytes = 1000000 }, 1);
	q.limit = 1000;
	kit_ask(s, &q, &r);
	assert_in_range(r.nrows, 100, 260);
	assert_int_equal(r.rows[r.nrows - 1].order, 1000);
	result_release(&r);
	assert_in_range(kit_file_bytes(state), 0, 1500000);
	free(text);
}

static void
nothing_on_disk_tells_what_was_said(void **state)
{
	struct store *s = kit_store_of(state);

	says_many(s, HARBOUR, 1, 600);	/* one slice is in the index */
	kit_say(s, &(struct said){ .order = 601, .peer = BO, .target = "wumpus",
	    .text = "plugh" });
	batch_free(kit_write(s, kit_batch(NULL)));
	assert_int_equal(kit_has_trace(state, "plover"),
	    kit_is_on_disk(state));
	assert_int_equal(kit_has_trace(state, "wumpus"),
	    kit_is_on_disk(state));
	prunes(s, (struct store_keep){ .age_ms = 1 }, 1000000);
	has(s, HARBOUR, 0, 0);
	assert_false(kit_has_trace(state, "plover"));
	assert_false(kit_has_trace(state, "xyzzy"));
	assert_false(kit_has_trace(state, "plugh"));
	assert_false(kit_has_trace(state, "wumpus"));
	says_many(s, HARBOUR, 2000, 600);
	s = kit_reopen(state);
	has(s, HARBOUR, 600, 2000);
}

static void
the_traces_of_a_channel_that_ended_are_removed(void **state)
{
	struct store *s = kit_store_of(state);
	struct batch *b = kit_batch(NULL);

	makes_channel(s, HARBOUR, "#harbour");
	says_many(s, HARBOUR, 1, 600);
	b->changes = store_change_new(&(struct store_channel){
	    .number = HARBOUR, .name = "#harbour" }, true);
	batch_free(kit_write(s, b));
	kit_settle(s);
	assert_false(kit_has_trace(state, "plover"));
	assert_false(kit_has_trace(state, "xyzzy"));
}

static void
the_removal_of_traces_goes_on_after_a_restart(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_keep keep = { .age_ms = 1 };

	says_many(s, HARBOUR, 1, 600);
	store_prune(s, &keep, 1000000);
	for (int i = 0; i < 4; i++)	/* the rows go, their words do not yet */
		batch_free(kit_write(s, kit_batch(NULL)));
	s = kit_reopen(state);
	prunes(s, keep, 1000000);
	assert_false(kit_has_trace(state, "plover"));
}

/* The removal of traces rests between two passes. */
static void
leaves_no_trace(void **state, const char *bytes)
{
	for (int i = 0; i < 1000 && kit_has_trace(state, bytes); i++)
		kit_settle(kit_store_of(state));
	assert_false(kit_has_trace(state, bytes));
}

static void
forgets(struct store *s, uint64_t user, uint64_t upto)
{
	struct question q = { .kind = QUESTION_FORGET, .user = user,
	    .upto = upto };
	struct result r;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	result_release(&r);
	kit_settle(s);
}

/* Two speak by turns; what one of them has said goes, up to a place. */
static void
what_one_has_said_is_deleted(void **state)
{
	struct store *s = kit_store_of(state);
	struct batch *b = kit_batch(NULL);

	for (uint64_t i = 1; i <= MANY; i++)
		kit_batch_add(b, said_new(&(struct said){ .order = i,
		    .channel = i % 3 == 0 ? LOG : HARBOUR,
		    .user = i % 2 == 0 ? BO : ME,
		    .text = i % 2 == 0 ? "xyzzy" : "plover" }));
	batch_free(kit_write(s, b));
	kit_say(s, &(struct said){ .order = 2000, .peer = 99,
	    .target = "wumpus", .text = "plugh" });
	forgets(s, ME, 3000);
	assert_int_equal(finds(s, "plover"), 0);
	assert_int_equal(finds(s, "xyzzy"), MANY / 2);
	leaves_no_trace(state, "plover");
	leaves_no_trace(state, "plugh");
	leaves_no_trace(state, "wumpus");
	s = kit_reopen(state);
	has(s, LOG, 216, 6);
	forgets(s, BO, 1000);
	assert_int_equal(finds(s, "xyzzy"), 150);
	has(s, LOG, 50, 1002);
	forgets(s, BO, UINT64_MAX);
	assert_int_equal(finds(s, "xyzzy"), 0);
	leaves_no_trace(state, "xyzzy");
	says_many(s, HARBOUR, 5000, 1);
	has(s, HARBOUR, 1, 5000);
}

static void
tells_own(struct store *s, uint64_t after, size_t n, uint64_t first,
    uint64_t next)
{
	struct question q = { .kind = QUESTION_OWN, .user = ME,
	    .after = after, .limit = 100, .upto = MANY };
	struct result r;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_int_equal(r.nrows, n);
	if (n > 0)
		assert_int_equal(r.rows[0].order, first);
	assert_int_equal(r.next, next);
	result_release(&r);
}

/* ME has said each tenth. */
static void
what_one_has_said_is_told_page_by_page(void **state)
{
	struct store *s = kit_store_of(state);
	struct batch *b = kit_batch(NULL);

	for (uint64_t i = 1; i <= MANY + 10; i++)
		kit_batch_add(b, said_new(&(struct said){ .order = i,
		    .channel = i % 3 == 0 ? LOG : HARBOUR,
		    .user = i % 10 == 0 ? ME : BO }));
	batch_free(kit_write(s, b));
	tells_own(s, 0, 100, 10, 1000);
	tells_own(s, 1000, 30, 1010, 0);
	tells_own(s, MANY, 0, 0, 0);
	tells_own(s, UINT64_MAX, 0, 0, 0);
	forgets(s, ME, 900);
	tells_own(s, 0, 40, 910, 0);
}

static struct event *
left_new(uint64_t order, uint64_t user)
{
	struct event_text text = { .source = "al!al@h", .target = "#c",
	    .text = "plugh" };
	struct event *e = event_new(EVENT_PART, &text);

	e->verb = EVENT_VERB_PART;
	e->order = order;
	e->time_ms = (int64_t)order * 1000;
	e->channel = HARBOUR;
	e->user = user;
	said_msgid(order, e->msgid);
	return e;
}

static void
so_is_what_one_has_done(void **state)
{
	struct store *s = kit_store_of(state);
	struct batch *b = kit_batch(NULL);
	struct event **end = &b->happened;
	struct question q = in_channel(HARBOUR);
	struct result r;

	for (uint64_t i = 1; i <= MANY; i++) {
		*end = left_new(i, i % 2 == 0 ? BO : ME);
		end = &(*end)->next;
	}
	batch_free(kit_write(s, b));
	forgets(s, ME, UINT64_MAX);
	q.verbs = 1u << EVENT_VERB_PART;
	kit_ask(s, &q, &r);
	assert_int_equal(r.nrows, MANY / 2);
	assert_int_equal(r.rows[0].order, 2);
	result_release(&r);
	forgets(s, BO, UINT64_MAX);
	leaves_no_trace(state, "plugh");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(what_is_too_old_is_deleted),
		KIT_EVERY(a_channel_may_keep_for_longer_or_shorter),
		KIT_EVERY(a_place_that_is_gone_is_no_place),
		KIT_EVERY(paging_gives_what_is_left_once),
		KIT_EVERY(what_is_too_much_is_deleted_from_its_old_end),
		KIT_EVERY(nothing_on_disk_tells_what_was_said),
		KIT_EVERY(the_traces_of_a_channel_that_ended_are_removed),
		KIT_EVERY(the_removal_of_traces_goes_on_after_a_restart),
		KIT_EVERY(what_one_has_said_is_deleted),
		KIT_EVERY(what_one_has_said_is_told_page_by_page),
		KIT_EVERY(so_is_what_one_has_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
