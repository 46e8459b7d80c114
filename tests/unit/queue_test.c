/* queue_test.c -- pace, and people before requests of our own. */
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
start(struct player *p, const char *isupport)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, "", isupport);
	player_wait(p, 10000);
	player_forget(p);
}

static size_t
count(struct buf *b, const char *text)
{
	const char *at = buf_str(b);
	size_t n = 0;

	for (; (at = strstr(at, text)) != NULL; at++)
		n++;
	return n;
}

static void
say_lines(struct player *p, int n)
{
	char text[16];
	int i;

	for (i = 1; i <= n; i++) {
		snprintf(text, sizeof text, "line %d", i);
		session_send(p->s, SESSION_LINE_TEXT, "bob", text, p->now);
	}
	player_settle(p);
}

static void
thirty_three_lines_take_their_time_elsewhere(void **state)
{
	struct player p;
	int i;

	(void)state;
	start(&p, "CHANTYPES=#");
	say_lines(&p, 33);
	assert_int_equal(count(&p.sent, "PRIVMSG"), 5);
	player_wait(&p, 1999);
	assert_int_equal(count(&p.sent, "PRIVMSG"), 5);
	player_wait(&p, 1);
	assert_int_equal(count(&p.sent, "PRIVMSG"), 6);
	for (i = 0; i < 4; i++) {
		player_feed(&p, ":srv 000 a :still here");
		player_wait(&p, 12000);
	}
	assert_true(count(&p.sent, "PRIVMSG") < 33);
	player_feed(&p, ":srv 000 a :still here");
	player_wait(&p, 14000);
	assert_int_equal(count(&p.sent, "PRIVMSG"), 33);
	assert_true(player_has(&p.sent, "line 32\nPRIVMSG bob :line 33\n"));
	player_release(&p);
}

static void
our_own_server_gets_everything_at_once(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=# TCPCHAT=1,id=86400");
	say_lines(&p, 33);
	assert_int_equal(count(&p.sent, "PRIVMSG"), 33);
	player_release(&p);
}

static void
pong_and_quit_pass(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=#");
	say_lines(&p, 10);
	player_forget(&p);
	player_feed(&p, "PING :are you there");
	expect_sent(&p, "PONG :are you there\n");
	session_quit(p.s, "bye", p.now);
	player_settle(&p);
	expect_sent(&p, "QUIT bye\n");
	player_release(&p);
}

static void
commands_and_messages_keep_their_order(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=#");
	session_send(p.s, SESSION_LINE_TEXT, "bob", "one", p.now);
	session_topic(p.s, "#c", "new topic");
	session_send(p.s, SESSION_LINE_TEXT, "bob", "two", p.now);
	session_mode(p.s, "#c", "+o bob");
	player_settle(&p);
	expect_sent(&p, "PRIVMSG bob :one\nTOPIC #c :new topic\n"
	    "PRIVMSG bob :two\nMODE #c +o bob\nPING 1\n");
	player_release(&p);
}

static void
each_command_has_its_line(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=# TCPCHAT=1");
	session_join(p.s, "#a,#b", "key");
	session_part(p.s, "#a", "");
	session_part(p.s, "#b", "so long");
	session_nick(p.s, "alicia");
	session_away(p.s, "at lunch");
	session_away(p.s, "");
	session_kick(p.s, "#c", "bob", "");
	session_invite(p.s, "bob", "#c");
	session_whois(p.s, "bob");
	session_whowas(p.s, "bob");
	session_list(p.s, "");
	session_list(p.s, "*x*");
	session_motd(p.s);
	session_raw(p.s, "MODE #c b");
	player_settle(&p);
	expect_sent(&p, "JOIN #a key\nJOIN #b key\nPART #a\n"
	    "PART #b :so long\nNICK alicia\nAWAY :at lunch\nAWAY\n"
	    "KICK #c bob\nINVITE bob #c\nWHOIS bob bob\nWHOWAS bob\nLIST\n"
	    "LIST *x*\nMOTD\nMODE #c b\n");
	player_release(&p);
}

static void
what_can_t_be_a_line_is_refused(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=#");
	p.is_noisy = true;
	session_topic(p.s, "#c", "two\r\nQUIT");
	session_kick(p.s, "#c", "two words", "");
	session_raw(p.s, "");
	player_settle(&p);
	expect_sent(&p, "KICK #c :two words\n");
	assert_int_equal(count(&p.told, "NOTE error"), 2);
	player_release(&p);
}

static void
without_a_connection_commands_say_so_and_joins_wait(void **state)
{
	struct player p;

	(void)state;
	start(&p, "CHANTYPES=#");
	player_break(&p);
	p.is_noisy = true;
	player_forget(&p);
	session_topic(p.s, "#c", "x");
	session_join(p.s, "#later", NULL);
	player_settle(&p);
	expect_told(&p, "NOTE error  TOPIC: there is no connection\n");
	player_wait(&p, 10);
	player_return(&p);
	player_welcome(&p, "", "CHANTYPES=#");
	assert_true(player_has(&p.sent, "JOIN #later\n"));
	player_release(&p);
}

static void
typing_is_thinned_out_and_never_delays(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, "message-tags", "CHANTYPES=# TCPCHAT=1");
	session_talk(p.s, "bob");
	player_forget(&p);
	session_typing(p.s, "bob", SESSION_TYPING_ACTIVE, p.now);
	session_typing(p.s, "bob", SESSION_TYPING_ACTIVE, p.now);
	player_settle(&p);
	expect_sent(&p, "@+typing=active TAGMSG bob\n");
	player_wait(&p, 3000);
	session_typing(p.s, "bob", SESSION_TYPING_ACTIVE, p.now);
	session_typing(p.s, "bob", SESSION_TYPING_DONE, p.now);
	player_settle(&p);
	expect_sent(&p, "@+typing=active TAGMSG bob\n"
	    "@+typing=done TAGMSG bob\n");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirty_three_lines_take_their_time_elsewhere),
		cmocka_unit_test(our_own_server_gets_everything_at_once),
		cmocka_unit_test(pong_and_quit_pass),
		cmocka_unit_test(commands_and_messages_keep_their_order),
		cmocka_unit_test(each_command_has_its_line),
		cmocka_unit_test(what_can_t_be_a_line_is_refused),
		cmocka_unit_test(
		    without_a_connection_commands_say_so_and_joins_wait),
		cmocka_unit_test(typing_is_thinned_out_and_never_delays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
