/*
 * digest_test.c -- the same events in the same order give the same state.
 *
 * Two servers share one order of events. Each has clients, capabilities,
 * settings and a clock of its own; chance says what the clients do, how many
 * events each server gets at a time and what is not stored.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "server/event.h"
#include "support/babble.h"
#include "support/bus_shared.h"
#include "support/stage.h"

#include "base/banned.h"

enum { SEEDS = 30, DEEDS = 3000, PEERS = 4, DIGEST_MAX = 1 << 22 };

struct pair {
	struct shared *shared;
	struct stage nodes[SHARED_NODES];
	struct peer *peers[SHARED_NODES][PEERS];
	char token[64];		/* of somebody who has left or not */
	struct rand rand;
};

/* --- the two servers --- */

static void
open_node(struct pair *p, size_t i)
{
	struct stage *st = &p->nodes[i];

	stage_init(st, STAGE_LOCAL, rand_next(&p->rand));
	st->bus = shared_bus(p->shared, i);
	st->bus_is_given = true;
	st->config.flood_control = false;
	st->config.lobby = "#all";
	st->config.ping_timeout_ms = 86400000;
	if (i == 1) {
		st->config.name = "other.test";
		st->config.autojoin = false;
		st->config.lobby_topic = "of the other";
		st->config.log_messages = SERVER_LOG_NONE;
		st->config.channel_keep_ms = 60000;
		st->config.resume_hold_ms = 7000;
		st->now.wall_ms -= 3600000;
		st->now.mono_ms += 77777;
	}
	stage_open(st);
}

/* A client that registers, under a name that may be taken. */
static struct peer *
arrive(struct pair *p, struct stage *st)
{
	char name[16], lines_[128];
	struct peer *peer;

	snprintf(name, sizeof name, "peer%zu", st->npeers);
	peer = stage_connect(st, name, rand_below(&p->rand, 2) ? NULL : "::1");
	if (rand_below(&p->rand, 2) != 0)
		peer_type(peer, "CAP REQ :echo-message labeled-response batch "
		    "server-time message-tags extended-join away-notify "
		    "invite-notify setname draft/pre-away tcpchat/resume");
	if (p->token[0] != '\0' && rand_below(&p->rand, 2) != 0) {
		snprintf(lines_, sizeof lines_, "RESUME %s", p->token);
		peer_type(peer, lines_);
	}
	if (rand_below(&p->rand, 4) == 0)
		peer_type(peer, "AWAY *");
	snprintf(lines_, sizeof lines_, "NICK %s", babble_nick(&p->rand));
	peer_type(peer, lines_);
	peer_type(peer, "USER u 0 * :Real name");
	peer_type(peer, "CAP END");
	return peer;
}

static void
type_something(struct pair *p, struct peer *peer)
{
	char line[512];

	if (rand_below(&p->rand, 100) == 0)
		str_copy(line, sizeof line, "QUIT :bye");
	else
		babble_line(&p->rand, line, sizeof line);
	peer_type(peer, line);
}

/* What it was told, if it was told that, opens its place to another one. */
static void
learn_token(struct pair *p, struct peer *peer)
{
	const char *line, *at;

	while ((line = peer_next_line(peer)) != NULL)
		if ((at = strstr(line, " RESUME ")) != NULL &&
		    strstr(line, "FAIL") == NULL)
			(void)str_copy(p->token, sizeof p->token,
			    at + strlen(" RESUME "));
}

static void
do_deed(struct pair *p)
{
	size_t node = rand_below(&p->rand, SHARED_NODES);
	struct stage *st = &p->nodes[node];
	struct peer **peer = &p->peers[node][rand_below(&p->rand, PEERS)];

	if (*peer != NULL && rand_below(&p->rand, 200) == 0) {
		learn_token(p, *peer);
		peer_break(st, *peer);
	} else if (*peer != NULL && (*peer)->client != NULL)
		type_something(p, *peer);
	else
		*peer = arrive(p, st);
}

static void
turn(struct pair *p)
{
	struct stage *st = &p->nodes[rand_below(&p->rand, SHARED_NODES)];

	st->now.mono_ms += (int64_t)rand_below(&p->rand, 50);
	st->now.wall_ms += (int64_t)rand_below(&p->rand, 50);
	stage_turn(st);
	if (rand_below(&p->rand, 50) == 0)
		assert_true(stage_wait(st, 5000));
}

static void
come_to_rest(struct pair *p)
{
	size_t i, n = 0;

	shared_flow(p->shared);
	while (n != shared_count(p->shared)) {
		n = shared_count(p->shared);
		for (i = 0; i < SHARED_NODES; i++)
			assert_true(stage_settle(&p->nodes[i]));
	}
}

static void
assert_same_state(struct pair *p)
{
	struct buf a, b;

	buf_init(&a, DIGEST_MAX);
	buf_init(&b, DIGEST_MAX);
	server_digest(p->nodes[0].server, &a);
	server_digest(p->nodes[1].server, &b);
	assert_string_equal(buf_str(&a), buf_str(&b));
	assert_true(a.len > 100);
	buf_release(&a);
	buf_release(&b);
}

static void
play(uint64_t seed)
{
	struct pair *p = calloc(1, sizeof *p);
	size_t i;

	assert_non_null(p);
	rand_seed(&p->rand, seed);
	p->shared = shared_new(seed);
	for (i = 0; i < SHARED_NODES; i++)
		open_node(p, i);
	for (i = 0; i < DEEDS; i++) {
		do_deed(p);
		turn(p);
	}
	come_to_rest(p);
	assert_true(shared_count(p->shared) > DEEDS / 10);
	assert_same_state(p);
	for (i = 0; i < SHARED_NODES; i++)
		stage_release(&p->nodes[i]);
	shared_free(p->shared);
	free(p);
}

static void
the_same_events_give_the_same_state(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++)
		play(seed);
}

/* A state that differs in one thing has another digest. */
static void
a_digest_tells_states_apart(void **state)
{
	static const char *const deeds[] = {
		"JOIN #d", "NICK ann", "AWAY :x", "MODE al +i", "TOPIC #c :t",
		"MODE #c +m", "MODE #c +k x", "MODE #c +l 5", "MODE #c +v al",
		"MODE #c +b x", "MODE #c +e x", "MODE #c +I x",
		"INVITE bo #c", "SETNAME :x", "PART #c", "PRIVMSG #c :x",
	};
	struct stage st;
	struct buf before, after;
	struct peer *al, *bo;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
		buf_init(&before, DIGEST_MAX);
		buf_init(&after, DIGEST_MAX);
		stage_init(&st, STAGE_LOCAL, 1);
		stage_open(&st);
		al = stage_connect(&st, "al", NULL);
		bo = stage_connect(&st, "bo", NULL);
		assert_true(peer_register(&st, al, "al", "setname"));
		assert_true(peer_register(&st, bo, "bo", NULL));
		peer_type(al, "JOIN #c");
		assert_true(stage_settle(&st));
		server_digest(st.server, &before);
		peer_type(al, deeds[i]);
		assert_true(stage_settle(&st));
		server_digest(st.server, &after);
		assert_string_not_equal(buf_str(&before), buf_str(&after));
		stage_release(&st);
		buf_release(&before);
		buf_release(&after);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_events_give_the_same_state),
		cmocka_unit_test(a_digest_tells_states_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
