/* roster_test.c -- members: lists compared, changes told, once each. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/player.h"

#include "base/banned.h"

static const char plain[] = "CHANTYPES=# PREFIX=(qov)~@+ "
    "CHANMODES=b,k,l,imnst CASEMAPPING=rfc1459 TCPCHAT=1";
static const char whox[] = "CHANTYPES=# PREFIX=(qov)~@+ CASEMAPPING=ascii "
    "WHOX TCPCHAT=1";

/* In #c with bob (operator) and carol; the first list is complete. */
static void
start(struct player *p, const char *caps, const char *isupport)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps, isupport);
	player_feed(p, ":alice!a@h JOIN #c");
	player_feed(p, ":srv 353 alice = #c :@bob carol alice\n"
	    ":srv 366 alice #c :End");
	player_feed(p, ":srv 315 alice #c :End");
	session_set_visible(p->s, "#c");
	player_forget(p);
}

static void
only_differences_come_out_at_the_end_of_a_list(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	session_refresh(p.s, "#C");
	player_settle(&p);
	expect_sent(&p, "NAMES #c\n");
	player_feed(&p, ":srv 353 alice = #c :+bob alice");
	player_feed(&p, ":srv 353 alice = #c :dave");
	expect_told(&p, "");
	player_feed(&p, ":srv 366 alice #c :End");
	expect_told(&p, "MEMBERS #c ~+bob -carol +dave (3, list)\n");
	expect_sent(&p, "WHO #c\n");
	player_feed(&p, ":srv 352 alice #c u h srv bob G+ :0 Bob\n"
	    ":srv 352 alice #c u h srv dave H :0 Dave");
	expect_told(&p, "");
	player_feed(&p, ":srv 315 alice #c :End");
	expect_told(&p, "MEMBERS #c ~+bob away (3)\n");
	player_release(&p);
}

static void
a_list_that_says_nothing_new_tells_nothing(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	session_refresh(p.s, "#c");
	player_settle(&p);
	player_feed(&p, ":srv 353 alice = #c :@bob carol alice\n"
	    ":srv 366 alice #c :End");
	expect_told(&p, "MEMBERS #c  (3, list)\n");
	player_release(&p);
}

static void
whox_tells_signs_away_and_accounts_at_once(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, "", whox);
	player_feed(&p, ":alice!a@h JOIN #c");
	player_forget(&p);
	player_feed(&p, ":srv 353 alice = #c :@bob carol alice\n"
	    ":srv 366 alice #c :End");
	expect_sent(&p, "WHO #c %tnfa,1\n");
	expect_told(&p, "MEMBERS #c +@bob +carol +alice (3, list)\n");
	player_feed(&p, ":srv 354 alice 1 bob G@ bobby\n"
	    ":srv 354 alice 1 carol H 0\n:srv 354 alice 1 alice H 0");
	expect_told(&p, "");
	player_feed(&p, ":srv 315 alice #c :End");
	expect_told(&p, "MEMBERS #c ~@bob away as bobby (3, list)\n");
	player_release(&p);
}

static void
who_comes_during_a_list_is_not_lost(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	session_refresh(p.s, "#c");
	player_settle(&p);
	player_feed(&p, ":srv 353 alice = #c :@bob carol alice\n"
	    ":dave!d@h JOIN #c\n:carol!c@h PART #c :bye");
	expect_told(&p, "MEMBERS #c +dave (4)\nMESSAGE #c join dave: \n"
	    "MEMBERS #c -carol (3)\nMESSAGE #c part carol: bye\n");
	player_feed(&p, ":srv 366 alice #c :End");
	expect_told(&p, "MEMBERS #c  (3, list)\n");
	player_release(&p);
}

