/* store_test.c -- every store: what was said comes back, in its order. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/rand.h"
#include "base/xalloc.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { CHANNEL = 5, OTHER_CHANNEL = 6, DAY_S = 86400 };

/* Messages 1 to `n` in CHANNEL, message k at second k. */
static void
say_many(struct store *s, uint64_t n)
{
	for (uint64_t i = 1; i <= n; i++)
		assert_int_equal(kit_say(s, &(struct said){
		    .order = i, .channel = CHANNEL }), EVENT_OK);
}

static struct history_ref
at_msgid(uint64_t order)
{
	struct history_ref ref = { .type = HISTORY_REF_MSGID };

	said_msgid(order, ref.msgid);
	return ref;
}

static struct history_ref
at_time(int64_t time_ms)
{
	return (struct history_ref){ .type = HISTORY_REF_TIME,
	    .time_ms = time_ms };
}

static struct question
in_channel(enum history_part part, unsigned limit)
{
	return (struct question){ .kind = QUESTION_HISTORY, .part = part,
	    .channel = { .number = CHANNEL }, .user = 1, .limit = limit,
	    .upto = UINT64_MAX };
}

/* The order numbers of the answer as text: "3 4 5". */
static const char *
orders(struct store *s, const struct question *q)
{
	static char text[1024];
	struct result r;
	size_t len = 0;

	kit_ask(s, q, &r);
	if (r.code == RESULT_NO_SUCH_MSGID)
		return "no such msgid";
	assert_int_equal(r.code, RESULT_OK);
	text[0] = '\0';
	for (size_t i = 0; i < r.nrows; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
		    "%s%llu", i == 0 ? "" : " ",
		    (unsigned long long)r.rows[i].order);
	result_release(&r);
	return text;
}

/* --- history --- */

static void
a_message_comes_back_whole(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 10);
	struct event *e = event_new(EVENT_MESSAGE, &(struct event_text){
	    .source = "al!u@h", .account = "alice", .target = "#c",
	    .text = "h\xc3\xa9 ;", .tags = "+a=b;+c" });
	struct result r;

	e->order = 9;
	e->time_ms = 1763716800123;
	e->user = 3;
	e->channel = CHANNEL;
	e->verb = EVENT_NOTICE;
	said_msgid(9, e->msgid);
	batch_free(kit_write(s, kit_batch(e)));
	kit_ask(s, &q, &r);
	assert_int_equal(r.nrows, 1);
	assert_int_equal(r.rows[0].order, 9);
	assert_int_equal(r.rows[0].time_ms, 1763716800123);
	assert_string_equal(r.rows[0].msgid, "M0000000000000000000000009");
	assert_string_equal(r.rows[0].source, "al!u@h");
	assert_string_equal(r.rows[0].account, "alice");
	assert_string_equal(r.rows[0].text, "h\xc3\xa9 ;");
	assert_string_equal(r.rows[0].tags, "+a=b;+c");
	assert_null(r.rows[0].target);
	assert_int_equal(r.rows[0].verb, EVENT_NOTICE);
	result_release(&r);
}

static void
latest_gives_the_newest_oldest_first(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 3);

	assert_string_equal(orders(s, &q), "");
	say_many(s, 9);
	assert_string_equal(orders(s, &q), "7 8 9");
	q.from = at_msgid(7);
	assert_string_equal(orders(s, &q), "8 9");
	q.from = at_time(6500);
	assert_string_equal(orders(s, &q), "7 8 9");
	q.from = at_time(1000);
	assert_string_equal(orders(s, &q), "7 8 9");
}

static void
before_and_after_leave_the_place_out(void **state)
{
	struct store *s = kit_store_of(state);
	struct question before = in_channel(HISTORY_BEFORE, 3);
	struct question after = in_channel(HISTORY_AFTER, 3);

	say_many(s, 9);
	before.from = after.from = at_msgid(5);
	assert_string_equal(orders(s, &before), "2 3 4");
	assert_string_equal(orders(s, &after), "6 7 8");
	before.from = after.from = at_time(5000);
	assert_string_equal(orders(s, &before), "2 3 4");
	assert_string_equal(orders(s, &after), "6 7 8");
	before.from = after.from = at_time(5001);
	assert_string_equal(orders(s, &before), "3 4 5");
	assert_string_equal(orders(s, &after), "6 7 8");
	before.from = at_time(0);
	after.from = at_time(INT64_MAX);
	assert_string_equal(orders(s, &before), "");
	assert_string_equal(orders(s, &after), "");
}

