/* store_events_test.c -- every store: what happened beside messages, and what
 * was taken back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/str.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { HARBOUR = 5, LOG = 6, ME = 1, BO = 2 };
enum {
	MESSAGES = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE,
	ALL = (1 << EVENT_VERBS) - 1,
};

static struct question
in_channel(uint64_t channel, unsigned verbs)
{
	return (struct question){ .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .channel = { .number = channel },
	    .user = ME, .limit = 100, .upto = UINT64_MAX, .verbs = verbs };
}

/* The order numbers of the answer, each with its verb. */
static const char *
answer(struct store *s, const struct question *q)
{
	static char text[2048];
	struct result r;
	size_t len = 0, i;

	kit_ask(s, q, &r);
	text[0] = '\0';
	for (i = 0; i < r.nrows; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
		    "%s%llu %s", i == 0 ? "" : ", ",
		    (unsigned long long)r.rows[i].order,
		    event_verb_name((enum event_verb)r.rows[i].verb));
	if (r.code == RESULT_NO_SUCH_MSGID)
		(void)str_copy(text, sizeof text, "no such msgid");
	result_release(&r);
	return text;
}

/* As the server makes them: the time of the event is in it. */
static void
event_msgid(uint64_t order, char out[ID_SIZE])
{
	unsigned char tail[ID_TAIL_BYTES] = { 1 };

	id_make(out, 1000 * (int64_t)order, tail);
}

/* A row of what apply did: as said_new(), of second `order`. */
static struct event *
deed(uint64_t order, uint64_t channel, enum event_verb verb,
    const char *subject)
{
	struct event_text text = { .source = "al!al@h", .target = "#c",
	    .text = "reason", .extra = subject };
	struct event *e = event_new(EVENT_TOPIC, &text);

	e->verb = verb;
	e->order = order;
	e->time_ms = 1000 * (int64_t)order;
	e->user = ME;
	e->channel = channel;
	event_msgid(order, e->msgid);
	return e;
}

static void
happens(struct store *s, struct event *take)
{
	struct batch *b = kit_batch(NULL);

	b->happened = take;
	b = kit_write(s, b);
	assert_true(b->happened_stored);
	batch_free(b);
}

static void
takes_back(struct store *s, uint64_t order, uint64_t channel, uint64_t peer,
    uint64_t what)
{
	struct event_text text = { .source = "al!al@h", .target =
	    channel != 0 ? "#c" : "bo" };
	char msgid[ID_SIZE];
	struct event *e;
	struct batch *b;

	said_msgid(what, msgid);
	text.extra = msgid;
	e = event_new(EVENT_REDACT, &text);
	e->verb = EVENT_VERB_REDACT;
	e->order = order;
	e->time_ms = 1000 * (int64_t)order;
	e->user = ME;
	e->channel = channel;
	e->peer = peer;
	event_msgid(order, e->msgid);
	b = kit_write(s, kit_batch(e));
	assert_int_equal(b->events->outcome, EVENT_OK);
	batch_free(b);
}

static void
events_stand_in_the_order_in_which_they_happened(void **state)
{
	struct store *s = kit_store_of(state);
	struct question all = in_channel(HARBOUR, ALL);
	struct question some = in_channel(HARBOUR, MESSAGES);

	kit_say(s, &(struct said){ .order = 2, .channel = HARBOUR });
	kit_say(s, &(struct said){ .order = 5, .channel = HARBOUR });
	/* They come behind what was said meanwhile. */
	happens(s, deed(3, HARBOUR, EVENT_VERB_JOIN, NULL));
	happens(s, deed(3, LOG, EVENT_VERB_JOIN, NULL));
	happens(s, deed(6, HARBOUR, EVENT_VERB_KICK, "bo"));
	assert_string_equal(answer(s, &all),
	    "2 PRIVMSG, 3 JOIN, 5 PRIVMSG, 6 KICK");
	assert_string_equal(answer(s, &some), "2 PRIVMSG, 5 PRIVMSG");
	some.verbs = MESSAGES | 1 << EVENT_VERB_KICK;
	some.limit = 2;
	assert_string_equal(answer(s, &some), "5 PRIVMSG, 6 KICK");
	all.channel.since = 3;
	all.upto = 5;
	assert_string_equal(answer(s, &all), "3 JOIN, 5 PRIVMSG");
	all = in_channel(LOG, ALL);
	assert_string_equal(answer(s, &all), "3 JOIN");
}