static void
each_minute_on_the_mark_unless_the_server_tells(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_wait(&p, 10000);
	player_feed(&p, ":srv 000 a :b");
	player_forget(&p);
	p.now.wall_ms = p.now.wall_ms / 60000 * 60000 + 55000;
	session_tick(p.s, p.now);
	player_settle(&p);
	player_forget(&p);
	player_wait(&p, 4999);
	expect_sent(&p, "");
	player_wait(&p, 1);
	expect_sent(&p, "NAMES #c\n");
	player_release(&p);

	start(&p, "away-notify extended-join", plain);
	player_wait(&p, 14000);
	player_forget(&p);
	p.now.wall_ms = p.now.wall_ms / 60000 * 60000 + 59000;
	player_wait(&p, 1001);
	assert_false(player_has(&p.sent, "NAMES"));
	player_release(&p);
}

static void
kicks_are_lines_and_ours_ends_the_destination(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":bob!b@h KICK #c carol :behave");
	expect_told(&p, "MESSAGE #c kick bob -> carol: behave\n"
	    "MEMBERS #c -carol (2)\n");
	player_feed(&p, ":bob!b@h KICK #c alice :you too");
	expect_told(&p, "MESSAGE #c kick bob -> alice: you too\n"
	    "PARTED #c by bob: you too\n");
	player_break(&p);
	player_wait(&p, 10);
	player_return(&p);
	player_welcome(&p, "", plain);
	assert_false(player_has(&p.sent, "JOIN"));	/* not again */
	player_release(&p);
}

static void
modes_change_signs_in_their_order(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":srv MODE #c +vk-o+q bob key bob Carol");
	expect_told(&p, "MEMBERS #c ~@+bob (3)\nMEMBERS #c ~+bob (3)\n"
	    "MEMBERS #c ~~carol (3)\n"
	    "MESSAGE #c mode srv: +vk-o+q bob key bob Carol\n");
	player_feed(&p, ":srv MODE alice +i");
	expect_told(&p, "");
	player_release(&p);
}

static void
a_new_nick_goes_everywhere_and_renames_the_talk(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":bob!b@h PRIVMSG alice :psst");
	player_forget(&p);
	player_feed(&p, ":bob!b@h NICK robert");
	expect_told(&p, "NICK bob to robert talk\n"
	    "MEMBERS #c -@bob +@robert (3)\n"
	    "MESSAGE #c nick bob -> robert: \n"
	    "MESSAGE robert nick bob -> robert: \n");
	player_feed(&p, ":robert!b@h PRIVMSG alice :it is me");
	expect_told(&p, "MESSAGE robert text robert: it is me\n");
	player_feed(&p, ":alice!a@h NICK alicia");
	assert_string_equal(session_own_nick(p.s), "alicia");
	assert_true(player_has(&p.told, "NICK own alice to alicia\n"));
	player_release(&p);
}

static void
a_quit_is_told_in_each_channel_of_theirs(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":alice!a@h JOIN #d\n:srv 353 alice = #d :bob alice\n"
	    ":srv 366 alice #d :End");
	player_forget(&p);
	player_feed(&p, ":BOB!b@h QUIT :ping timeout");
	expect_told(&p, "MEMBERS #c -@bob (2)\n"
	    "MESSAGE #c quit BOB: ping timeout\n"
	    "MEMBERS #d -bob (1)\nMESSAGE #d quit BOB: ping timeout\n");
	player_release(&p);
}

static void
away_and_accounts_are_followed(void **state)
{
	struct player p;

	(void)state;
	start(&p, "away-notify account-notify extended-join", plain);
	p.is_noisy = true;
	player_feed(&p, ":bob!b@h AWAY :at lunch");
	expect_told(&p, "AWAY bob away: at lunch\nMEMBERS #c ~@bob away (3)\n");
	player_feed(&p, ":bob!b@h AWAY");
	expect_told(&p, "AWAY bob back: \nMEMBERS #c ~@bob (3)\n");
	player_feed(&p, ":bob!b@h ACCOUNT bobby\n:dave!d@h JOIN #c da :Dave");
	expect_told(&p, "MEMBERS #c ~@bob as bobby (3)\n"
	    "MEMBERS #c +dave as da (4)\nMESSAGE #c join dave: \n");
	player_release(&p);
}

