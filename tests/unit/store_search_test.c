/*
 * store_search_test.c -- every store: what was said is found by its words.
 *
 * Each question is asked twice: while the messages are new, and when so many
 * have followed that they are in the index of store_sqlite.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/store_kit.h"

#include "base/banned.h"

enum { HARBOUR = 5, SECRET = 6, ELSEWHERE = 7, ME = 1, BO = 2, CY = 3 };

static const struct question_channel mine[] = {
	{ .number = HARBOUR }, { .number = SECRET, .since = 20 },
};

/* A question about everything that ME may see. */
static struct question
asks(const char *text)
{
	return (struct question){ .kind = QUESTION_SEARCH, .user = ME,
	    .text = text, .limit = 100, .upto = UINT64_MAX, .channels = mine,
	    .nchannels = 2 };
}

static struct history_ref
at_time(int64_t time_ms)
{
	return (struct history_ref){ .type = HISTORY_REF_TIME,
	    .time_ms = time_ms };
}

static void
finds(struct store *s, const struct question *q, const char *want)
{
	struct result r;
	char out[1000] = "";
	size_t n = 0;

	kit_ask(s, q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_false(r.stopped);
	for (size_t i = 0; i < r.nrows; i++) {
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%d",
		    n == 0 ? "" : " ", (int)r.rows[i].order);
		assert_true(n < sizeof out);
	}
	if (strcmp(out, want) != 0)
		fail_msg("'%s' finds '%s', not '%s'",
		    q->text == NULL ? "" : q->text, out, want);
	result_release(&r);
}

static void
says(struct store *s, uint64_t order, uint64_t channel, const char *text)
{
	assert_int_equal(kit_say(s, &(struct said){ .order = order,
	    .channel = channel, .text = text }), EVENT_OK);
}

/* What was said before is in the index afterwards. */
static void
bury(struct store *s)
{
	uint64_t order = 1000;

	for (int i = 0; i < 4; i++) {
		struct batch *b = kit_batch(NULL);

		for (int j = 0; j < 300; j++)
			kit_batch_add(b, said_new(&(struct said){
			    .order = ++order, .channel = ELSEWHERE }));
		batch_free(kit_write(s, b));
	}
}

