/* ignore_test.c -- whose words are not told, live and of the past. */
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

static const char isupport[] = "CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ "
    "CHATHISTORY=3 MSGREFTYPES=msgid,timestamp TCPCHAT=1,id=9";

static void
start_with(struct player *p, const char *caps, const char *is)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps, is);
	player_feed(p, ":alice!a@h JOIN #c");
	player_wait(p, 100);
	p->is_noisy = true;
	player_forget(p);
}

static void
start(struct player *p)
{
	start_with(p, "account-tag message-tags echo-message", isupport);
}

/* --- The list --- */

static void
the_list_has_one_spelling_and_no_doubles(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_string_equal(session_ignored(p.s), "");
	assert_true(session_ignore(p.s, "Bob"));
	assert_true(session_ignore(p.s, "bob"));
	assert_true(session_ignore(p.s, "bob!*@*"));
	assert_true(session_ignore(p.s, "spam.example.org"));
	assert_true(session_ignore(p.s, "$a:eve"));
	assert_true(session_ignore(p.s, "x*"));
	assert_true(session_ignore(p.s, "x*!*"));
	assert_string_equal(session_ignored(p.s),
	    "Bob *!*@spam.example.org $a:eve x*");
	assert_true(session_unignore(p.s, "spam.example.org"));
	assert_true(session_unignore(p.s, "BOB!*@*"));
	assert_true(session_unignore(p.s, "x*!*@*"));
	assert_string_equal(session_ignored(p.s), "$a:eve");
	assert_true(session_unignore(p.s, "$a:EVE"));
	assert_string_equal(session_ignored(p.s), "");
	player_release(&p);
}

static void
what_is_nobody_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "#c", "a b", "$a:", "$a", "$~a:bob", "$m:bob", "a\tb",
	};
	struct player p;

	(void)state;
	start(&p);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(session_ignore(p.s, wrong[i]));
	assert_false(session_unignore(p.s, "bob"));
	assert_string_equal(session_ignored(p.s), "");
	session_ignore_all(p.s, "bob #c \xff $a:eve ");
	assert_string_equal(session_ignored(p.s), "bob $a:eve");
	player_release(&p);
}

static void
the_list_has_an_end(void **state)
{
	struct player p;
	char name[16];
	int n = 0;

	(void)state;
	start(&p);
	do
		snprintf(name, sizeof name, "n%d", n++);
	while (n < 1000 && session_ignore(p.s, name));
	assert_int_equal(n, 201);
	assert_true(session_unignore(p.s, "n0"));
	assert_true(session_ignore(p.s, "n500"));
	player_release(&p);
}

/* --- What is said now --- */

