/*
 * ceilings_test.c -- what waits when a ceiling of limits.h is reached, and
 * that nothing is refused or lost for it.
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
#include "proto/limits.h"
#include "server/client.h"
#include "server/server_internal.h"
#include "support/bus_held.h"
#include "support/stage.h"

#include "base/banned.h"

struct house {
	struct stage stage;
	struct peer *al, *bo;	/* registered, with echo-message */
};

static struct peer *
arrive(struct house *h, const char *nick, const char *caps)
{
	struct peer *p = stage_connect(&h->stage, nick, NULL);

	assert_true(peer_register(&h->stage, p, nick, caps));
	peer_forget(p);
	return p;
}

static void
open_house(struct house *h, enum stage_bus kind)
{
	*h = (struct house){ .al = NULL };
	stage_init(&h->stage, kind, 1);
	h->stage.config.flood_control = false;
	stage_open(&h->stage);
	h->al = arrive(h, "al", "echo-message batch draft/chathistory");
	h->bo = arrive(h, "bo", "echo-message");
}

static void
settle(struct house *h)
{
	assert_true(stage_settle(&h->stage));
}

static void
close_house(struct house *h)
{
	stage_release(&h->stage);
}

static size_t
count_lines(struct peer *p, const char *word)
{
	const char *line, *at;
	size_t n = 0;

	while ((line = peer_next_line(p)) != NULL) {
		at = strchr(line, ' ');
		n += at != NULL && str_starts(at + 1, word) &&
		    at[1 + strlen(word)] == ' ';
	}
	return n;
}

static void
say_many(struct peer *p, const char *target, int n, int bytes)
{
	char line[512];
	int i, len;

	for (i = 0; i < n; i++) {
		len = snprintf(line, sizeof line, "PRIVMSG %s :%05d", target,
		    i);
		memset(line + len, '.', sizeof line - (size_t)len);
		line[len + bytes] = '\0';
		peer_type(p, line);
	}
}

/* The numbers that say_many() put into the texts, from 0 on, without a gap. */
static void
assert_in_order(struct peer *p, int n)
{
	const char *line;
	int i;

	for (i = 0; i < n; i++) {
		int64_t number;
		char digits[6];

		line = peer_next_line(p);
		assert_non_null(line);
		(void)str_copy(digits, sizeof digits, strrchr(line, ':') + 1);
		assert_true(str_to_int64(digits, i, i, &number));
	}
}

static void
a_client_has_so_many_events_on_their_way(void **state)
{
	struct house h;

	(void)state;
	open_house(&h, STAGE_HELD);
	h.stage.holds = true;
	say_many(h.al, "bo", 3 * PENDING_EVENTS_MAX, 0);
	settle(&h);
	assert_int_equal(bus_held_count(h.stage.bus), PENDING_EVENTS_MAX);
	assert_true(client_is_waiting(h.al->client));
	/* Others go on. */
	peer_type(h.bo, "PING x");
	settle(&h);
	assert_int_equal(count_lines(h.bo, "PONG"), 1);
	bus_held_release(h.stage.bus);
	settle(&h);
	assert_int_equal(bus_held_count(h.stage.bus), PENDING_EVENTS_MAX);
	h.stage.holds = false;
	settle(&h);
	assert_in_order(h.al, 3 * PENDING_EVENTS_MAX);
	assert_in_order(h.bo, 3 * PENDING_EVENTS_MAX);
	assert_false(client_is_waiting(h.al->client));
	close_house(&h);
}

static void
and_so_many_bytes(void **state)
{
	char tagged[4200];
	struct house h;
	int i;

	(void)state;
	open_house(&h, STAGE_HELD);
	h.stage.holds = true;
	memcpy(tagged, "@+a=", 4);
	memset(tagged + 4, 't', 4000);
	(void)str_copy(tagged + 4004, 100, " PRIVMSG bo :x");
	for (i = 0; i < PENDING_EVENTS_MAX; i++)
		peer_type(h.al, tagged);
	settle(&h);
	assert_true(bus_held_count(h.stage.bus) < 20);
	assert_true(h.al->client->pending_bytes >= PENDING_BYTES_MAX);
	assert_true(h.al->client->pending_bytes < PENDING_BYTES_MAX + 8192);
	h.stage.holds = false;
	settle(&h);
	assert_int_equal(count_lines(h.bo, "PRIVMSG"), PENDING_EVENTS_MAX);
	close_house(&h);
}