static void
around_has_the_place_in_the_middle(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_AROUND, 5);

	say_many(s, 9);
	q.from = at_msgid(5);
	assert_string_equal(orders(s, &q), "3 4 5 6 7");
	q.from = at_time(5000);
	assert_string_equal(orders(s, &q), "3 4 5 6 7");
	q.from = at_msgid(1);
	assert_string_equal(orders(s, &q), "1 2 3");
	q.limit = 1;
	assert_string_equal(orders(s, &q), "1");
}

static void
between_counts_from_the_first_place(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_BETWEEN, 3);

	say_many(s, 9);
	q.from = at_msgid(2);
	q.to = at_msgid(8);
	assert_string_equal(orders(s, &q), "3 4 5");
	q.from = at_msgid(8);
	q.to = at_msgid(2);
	assert_string_equal(orders(s, &q), "5 6 7");
	q.from = at_time(2500);
	q.to = at_msgid(5);
	assert_string_equal(orders(s, &q), "3 4");
	q.from = q.to = at_msgid(5);
	assert_string_equal(orders(s, &q), "");
}

static void
messages_of_one_moment_are_kept_together(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_AFTER, 9);

	for (uint64_t i = 1; i <= 6; i++)
		kit_say(s, &(struct said){ .order = i, .channel = CHANNEL,
		    .time_ms = i <= 2 ? 10 : i <= 4 ? 20 : 30 });
	q.from = at_time(10);
	assert_string_equal(orders(s, &q), "3 4 5 6");
	q.from = at_msgid(3);
	assert_string_equal(orders(s, &q), "4 5 6");
	q.part = HISTORY_BEFORE;
	q.from = at_time(30);
	assert_string_equal(orders(s, &q), "1 2 3 4");
}

static void
a_msgid_of_another_talk_names_no_place(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_AFTER, 9);

	say_many(s, 3);
	kit_say(s, &(struct said){ .order = 4, .channel = OTHER_CHANNEL });
	q.from = at_msgid(4);
	assert_string_equal(orders(s, &q), "no such msgid");
	q.from = at_msgid(99);
	assert_string_equal(orders(s, &q), "no such msgid");
}

static void
nothing_beyond_upto_or_before_since_is_seen(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 9);

	say_many(s, 9);
	q.upto = 7;
	q.channel.since = 3;
	assert_string_equal(orders(s, &q), "3 4 5 6 7");
	q.part = HISTORY_AFTER;
	q.from = at_msgid(1);
	assert_string_equal(orders(s, &q), "3 4 5 6 7");
	q.part = HISTORY_BEFORE;
	q.from = at_msgid(9);
	assert_string_equal(orders(s, &q), "3 4 5 6 7");
}

static void
what_is_not_sent_does_not_count(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 3);

	for (uint64_t i = 1; i <= 9; i++)
		kit_say(s, &(struct said){ .order = i, .channel = CHANNEL,
		    .tags = "+r=x",
		    .verb = i % 2 == 0 ? EVENT_TAGMSG : EVENT_PRIVMSG });
	assert_string_equal(orders(s, &q), "5 7 9");
	q.verbs = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE |
	    1 << EVENT_TAGMSG;
	assert_string_equal(orders(s, &q), "7 8 9");
}

/* Pages until a page is short; counts each message of the talk. */
static void
page_through(struct store *s, enum history_part part, unsigned limit,
    uint64_t start, unsigned char seen[], bool by_time)
{
	struct question q = in_channel(part, limit);
	uint64_t at = start, last = 0;
	struct result r;
	size_t n;

	do {
		q.from = by_time ? at_time(1000 * (int64_t)at) : at_msgid(at);
		kit_ask(s, &q, &r);
		n = r.nrows;
		for (size_t i = 0; i < n; i++) {
			seen[r.rows[i].order]++;
			assert_true(i == 0 || r.rows[i].order > last);
			last = r.rows[i].order;
		}
		if (n > 0)
			at = part == HISTORY_AFTER ? last : r.rows[0].order;
		result_release(&r);
	} while (n == limit);
}