static void
nothing_is_told_of_what_they_do(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	player_feed(&p, ":carl!c@h JOIN #c");
	player_forget(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_feed(&p, ":bob!b@h PRIVMSG #c :alice: look\n"
	    ":BOB!b@h PRIVMSG alice :you there\n"
	    ":bob!b@h NOTICE alice :hey\n:bob!b@h NOTICE #c :hey\n"
	    ":bob!b@h PRIVMSG #c :\001ACTION waves\001\n"
	    ":bob!b@h PRIVMSG alice :\001VERSION\001\n"
	    "@+typing=active :bob!b@h TAGMSG #c\n"
	    "@+draft/react=x;+draft/reply=m1 :bob!b@h TAGMSG #c\n"
	    ":bob!b@h INVITE alice #d");
	expect_told(&p, "");
	expect_sent(&p, "");
	player_feed(&p, ":carl!c@h PRIVMSG #c :hello");
	expect_told(&p, "MESSAGE #c text carl: hello\n");
	player_release(&p);
}

static void
comings_and_goings_and_changes_are_told(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_feed(&p, ":bob!b@h JOIN #c\n:bob!b@h TOPIC #c :new");
	assert_true(player_has(&p.told, "join bob"));
	assert_true(player_has(&p.told, "topic bob"));
	player_release(&p);
}

static void
masks_and_accounts_hit_whatever_the_name(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_true(session_ignore(p.s, "*!*@*.spam.example"));
	assert_true(session_ignore(p.s, "$a:Eve"));
	player_feed(&p, ":x!y@a.SPAM.example PRIVMSG #c :buy\n"
	    "@account=eve :z!y@h PRIVMSG #c :hidden\n"
	    "@account=eveline :z!y@h PRIVMSG #c :other account\n"
	    ":eve!y@h PRIVMSG #c :no account\n"
	    ":x!y@spam.example PRIVMSG #c :other host");
	expect_told(&p, "MESSAGE #c text z: other account\n"
	    "MESSAGE #c text eve: no account\n"
	    "MESSAGE #c text x: other host\n");
	player_release(&p);
}

static void
names_are_folded_as_the_server_does(void **state)
{
	struct player p;

	(void)state;
	start_with(&p, "", "CASEMAPPING=rfc1459 CHANTYPES=# PREFIX=(ov)@+");
	assert_true(session_ignore(p.s, "bob[away]"));
	player_feed(&p, ":BOB{away}!b@h PRIVMSG #c :hi");
	expect_told(&p, "");
	assert_true(session_ignores(p.s, "bob{AWAY]"));
	assert_false(session_ignores(p.s, "bob"));
	assert_true(session_unignore(p.s, "bob{away}"));
	player_release(&p);
}

static void
we_ourselves_and_servers_are_never_ignored(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_true(session_ignore(p.s, "*"));
	player_feed(&p, ":alice!a@h PRIVMSG #c :from my other terminal\n"
	    ":srv NOTICE alice :going down");
	expect_told(&p, "MESSAGE #c own text alice: from my other terminal\n"
	    "NOTE server srv : going down\n");
	player_release(&p);
}

static void
who_is_no_longer_ignored_is_told_again(void **state)
{
	struct player p;

	(void)state;
	start(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_feed(&p, ":bob!b@h PRIVMSG alice :one");
	assert_true(session_unignore(p.s, "bob"));
	player_feed(&p, ":bob!b@h PRIVMSG alice :two");
	expect_told(&p, "MESSAGE bob text bob: two\n");
	player_release(&p);
}

/* --- What was said before --- */

static const char past_caps[] = "batch draft/chathistory echo-message "
    "message-tags server-time draft/multiline=max-bytes=4096";
static const char past_isupport[] = "CASEMAPPING=ascii CHANTYPES=# "
    "PREFIX=(ov)@+ LOBBY=#all CHATHISTORY=3 MSGREFTYPES=msgid,timestamp "
    "TCPCHAT=1";

static void
a_history_is_told_without_them_and_goes_on(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_welcome(&p, past_caps, past_isupport);
	player_feed(&p, ":srv BATCH +h chathistory #all\n"
	    "@batch=h;msgid=m1 :bob!b@h PRIVMSG #all :one\n"
	    "@batch=h;msgid=m2 :carl!c@h PRIVMSG #all :two\n"
	    "@batch=h;msgid=m3 :bob!b@h PRIVMSG #all :three\n"
	    ":srv BATCH -h");
	assert_true(player_has(&p.told, "carl: two"));
	assert_false(player_has(&p.told, "bob: "));
	player_forget(&p);
	/* The page before begins where theirs did. */
	session_older(p.s, "#all", 3);
	player_settle(&p);
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.sent,
	    "CHATHISTORY BEFORE #all msgid=m1 3\n"));
	player_feed(&p, ":srv BATCH +h chathistory #all\n"
	    "@batch=h;msgid=m0 :bob!b@h PRIVMSG #all :zero\n"
	    ":srv BATCH -h");
	assert_true(player_has(&p.told, "LINES #all"));	/* asked, answered */
	assert_false(player_has(&p.told, "bob: "));
	player_release(&p);
}

