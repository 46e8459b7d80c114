/*
 * paging_test.c -- CHATHISTORY, asked page by page: every message once, in the
 * order in which it was delivered, whichever way one goes.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/id.h"
#include "base/str.h"
#include "proto/irc_tags.h"
#include "support/stage.h"

#include "base/banned.h"

enum { SEEDS = 20, MESSAGES = 150, PAGE_MAX = 12 };

/* Msgids in a row. */
struct row {
	char   ids[MESSAGES * 2][ID_SIZE];
	size_t n;
};

struct house {
	struct stage stage;
	struct peer *al, *bo, *reader;
	struct rand rand;
};

static struct peer *
arrive(struct house *h, const char *nick)
{
	struct peer *p = stage_connect(&h->stage, nick, NULL);

	assert_true(peer_register(&h->stage, p, nick, "draft/chathistory "
	    "batch message-tags server-time echo-message"));
	return p;
}

static void
type(struct house *h, struct peer *p, const char *line)
{
	peer_type(p, line);
	assert_true(stage_settle(&h->stage));
}

/* Adds the msgids of the messages that `p` got: live ones to `live`, those of
 * an answer to `answer`. */
static void
collect(struct peer *p, struct row *live, struct row *answer)
{
	const char *line;
	char tags[512];

	while ((line = peer_next_line(p)) != NULL) {
		struct str_span all = { line + 1, strcspn(line, " ") - 1 };
		const char *command = strchr(line + all.len + 2, ' ');
		struct row *row;

		if (line[0] != '@' || command == NULL ||
		    (!str_starts(command, " PRIVMSG ") &&
		    !str_starts(command, " NOTICE ")))
			continue;
		(void)str_copy_span(tags, sizeof tags, all);
		row = irc_tags_get(tags, "batch", NULL, 0) ? answer : live;
		assert_true(row->n < sizeof row->ids / sizeof row->ids[0]);
		assert_true(irc_tags_get(tags, "msgid", row->ids[row->n],
		    ID_SIZE));
		row->n++;
	}
}

static void
open_house(struct house *h, uint64_t seed)
{
	rand_seed(&h->rand, seed);
	stage_init(&h->stage, seed % 2 == 0 ? STAGE_LOCAL : STAGE_RANDOM,
	    seed);
	h->stage.config.flood_control = false;
	stage_open(&h->stage);
	h->al = arrive(h, "al");
	h->bo = arrive(h, "bo");
	h->reader = arrive(h, "reader");
	type(h, h->al, "JOIN #c");
	type(h, h->bo, "JOIN #c");
	type(h, h->reader, "JOIN #c");
	type(h, h->al, "JOIN #d");
	peer_forget(h->al);
	peer_forget(h->bo);
	peer_forget(h->reader);
}

/* Messages to #c, among others that do not belong there. */
static void
talk(struct house *h)
{
	static const char *const lines[] = {
		"PRIVMSG #c :x", "PRIVMSG #c :y", "NOTICE #c :z",
		"@+react=x TAGMSG #c", "PRIVMSG #d :elsewhere",
		"PRIVMSG bo :private", "TOPIC #c :t",
	};
	int i;

	for (i = 0; i < MESSAGES; i++) {
		struct peer *p = rand_below(&h->rand, 2) ? h->al : h->bo;

		peer_type(p, lines[rand_below(&h->rand,
		    sizeof lines / sizeof lines[0])]);
		if (rand_below(&h->rand, 3) == 0)
			assert_true(stage_settle(&h->stage));
	}
	assert_true(stage_settle(&h->stage));
	peer_forget(h->al);
	peer_forget(h->bo);
}

static void
assert_same(const struct row *a, const struct row *b)
{
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++)
		assert_string_equal(a->ids[i], b->ids[i]);
}

