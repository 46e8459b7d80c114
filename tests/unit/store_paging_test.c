/*
 * store_paging_test.c -- every store: whoever pages through a history gets
 * each row that it may see once, and no other, whatever is hidden from it,
 * was taken back, is for a higher rank, or deleted meanwhile.
 */
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

enum { HARBOUR = 5, LOG = 6, ME = 1, BO = 2, ROWS = 120, ROUNDS = 25,
	PAGE_MAX = 9 };
enum {
	MESSAGES = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE,
	ALL = (1 << EVENT_VERBS) - 1,
};

/* What there is, told without a store; its order number is the index. */
struct row {
	uint64_t channel;	/* 0: there is none */
	enum event_verb verb;
	uint64_t sender;
	int rank;
	bool is_gone;		/* taken back, or deleted */
};

static struct row rows[ROWS * 2];
static uint64_t nrows;
static struct rand chance;

/* The order numbers of rows. */
struct list {
	uint64_t at[ROWS * 2];
	size_t n;
};

/* --- what there is --- */

static struct event *
deed_new(uint64_t order, const struct row *row, const char *subject)
{
	struct event_text text = { .source = "al!al@h", .target = "#c",
	    .text = "x", .extra = subject };
	struct event *e = event_new(row->verb == EVENT_VERB_REDACT ?
	    EVENT_REDACT : EVENT_TOPIC, &text);
	unsigned char tail[ID_TAIL_BYTES] = { 1 };

	e->verb = row->verb;
	e->order = order;
	e->time_ms = 1000 * (int64_t)order;
	e->user = ME;
	e->channel = row->channel;
	id_make(e->msgid, e->time_ms, tail);
	return e;
}

static void
add_message(struct batch *b)
{
	static const char *const targets[] = { "#c", "+#c", "@#c" };
	struct row *row = &rows[++nrows];

	*row = (struct row){ .channel = rand_below(&chance, 4) ? HARBOUR : LOG,
	    .verb = rand_below(&chance, 4) ? EVENT_PRIVMSG : EVENT_NOTICE,
	    .sender = 1 + rand_below(&chance, 2),
	    .rank = rand_below(&chance, 3) ? 0 :
		(int)rand_below(&chance, 3) };
	kit_batch_add(b, said_new(&(struct said){ .order = nrows,
	    .channel = row->channel, .verb = row->verb, .user = row->sender,
	    .target = targets[row->rank], .text = rand_below(&chance, 3) ?
	    NULL : "several\nlines" }));
}

static void
add_deed(struct batch *b)
{
	struct row *row = &rows[++nrows];

	*row = (struct row){ .channel = HARBOUR, .sender = ME,
	    .verb = rand_below(&chance, 2) ? EVENT_VERB_JOIN :
		EVENT_VERB_TOPIC };
	b->happened = deed_new(nrows, row, NULL);
}

static void
take_back(struct batch *b)
{
	uint64_t which = 1 + rand_below(&chance, (uint32_t)nrows);
	struct row *old = &rows[which], *row = &rows[nrows + 1];
	char msgid[ID_SIZE];

	if (old->channel != HARBOUR || old->is_gone || old->verb > EVENT_NOTICE)
		return;
	old->is_gone = true;
	said_msgid(which, msgid);
	*row = (struct row){ .channel = HARBOUR, .sender = ME,
	    .verb = EVENT_VERB_REDACT };
	kit_batch_add(b, deed_new(++nrows, row, msgid));
}

static void
fill(struct store *s)
{
	nrows = 0;
	memset(rows, 0, sizeof rows);
	kit_say(s, &(struct said){ .order = ++nrows, .channel = HARBOUR });
	rows[1] = (struct row){ .channel = HARBOUR, .sender = ME };
	while (nrows < ROWS) {
		struct batch *b = kit_batch(NULL);
		unsigned n = rand_below(&chance, 8);

		while (n-- > 0)
			add_message(b);
		if (rand_below(&chance, 2))
			add_deed(b);
		if (rand_below(&chance, 2))
			take_back(b);
		batch_free(kit_write(s, b));
	}
}

/* Any stretches, apart; and perhaps a beginning. */
static struct question_channel
some_rights(uint64_t channel)
{
	struct question_channel c = { .number = channel,
	    .rank = (int)rand_below(&chance, 3),
	    .since = rand_below(&chance, 3) ? 0 :
		rand_below(&chance, ROWS / 2) };
	uint64_t at = rand_below(&chance, 12);

	while (c.nhidden < HIDDEN_MAX && at < ROWS) {
		uint64_t to = at + 1 + rand_below(&chance, 12);

		c.hidden[c.nhidden++] = (struct question_span){ at, to };
		at = to + 1 + rand_below(&chance, 30);
	}
	return c;
}