static void
a_message_that_is_quoted_is_told_aside(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_welcome(&p, past_caps, past_isupport);
	player_feed(&p, ":srv BATCH +h chathistory #all\n:srv BATCH -h");
	player_forget(&p);
	session_quote(p.s, "#all", "m1");
	player_settle(&p);
	player_feed(&p, ":srv 315 alice #all :End");
	player_feed(&p, ":srv BATCH +h chathistory #all\n"
	    "@batch=h;msgid=m1 :bob!b@h PRIVMSG #all :one\n:srv BATCH -h");
	assert_true(player_has(&p.told, "LINES #all aside 1\n"));
	assert_true(player_has(&p.told, "bob: one"));
	player_release(&p);
}

static void
talks_of_the_time_away_do_not_open(void **state)
{
	static const struct session_config config = {
		.host = "h", .port = 6667, .nick = "alice", .since_ms = 1,
	};
	struct player p;

	(void)state;
	player_init(&p, &config);
	player_connect(&p);
	assert_true(session_ignore(p.s, "bob"));
	player_welcome(&p, past_caps, past_isupport);
	player_feed(&p, ":srv BATCH +h chathistory #all\n:srv BATCH -h");
	player_forget(&p);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    "@batch=t CHATHISTORY TARGETS bob 2026-11-20T09:10:00.000Z\n"
	    "@batch=t CHATHISTORY TARGETS dave 2026-11-20T09:11:00.000Z\n"
	    ":srv BATCH -t");
	assert_true(player_has(&p.told, "LINES dave"));
	assert_false(player_has(&p.told, "bob"));
	assert_false(player_has(&p.sent, "CHATHISTORY LATEST bob"));
	player_release(&p);
}

/* --- Words --- */

static void
a_person_is_told_what_is_and_how_it_ends(void **state)
{
	struct player p;
	char out[200];

	(void)state;
	start(&p);
	assert_int_equal(session_ignoring(p.s, true, "", out, sizeof out),
	    SESSION_IGNORING_TOLD);
	assert_non_null(strstr(out, "nobody is ignored"));
	assert_int_equal(session_ignoring(p.s, true, "bob", out, sizeof out),
	    SESSION_IGNORING_CHANGED);
	assert_non_null(strstr(out, "/unignore bob"));
	assert_int_equal(session_ignoring(p.s, true, "", out, sizeof out),
	    SESSION_IGNORING_TOLD);
	assert_non_null(strstr(out, "ignored here: bob"));
	assert_int_equal(session_ignoring(p.s, true, "#c", out, sizeof out),
	    SESSION_IGNORING_REFUSED);
	assert_int_equal(session_ignoring(p.s, false, "eve", out, sizeof out),
	    SESSION_IGNORING_REFUSED);
	assert_int_equal(session_ignoring(p.s, false, "bob", out, sizeof out),
	    SESSION_IGNORING_CHANGED);
	assert_string_equal(session_ignored(p.s), "");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_has_one_spelling_and_no_doubles),
		cmocka_unit_test(what_is_nobody_is_refused),
		cmocka_unit_test(the_list_has_an_end),
		cmocka_unit_test(nothing_is_told_of_what_they_do),
		cmocka_unit_test(comings_and_goings_and_changes_are_told),
		cmocka_unit_test(masks_and_accounts_hit_whatever_the_name),
		cmocka_unit_test(names_are_folded_as_the_server_does),
		cmocka_unit_test(we_ourselves_and_servers_are_never_ignored),
		cmocka_unit_test(who_is_no_longer_ignored_is_told_again),
		cmocka_unit_test(a_history_is_told_without_them_and_goes_on),
		cmocka_unit_test(a_message_that_is_quoted_is_told_aside),
		cmocka_unit_test(talks_of_the_time_away_do_not_open),
		cmocka_unit_test(a_person_is_told_what_is_and_how_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