static void
paging_gives_every_message_once(void **state)
{
	enum { MESSAGES = 200 };
	struct store *s = kit_store_of(state);
	unsigned char expected[MESSAGES + 1] = { 0 }, seen[MESSAGES + 1];
	struct batch *b = kit_batch(NULL);
	struct rand rand;

	rand_seed(&rand, 42);
	for (uint64_t i = 1; i <= MESSAGES; i++) {
		struct said said = { .order = i,
		    .channel = CHANNEL + rand_below(&rand, 2),
		    .verb = (enum event_verb)rand_below(&rand, 3) };

		if (i == 1 || i == MESSAGES)
			said = (struct said){ .order = i, .channel = CHANNEL };
		expected[i] = said.channel == CHANNEL &&
		    said.verb != EVENT_TAGMSG;
		kit_batch_add(b, said_new(&said));
	}
	batch_free(kit_write(s, b));
	for (unsigned limit = 1; limit <= 20; limit += 3)
		for (int by_time = 0; by_time < 2; by_time++) {
			memset(seen, 0, sizeof seen);
			seen[1] = 1;
			page_through(s, HISTORY_AFTER, limit, 1, seen,
			    by_time);
			assert_memory_equal(seen, expected, sizeof seen);
			memset(seen, 0, sizeof seen);
			seen[MESSAGES] = 1;
			page_through(s, HISTORY_BEFORE, limit, MESSAGES, seen,
			    by_time);
			assert_memory_equal(seen, expected, sizeof seen);
		}
}

/* --- private talks --- */

static struct question
in_private(uint64_t user, uint64_t peer, const char *peer_name)
{
	return (struct question){ .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .user = user, .peer = peer,
	    .peer_name = peer_name, .limit = 10, .upto = UINT64_MAX };
}

static void
a_private_talk_belongs_to_two_numbers(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q;
	struct result r;

	kit_say(s, &(struct said){ .order = 10, .user = 1, .peer = 2 });
	kit_say(s, &(struct said){ .order = 11, .user = 2, .peer = 1,
	    .nick = "bo", .target = "al" });
	kit_say(s, &(struct said){ .order = 12, .user = 1, .peer = 3 });
	kit_say(s, &(struct said){ .order = 13, .user = 1, .peer = 1,
	    .target = "al" });
	q = in_private(1, 2, NULL);
	assert_string_equal(orders(s, &q), "10 11");
	q = in_private(2, 1, NULL);
	assert_string_equal(orders(s, &q), "10 11");
	q = in_private(1, 3, NULL);
	assert_string_equal(orders(s, &q), "12");
	q = in_private(3, 2, NULL);
	assert_string_equal(orders(s, &q), "");
	q = in_private(1, 1, NULL);
	assert_string_equal(orders(s, &q), "13");
	q = in_private(2, 1, NULL);
	kit_ask(s, &q, &r);
	assert_string_equal(r.rows[0].target, "bo");
	assert_string_equal(r.rows[1].target, "al");
	result_release(&r);
}

static void
one_who_left_is_found_by_the_name_last_seen(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q;

	kit_say(s, &(struct said){ .order = 10, .user = 1, .peer = 2,
	    .target = "Bo" });
	kit_say(s, &(struct said){ .order = 11, .user = 1, .peer = 3,
	    .target = "cy" });
	q = in_private(1, 0, "bo");
	assert_string_equal(orders(s, &q), "10");
	kit_say(s, &(struct said){ .order = 12, .user = 2, .peer = 1,
	    .nick = "BOB", .target = "al" });
	assert_string_equal(orders(s, &q), "");
	q = in_private(1, 0, "bob");
	assert_string_equal(orders(s, &q), "10 12");
	kit_say(s, &(struct said){ .order = 13, .user = 1, .peer = 4,
	    .target = "bob" });	/* someone else took the name */
	assert_string_equal(orders(s, &q), "13");
	q = in_private(2, 0, "cy");
	assert_string_equal(orders(s, &q), "");
}

/* --- targets --- */