static bool
is_seen(uint64_t order, const struct question_channel *c, unsigned verbs)
{
	const struct row *row = &rows[order];

	return row->channel == c->number && !row->is_gone &&
	    (verbs & 1u << row->verb) && question_shows(c, order) &&
	    (row->rank <= c->rank || row->sender == ME);
}

static void
list_seen(const struct question_channel *c, unsigned verbs, struct list *out)
{
	uint64_t i;

	out->n = 0;
	for (i = 1; i <= nrows; i++)
		if (is_seen(i, c, verbs))
			out->at[out->n++] = i;
}

static void
assert_same(const struct list *a, const struct list *b)
{
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++)
		assert_int_equal(a->at[i], b->at[i]);
}

/* --- paging --- */

static struct question
question(const struct question_channel *c, unsigned verbs)
{
	return (struct question){ .kind = QUESTION_HISTORY, .channel = *c,
	    .user = ME, .upto = UINT64_MAX, .verbs = verbs };
}

/* By its msgid, or its time: each has a second of its own. */
static struct history_ref
place(uint64_t order, bool by_time)
{
	struct history_ref ref = { .type = by_time ? HISTORY_REF_TIME :
	    HISTORY_REF_MSGID, .time_ms = 1000 * (int64_t)order };
	unsigned char tail[ID_TAIL_BYTES] = { 1 };

	if (rows[order].verb <= EVENT_TAGMSG)
		said_msgid(order, ref.msgid);
	else
		id_make(ref.msgid, ref.time_ms, tail);
	return ref;
}

