/* link_test.c -- silence, lag, back-off, sleep, and the end. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/player.h"

#include "base/banned.h"

static void
start(struct player *p)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, "", "CHANTYPES=#");
	player_wait(p, 100);
	player_forget(p);
	p->is_noisy = true;
}

static void
silence_is_probed_after_15_s_and_ends_at_30(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_wait(&p, 14800);
	expect_sent(&p, "");
	player_wait(&p, 200);
	expect_sent(&p, "PING lag\n");
	player_wait(&p, 14800);
	expect_told(&p, "");
	player_wait(&p, 100);
	assert_true(player_has(&p.told, "CLOSE the server has not answered"));
	assert_true(player_has(&p.told, "STATE waiting link 0 ms:"));
	player_release(&p);
}

static void
an_answer_keeps_it_alive_and_measures_the_lag(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_int_equal(session_lag_ms(p.s), -1);
	player_wait(&p, 15000);
	assert_true(session_is_asked(p.s));
	player_wait(&p, 70);
	player_feed(&p, ":srv PONG srv lag");
	assert_false(session_is_asked(p.s));
	assert_in_range(session_lag_ms(p.s), 70, 200);
	player_wait(&p, 14000);
	expect_told(&p, "");
	player_release(&p);
}

static void
any_byte_is_a_sign_of_life(void **state)
{
	struct player p;
	int i;

	(void)state;
	start(&p);
	for (i = 0; i < 10; i++) {
		player_wait(&p, 14000);
		player_feed(&p, ":srv 000 alice :tick");
	}
	assert_int_equal(session_state(p.s), SESSION_ONLINE);
	player_release(&p);
}

/* The wait of the next try, after the connection could not be made. */
static long long
fail_once(struct player *p)
{
	long long ms = -1;

	player_forget(p);
	session_lost(p->s, SESSION_WHY_LINK, "refused", p->now);
	player_settle(p);
	assert_int_equal(sscanf(buf_str(&p->told), "STATE waiting link %lld",
	    &ms), 1);
	player_wait(p, ms);
	assert_true(player_has(&p->told, "CONNECT chat.example:6667"));
	return ms;
}

static void
tries_at_once_then_doubles_to_a_minute_give_or_take_a_fifth(void **state)
{
	static const int seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
	struct player p;
	size_t i;
	long long ms;

	(void)state;
	player_init(&p, NULL);
	p.is_noisy = true;
	session_tick(p.s, p.now);
	session_open(p.s, p.now);
	player_settle(&p);
	assert_int_equal(fail_once(&p), 0);
	for (i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
		ms = fail_once(&p);
		assert_in_range(ms, seconds[i] * 800, seconds[i] * 1200);
	}
	player_release(&p);
}

static void
a_connection_that_held_is_tried_again_at_once(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_break(&p);
	expect_told(&p, "STATE waiting link 0 ms: connection reset\n");
	player_wait(&p, 1);
	player_return(&p);
	player_welcome(&p, "", "CHANTYPES=#");
	player_forget(&p);
	player_break(&p);	/* at once: the next try is not */
	assert_false(player_has(&p.told, "link 0 ms"));
	player_wait(&p, 1300);
	player_return(&p);
	player_welcome(&p, "", "CHANTYPES=#");
	player_wait(&p, 14000);
	player_feed(&p, ":srv PONG lag");
	player_wait(&p, 14000);
	player_feed(&p, ":srv PONG lag");
	player_wait(&p, 14000);
	player_forget(&p);
	player_break(&p);
	assert_true(player_has(&p.told, "link 0 ms"));
	player_release(&p);
}

static void
a_server_that_stays_away_after_a_good_connection_is_not_hammered(void **state)
{
	struct player p;
	int i;

	(void)state;
	start(&p);
	player_wait(&p, 14000);
	player_feed(&p, ":srv PONG lag");
	player_wait(&p, 14000);
	player_feed(&p, ":srv PONG lag");
	player_wait(&p, 14000);
	player_break(&p);
	player_wait(&p, 1);
	p.is_noisy = true;
	for (i = 0; i < 3; i++)
		assert_in_range(fail_once(&p), (1 << i) * 800,
		    (1 << i) * 1200);
	player_release(&p);
}

static void
enter_tries_now(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	session_tick(p.s, p.now);
	session_open(p.s, p.now);
	player_settle(&p);
	fail_once(((p.is_noisy = true), &p));
	session_lost(p.s, SESSION_WHY_LINK, "refused", p.now);
	player_settle(&p);
	player_forget(&p);
	session_open(p.s, p.now);
	player_settle(&p);
	expect_told(&p, "STATE connecting\nCONNECT chat.example:6667\n");
	player_release(&p);
}