/* 1,100 clients with 64 messages each: none is refused, all in order. */
static void
a_full_bus_makes_commands_wait(void **state)
{
	enum { CROWD = 1100 };
	static struct peer *crowd[CROWD];
	struct house h;
	char nick[32];
	int i;

	(void)state;
	open_house(&h, STAGE_HELD);
	for (i = 0; i < CROWD; i++) {
		snprintf(nick, sizeof nick, "p%d", i);
		crowd[i] = stage_connect(&h.stage, nick, NULL);
		snprintf(nick, sizeof nick, "NICK p%d", i);
		peer_type(crowd[i], nick);
		peer_type(crowd[i], "USER u 0 * :u");
	}
	settle(&h);
	h.stage.holds = true;
	for (i = 0; i < CROWD; i++)
		say_many(crowd[i], "bo", PENDING_EVENTS_MAX, 0);
	settle(&h);
	assert_int_equal(bus_held_count(h.stage.bus), BUS_EVENTS_MAX);
	/* Everybody waits now, and is waited for in turn. */
	peer_type(h.al, "PING x");
	settle(&h);
	assert_int_equal(count_lines(h.al, "PONG"), 0);
	assert_true(client_is_waiting(h.al->client));
	/* Not all at once: bo could not read that fast. */
	while (bus_held_count(h.stage.bus) > 0) {
		for (i = 0; i < 1000 && bus_held_count(h.stage.bus) > 0; i++)
			bus_held_release(h.stage.bus);
		settle(&h);
	}
	assert_int_equal(count_lines(h.al, "PONG"), 1);
	assert_int_equal(count_lines(h.bo, "PRIVMSG"),
	    CROWD * PENDING_EVENTS_MAX);
	close_house(&h);
}

/* 700 readers and 300 lines: more than one turn's share of deliveries. */
static void
a_turn_has_a_share_of_deliveries(void **state)
{
	enum { CROWD = 700, LINES = 300 };
	static struct peer *crowd[CROWD];
	struct house h;
	char nick[32];
	int i;

	(void)state;
	open_house(&h, STAGE_HELD);
	peer_type(h.al, "JOIN #c");
	for (i = 0; i < CROWD; i++) {
		snprintf(nick, sizeof nick, "p%d", i);
		crowd[i] = stage_connect(&h.stage, nick, NULL);
		snprintf(nick, sizeof nick, "NICK p%d", i);
		peer_type(crowd[i], nick);
		peer_type(crowd[i], "USER u 0 * :u");
		peer_type(crowd[i], "JOIN #c");
	}
	settle(&h);
	for (i = 0; i < CROWD; i++)
		peer_forget(crowd[i]);
	h.stage.holds = true;
	for (i = 0; i < LINES / 50; i++)
		say_many(crowd[i], "#c", 50, 0);
	settle(&h);
	assert_int_equal(bus_held_count(h.stage.bus), LINES);
	bus_held_release_all(h.stage.bus);
	server_turn(h.stage.server, h.stage.now);
	assert_true(server_has_work(h.stage.server));
	assert_false(bus_is_idle(h.stage.bus));
	settle(&h);
	for (i = LINES / 50; i < CROWD; i++)
		assert_int_equal(count_lines(crowd[i], "PRIVMSG"), LINES);
	close_house(&h);
}

static void
one_is_in_so_many_channels(void **state)
{
	struct house h;
	char line[64];
	int i;

	(void)state;
	open_house(&h, STAGE_LOCAL);
	for (i = 0; i < CHANNELS_PER_USER + 5; i++) {
		snprintf(line, sizeof line, "JOIN #c%d", i);
		peer_type(h.al, line);
	}
	settle(&h);
	assert_int_equal(count_lines(h.al, "405"), 5);
	peer_type(h.al, "JOIN 0");
	settle(&h);
	assert_int_equal(count_lines(h.al, "PART"), CHANNELS_PER_USER);
	/* In one line, too: what was posted first counts for the rest. */
	line[0] = '\0';
	for (i = 0; i < CHANNELS_PER_USER - 1; i++) {
		snprintf(line, sizeof line, "JOIN #d%d", i);
		peer_type(h.al, line);
	}
	peer_type(h.al, "JOIN #e1,#e2,#e3");
	settle(&h);
	assert_int_equal(count_lines(h.al, "405"), 2);
	close_house(&h);
}

