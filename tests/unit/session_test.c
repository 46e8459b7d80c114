/* session_test.c -- connecting, registering, joining, talking. */
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
says_nothing_but_cap_before_the_server_has_answered(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	p.is_noisy = true;
	session_open(p.s, p.now);
	player_settle(&p);
	expect_told(&p, "STATE connecting\nCONNECT chat.example:6667\n");
	session_connected(p.s, &(struct session_link){ .tls = false }, p.now);
	player_settle(&p);
	expect_sent(&p, "CAP LS 302\n");
	player_feed(&p, ":srv CAP * LS :multi-prefix unheard-of");
	expect_sent(&p, "NICK alice\nUSER alice 0 * alice\n"
	    "CAP REQ multi-prefix\n");
	player_feed(&p, ":srv CAP * ACK :multi-prefix");
	expect_sent(&p, "CAP END\n");
	player_release(&p);
}

static void
joins_the_lobby_and_tells_its_members_once(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_feed(&p, ":srv CAP * LS :echo-message message-tags");
	player_feed(&p, ":srv CAP * ACK :echo-message message-tags");
	player_feed(&p, ":srv 001 alice :Welcome\n"
	    ":srv 005 alice LOBBY=#all NETWORK=office TCPCHAT=1,id=86400 "
	    "PREFIX=(ov)@+ :are supported\n"
	    ":srv 422 alice :no MOTD\n"
	    ":alice!alice@host JOIN #all");
	expect_told(&p, "WELCOME alice to office lobby #all signs @+ echo\n"
	    "JOINED #all lobby\n");
	player_feed(&p, ":srv 332 alice #all :Welcome all\n"
	    ":srv 353 alice = #all :@bob +carol\n"
	    ":srv 353 alice = #all alice\n"
	    ":srv 366 alice #all :End");
	expect_told(&p, "TOPIC #all by  at 0: Welcome all\n"
	    "MEMBERS #all +@bob ++carol +alice (3, list)\n");
	player_feed(&p, ":dave!d@h JOIN #all\n:bob!b@h QUIT :bye");
	expect_told(&p, "MEMBERS #all +dave (4)\n"
	    "MESSAGE #all join dave: \n"
	    "MEMBERS #all -@bob (3)\n"
	    "MESSAGE #all quit bob: bye\n");
	player_release(&p);
}

static void
an_echo_with_its_label_settles_a_message(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, "echo-message message-tags labeled-response batch",
	    "LOBBY=#all CHANTYPES=# TCPCHAT=1,id=86400 CASEMAPPING=ascii");
	player_forget(&p);
	assert_non_null(session_send(p.s, SESSION_LINE_TEXT, "#all", "hello",
	    p.now));
	player_settle(&p);
	expect_told(&p, "DELIVERY #all <1> waits first: hello\n"
	    "DELIVERY #all <1> written\n");
	expect_sent(&p, "@+tcpchat/id=<1>;label=<1> PRIVMSG #all :hello\n");
	player_feed(&p, ":bob!b@h PRIVMSG #all :\001ACTION waves\001");
	assert_string_equal(player_id(&p, 1), player_id(&p, 1));
	expect_told(&p, "MESSAGE #all action bob: waves\n");
	session_send(p.s, SESSION_LINE_ACTION, "#all", "nods", p.now);
	player_settle(&p);
	expect_sent(&p, "@+tcpchat/id=<2>;label=<2> PRIVMSG #all "
	    ":\001ACTION nods\001\n");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    says_nothing_but_cap_before_the_server_has_answered),
		cmocka_unit_test(joins_the_lobby_and_tells_its_members_once),
		cmocka_unit_test(an_echo_with_its_label_settles_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