static void
an_event_is_a_place_for_who_sees_events(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HARBOUR, ALL);

	kit_say(s, &(struct said){ .order = 2, .channel = HARBOUR });
	happens(s, deed(4, HARBOUR, EVENT_VERB_TOPIC, NULL));
	happens(s, deed(4, LOG, EVENT_VERB_TOPIC, NULL));
	kit_say(s, &(struct said){ .order = 6, .channel = HARBOUR });
	q.part = HISTORY_AFTER;
	q.from.type = HISTORY_REF_MSGID;
	event_msgid(4, q.from.msgid);
	assert_string_equal(answer(s, &q), "6 PRIVMSG");
	q.part = HISTORY_BEFORE;
	assert_string_equal(answer(s, &q), "2 PRIVMSG");
	q.verbs = MESSAGES;
	assert_string_equal(answer(s, &q), "no such msgid");
	q.verbs = ALL;
	q.channel.number = LOG + 1;
	assert_string_equal(answer(s, &q), "no such msgid");
	/* A time between a message and an event is between them. */
	q = in_channel(HARBOUR, ALL);
	q.part = HISTORY_BEFORE;
	q.from.type = HISTORY_REF_TIME;
	q.from.time_ms = 5000;
	assert_string_equal(answer(s, &q), "2 PRIVMSG, 4 TOPIC");
	q.part = HISTORY_AFTER;
	q.from.time_ms = 3000;
	assert_string_equal(answer(s, &q), "4 TOPIC, 6 PRIVMSG");
}

static void
what_is_taken_back_is_gone(void **state)
{
	struct store *s = kit_store_of(state);
	struct question all = in_channel(HARBOUR, ALL);
	struct question found = { .kind = QUESTION_SEARCH, .user = ME,
	    .text = "xyzzy", .limit = 9, .upto = UINT64_MAX };

	kit_say(s, &(struct said){ .order = 1, .channel = HARBOUR,
	    .text = "xyzzy plugh", .tags = "+draft/reply=plover" });
	kit_say(s, &(struct said){ .order = 2, .channel = HARBOUR,
	    .tags = "+draft/react=frobozz", .verb = EVENT_TAGMSG });
	kit_say(s, &(struct said){ .order = 3, .channel = HARBOUR,
	    .text = "stays" });
	takes_back(s, 4, HARBOUR, 0, 1);
	takes_back(s, 5, HARBOUR, 0, 2);
	assert_string_equal(answer(s, &all),
	    "3 PRIVMSG, 4 REDACT, 5 REDACT");
	all.verbs = MESSAGES;
	assert_string_equal(answer(s, &all), "3 PRIVMSG");
	found.channel.number = HARBOUR;
	assert_string_equal(answer(s, &found), "");
	/* It is a place still: who has seen it may go on from there. */
	all.part = HISTORY_AFTER;
	all.from.type = HISTORY_REF_MSGID;
	said_msgid(1, all.from.msgid);
	assert_string_equal(answer(s, &all), "3 PRIVMSG");
	kit_settle(s);
	assert_false(kit_has_trace(state, "xyzzy"));
	assert_false(kit_has_trace(state, "plover"));
	assert_false(kit_has_trace(state, "frobozz"));
	assert_int_equal(kit_has_trace(state, "stays"),
	    kit_is_on_disk(state));
}

