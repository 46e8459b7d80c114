/* server_test.c -- the server and its edge: stopping, settings, idling. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/dialect.h"
#include "server/client.h"
#include "server/outq.h"
#include "server/server_internal.h"
#include "store/store.h"
#include "support/bus_held.h"
#include "support/stage.h"

#include "base/banned.h"

static struct peer *
arrive(struct stage *st, const char *nick, const char *caps)
{
	struct peer *p = stage_connect(st, nick, NULL);

	assert_true(peer_register(st, p, nick, caps));
	peer_forget(p);
	return p;
}

static void
assert_next(struct peer *p, const char *line)
{
	const char *next = peer_next_line(p);

	assert_non_null(next);
	assert_string_equal(next, line);
}

static void
stopping_tells_everyone_why(void **state)
{
	struct stage st;
	struct peer *al, *raw, *late;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	raw = stage_connect(&st, "raw", NULL);
	server_turn(st.server, st.now);
	server_stop(st.server, "The server is going down");
	server_end_turn(st.server);
	assert_true(stage_settle(&st));
	assert_next(al, "ERROR :Closing link: 127.0.0.1 "
	    "(The server is going down)");
	assert_next(raw, "ERROR :Closing link: 127.0.0.1 "
	    "(The server is going down)");
	assert_null(al->client);
	assert_null(raw->client);
	late = stage_connect(&st, "late", NULL);
	assert_null(late->client);
	assert_string_equal(late->refused, "The server is stopping");
	stage_release(&st);
}

/* What was taken before the stop is stored, and its sender hears of it. */
static void
stopping_loses_nothing_that_was_taken(void **state)
{
	struct stage st;
	struct peer *al, *bo;

	(void)state;
	stage_init(&st, STAGE_HELD, 1);
	stage_open(&st);
	al = arrive(&st, "al", "echo-message");
	bo = arrive(&st, "bo", NULL);
	st.holds = true;
	peer_type(al, "PRIVMSG bo :last");
	assert_true(stage_settle(&st));
	assert_int_equal(bus_held_count(st.bus), 1);
	server_turn(st.server, st.now);
	server_stop(st.server, "Bye");
	server_end_turn(st.server);
	assert_false(bus_is_idle(st.bus));
	st.holds = false;
	assert_true(stage_settle(&st));
	assert_true(bus_is_idle(st.bus));
	assert_int_not_equal(store_last_ms(st.store), 0);
	assert_null(al->client);
	assert_null(bo->client);
	stage_release(&st);
}

/* A closed one is owed its ERROR; one that does not take it is the edge's. */
static void
a_closed_client_is_done_when_its_last_bytes_went(void **state)
{
	struct stage st;
	struct peer *al;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	server_turn(st.server, st.now);
	assert_false(client_is_closed(al->client));
	client_close(al->client, "first reason");
	client_close(al->client, "second reason");
	client_input(al->client, "PING x\r\n", 8);
	client_input_end(al->client);
	assert_true(client_is_closed(al->client));
	assert_false(client_is_done(al->client));
	server_end_turn(st.server);
	assert_true(stage_settle(&st));
	assert_next(al, "ERROR :Closing link: 127.0.0.1 (first reason)");
	assert_null(peer_next_line(al));
	assert_null(al->client);
	stage_release(&st);
}

static void
an_idle_client_holds_no_buffers(void **state)
{
	struct stage st;
	struct peer *al;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", "batch labeled-response");
	peer_type(al, "JOIN #c");
	peer_type(al, "PRIVMSG #c :x");
	peer_type(al, "@label=1 WHO #c");
	assert_true(stage_settle(&st));
	assert_null(al->client->out.first);
	assert_int_equal(codec_held(al->client->codec), 0);
	assert_null(al->client->held);
	assert_null(al->client->answers);
	assert_null(al->client->longs);
	assert_null(al->client->registration);
	stage_release(&st);
}