/* "#5@9 bo@7": channels by number, people by name, with the second. */
static const char *
targets(struct store *s, struct history_ref from, struct history_ref to,
    unsigned limit)
{
	static char text[256];
	struct question_channel channels[] = {
		{ .number = CHANNEL }, { .number = OTHER_CHANNEL, .since = 6 },
	};
	struct question q = { .kind = QUESTION_TARGETS, .user = 1,
	    .from = from, .to = to, .limit = limit, .upto = 8,
	    .channels = channels, .nchannels = 2 };
	struct result r;
	size_t len = 0;

	kit_ask(s, &q, &r);
	text[0] = '\0';
	for (size_t i = 0; i < r.ntargets; i++) {
		const struct target_row *row = &r.targets[i];

		if (row->channel != 0)
			len += (size_t)snprintf(text + len, sizeof text - len,
			    " #%d", (int)row->channel);
		else
			len += (size_t)snprintf(text + len, sizeof text - len,
			    " %s", row->name);
		len += (size_t)snprintf(text + len, sizeof text - len, "@%d",
		    (int)(row->latest_ms / 1000));
	}
	result_release(&r);
	return text;
}

static void
targets_are_talks_whose_newest_message_lies_between(void **state)
{
	struct store *s = kit_store_of(state);

	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	kit_say(s, &(struct said){ .order = 2, .user = 1, .peer = 2 });
	kit_say(s, &(struct said){ .order = 3, .user = 3, .peer = 1,
	    .nick = "cy", .target = "al" });
	kit_say(s, &(struct said){ .order = 4, .user = 2, .peer = 3 });
	kit_say(s, &(struct said){ .order = 5, .channel = OTHER_CHANNEL });
	kit_say(s, &(struct said){ .order = 6, .user = 1, .peer = 2,
	    .target = "bob" });
	kit_say(s, &(struct said){ .order = 7, .channel = CHANNEL });
	kit_say(s, &(struct said){ .order = 8, .channel = CHANNEL,
	    .verb = EVENT_TAGMSG, .tags = "+r" });
	kit_say(s, &(struct said){ .order = 9, .channel = CHANNEL });
	assert_string_equal(targets(s, at_time(0), at_time(9999), 9),
	    " cy@3 bob@6 #5@7");
	assert_string_equal(targets(s, at_time(3000), at_time(7000), 9),
	    " bob@6");
	assert_string_equal(targets(s, at_time(0), at_time(9999), 2),
	    " cy@3 bob@6");
	assert_string_equal(targets(s, at_time(9999), at_time(0), 2),
	    " bob@6 #5@7");
	assert_string_equal(targets(s, at_time(8000), at_time(9999), 2), "");
}

/* --- resends --- */

static const char ID[] = "01JD0000000000000000000001";

static void
a_resend_is_the_first_message(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 9);
	struct said first = { .order = 1, .channel = CHANNEL, .id = ID,
	    .text = "hello", .target = "#Chat" };
	struct said again = first;
	struct batch *b;

	again.order = 2;
	again.time_ms = 9000;
	again.user = 8;
	again.nick = "al2";
	again.target = "#chat";
	assert_int_equal(kit_say(s, &first), EVENT_OK);
	b = kit_write(s, kit_batch(said_new(&again)));
	assert_int_equal(b->events->outcome, EVENT_DUPLICATE);
	assert_string_equal(b->events->first->msgid,
	    "M0000000000000000000000001");
	assert_string_equal(b->events->first->source, "al!u@h");
	assert_int_equal(b->events->first->time_ms, 1000);
	batch_free(b);
	assert_string_equal(orders(s, &q), "1");
}

static void
a_resend_in_the_same_batch_is_recognised(void **state)
{
	struct store *s = kit_store_of(state);
	struct said said = { .order = 1, .channel = CHANNEL, .id = ID,
	    .text = "hello" };
	struct batch *b = kit_batch(said_new(&said));

	said.order = 2;
	kit_batch_add(b, said_new(&said));
	b = kit_write(s, b);
	assert_int_equal(b->events->outcome, EVENT_OK);
	assert_int_equal(b->events->next->outcome, EVENT_DUPLICATE);
	assert_string_equal(b->events->next->first->msgid,
	    "M0000000000000000000000001");
	batch_free(b);
}

