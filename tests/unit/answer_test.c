/* answer_test.c -- WHOIS, LIST, errors and the server's words. */
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
	player_welcome(p, "", "CHANTYPES=# TCPCHAT=1");
	player_forget(p);
	p->is_noisy = true;
}

static void
a_whois_comes_out_row_by_row(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 311 alice bob b host * :Bob B\n"
	    ":srv 301 alice bob :at lunch\n"
	    ":srv 312 alice bob srv :A server\n"
	    ":srv 313 alice bob :is an IRC operator\n"
	    ":srv 317 alice bob 61 1700000000 :seconds idle, signon time\n"
	    ":srv 319 alice bob :@#c #d\n"
	    ":srv 330 alice bob bobby :is logged in as\n"
	    ":srv 671 alice bob :is using a secure connection\n"
	    ":srv 338 alice bob 10.0.0.1 :is actually using host\n"
	    ":srv 318 alice bob :End");
	expect_told(&p, "WHOIS bob user: b@host / Bob B 0\n"
	    "WHOIS bob away: at lunch 0\n"
	    "WHOIS bob server: srv 0\n"
	    "WHOIS bob operator: is an IRC operator 0\n"
	    "WHOIS bob idle:  61\n"
	    "WHOIS bob channels: @#c #d 0\n"
	    "WHOIS bob account: bobby 0\n"
	    "WHOIS bob secure: is using a secure connection 0\n"
	    "WHOIS bob other: 10.0.0.1 is actually using host 0\n"
	    "WHOIS bob end:  0\n");
	player_feed(&p, ":srv 314 alice bob b host * :Bob B\n"
	    ":srv 369 alice bob :End\n:srv 301 alice bob :gone home");
	expect_told(&p, "WHOIS bob was: b@host / Bob B 0\n"
	    "WHOIS bob end:  0\nAWAY bob away: gone home\n");
	player_release(&p);
}

static void
a_list_ends(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 321 alice Channel :Users  Name\n"
	    ":srv 322 alice #c 12 :\002bold\002 topic\n"
	    ":srv 323 alice :End");
	expect_told(&p, "LIST #c 12: bold topic\nLIST  0:  end\n");
	player_release(&p);
}

static void
errors_name_their_subject(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 401 alice frnak :No such nick/channel\n"
	    ":srv 403 alice #nowhere :No such channel\n"
	    ":srv 482 alice #c :You're not channel operator\n"
	    ":srv 412 alice :No text to send\n"
	    ":srv FAIL RENAME CANNOT_RENAME #c m1 :You cannot\n"
	    ":srv WARN * SLOW :take your time\n"
	    ":srv NOTE * OPER_MESSAGE :tea is ready");
	expect_told(&p,
	    "NOTE no-nick srv frnak: nobody is called frnak\n"
	    "NOTE no-channel srv #nowhere: there is no channel #nowhere: "
	    "/list shows them\n"
	    "NOTE error srv #c: only operators of #c may do that\n"
	    "NOTE error srv : there was no text to send\n"
	    "NOTE error srv m1: You cannot\n"
	    "NOTE server srv : take your time\n"
	    "NOTE server srv : tea is ready\n");
	player_release(&p);
}

static void
what_nobody_knows_is_shown_as_it_is(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 351 alice tcpchat-1 srv :words\n"
	    ":srv 252 alice 3 :operators online\n:srv 372 alice :- hello\n"
	    ":srv 375 alice :- start\n:oper!o@h WALLOPS :coffee");
	expect_told(&p, "NOTE raw srv : tcpchat-1 srv words\n"
	    "NOTE server  : operators of the server here: 3\n"
	    "NOTE motd srv : - hello\n"
	    "NOTE server oper : coffee\n");
	player_release(&p);
}

static void
our_own_away_is_confirmed(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":srv 306 alice :You are away\n:srv 305 alice :back");
	expect_told(&p, "AWAY own alice away: \nAWAY own alice back: \n");
	player_release(&p);
}

static void
a_request_of_our_own_that_is_refused_is_nobody_s_news(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":alice!a@h JOIN #c\n:srv 353 alice = #c :alice\n"
	    ":srv 366 alice #c :End");
	player_forget(&p);
	player_feed(&p, ":srv 421 alice WHO :Unknown command");
	expect_told(&p, "");
	session_refresh(p.s, "#c");	/* and the next one is asked */
	player_settle(&p);
	assert_true(player_has(&p.sent, "NAMES #c\n"));
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whois_comes_out_row_by_row),
		cmocka_unit_test(a_list_ends),
		cmocka_unit_test(errors_name_their_subject),
		cmocka_unit_test(what_nobody_knows_is_shown_as_it_is),
		cmocka_unit_test(our_own_away_is_confirmed),
		cmocka_unit_test(
		    a_request_of_our_own_that_is_refused_is_nobody_s_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