/* Returns how many rows came; they are put at the end of `got`. */
static size_t
ask(struct store *s, struct question *q, struct list *got)
{
	struct result r;
	size_t i, n;

	q->limit = 1 + rand_below(&chance, PAGE_MAX);
	kit_ask(s, q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_true(r.nrows <= q->limit);
	for (i = 0, n = r.nrows; i < n; i++)
		got->at[got->n++] = r.rows[i].order;
	result_release(&r);
	return n;
}

static void
page_forward(struct store *s, const struct question_channel *c,
    unsigned verbs, struct list *got)
{
	struct question q = question(c, verbs);

	got->n = 0;
	q.part = HISTORY_AFTER;
	q.from = place(0, true);
	while (ask(s, &q, got) > 0)
		q.from = place(got->at[got->n - 1], rand_below(&chance, 2));
}

static void
page_backward(struct store *s, const struct question_channel *c,
    unsigned verbs, struct list *got)
{
	struct question q = question(c, verbs);
	struct list page = { .n = 0 };

	got->n = 0;
	q.part = HISTORY_LATEST;
	while (ask(s, &q, &page) > 0) {
		memmove(&got->at[page.n], got->at, got->n * sizeof got->at[0]);
		memcpy(got->at, page.at, page.n * sizeof got->at[0]);
		got->n += page.n;
		page.n = 0;
		q.part = HISTORY_BEFORE;
		q.from = place(got->at[0], rand_below(&chance, 2));
	}
}

static void
each_row_that_is_seen_comes_once_in_both_directions(void **state)
{
	static struct list wanted, got;
	struct store *s = kit_store_of(state);
	int i;

	rand_seed(&chance, 11);
	fill(s);
	for (i = 0; i < ROUNDS; i++) {
		struct question_channel c = some_rights(HARBOUR);
		unsigned verbs = i % 2 ? ALL : MESSAGES;

		list_seen(&c, verbs, &wanted);
		page_forward(s, &c, verbs, &got);
		assert_same(&got, &wanted);
		page_backward(s, &c, verbs, &got);
		assert_same(&got, &wanted);
	}
}

/* Around and between: no row that is hidden, and as many as there are. */
static void
a_page_is_full_where_there_is_enough(void **state)
{
	struct store *s = kit_store_of(state);
	static struct list wanted, got;
	int i;

	rand_seed(&chance, 12);
	fill(s);
	for (i = 0; i < ROUNDS * 4; i++) {
		struct question_channel c = some_rights(HARBOUR);
		struct question q = question(&c, i % 2 ? ALL : MESSAGES);
		size_t n = 0, j;
		uint64_t from = 1 + rand_below(&chance, ROWS);
		uint64_t to = 1 + rand_below(&chance, ROWS);

		got.n = 0;
		q.part = HISTORY_BETWEEN;
		q.from = place(from, true);
		q.to = place(to, true);
		(void)ask(s, &q, &got);
		list_seen(&c, q.verbs, &wanted);
		for (j = 0; j < wanted.n; j++)
			if (from < to ? wanted.at[j] > from &&
			    wanted.at[j] < to : wanted.at[j] > to &&
			    wanted.at[j] < from)
				wanted.at[n++] = wanted.at[j];
		wanted.n = n;
		if (n > q.limit && from > to)
			memmove(wanted.at, &wanted.at[n - q.limit],
			    q.limit * sizeof wanted.at[0]);
		if (n > q.limit)
			wanted.n = q.limit;
		assert_same(&got, &wanted);
	}
}

/* --- targets and search --- */

static int64_t
latest_of(const struct question_channel *c)
{
	static struct list seen;

	list_seen(c, MESSAGES, &seen);
	return seen.n == 0 ? 0 : 1000 * (int64_t)seen.at[seen.n - 1];
}

static void
targets_tell_the_newest_row_that_is_seen(void **state)
{
	struct store *s = kit_store_of(state);
	int i;

	rand_seed(&chance, 13);
	fill(s);
	for (i = 0; i < ROUNDS; i++) {
		struct question_channel c[2] = { some_rights(HARBOUR),
		    some_rights(LOG) };
		struct question q = { .kind = QUESTION_TARGETS, .user = ME,
		    .upto = UINT64_MAX, .limit = 9, .channels = c,
		    .nchannels = 2, .from = { .type = HISTORY_REF_TIME },
		    .to = { .type = HISTORY_REF_TIME, .time_ms = INT64_MAX } };
		struct result r;
		size_t j, n = 0;

		kit_ask(s, &q, &r);
		for (j = 0; j < 2; j++)
			n += latest_of(&c[j]) > 0;
		assert_int_equal(r.ntargets, n);
		for (j = 0; j < n; j++)
			assert_int_equal(r.targets[j].latest_ms, latest_of(
			    &c[r.targets[j].channel == LOG]));
		result_release(&r);
	}
}

/* In one channel, and in all. */
static void
a_search_finds_the_newest_that_are_seen(void **state)
{
	static struct list wanted, got;
	struct store *s = kit_store_of(state);
	int i;

	rand_seed(&chance, 14);
	fill(s);
	kit_settle(s);
	for (i = 0; i < ROUNDS * 2; i++) {
		struct question_channel c[2] = { some_rights(HARBOUR),
		    some_rights(LOG) };
		struct question q = { .kind = QUESTION_SEARCH, .user = ME,
		    .upto = UINT64_MAX, .channels = c, .nchannels = 2 };
		uint64_t at;

		if (i % 2)
			q.channel = c[0];
		got.n = wanted.n = 0;
		(void)ask(s, &q, &got);
		for (at = 1; at <= nrows; at++)
			if (is_seen(at, &c[0], MESSAGES) ||
			    (i % 2 == 0 && is_seen(at, &c[1], MESSAGES)))
				wanted.at[wanted.n++] = at;
		if (wanted.n > q.limit) {
			memmove(wanted.at, &wanted.at[wanted.n - q.limit],
			    q.limit * sizeof wanted.at[0]);
			wanted.n = q.limit;
		}
		assert_same(&got, &wanted);
	}
}

/* --- while it is deleted --- */

static void
prune(struct store *s, uint64_t upto)
{
	struct store_keep keep = { .age_ms = 1000 };
	uint64_t i;

	store_prune(s, &keep, 1000 * (int64_t)upto + 1001);
	kit_settle(s);
	for (i = 1; i <= upto; i++)
		rows[i].is_gone = true;
}

/* Whoever pages by time goes on where it was; backwards it ends sooner. */
static void
what_is_deleted_meanwhile_does_not_come_and_nothing_twice(void **state)
{
	static struct list wanted, got;
	struct store *s = kit_store_of(state);
	struct question_channel c;
	struct question q;
	uint64_t cut;

	rand_seed(&chance, 15);
	fill(s);
	c = (struct question_channel){ .number = HARBOUR, .rank = 2,
	    .nhidden = 1, .hidden = { { 60, 70 } } };
	q = question(&c, MESSAGES);
	q.part = HISTORY_AFTER;
	q.from = place(0, true);
	got.n = 0;
	for (cut = 10; ask(s, &q, &got) > 0; cut += 10) {
		uint64_t last = got.at[got.n - 1];

		q.from = place(last, true);
		if (cut >= ROWS / 2)
			continue;
		got.n = 0;
		prune(s, cut);
		if (cut > last)
			q.from = place(cut, true);
		else
			got.at[got.n++] = last;
	}
	assert_true(got.n > 1);
	list_seen(&c, MESSAGES, &wanted);
	while (wanted.n > got.n)	/* those of before the last deletion */
		memmove(wanted.at, &wanted.at[1],
		    --wanted.n * sizeof wanted.at[0]);
	assert_same(&got, &wanted);

	got.n = 0;
	list_seen(&c, MESSAGES, &wanted);
	page_backward(s, &c, MESSAGES, &got);
	assert_same(&got, &wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(each_row_that_is_seen_comes_once_in_both_directions),
		KIT_EVERY(a_page_is_full_where_there_is_enough),
		KIT_EVERY(targets_tell_the_newest_row_that_is_seen),
		KIT_EVERY(a_search_finds_the_newest_that_are_seen),
		KIT_EVERY(
		    what_is_deleted_meanwhile_does_not_come_and_nothing_twice),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