static void
another_text_target_or_kind_is_a_new_message(void **state)
{
	struct store *s = kit_store_of(state);
	struct said said = { .order = 1, .channel = CHANNEL, .id = ID,
	    .text = "hello" };

	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 2;
	said.text = "Hello";
	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 3;
	said.target = "#d";
	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 4;
	said.verb = EVENT_NOTICE;
	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 5;		/* and every one of them is known by now */
	assert_int_equal(kit_say(s, &said), EVENT_DUPLICATE);
	said = (struct said){ .order = 6, .channel = CHANNEL, .id = ID,
	    .text = "hello" };
	assert_int_equal(kit_say(s, &said), EVENT_DUPLICATE);
	said = (struct said){ .order = 7, .channel = CHANNEL, .id = ID,
	    .verb = EVENT_TAGMSG, .tags = "+a" };
	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 8;
	said.tags = "+b";
	assert_int_equal(kit_say(s, &said), EVENT_OK);
}

static void
a_resend_is_recognised_for_a_day(void **state)
{
	struct store *s = kit_store_of(state);
	const int64_t noon = 1763726400000;
	struct said said = { .order = 1, .channel = CHANNEL, .id = ID,
	    .text = "hello", .time_ms = noon };

	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 2;
	said.time_ms = noon + DAY_S * 1000;
	assert_int_equal(kit_say(s, &said), EVENT_DUPLICATE);
	said.order = 3;
	said.time_ms++;
	assert_int_equal(kit_say(s, &said), EVENT_OK);
	said.order = 4;
	assert_int_equal(kit_say(s, &said), EVENT_DUPLICATE);
}

/* --- batches, channels, questions --- */

static void
events_that_are_not_stored_ride_along(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 9);
	struct batch *b = kit_batch(event_new(EVENT_PART,
	    &(struct event_text){ .source = "al!u@h", .target = "#c" }));

	b->events->order = 1;
	b->events->channel = CHANNEL;
	kit_batch_add(b, said_new(&(struct said){ .order = 2,
	    .channel = CHANNEL }));
	batch_free(kit_write(s, b));
	assert_string_equal(orders(s, &q), "2");
}

/* What the asker of that number finds with the sign of that rank. */
static const char *
seen_by(struct store *s, uint64_t user, int rank, bool searches, bool in_one)
{
	struct question q = in_channel(HISTORY_LATEST, 9);
	struct question_channel channel = { .number = CHANNEL, .rank = rank };

	q.user = user;
	q.channel = channel;
	if (searches) {
		q.kind = QUESTION_SEARCH;
		q.text = "text";
	}
	if (searches && !in_one) {
		q.channel.number = 0;
		q.channels = &channel;
		q.nchannels = 1;
	}
	return orders(s, &q);
}

static void
what_is_for_a_sign_is_seen_by_it_and_its_sender(void **state)
{
	static const char *const targets[] = { "#c", "+#c", "@#c" };
	static const bool ways[][2] = { { false, true }, { true, true },
	    { true, false } };
	struct store *s = kit_store_of(state);

	for (uint64_t i = 1; i <= 6; i++)
		kit_say(s, &(struct said){ .order = i, .channel = CHANNEL,
		    .user = 1 + i / 4, .target = targets[(i - 1) % 3] });
	for (size_t i = 0; i < 3; i++) {
		bool searches = ways[i][0], in_one = ways[i][1];

		assert_string_equal(seen_by(s, 9, 2, searches, in_one),
		    "1 2 3 4 5 6");
		assert_string_equal(seen_by(s, 9, 1, searches, in_one),
		    "1 2 4 5");
		assert_string_equal(seen_by(s, 9, 0, searches, in_one), "1 4");
		assert_string_equal(seen_by(s, 2, 0, searches, in_one),
		    "1 4 5 6");
	}
}

static void
write_change(struct store *s, const struct store_channel *c, bool gone)
{
	struct batch *b = kit_batch(NULL);

	b->changes = store_change_new(c, gone);
	b->high = c->number;
	b = kit_write(s, b);
	assert_true(b->changes_stored);
	batch_free(b);
}

static void
note_name(void *ctx, const struct store_channel *c)
{
	char *text = ctx;
	size_t len = strlen(text);

	snprintf(text + len, 64 - len, "%s,", c->name);
}