static void
finds_words(struct store *s)
{
	static const struct { const char *text, *want; } rows[] = {
		{ "tide", "10 11" },
		{ "TIDE turns", "10" },
		{ "turns tide", "10" },
		{ "tid", "10 11" },		/* the beginning of a word */
		{ "ide", "" },
		{ "\"tide turns\"", "10" },
		{ "\"turns tide\"", "" },
		{ "tide harbour", "" },
		{ "grusse", "12" },
		{ "GRÜSSE", "12" },
		{ "example.org/map", "13" },
		{ "example map", "13" },
		{ "org.example", "" },
		{ "港口", "14" },
		{ "今天", "14" },
		{ "天今", "" },
		{ "港 今", "14" },
		{ "タワー", "15" },
		{ "안녕", "15" },
		{ "nothing", "" },
		{ "?!", "" },
		{ "", "" },
		{ "\" OR tide*", "" },
		{ "AND", "" },
		{ "tide NOT turns", "" },
		{ NULL, "10 11 12 13 14 15 16" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct question q = asks(rows[i].text);

		finds(s, &q, rows[i].want);
	}
}

static void
words_find_their_messages(void **state)
{
	struct store *s = kit_store_of(state);

	says(s, 10, HARBOUR, "The tide turns at six");
	says(s, 11, HARBOUR, "high tide");
	says(s, 12, HARBOUR, "Grüße aus dem Hafen");
	says(s, 13, HARBOUR, "see https://example.org/map");
	says(s, 14, HARBOUR, "港口今天很安静");
	says(s, 15, HARBOUR, "東京タワー 안녕하세요");
	kit_say(s, &(struct said){ .order = 16, .channel = HARBOUR,
	    .verb = EVENT_NOTICE, .text = "noted" });
	kit_say(s, &(struct said){ .order = 17, .channel = HARBOUR,
	    .verb = EVENT_TAGMSG });
	finds_words(s);
	bury(s);
	finds_words(s);
	finds_words(kit_reopen(state));
}

/* 10 to 25; what is not ME's has the word too. */
static void
finds_what_may_be_seen(struct store *s)
{
	struct question q = asks("word");

	finds(s, &q, "10 13 15 20");
	q.upto = 13;
	finds(s, &q, "10 13");
	q = asks("word");
	q.nchannels = 0;
	finds(s, &q, "13 15");
	q = asks("word");
	q.channel = (struct question_channel){ .number = SECRET, .since = 20 };
	finds(s, &q, "20");
	q = asks("word");
	q.channel.number = HARBOUR;
	finds(s, &q, "10");
	q = asks("word");
	q.peer = BO;
	finds(s, &q, "13");
	q = asks("word");
	q.peer_name = "cy";
	finds(s, &q, "15");
	q.peer_name = "dee";
	finds(s, &q, "");
	q = asks("word");
	q.user = BO;
	q.nchannels = 0;
	finds(s, &q, "13 14");
}

static void
only_what_the_asker_may_see_is_found(void **state)
{
	struct store *s = kit_store_of(state);

	says(s, 10, HARBOUR, "a word");
	says(s, 11, SECRET, "a word before I came");
	says(s, 12, ELSEWHERE, "a word");
	kit_say(s, &(struct said){ .order = 13, .peer = BO, .target = "bo",
	    .text = "a word" });
	kit_say(s, &(struct said){ .order = 14, .user = BO, .nick = "bo",
	    .peer = CY, .target = "cy", .text = "a word" });
	kit_say(s, &(struct said){ .order = 15, .user = CY, .nick = "cy",
	    .peer = ME, .target = "al", .text = "a word" });
	says(s, 20, SECRET, "a word");
	finds_what_may_be_seen(s);
	bury(s);
	finds_what_may_be_seen(s);
}

/* Messages 10 to 19 at their seconds, the odd ones by bo. */
static void
finds_by_sender_time_and_limit(struct store *s)
{
	struct question q = asks("word");

	q.nick = "bo";
	finds(s, &q, "11 13 15 17 19");
	q.nick = "Bo";
	q.limit = 2;
	finds(s, &q, "17 19");		/* the newest two */
	q.from = at_time(12000);
	finds(s, &q, "13 15");		/* the oldest two from there */
	q.nick = NULL;
	q.limit = 100;
	finds(s, &q, "12 13 14 15 16 17 18 19");
	q.to = at_time(14000);
	finds(s, &q, "12 13 14");
	q.from.type = HISTORY_REF_NONE;
	finds(s, &q, "10 11 12 13 14");
	q.text = NULL;
	q.limit = 3;
	finds(s, &q, "12 13 14");
	q.channel.number = HARBOUR;
	finds(s, &q, "12 13 14");
	q.from = at_time(11000);
	finds(s, &q, "11 12 13");
}

static void
sender_time_and_limit_narrow_it(void **state)
{
	struct store *s = kit_store_of(state);

	for (uint64_t i = 10; i < 20; i++)
		kit_say(s, &(struct said){ .order = i, .channel = HARBOUR,
		    .text = "a word", .user = i % 2 == 0 ? ME : BO,
		    .nick = i % 2 == 0 ? "al" : "bo" });
	finds_by_sender_time_and_limit(s);
	bury(s);
	finds_by_sender_time_and_limit(s);
}

static void
what_is_new_and_what_is_indexed_come_together(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = asks("word");

	says(s, 10, HARBOUR, "a word");
	says(s, 11, HARBOUR, "a word");
	bury(s);
	says(s, 3000, HARBOUR, "a word");
	says(s, 3001, HARBOUR, "a word");
	finds(s, &q, "10 11 3000 3001");
	q.limit = 3;
	finds(s, &q, "11 3000 3001");
	q.from = at_time(0);
	finds(s, &q, "10 11 3000");
	q.from = at_time(11000);
	finds(s, &q, "11 3000 3001");
	q.to = at_time(3000000);
	finds(s, &q, "11 3000");
}

static void
a_row_says_where_it_was_said(void **state)
{
	struct store *s = kit_store_of(state);
	struct question q = asks("word");
	struct result r;

	says(s, 10, HARBOUR, "a word");
	kit_say(s, &(struct said){ .order = 11, .peer = BO, .target = "bo",
	    .text = "a word" });
	kit_ask(s, &q, &r);
	assert_int_equal(r.nrows, 2);
	assert_int_equal(r.rows[0].channel, HARBOUR);
	assert_null(r.rows[0].target);
	assert_int_equal(r.rows[1].channel, 0);
	assert_string_equal(r.rows[1].target, "bo");
	result_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(words_find_their_messages),
		KIT_EVERY(only_what_the_asker_may_see_is_found),
		KIT_EVERY(sender_time_and_limit_narrow_it),
		KIT_EVERY(what_is_new_and_what_is_indexed_come_together),
		KIT_EVERY(a_row_says_where_it_was_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