/* One more invitation and the oldest gives way. */
static void
one_is_invited_to_so_many_channels(void **state)
{
	struct house h;
	char line[64];
	int i;

	(void)state;
	open_house(&h, STAGE_LOCAL);
	for (i = 0; i < INVITES_MAX + 3; i++) {
		snprintf(line, sizeof line, "JOIN #c%d", i);
		peer_type(h.al, line);
		snprintf(line, sizeof line, "INVITE bo #c%d", i);
		peer_type(h.al, line);
	}
	settle(&h);
	assert_int_equal(count_lines(h.bo, "INVITE"), INVITES_MAX + 3);
	peer_type(h.bo, "INVITE");
	settle(&h);
	for (i = 0; i < INVITES_MAX; i++) {
		const char *name = strrchr(peer_next_line(h.bo), '#');

		assert_string_not_equal(name, "#c0");
		assert_string_not_equal(name, "#c2");
	}
	assert_int_equal(count_lines(h.bo, "337"), 1);
	close_house(&h);
}

/* Of too many that are kept the oldest go, the lobby and full ones never. */
static void
so_many_empty_channels_are_kept(void **state)
{
	enum { TOO_MANY = 20 };
	struct house h;
	char line[128];
	int i;

	(void)state;
	open_house(&h, STAGE_LOCAL);
	for (i = 0; i < CHANNELS_KEPT_MAX + TOO_MANY; i++) {
		snprintf(line, sizeof line, "JOIN #c%d", i);
		peer_type(h.al, line);
		snprintf(line, sizeof line, "NOTICE #c%d :x", i);
		peer_type(h.al, line);
		snprintf(line, sizeof line, "PART #c%d", i);
		peer_type(h.al, line);
	}
	settle(&h);
	peer_forget(h.al);
	assert_int_equal(h.stage.server->channels.count,
	    CHANNELS_KEPT_MAX + TOO_MANY);
	assert_true(stage_wait(&h.stage, 30000));
	assert_int_equal(h.stage.server->channels.count, CHANNELS_KEPT_MAX);
	assert_null(channel_find(h.stage.server, "#c0"));
	assert_null(channel_find(h.stage.server, "#c19"));
	assert_non_null(channel_find(h.stage.server, "#c20"));
	close_house(&h);
}

/* Users without a client are held up to a bound, and of one address up to
 * another one: past it a broken connection is the end. */
static void
holds_so_many_of_one_address(void **state)
{
	struct house h;
	char nick[16];
	int i;

	(void)state;
	open_house(&h, STAGE_LOCAL);
	for (i = 0; i < HELD_PER_HOST_MAX + 3; i++) {
		snprintf(nick, sizeof nick, "n%d", i);
		peer_break(&h.stage, arrive(&h, nick, "tcpchat/resume"));
		settle(&h);
	}
	assert_int_equal(h.stage.server->nheld, HELD_PER_HOST_MAX);
	assert_int_equal(h.stage.server->users.count, HELD_PER_HOST_MAX + 2);
	assert_true(stage_wait(&h.stage, 61000));
	assert_int_equal(h.stage.server->nheld, 0);
	assert_int_equal(h.stage.server->users.count, 2);
	close_house(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_has_so_many_events_on_their_way),
		cmocka_unit_test(and_so_many_bytes),
		cmocka_unit_test(a_full_bus_makes_commands_wait),
		cmocka_unit_test(a_turn_has_a_share_of_deliveries),
		cmocka_unit_test(one_is_in_so_many_channels),
		cmocka_unit_test(one_is_invited_to_so_many_channels),
		cmocka_unit_test(so_many_empty_channels_are_kept),
		cmocka_unit_test(holds_so_many_of_one_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