static void
after_a_break_the_list_is_compared_with_the_one_before(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_break(&p);
	player_wait(&p, 1000);
	player_return(&p);
	player_welcome(&p, "", plain);
	player_forget(&p);
	player_feed(&p, ":alice!a@h JOIN #c\n"
	    ":srv 353 alice = #c :@bob alice erik\n:srv 366 alice #c :End");
	expect_told(&p, "JOINED #c again\nMEMBERS #c -carol +erik (3, list)\n");
	player_release(&p);
}

static void
names_differ_by_the_server_s_case_mapping(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":x[1]!b@h JOIN #C\n:X{1}!b@h PART #C");
	expect_told(&p, "MEMBERS #c +x[1] (4)\nMESSAGE #c join x[1]: \n"
	    "MEMBERS #c -x[1] (3)\nMESSAGE #c part X{1}: \n");
	player_release(&p);
}

static void
topics_and_invitations(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":srv 332 alice #c :old\n"
	    ":srv 333 alice #c bob!b@h 1700000000\n"
	    ":bob!b@h TOPIC #c :new\n:srv 331 alice #c :No topic is set");
	expect_told(&p, "TOPIC #c by  at 0: old\n"
	    "TOPIC #c by bob at 1700000000000: old\n"
	    "TOPIC #c by bob at 1795166400000 now: new\n"
	    "MESSAGE #c topic bob: new\n"
	    "TOPIC #c by  at 0: \n");
	p.is_noisy = true;
	player_feed(&p, ":bob!b@h INVITE alice #secret\n"
	    ":bob!b@h INVITE dave #c");
	expect_told(&p, "NOTE invite bob #secret: \n"
	    "MESSAGE #c invite bob -> dave: \n");
	player_release(&p);
}

static void
parting_forgets_the_members_and_coming_back_is_a_return(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", plain);
	player_feed(&p, ":bob!b@h PRIVMSG #c :hi");
	player_forget(&p);
	player_feed(&p, ":alice!a@h PART #c :bye\n:bob!b@h PRIVMSG #c :?");
	assert_true(player_has(&p.told, "PARTED #c by : bye\n"));
	player_forget(&p);
	player_feed(&p, ":alice!a@h JOIN #c");
	assert_true(player_has(&p.told, "JOINED #c again\nGAP #c 1 open\n"));
	session_forget(p.s, "#c");	/* we are in it: nothing happens */
	player_wait(&p, 1);
	player_feed(&p, ":alice!a@h PART #c");
	session_forget(p.s, "#c");
	player_wait(&p, 1);
	player_forget(&p);
	player_feed(&p, ":alice!a@h JOIN #c");
	expect_told(&p, "JOINED #c\n");
	player_feed(&p, ":alice!a@h JOIN #c");	/* my other terminal */
	expect_told(&p, "");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    only_differences_come_out_at_the_end_of_a_list),
		cmocka_unit_test(a_list_that_says_nothing_new_tells_nothing),
		cmocka_unit_test(whox_tells_signs_away_and_accounts_at_once),
		cmocka_unit_test(who_comes_during_a_list_is_not_lost),
		cmocka_unit_test(
		    each_minute_on_the_mark_unless_the_server_tells),
		cmocka_unit_test(
		    kicks_are_lines_and_ours_ends_the_destination),
		cmocka_unit_test(modes_change_signs_in_their_order),
		cmocka_unit_test(
		    a_new_nick_goes_everywhere_and_renames_the_talk),
		cmocka_unit_test(a_quit_is_told_in_each_channel_of_theirs),
		cmocka_unit_test(away_and_accounts_are_followed),
		cmocka_unit_test(
		    after_a_break_the_list_is_compared_with_the_one_before),
		cmocka_unit_test(names_differ_by_the_server_s_case_mapping),
		cmocka_unit_test(topics_and_invitations),
		cmocka_unit_test(
		    parting_forgets_the_members_and_coming_back_is_a_return),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