static void
ask(struct house *h, const char *how, const char *id, struct row *page)
{
	char line[128];

	snprintf(line, sizeof line, "CHATHISTORY %s #c msgid=%s %d", how, id,
	    1 + (int)rand_below(&h->rand, PAGE_MAX));
	page->n = 0;
	type(h, h->reader, line);
	collect(h->reader, page, page);
	assert_true(page->n <= PAGE_MAX);
}

static void
page_forward(struct house *h, const struct row *live)
{
	struct row got = { .n = 0 }, page = { .n = 0 };

	memcpy(got.ids[got.n++], live->ids[0], ID_SIZE);
	do {
		ask(h, "AFTER", got.ids[got.n - 1], &page);
		memcpy(got.ids[got.n], page.ids, page.n * ID_SIZE);
		got.n += page.n;
	} while (page.n > 0);
	assert_same(&got, live);
}

/* `got` is filled from its end. */
static void
page_backward(struct house *h, const struct row *live)
{
	struct row got = { .n = 0 }, page = { .n = 0 };
	size_t first = live->n - 1;

	got.n = live->n;
	memcpy(got.ids[first], live->ids[first], ID_SIZE);
	for (;;) {
		ask(h, "BEFORE", got.ids[first], &page);
		if (page.n == 0)
			break;
		assert_true(page.n <= first);
		first -= page.n;
		memcpy(got.ids[first], page.ids, page.n * ID_SIZE);
	}
	assert_int_equal(first, 0);
	assert_same(&got, live);
}

/* What is asked around a place holds it, and its neighbours on both sides. */
static void
look_around(struct house *h, const struct row *live)
{
	size_t at = rand_below(&h->rand, live->n), i;
	struct row page = { .n = 0 };

	ask(h, "AROUND", live->ids[at], &page);
	for (i = 0; i < page.n && !str_eq(page.ids[i], live->ids[at]); i++)
		;
	assert_true(i < page.n);
	assert_true(at >= i);
	for (i = 0; i < page.n; i++)
		if (str_eq(page.ids[i], live->ids[at]))
			break;
	assert_memory_equal(page.ids, live->ids[at - i], page.n * ID_SIZE);
}

static void
every_message_once_in_both_directions(void **state)
{
	static struct row live;
	struct house h;
	uint64_t seed;
	int i;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++) {
		open_house(&h, seed);
		talk(&h);
		live.n = 0;
		collect(h.reader, &live, &live);
		assert_true(live.n > MESSAGES / 4);
		page_forward(&h, &live);
		page_backward(&h, &live);
		for (i = 0; i < 20; i++)
			look_around(&h, &live);
		stage_release(&h.stage);
	}
}

/* A client that fetches the newest page while people talk: what is in the
 * answer and what comes live meet without a gap and without a double. */
static void
history_and_live_lines_meet(void **state)
{
	static struct row lines, answer, live;
	struct house h;
	struct peer *late;
	uint64_t seed;
	int i;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++) {
		open_house(&h, seed);
		lines.n = answer.n = live.n = 0;
		for (i = 0; i < 30; i++)
			peer_type(i % 2 ? h.al : h.bo, "PRIVMSG #c :x");
		late = arrive(&h, "late");
		peer_type(late, "JOIN #c");
		for (i = 0; i < 60; i++) {
			peer_type(i % 2 ? h.al : h.bo, "PRIVMSG #c :y");
			if (i == 20)
				peer_type(late, "CHATHISTORY LATEST #c * 100");
			stage_turn(&h.stage);
		}
		assert_true(stage_settle(&h.stage));
		collect(h.reader, &live, &live);
		collect(late, &lines, &answer);
		assert_int_equal(live.n, 90);
		/* The answer is how it began, the lines how it went on. */
		assert_true(answer.n + lines.n >= live.n);
		assert_memory_equal(answer.ids, live.ids,
		    answer.n * ID_SIZE);
		assert_memory_equal(lines.ids, live.ids[live.n - lines.n],
		    lines.n * ID_SIZE);
		stage_release(&h.stage);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_once_in_both_directions),
		cmocka_unit_test(history_and_live_lines_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
