/*
 * same_lines_test.c -- whatever people type, when events come back and how
 * input is cut makes no difference to what anybody reads.
 *
 * One at a time types; chance says who and what. The same is played plainly,
 * with events released by chance, and cut into pieces.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/babble.h"
#include "support/stage.h"

#include "base/banned.h"

enum { SEEDS = 25, LINES = 150, PEERS = 5, READ_MAX = 1 << 24 };

static const char *const nicks[PEERS] = { "al", "bo", "cy", "di", "ed" };
static const char *const caps[PEERS] = {
	NULL,
	"echo-message labeled-response batch server-time message-tags "
	    "draft/chathistory",
	"extended-join away-notify invite-notify setname multi-prefix",
	"echo-message standard-replies userhost-in-names", "server-time",
};

/* What a peer got, without msgids: they are names that a bus gives. */
static void
read_all(struct peer *p, struct buf *out)
{
	const char *line;

	while ((line = peer_next_line(p)) != NULL) {
		const char *id = line[0] == '@' ? strstr(line, "msgid=") :
		    NULL;
		int before = id != NULL && id < strchr(line, ' ') ?
		    (int)(id - line) : 0;

		if (before > 0)
			line = id + strcspn(id, "; ");
		assert_true(buf_addf(out, "%s< %.*s%s\n", p->name, before,
		    before > 0 ? "@" : "", line));
	}
}

/* Several lines in one write, by one peer. */
static void
type_some(struct stage *st, struct rand *r, struct peer *p)
{
	char line[512];
	size_t n = 1 + rand_below(r, 3);

	while (n-- > 0) {
		babble_line(r, line, sizeof line);
		if (p->client != NULL)
			peer_type(p, line);
	}
	assert_true(stage_settle(st));
}

static void
play(enum stage_bus kind, bool cuts, uint64_t seed, struct buf *out)
{
	struct stage st;
	struct rand r;
	size_t i, n;

	rand_seed(&r, seed);
	stage_init(&st, kind, seed);
	st.config.flood_control = false;
	st.config.lobby = "#all";
	st.cuts = cuts;
	stage_open(&st);
	for (i = 0; i < PEERS; i++)
		assert_true(peer_register(&st, stage_connect(&st, nicks[i],
		    NULL), nicks[i], caps[i]));
	for (n = 0; n < LINES; n++) {
		type_some(&st, &r, st.peers[rand_below(&r, PEERS)]);
		for (i = 0; i < PEERS; i++)
			read_all(st.peers[i], out);
	}
	stage_release(&st);
}

static void
when_events_come_back_makes_no_difference(void **state)
{
	struct buf plain, other;
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++) {
		buf_init(&plain, READ_MAX);
		buf_init(&other, READ_MAX);
		play(STAGE_LOCAL, false, seed, &plain);
		play(STAGE_RANDOM, seed % 2 == 0, seed, &other);
		assert_true(plain.len > 1000);
		assert_string_equal(buf_str(&plain), buf_str(&other));
		buf_release(&plain);
		buf_release(&other);
	}
}

static void
how_input_is_cut_makes_no_difference(void **state)
{
	struct buf plain, other;
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++) {
		buf_init(&plain, READ_MAX);
		buf_init(&other, READ_MAX);
		play(STAGE_LOCAL, false, seed, &plain);
		play(STAGE_LOCAL, true, seed, &other);
		assert_string_equal(buf_str(&plain), buf_str(&other));
		buf_release(&plain);
		buf_release(&other);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(when_events_come_back_makes_no_difference),
		cmocka_unit_test(how_input_is_cut_makes_no_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