static void
waking_from_sleep_probes_at_once_and_waits_no_longer(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	p.now.wall_ms += 3600 * 1000;	/* the steady clock stood still */
	session_tick(p.s, p.now);
	player_settle(&p);
	expect_sent(&p, "PING lag\n");
	player_wait(&p, 15000);
	assert_true(player_has(&p.told, "CLOSE"));
	player_wait(&p, 0);
	session_lost(p.s, SESSION_WHY_LINK, "no network", p.now);
	player_settle(&p);
	player_forget(&p);
	p.now.wall_ms += 3600 * 1000;
	session_tick(p.s, p.now);
	player_settle(&p);
	expect_told(&p, "STATE connecting\nCONNECT chat.example:6667\n");
	player_release(&p);
}

static void
a_steady_clock_that_jumps_is_no_silence(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	p.now.wall_ms += 3600 * 1000;
	p.now.mono_ms += 3600 * 1000;
	session_tick(p.s, p.now);
	player_settle(&p);
	expect_sent(&p, "PING lag\n");
	expect_told(&p, "");
	player_feed(&p, ":srv PONG srv lag");
	player_wait(&p, 14000);
	expect_told(&p, "");
	player_release(&p);
}

static void
another_network_means_now(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	session_network_changed(p.s, p.now);
	session_network_changed(p.s, p.now);
	player_settle(&p);
	expect_sent(&p, "PING lag\n");	/* and only one */
	player_break(&p);
	player_wait(&p, 0);
	session_lost(p.s, SESSION_WHY_LINK, "unreachable", p.now);
	player_settle(&p);
	player_forget(&p);
	session_network_changed(p.s, p.now);
	session_tick(p.s, p.now);
	player_settle(&p);
	expect_told(&p, "STATE connecting\nCONNECT chat.example:6667\n");
	player_release(&p);
}

static void
the_server_s_words_are_the_reason(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, "ERROR :Closing link: (shutting down)");
	player_break(&p);
	expect_told(&p, "STATE waiting error 0 ms: "
	    "Closing link: (shutting down)\n");
	player_wait(&p, 0);
	player_forget(&p);
	session_lost(p.s, SESSION_WHY_LINK, "connection refused", p.now);
	player_settle(&p);	/* which is another matter */
	assert_true(player_has(&p.told, "STATE waiting link"));
	assert_true(player_has(&p.told, "connection refused"));
	player_release(&p);
}

static void
quitting_says_so_and_ends_for_good(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	session_quit(p.s, "good night", p.now);
	player_settle(&p);
	expect_sent(&p, "QUIT :good night\n");
	expect_told(&p, "CLOSE \nSTATE closed quit\n");
	player_wait(&p, 120000);
	expect_told(&p, "");
	player_release(&p);
}

static void
a_refused_certificate_closes(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	p.is_noisy = true;
	session_open(p.s, p.now);
	player_settle(&p);
	player_forget(&p);
	session_lost(p.s, SESSION_WHY_TRUST, "the certificate has changed",
	    p.now);
	player_settle(&p);
	expect_told(&p, "STATE closed trust: the certificate has changed\n");
	player_release(&p);
}

static void
a_server_that_never_welcomes_is_left_after_30_s(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv NOTICE * :*** Looking up your hostname");
	player_wait(&p, 2900);
	expect_sent(&p, "");
	player_wait(&p, 100);	/* it does not know CAP, it seems */
	expect_sent(&p, "NICK alice\nUSER alice 0 * alice\n");
	player_wait(&p, 27000);
	assert_true(player_has(&p.told, "CLOSE the server did not welcome"));
	player_release(&p);
}

static void
a_web_server_is_no_chat_server(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_feed(&p, "HTTP/1.1 400 Bad Request");
	player_wait(&p, 31000);
	assert_true(player_has(&p.told, "CLOSE"));
	player_release(&p);
}

static void
an_idle_session_wakes_only_to_probe(void **state)
{
	struct player p;
	int64_t due;

	(void)state;
	start(&p);
	due = session_tick(p.s, p.now);
	assert_in_range(due - p.now.mono_ms, 14000, 15000);
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_is_probed_after_15_s_and_ends_at_30),
		cmocka_unit_test(an_answer_keeps_it_alive_and_measures_the_lag),
		cmocka_unit_test(any_byte_is_a_sign_of_life),
		cmocka_unit_test(
	    tries_at_once_then_doubles_to_a_minute_give_or_take_a_fifth),
		cmocka_unit_test(a_connection_that_held_is_tried_again_at_once),
		cmocka_unit_test(
		    a_server_that_stays_away_after_a_good_connection_is_not_hammered),
		cmocka_unit_test(enter_tries_now),
		cmocka_unit_test(
		    waking_from_sleep_probes_at_once_and_waits_no_longer),
		cmocka_unit_test(a_steady_clock_that_jumps_is_no_silence),
		cmocka_unit_test(another_network_means_now),
		cmocka_unit_test(the_server_s_words_are_the_reason),
		cmocka_unit_test(quitting_says_so_and_ends_for_good),
		cmocka_unit_test(a_refused_certificate_closes),
		cmocka_unit_test(
		    a_server_that_never_welcomes_is_left_after_30_s),
		cmocka_unit_test(a_web_server_is_no_chat_server),
		cmocka_unit_test(an_idle_session_wakes_only_to_probe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