static void
compare_channel(void *ctx, const struct store_channel *c)
{
	(void)ctx;
	assert_int_equal(c->number, 7);
	assert_string_equal(c->name, "#Tea");
	assert_string_equal(c->topic, "hot");
	assert_string_equal(c->topic_by, "al!u@h");
	assert_int_equal(c->topic_ms, 1001);
	assert_string_equal(c->modes, "nt");
	assert_string_equal(c->key, "sesame");
	assert_int_equal(c->limit, 12);
	assert_int_equal(c->slow_s, 30);
	assert_string_equal(c->lists, "b *!*@spam al!u@h 1000\n");
	assert_string_equal(c->metadata, "url https://tea.test\n");
	assert_string_equal(c->spells, "3 9 *\n4 0 *!*@spam\n");
	assert_int_equal(c->founder, 3);
	assert_string_equal(c->access, "4 o\n5 v\n");
	assert_int_equal(c->created_ms, 1000);
	assert_int_equal(c->left_ms, 5000);
	assert_true(c->spoken);
}

static void
channels_are_kept_as_they_were_last(void **state)
{
	struct store *s = kit_store_of(state);
	char names[64] = "";
	struct store_channel tea = { .number = 7, .name = "#tea" };

	write_change(s, &(struct store_channel){ .number = 8,
	    .name = "#other" }, false);
	write_change(s, &tea, false);
	tea = (struct store_channel){ .number = 7, .name = "#Tea",
	    .topic = "hot", .topic_by = "al!u@h", .topic_ms = 1001,
	    .modes = "nt", .key = "sesame", .limit = 12, .slow_s = 30,
	    .lists = "b *!*@spam al!u@h 1000\n",
	    .metadata = "url https://tea.test\n",
	    .spells = "3 9 *\n4 0 *!*@spam\n", .founder = 3,
	    .access = "4 o\n5 v\n", .created_ms = 1000,
	    .left_ms = 5000, .spoken = true };
	write_change(s, &tea, false);
	s = kit_reopen(state);
	assert_true(store_load(s, note_name, names));
	assert_string_equal(names, "#Tea,#other,");
	write_change(s, &(struct store_channel){ .number = 8,
	    .name = "#other" }, true);
	s = kit_reopen(state);
	assert_true(store_load(s, compare_channel, NULL));
	if (kit_is_on_disk(state))
		assert_true(store_high(s) >= 8);
}

static void
write_ban(struct store *s, const struct store_ban *ban, bool gone)
{
	struct batch *b = kit_batch(NULL);

	b->changes = store_change_new_ban(ban, gone);
	b->high = ban->number;
	b = kit_write(s, b);
	assert_true(b->changes_stored);
	batch_free(b);
}

static void
note_ban(void *ctx, const struct store_ban *b)
{
	char *text = ctx;
	size_t len = strlen(text);

	snprintf(text + len, 256 - len, "%llu %d %s by %s %lld-%lld: %s\n",
	    (unsigned long long)b->number, b->kind, b->mask, b->setter,
	    (long long)b->set_ms, (long long)b->expires_ms, b->reason);
}

static void
bans_are_kept_until_they_are_gone(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_ban one = { .number = 8, .kind = 1, .mask = "*@h",
	    .setter = "al!u@h", .reason = "spam", .set_ms = 1 };
	struct store_ban two = { .number = 7, .kind = 2, .mask = "10.0.0.0/8",
	    .setter = "al!u@h", .reason = "", .set_ms = 2, .expires_ms = 9 };
	char text[256] = "", names[64] = "";

	write_ban(s, &one, false);
	write_ban(s, &two, false);
	one.expires_ms = 5;
	write_ban(s, &one, false);
	write_change(s, &(struct store_channel){ .number = 9, .name = "#c" },
	    false);
	s = kit_reopen(state);
	assert_true(store_load_bans(s, note_ban, text));
	assert_string_equal(text, "7 2 10.0.0.0/8 by al!u@h 2-9: \n"
	    "8 1 *@h by al!u@h 1-5: spam\n");
	assert_true(store_load(s, note_name, names));
	assert_string_equal(names, "#c,");
	write_ban(s, &one, true);
	s = kit_reopen(state);
	text[0] = '\0';
	assert_true(store_load_bans(s, note_ban, text));
	assert_string_equal(text, "7 2 10.0.0.0/8 by al!u@h 2-9: \n");
}

static void
write_belonging(struct store *s, const struct store_belonging *row, bool gone)
{
	struct batch *b = kit_batch(NULL);

	b->changes = store_change_new_belonging(row, gone);
	b->high = row->number;
	b = kit_write(s, b);
	assert_true(b->changes_stored);
	batch_free(b);
}

