/* resume_test.c -- coming back as oneself: tcpchat/resume. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/player.h"

#include "base/banned.h"

static const char offer[] = ":srv CAP * LS :standard-replies tcpchat/resume";
static const char agreed[] = ":srv CAP * ACK :standard-replies tcpchat/resume";

static void
init(struct player *p, bool resumes)
{
	const struct session_config config = {
		.host = "h", .port = 1, .nick = "alice", .resumes = resumes,
	};

	player_init(p, &config);
	player_connect(p);
}

/* In #a and #b, with a token. */
static void
arrive(struct player *p)
{
	player_feed(p, offer);
	player_feed(p, agreed);
	player_feed(p, ":srv 001 alice :hi\n:srv RESUME 1-first\n"
	    ":srv 005 alice TCPCHAT=1,id=9 :are\n:srv 422 alice :-");
	session_join(p->s, "#a,#b", NULL);
	player_feed(p, ":alice!a@h JOIN #a\n:alice!a@h JOIN #b");
	player_wait(p, 100);
	player_forget(p);
}

static void
welcome_back(struct player *p)
{
	player_feed(p, offer);
	player_feed(p, agreed);
	player_feed(p, ":srv 001 alice :hi\n:srv RESUME 1-second\n"
	    ":srv 005 alice TCPCHAT=1,id=9 :are\n:srv 422 alice :-");
}

static void
come_back(struct player *p)
{
	player_break(p);
	player_wait(p, 2000);	/* the second try is not at once */
	player_return(p);
}

static void
the_token_is_said_before_the_nick_once_it_is_wanted(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	come_back(&p);
	player_forget(&p);
	player_feed(&p, offer);
	expect_sent(&p, "CAP REQ :standard-replies tcpchat/resume\n"
	    "RESUME 1-first\nNICK alice\nUSER alice 0 * alice\n");
	player_release(&p);
}

static void
channels_are_shown_not_joined_again(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	come_back(&p);
	welcome_back(&p);
	assert_false(player_has(&p.sent, "JOIN"));
	assert_true(player_has(&p.sent, "PING resumed"));
	player_feed(&p, ":alice!a@h JOIN #a\n:srv 353 alice = #a :alice bob\n"
	    ":srv 366 alice #a :-\n:alice!a@h JOIN #b\n"
	    ":srv 353 alice = #b :alice\n:srv 366 alice #b :-\n"
	    ":srv PONG srv resumed");
	assert_true(player_has(&p.told, "JOINED #a"));
	assert_true(player_has(&p.told, "JOINED #b"));
	assert_false(player_has(&p.told, "PARTED"));
	player_release(&p);
}

static void
a_channel_that_is_not_shown_is_one_we_were_taken_out_of(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	come_back(&p);
	welcome_back(&p);
	player_feed(&p, ":alice!a@h JOIN #a\n:srv 353 alice = #a :alice\n"
	    ":srv 366 alice #a :-\n:srv PONG srv resumed");
	assert_true(player_has(&p.told, "PARTED #b"));
	assert_false(player_has(&p.sent, "JOIN"));
	player_release(&p);
}

static void
what_was_left_during_the_break_is_left(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	player_break(&p);
	session_part(p.s, "#b", "");
	player_wait(&p, 100);
	player_return(&p);
	welcome_back(&p);
	player_feed(&p, ":alice!a@h JOIN #a\n:alice!a@h JOIN #b");
	assert_true(player_has(&p.sent, "PART #b"));
	assert_false(player_has(&p.sent, "PART #a"));
	player_release(&p);
}

static void
a_token_that_is_refused_is_no_news(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	come_back(&p);
	p.is_noisy = true;
	player_feed(&p, offer);
	player_feed(&p, agreed);
	player_forget(&p);
	player_feed(&p, ":srv FAIL RESUME INVALID_TOKEN :no such user\n"
	    ":srv 001 alice :hi\n:srv RESUME 2-other\n"
	    ":srv 005 alice TCPCHAT=1,id=9 :are\n:srv 422 alice :-");
	assert_false(player_has(&p.told, "NOTE"));
	assert_true(player_has(&p.sent, "JOIN #a,#b"));
	assert_false(player_has(&p.sent, "PING resumed"));
	come_back(&p);
	player_feed(&p, offer);
	assert_true(player_has(&p.sent, "RESUME 2-other"));
	player_release(&p);
}

static void
a_token_of_tls_is_never_said_in_clear(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	p.link.tls = true;
	come_back(&p);
	arrive(&p);
	p.link.tls = false;
	come_back(&p);
	player_forget(&p);
	player_feed(&p, offer);
	assert_false(player_has(&p.sent, "RESUME"));
	player_release(&p);
}

static void
who_quits_does_not_come_back(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	session_quit(p.s, "bye", p.now);
	player_settle(&p);
	player_connect(&p);
	player_feed(&p, offer);
	assert_false(player_has(&p.sent, "RESUME"));
	player_release(&p);
}

static void
another_server_is_told_no_token(void **state)
{
	struct player p;

	(void)state;
	init(&p, true);
	arrive(&p);
	come_back(&p);
	player_forget(&p);
	player_feed(&p, ":srv CAP * LS :batch");
	assert_false(player_has(&p.sent, "RESUME"));
	player_release(&p);
}

static void
it_is_asked_for_only_by_who_wants_it(void **state)
{
	struct player p;

	(void)state;
	init(&p, false);
	player_feed(&p, offer);
	expect_sent(&p, "NICK alice\nUSER alice 0 * alice\n"
	    "CAP REQ standard-replies\n");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_token_is_said_before_the_nick_once_it_is_wanted),
		cmocka_unit_test(channels_are_shown_not_joined_again),
		cmocka_unit_test(
		    a_channel_that_is_not_shown_is_one_we_were_taken_out_of),
		cmocka_unit_test(what_was_left_during_the_break_is_left),
		cmocka_unit_test(a_token_that_is_refused_is_no_news),
		cmocka_unit_test(a_token_of_tls_is_never_said_in_clear),
		cmocka_unit_test(who_quits_does_not_come_back),
		cmocka_unit_test(another_server_is_told_no_token),
		cmocka_unit_test(it_is_asked_for_only_by_who_wants_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