static void
each_dirty_client_is_given_once(void **state)
{
	struct stage st;
	struct peer *al, *bo;
	struct client *c;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	bo = arrive(&st, "bo", NULL);
	server_turn(st.server, st.now);
	client_input(al->client, "PING 1\r\nPING 2\r\n", 16);
	client_input(bo->client, "PING 1\r\n", 8);
	client_input(al->client, "PING 3\r\n", 8);
	server_end_turn(st.server);
	c = server_next_dirty(st.server);
	assert_ptr_equal(c, al->client);
	c = server_next_dirty(st.server);
	assert_ptr_equal(c, bo->client);
	assert_null(server_next_dirty(st.server));
	al->is_deaf = bo->is_deaf = true;
	stage_release(&st);
}

static void
the_tick_says_when_it_wants_to_be_called(void **state)
{
	struct stage st;
	struct peer *raw;
	int64_t wait;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	st.config.registration_timeout_ms = 2000;
	stage_open(&st);
	raw = stage_connect(&st, "raw", "192.0.2.1");
	server_turn(st.server, st.now);
	wait = server_tick(st.server);
	assert_true(wait > 0 && wait <= 2000);
	st.now.mono_ms += 2001 + wait;
	server_turn(st.server, st.now);
	wait = server_tick(st.server);
	server_end_turn(st.server);
	assert_true(wait > 0);
	assert_true(client_is_closed(raw->client));
	stage_release(&st);
}

/* One that waits for tokens is called for when it has one, not later. */
static void
the_tick_knows_who_waits_for_tokens(void **state)
{
	struct stage st;
	struct peer *al;
	int i;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = stage_connect(&st, "al", "192.0.2.1");
	assert_true(peer_register(&st, al, "al", NULL));
	for (i = 0; i < 100; i++)
		peer_type(al, "PING x");
	assert_true(stage_settle(&st));
	assert_true(client_is_waiting(al->client));
	server_turn(st.server, st.now);
	assert_in_range(server_tick(st.server), 1, 1000 / 12 + 2);
	server_end_turn(st.server);
	stage_release(&st);
}

/* A write that fails does so when the turn has ended: the others are told in
 * the next one, which must not wait for a timer. */
static void
who_breaks_behind_the_turn_leaves_at_once(void **state)
{
	struct stage st;
	struct peer *al, *bo;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	bo = arrive(&st, "bo", NULL);
	peer_type(al, "JOIN #c");
	peer_type(bo, "JOIN #c");
	assert_true(stage_settle(&st));
	peer_forget(bo);
	server_turn(st.server, st.now);
	server_end_turn(st.server);
	assert_false(server_has_work(st.server));
	client_close(al->client, "Broken pipe");
	assert_true(server_has_work(st.server));
	assert_true(stage_settle(&st));
	assert_next(bo, ":al!al@127.0.0.1 QUIT :Broken pipe");
	stage_release(&st);
}

/* More than one piece of LIST, and a line behind it that has to wait. */
static struct peer *
ask_for_more_than_is_read(struct stage *st)
{
	struct peer *al = arrive(st, "al", NULL);
	char line[IRC_LINE_BODY_MAX];
	int i;

	for (i = 0; i < 98; i++) {
		snprintf(line, sizeof line, "JOIN #%d", i);
		peer_type(al, line);
		snprintf(line, sizeof line, "TOPIC #%d :%0380d", i, i);
		peer_type(al, line);
	}
	assert_true(stage_settle(st));
	peer_forget(al);
	peer_hear(st, al, false);
	peer_type(al, "LIST");
	peer_type(al, "PING x");
	assert_true(stage_settle(st));
	assert_true(client_is_waiting(al->client));
	return al;
}

/* It is not us who keep it waiting: a peer that stopped reading would stay for
 * ever, and so would one that ended its side. */
static void
who_does_not_read_a_long_answer_times_out(void **state)
{
	struct stage st;
	struct peer *al;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	st.config.ping_timeout_ms = 120000;
	stage_open(&st);
	al = ask_for_more_than_is_read(&st);
	assert_true(stage_wait(&st, 100000));
	assert_false(client_is_closed(al->client));
	peer_take(&st, al, 1000);	/* slow is alive */
	assert_true(stage_wait(&st, 100000));
	assert_false(client_is_closed(al->client));
	assert_true(stage_wait(&st, 60000));
	assert_true(stage_logged(&st, "reason=Ping timeout"));
	stage_release(&st);
}