static void
only_in_the_talk_it_was_said_in(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = { .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .user = ME, .peer = BO, .limit = 9,
	    .upto = UINT64_MAX, .verbs = ALL };
	struct question harbour = in_channel(HARBOUR, ALL);

	kit_say(s, &(struct said){ .order = 1, .peer = BO });
	kit_say(s, &(struct said){ .order = 2, .channel = HARBOUR });
	takes_back(s, 3, HARBOUR, 0, 1);	/* that is no message of it */
	assert_string_equal(answer(s, &q), "1 PRIVMSG");
	takes_back(s, 4, 0, BO, 1);
	assert_string_equal(answer(s, &q), "4 REDACT");
	takes_back(s, 5, 0, BO, 1);		/* again, or gone by age */
	assert_string_equal(answer(s, &harbour), "2 PRIVMSG, 3 REDACT");
}

static void
events_grow_old_like_messages(void **state)
{
	struct store *s = kit_store_of(state);
	struct store_keep keep = { .age_ms = 300000 };
	struct question q = in_channel(HARBOUR, ALL);
	uint64_t i;

	for (i = 1; i <= 1000; i += 2) {
		kit_say(s, &(struct said){ .order = i, .channel = HARBOUR });
		happens(s, deed(i + 1, HARBOUR, EVENT_VERB_JOIN, NULL));
	}
	store_prune(s, &keep, 1296000);
	kit_settle(s);
	assert_string_equal(answer(s, &q),
	    "996 JOIN, 997 PRIVMSG, 998 JOIN, 999 PRIVMSG, 1000 JOIN");
	store_prune(s, &keep, 9000000);
	kit_settle(s);
	assert_string_equal(answer(s, &q), "");
}

enum { ROWS = 120 };

/* Row by row from one end to the other; returns how many were met. */
static uint64_t
page_through(struct store *s, struct question *q, const bool is_event[],
    uint64_t from, int step)
{
	uint64_t at = from, n = 1, i, end = step > 0 ? ROWS : 1;
	struct result r;

	while (at != end) {
		if (is_event[at])
			event_msgid(at, q->from.msgid);
		else
			said_msgid(at, q->from.msgid);
		kit_ask(s, q, &r);
		assert_true(r.nrows > 0 && r.nrows <= q->limit);
		for (i = 0; i < r.nrows; i++)
			assert_int_equal(r.rows[i].order, step > 0 ?
			    at + 1 + i : at - r.nrows + i);
		at = r.rows[step > 0 ? r.nrows - 1 : 0].order;
		n += r.nrows;
		result_release(&r);
	}
	return n;
}

/* Pages of any size, in both directions: each row once, in order. */
static void
paging_gives_every_row_once(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = in_channel(HARBOUR, ALL);
	bool is_event[ROWS + 1] = { false };
	struct rand rand;
	uint64_t order;

	rand_seed(&rand, 7);
	for (order = 1; order <= ROWS; order++) {
		is_event[order] = rand_below(&rand, 2) == 1;
		if (is_event[order])
			happens(s, deed(order, HARBOUR, EVENT_VERB_NICK,
			    NULL));
		else
			kit_say(s, &(struct said){ .order = order,
			    .channel = HARBOUR });
	}
	q.from.type = HISTORY_REF_MSGID;
	for (q.limit = 1; q.limit < 20; q.limit += 5) {
		q.part = HISTORY_AFTER;
		assert_int_equal(page_through(s, &q, is_event, 1, 1), ROWS);
		q.part = HISTORY_BEFORE;
		assert_int_equal(page_through(s, &q, is_event, ROWS, -1),
		    ROWS);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(events_stand_in_the_order_in_which_they_happened),
		KIT_EVERY(an_event_is_a_place_for_who_sees_events),
		KIT_EVERY(what_is_taken_back_is_gone),
		KIT_EVERY(only_in_the_talk_it_was_said_in),
		KIT_EVERY(events_grow_old_like_messages),
		KIT_EVERY(paging_gives_every_row_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