static void
note_belonging(void *ctx, const struct store_belonging *b)
{
	char *text = ctx;
	size_t len = strlen(text);

	snprintf(text + len, 256 - len, "%llu of %llu, %d: %s\n",
	    (unsigned long long)b->number, (unsigned long long)b->account,
	    b->kind, b->text);
}

static void
belongings_are_kept_as_they_were_last(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_belonging one = { .number = 8, .account = 3,
	    .kind = BELONGING_MARKER, .text = "bo 1000" };
	struct store_belonging two = { .number = 7, .account = 3,
	    .kind = BELONGING_USER, .text = "a\nb\n" };
	char text[256] = "";

	write_belonging(s, &one, false);
	write_belonging(s, &two, false);
	one.text = "bo 2000";
	write_belonging(s, &one, false);
	s = kit_reopen(state);
	assert_true(store_load_belongings(s, note_belonging, text));
	assert_string_equal(text, "7 of 3, 2: a\nb\n\n8 of 3, 1: bo 2000\n");
	write_belonging(s, &two, true);
	s = kit_reopen(state);
	text[0] = '\0';
	assert_true(store_load_belongings(s, note_belonging, text));
	assert_string_equal(text, "8 of 3, 1: bo 2000\n");
}

static void
the_newest_time_and_number_are_known_at_the_start(void **state)
{
	struct store *s = kit_store_of(state);

	assert_int_equal(store_high(s), 0);
	assert_int_equal(store_last_ms(s), 0);
	say_many(s, 4);
	s = kit_reopen(state);
	if (!kit_is_on_disk(state))
		return;
	assert_true(store_high(s) >= 4);
	assert_int_equal(store_last_ms(s), 4000);
}

static void
questions_are_answered_in_order(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 9);
	struct result r;
	uint64_t number = 0;

	say_many(s, 2);
	for (uint64_t i = 1; i <= 20; i++)
		store_ask(s, i, &q);
	for (uint64_t i = 1; i <= 20; i++) {
		assert_true(kit_wait(s));
		assert_true(store_take_result(s, &number, &r));
		assert_int_equal(number, i);
		assert_int_equal(r.nrows, 2);
		result_release(&r);
	}
	assert_false(store_take_result(s, &number, &r));
}

static void
a_store_may_be_freed_in_the_middle_of_everything(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HISTORY_LATEST, 9);

	store_submit(s, kit_batch(said_new(&(struct said){ .order = 1,
	    .channel = CHANNEL })));
	for (uint64_t i = 1; i <= 5; i++)
		store_ask(s, i, &q);
	store_stop_asking(s, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(a_message_comes_back_whole),
		KIT_EVERY(latest_gives_the_newest_oldest_first),
		KIT_EVERY(before_and_after_leave_the_place_out),
		KIT_EVERY(around_has_the_place_in_the_middle),
		KIT_EVERY(between_counts_from_the_first_place),
		KIT_EVERY(messages_of_one_moment_are_kept_together),
		KIT_EVERY(a_msgid_of_another_talk_names_no_place),
		KIT_EVERY(nothing_beyond_upto_or_before_since_is_seen),
		KIT_EVERY(what_is_not_sent_does_not_count),
		KIT_EVERY(paging_gives_every_message_once),
		KIT_EVERY(a_private_talk_belongs_to_two_numbers),
		KIT_EVERY(one_who_left_is_found_by_the_name_last_seen),
		KIT_EVERY(targets_are_talks_whose_newest_message_lies_between),
		KIT_EVERY(a_resend_is_the_first_message),
		KIT_EVERY(a_resend_in_the_same_batch_is_recognised),
		KIT_EVERY(another_text_target_or_kind_is_a_new_message),
		KIT_EVERY(a_resend_is_recognised_for_a_day),
		KIT_EVERY(events_that_are_not_stored_ride_along),
		KIT_EVERY(what_is_for_a_sign_is_seen_by_it_and_its_sender),
		KIT_EVERY(channels_are_kept_as_they_were_last),
		KIT_EVERY(bans_are_kept_until_they_are_gone),
		KIT_EVERY(belongings_are_kept_as_they_were_last),
		KIT_EVERY(the_newest_time_and_number_are_known_at_the_start),
		KIT_EVERY(questions_are_answered_in_order),
		KIT_EVERY(a_store_may_be_freed_in_the_middle_of_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