/* A channel of more names than one piece of NAMES holds; `al` made it. */
static struct peer *
fill_a_channel(struct stage *st)
{
	struct peer *al = arrive(st, "al", NULL);
	char nick[NICK_LEN + 1];
	int i;

	peer_type(al, "JOIN #c");
	for (i = 0; i < 400; i++) {
		snprintf(nick, sizeof nick, "n%029d", i);
		peer_type(arrive(st, nick, NULL), "JOIN #c");
	}
	assert_true(stage_settle(st));
	return al;
}

/* What was hidden between two pieces of an answer is not in the second. */
static void
a_channel_that_hides_ends_the_list_of_its_names(void **state)
{
	struct stage st;
	struct peer *al, *bo;
	const char *line;
	int names = 0, ends = 0;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = fill_a_channel(&st);
	bo = arrive(&st, "bo", "userhost-in-names");
	peer_hear(&st, bo, false);
	peer_type(bo, "NAMES #c");
	assert_true(stage_settle(&st));
	peer_type(al, "MODE #c +s");
	assert_true(stage_settle(&st));
	peer_hear(&st, bo, true);
	assert_true(stage_settle(&st));
	while ((line = peer_next_line(bo)) != NULL) {
		names += str_starts(line, ":irc.test 353 ");
		ends += str_starts(line, ":irc.test 366 ");
	}
	assert_in_range(names, 1, 60);	/* of 81 */
	assert_int_equal(ends, 1);
	stage_release(&st);
}

/* What is read again holds from then on; texts are copied. */
static void
settings_are_copied(void **state)
{
	struct stage st;
	struct peer *al;
	char motd[] = "before\n";

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	st.config.motd = motd;
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	memcpy(motd, "change\n", 7);
	peer_type(al, "MOTD");
	assert_true(stage_settle(&st));
	(void)peer_next_line(al);
	assert_next(al, ":irc.test 372 al :- before");
	peer_forget(al);
	stage_configure(&st);
	peer_type(al, "MOTD");
	assert_true(stage_settle(&st));
	(void)peer_next_line(al);
	assert_next(al, ":irc.test 372 al :- change");
	stage_release(&st);
}

/* --- what a crash must not lose --- */

/* When the last member left, as the store has it; -1: no such channel. */
struct row_asked {
	const char *name;
	int64_t left_ms;
};

static void
look_at_row(void *ctx, const struct store_channel *c)
{
	struct row_asked *asked = ctx;

	if (str_eq(c->name, asked->name))
		asked->left_ms = c->left_ms;
}

static int64_t
stored_left_ms(struct stage *st, const char *name)
{
	struct row_asked asked = { name, -1 };

	assert_true(store_load(st->store, look_at_row, &asked));
	return asked.left_ms;
}

/* Else a channel in daily use could end an hour after a crash: its row would
 * still say that it has been empty for nearly all of channel-keep. */
static void
whoever_comes_back_ends_the_leaving_on_disk(void **state)
{
	struct stage st;
	struct peer *al;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	stage_open(&st);
	al = arrive(&st, "al", NULL);
	peer_type(al, "JOIN #c");
	peer_type(al, "PRIVMSG #c :x");
	peer_type(al, "PART #c");
	assert_true(stage_settle(&st));
	assert_true(stored_left_ms(&st, "#c") > 0);
	peer_type(al, "JOIN #c");
	assert_true(stage_settle(&st));
	assert_int_equal(stored_left_ms(&st, "#c"), 0);
	stage_release(&st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stopping_tells_everyone_why),
		cmocka_unit_test(stopping_loses_nothing_that_was_taken),
		cmocka_unit_test(
		    a_closed_client_is_done_when_its_last_bytes_went),
		cmocka_unit_test(an_idle_client_holds_no_buffers),
		cmocka_unit_test(each_dirty_client_is_given_once),
		cmocka_unit_test(the_tick_says_when_it_wants_to_be_called),
		cmocka_unit_test(the_tick_knows_who_waits_for_tokens),
		cmocka_unit_test(who_breaks_behind_the_turn_leaves_at_once),
		cmocka_unit_test(who_does_not_read_a_long_answer_times_out),
		cmocka_unit_test(a_channel_that_hides_ends_the_list_of_its_names),
		cmocka_unit_test(settings_are_copied),
		cmocka_unit_test(whoever_comes_back_ends_the_leaving_on_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
