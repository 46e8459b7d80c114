/* register_test.c -- CAP, names that are taken, refusals, old servers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/player.h"

#include "base/banned.h"

static void
start(struct player *p)
{
	player_init(p, NULL);
	player_connect(p);
}

static void
asks_for_what_it_knows_over_several_lines(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv CAP * LS * :sasl=PLAIN batch\n"
	    ":srv CAP * LS * :server-time away-notify=x");
	expect_sent(&p, "");
	player_feed(&p, ":srv CAP * LS :draft/chathistory what/ever");
	expect_sent(&p, "NICK alice\nUSER alice 0 * alice\n"
	    "CAP REQ :away-notify batch draft/chathistory server-time\n");
	player_feed(&p,
	    ":srv CAP * ACK :away-notify batch draft/chathistory server-time");
	expect_sent(&p, "CAP END\n");
	player_release(&p);
}

static void
what_is_refused_together_is_asked_for_piece_by_piece(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv CAP * LS :batch echo-message");
	player_forget(&p);
	player_feed(&p, ":srv CAP * NAK :batch echo-message");
	expect_sent(&p, "CAP REQ batch\nCAP REQ echo-message\n");
	player_feed(&p, ":srv CAP * ACK :batch");
	expect_sent(&p, "");
	player_feed(&p, ":srv CAP * NAK :echo-message");
	expect_sent(&p, "CAP END\n");
	player_feed(&p, ":srv 001 alice :hi\n:srv 422 alice :-");
	expect_told(&p, "WELCOME alice to  lobby  signs @+\n");
	player_release(&p);
}

static void
capabilities_come_and_go(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_welcome(&p, "cap-notify", "CHANTYPES=# TCPCHAT=1,id=9");
	player_forget(&p);
	player_feed(&p, ":srv CAP alice NEW :message-tags");
	expect_sent(&p, "CAP REQ message-tags\n");
	player_feed(&p, ":srv CAP alice ACK :message-tags");
	session_send(p.s, SESSION_LINE_TEXT, "bob", "x", p.now);
	player_settle(&p);
	assert_true(player_has(&p.sent, "@+tcpchat/id=<1> PRIVMSG bob :x"));
	player_feed(&p, ":srv CAP alice DEL :message-tags");
	player_forget(&p);
	session_send(p.s, SESSION_LINE_TEXT, "bob", "y", p.now);
	player_settle(&p);
	assert_true(player_has(&p.sent, "PRIVMSG bob :y"));
	assert_false(player_has(&p.sent, "@"));
	player_release(&p);
}

static void
a_server_without_cap_is_fine(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 421 * CAP :Unknown command");
	expect_sent(&p, "NICK alice\nUSER alice 0 * alice\n");
	player_feed(&p, ":srv 001 alice :hi\n:srv 376 alice :End");
	expect_told(&p, "WELCOME alice to  lobby  signs @+\n");
	player_release(&p);
}

static void
a_password_is_said_first(void **state)
{
	static const struct session_config config = {
		.host = "h", .port = 1, .nick = "alice", .user = "al",
		.realname = "Alice A", .password = "secret",
	};
	struct player p;

	(void)state;
	player_init(&p, &config);
	player_connect(&p);
	player_feed(&p, ":srv CAP * LS :");
	expect_sent(&p, "PASS secret\nNICK alice\nUSER al 0 * :Alice A\n"
	    "CAP END\n");
	p.is_noisy = true;
	player_feed(&p, ":srv 464 * :Password incorrect\nERROR :bye");
	player_break(&p);
	expect_told(&p, "STATE closed password: bye\n");
	player_release(&p);
}

static void
a_taken_name_gets_a_tail_and_comes_back_when_free(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv CAP * LS :");
	player_forget(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv 433 * alice :Nickname is already in use");
	expect_sent(&p, "NICK alice_\n");
	expect_told(&p,
	    "NOTE info  alice: the name is taken; trying alice_\n");
	player_feed(&p, ":srv 433 * alice_ :Nickname is already in use");
	expect_sent(&p, "NICK alice__\n");
	player_feed(&p, ":srv 433 * alice__ :Nickname is already in use\n"
	    ":srv 433 * alice___ :Nickname is already in use");
	expect_sent(&p, "NICK alice___\nNICK alice4\n");
	player_feed(&p, ":srv 001 alice4 :hi\n:srv 005 alice4 TCPCHAT=1 :-\n"
	    ":srv 422 alice4 :-\n:alice4!a@h JOIN #c\n"
	    ":srv 353 alice4 = #c :alice alice4\n:srv 366 alice4 #c :End");
	assert_string_equal(session_own_nick(p.s), "alice4");
	player_forget(&p);
	player_feed(&p, ":alice!a@h QUIT :gone");
	assert_true(player_has(&p.sent, "NICK alice\n"));
	player_release(&p);
}

static void
a_name_the_server_can_t_take_is_said(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv CAP * LS :");
	p.is_noisy = true;
	player_forget(&p);
	player_feed(&p, ":srv 432 * alice :Erroneous nickname");
	expect_told(&p, "CLOSE Erroneous nickname\n"
	    "STATE closed nick: Erroneous nickname\n");
	player_release(&p);
}

static void
banned_is_final(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv 465 * :You are banned from this server");
	player_break(&p);
	expect_told(&p,
	    "STATE closed banned: You are banned from this server\n");
	player_wait(&p, 100000);
	expect_told(&p, "");
	session_open(p.s, p.now);	/* the person may still try */
	player_settle(&p);
	expect_told(&p, "STATE connecting\nCONNECT chat.example:6667\n");
	player_release(&p);
}

static void
states_lead_to_online_when_nothing_is_owed(void **state)
{
	static const struct session_config config = {
		.host = "h", .port = 1, .nick = "alice",
		.channels = "#a,#b key",
	};
	struct player p;

	(void)state;
	player_init(&p, &config);
	player_connect(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv CAP * LS :");
	player_feed(&p, ":srv 001 alice :hi\n:srv 422 alice :-");
	assert_true(player_has(&p.sent, "JOIN #b key\nJOIN #a\n"));
	expect_told(&p, "WELCOME alice to  lobby  signs @+\n"
	    "STATE syncing\n");
	player_feed(&p, ":alice!a@h JOIN #a\n:srv 471 alice #b :full");
	expect_told(&p, "JOINED #a\nNOTE error srv #b: #b is full: try again later\n"
	    "STATE online\n");
	player_release(&p);
}

static void
a_place_of_isupport_says_what_a_name_is(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_welcome(&p, "", "CHANTYPES=! CASEMAPPING=rfc1459 NETWORK=Net "
	    "LOBBY=!all");
	assert_true(session_is_channel(p.s, "!x"));
	assert_false(session_is_channel(p.s, "#x"));
	assert_true(session_same_name(p.s, "a[]", "A{}"));
	assert_string_equal(session_network(p.s), "Net");
	assert_string_equal(session_lobby(p.s), "!all");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_for_what_it_knows_over_several_lines),
		cmocka_unit_test(
		    what_is_refused_together_is_asked_for_piece_by_piece),
		cmocka_unit_test(capabilities_come_and_go),
		cmocka_unit_test(a_server_without_cap_is_fine),
		cmocka_unit_test(a_password_is_said_first),
		cmocka_unit_test(
		    a_taken_name_gets_a_tail_and_comes_back_when_free),
		cmocka_unit_test(a_name_the_server_can_t_take_is_said),
		cmocka_unit_test(banned_is_final),
		cmocka_unit_test(states_lead_to_online_when_nothing_is_owed),
		cmocka_unit_test(a_place_of_isupport_says_what_a_name_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
