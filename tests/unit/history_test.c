/* history_test.c -- gaps are filled without holes and without doubles. */
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

static const char caps[] = "batch draft/chathistory echo-message "
    "message-tags server-time";
static const char no_caps[] = "multi-prefix";
static const char isupport[] = "CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ "
    "LOBBY=#all CHATHISTORY=3 MSGREFTYPES=msgid,timestamp TCPCHAT=1";
static const char no_msgid[] = "CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ "
    "LOBBY=#all CHATHISTORY=3 MSGREFTYPES=timestamp TCPCHAT=1";

/* Until the first answer of history is owed. */
static void
start(struct player *p, const char *is)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps, is);
}

/* A page of #all: lines "m1 text", separated by "|". */
static void
page(struct player *p, const char *lines)
{
	char out[4096] = ":srv BATCH +h chathistory #all\n";
	size_t len = strlen(out);
	const char *text;
	int n;

	for (; *lines != '\0'; lines += n + (lines[n] == '|')) {
		n = (int)strcspn(lines, "|");
		text = strchr(lines, ' ') + 1;
		len += (size_t)snprintf(out + len, sizeof out - len,
		    "@batch=h;msgid=%.*s;time=2026-11-20T09:00:00.000Z "
		    ":bob!b@h PRIVMSG #all :%.*s\n",
		    (int)(text - lines - 1), lines,
		    (int)(n - (text - lines)), text);
	}
	snprintf(out + len, sizeof out - len, ":srv BATCH -h");
	player_feed(p, out);
}

/* Filled to its end: the last line is m1. Then the connection breaks. */
static void
start_and_break(struct player *p, const char *is)
{
	start(p, is);
	page(p, "m1 one");
	player_feed(p, ":srv 315 alice #all :End");
	player_break(p);
	player_wait(p, 60000);
	player_return(p);
	player_welcome(p, caps, is);
	player_feed(p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t");
}

/* --- Opening a destination ------------------------------------------------- */

static void
joining_fetches_what_was_said_last(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	assert_true(player_has(&p.sent, "CHATHISTORY LATEST #all * 3\n"));
	player_forget(&p);
	page(&p, "m1 one|m2 two");
	expect_told(&p, "LINES #all newest 2\n"
	    "\ttext bob: one [m1]\n\ttext bob: two [m2]\n");
	player_release(&p);
}

static void
live_lines_that_come_first_stand_behind_a_gap(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	player_forget(&p);
	player_feed(&p, "@msgid=m3 :bob!b@h PRIVMSG #all :three");
	expect_told(&p, "GAP #all 1 open fillable\n"
	    "MESSAGE #all text bob: three [m3]\n");
	page(&p, "m1 one|m2 two|m3 three");
	expect_told(&p, "LINES #all gap 1 2\n"
	    "\ttext bob: one [m1]\n\ttext bob: two [m2]\n"
	    "GAP #all 1 closed\n");
	player_release(&p);
}

static void
an_empty_history_leaves_no_gap(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	player_forget(&p);
	page(&p, "");
	expect_told(&p, "");
	session_older(p.s, "#all", 50);
	player_settle(&p);
	expect_told(&p, "LINES #all oldest 0 end\n");
	player_release(&p);
}

/* --- After a break --------------------------------------------------------- */

static void
a_return_pages_from_the_last_line_until_a_page_is_short(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	assert_true(player_has(&p.sent, "CHATHISTORY AFTER #all msgid=m1 3\n"));
	player_forget(&p);
	page(&p, "m2 two|m3 three|m4 four");
	expect_told(&p, "LINES #all newest 3\n\ttext bob: two [m2]\n"
	    "\ttext bob: three [m3]\n\ttext bob: four [m4]\n");
	expect_sent(&p, "CHATHISTORY AFTER #all msgid=m4 3\n");
	page(&p, "m5 five");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: five [m5]\n");
	player_release(&p);
}

static void
filling_stops_where_live_lines_begin(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	player_forget(&p);
	player_feed(&p, "@msgid=m4 :bob!b@h PRIVMSG #all :four\n"
	    "@msgid=m5 :bob!b@h PRIVMSG #all :five");
	player_forget(&p);
	page(&p, "m2 two|m3 three|m4 four");
	expect_told(&p, "LINES #all gap 2 2\n\ttext bob: two [m2]\n"
	    "\ttext bob: three [m3]\nGAP #all 2 closed\n");
	assert_false(player_has(&p.sent, "CHATHISTORY"));
	player_release(&p);
}

static void
after_five_pages_the_rest_stays_a_gap(void **state)
{
	struct player p;
	char lines[64];
	int i;

	(void)state;
	start_and_break(&p, isupport);
	for (i = 0; i < 5; i++) {
		player_forget(&p);
		snprintf(lines, sizeof lines, "a%d a|b%d b|c%d c", i, i, i);
		page(&p, lines);
	}
	expect_told(&p, "LINES #all newest 3\n\ttext bob: a [a4]\n"
	    "\ttext bob: b [b4]\n\ttext bob: c [c4]\n");
	/* What was said last is behind the gap all the same. */
	assert_true(player_has(&p.sent, "CHATHISTORY LATEST #all * 3\n"));
	player_forget(&p);
	page(&p, "x x|y y|z live");
	expect_told(&p, "GAP #all 2 open fillable\nLINES #all newest 3\n"
	    "\ttext bob: x [x]\n\ttext bob: y [y]\n"
	    "\ttext bob: live [z]\n");
	assert_false(player_has(&p.sent, "CHATHISTORY"));
	player_feed(&p, ":srv 315 alice #all :End");
	player_forget(&p);
	session_fill(p.s, "#all", 2);
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY AFTER #all msgid=c4 3\n");
	page(&p, "d d|x x");
	expect_told(&p, "LINES #all gap 2 1\n\ttext bob: d [d]\n"
	    "GAP #all 2 closed\n");
	player_release(&p);
}

static void
an_unknown_msgid_is_replaced_by_the_time_with_an_overlap(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	player_forget(&p);
	player_feed(&p,
	    ":srv FAIL CHATHISTORY MESSAGE_ERROR AFTER #all :no such msgid");
	expect_sent(&p, "CHATHISTORY AFTER #all "
	    "timestamp=2026-11-20T08:59:50.000Z 3\n");
	page(&p, "m1 one|m2 two");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: two [m2]\n");
	player_release(&p);
}

static void
an_overlap_of_more_than_a_page_is_passed(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "m1 one|m2 two|m3 three");
	player_feed(&p, "@msgid=m4 :bob!b@h PRIVMSG #all :four\n"
	    ":srv 315 alice #all :End");
	player_break(&p);
	player_wait(&p, 1000);
	player_return(&p);
	player_welcome(&p, caps, isupport);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t");
	player_feed(&p,
	    ":srv FAIL CHATHISTORY MESSAGE_ERROR AFTER #all :no such msgid");
	player_forget(&p);
	page(&p, "m1 one|m2 two|m3 three");
	expect_sent(&p, "CHATHISTORY AFTER #all msgid=m3 3\n");
	expect_told(&p, "");
	page(&p, "m4 four|m5 five");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: five [m5]\n");
	player_release(&p);
}

static void
without_msgids_time_sender_and_text_tell_doubles(void **state)
{
	struct player p;

	(void)state;
	start(&p, no_msgid);
	page(&p, "");
	player_feed(&p, "@time=2026-11-20T09:10:00.000Z "
	    ":bob!b@h PRIVMSG #all :same");
	player_break(&p);
	player_wait(&p, 1000);
	player_return(&p);
	player_welcome(&p, caps, no_msgid);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t");
	assert_true(player_has(&p.sent, "CHATHISTORY AFTER #all "
	    "timestamp=2026-11-20T09:09:50.000Z 3\n"));
	player_forget(&p);
	player_feed(&p, ":srv BATCH +h chathistory #all\n"
	    "@batch=h;time=2026-11-20T09:10:00.000Z :bob!b@h PRIVMSG #all "
	    ":same\n"
	    "@batch=h;time=2026-11-20T09:10:01.000Z :bob!b@h PRIVMSG #all "
	    ":same\n:srv BATCH -h");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: same\n");
	player_release(&p);
}

static void
a_server_that_says_nothing_leaves_the_gap_fillable(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	player_forget(&p);
	player_feed(&p, ":srv 000 * :still here");
	player_wait(&p, 20000);
	player_feed(&p, ":srv 000 * :still here");
	player_wait(&p, 11000);
	expect_told(&p, "GAP #all 2 open fillable\n");
	player_release(&p);
}

static void
a_second_break_continues_where_the_first_fill_was(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	page(&p, "m2 two|m3 three|m4 four");
	player_break(&p);
	player_wait(&p, 2000);
	player_return(&p);
	player_welcome(&p, caps, isupport);
	player_forget(&p);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t");
	expect_sent(&p, "CHATHISTORY AFTER #all msgid=m4 3\n");
	player_release(&p);
}

static void
without_the_capability_the_gap_can_t_be_filled(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, no_caps, isupport);
	player_feed(&p, ":bob!b@h PRIVMSG #all :one");
	player_break(&p);
	player_wait(&p, 60000);
	player_return(&p);
	player_welcome(&p, no_caps, isupport);
	expect_told(&p,
	    "WELCOME alice to  lobby #all signs @+ again\n"
	    "JOINED #all lobby again\n"
	    "GAP #all 1 open\n"
	    "MEMBERS #all  (2, list)\n");
	player_release(&p);
}

static void
who_may_not_read_sees_a_gap_that_can_t_be_filled(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	player_forget(&p);
	player_feed(&p, ":srv FAIL CHATHISTORY INVALID_TARGET AFTER #all :no");
	expect_told(&p, "GAP #all 2 open\n");
	session_older(p.s, "#all", 3);
	player_settle(&p);
	player_feed(&p, ":srv 315 alice #all :End");
	player_feed(&p,
	    ":srv FAIL CHATHISTORY INVALID_TARGET BEFORE #all :no");
	assert_true(player_has(&p.told, "LINES #all oldest 0 end\n"));
	player_release(&p);
}

static void
an_ack_is_an_empty_answer(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, player_tcpchat_caps, player_tcpchat_isupport);
	assert_true(player_has(&p.sent,
	    "@label=1 CHATHISTORY LATEST #all * 50\n"));
	player_forget(&p);
	player_feed(&p, "@label=1 :srv ACK");
	expect_sent(&p, "WHO #all %tnfa,2\n");
	player_release(&p);
}

static void
a_batch_inside_a_labelled_one_is_the_answer(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, player_tcpchat_caps, player_tcpchat_isupport);
	player_forget(&p);
	player_feed(&p, "@label=1 :srv BATCH +1 labeled-response\n"
	    "@batch=1 :srv BATCH +2 chathistory #all\n"
	    "@batch=2;msgid=m1 :bob!b@h PRIVMSG #all :one\n"
	    "@batch=1 :srv BATCH -2\n:srv BATCH -1");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: one [m1]\n");
	expect_sent(&p, "WHO #all %tnfa,2\n");
	player_release(&p);
}

static void
a_hole_in_which_nothing_was_said_behind_stays_one(void **state)
{
	struct player p;
	int i;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, no_caps, isupport);
	player_feed(&p, ":bob!b@h PRIVMSG #all :one");
	for (i = 0; i < 2; i++) {
		player_break(&p);
		player_wait(&p, 5000);
		player_return(&p);
		player_welcome(&p, no_caps, isupport);
		assert_true(player_has(&p.told, "GAP #all 1 open\n"));
	}
	player_feed(&p, ":bob!b@h PRIVMSG #all :two");
	player_break(&p);
	player_wait(&p, 5000);
	player_return(&p);
	player_welcome(&p, no_caps, isupport);
	assert_true(player_has(&p.told, "GAP #all 2 open\n"));
	player_release(&p);
}

static void
an_unfilled_gap_at_the_end_is_the_one_that_is_filled_next(void **state)
{
	struct player p;
	char lines[64];
	int i;

	(void)state;
	start_and_break(&p, isupport);
	for (i = 0; i < 5; i++) {
		snprintf(lines, sizeof lines, "a%d a|b%d b|c%d c", i, i, i);
		page(&p, lines);
	}
	player_feed(&p, "FAIL CHATHISTORY MESSAGE_ERROR LATEST #all :No");
	player_break(&p);
	player_wait(&p, 100000);
	player_return(&p);
	player_welcome(&p, caps, isupport);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t");
	player_forget(&p);
	page(&p, "d d");
	expect_told(&p, "LINES #all gap 2 1\n\ttext bob: d [d]\n"
	    "GAP #all 2 closed\n");
	player_release(&p);
}

static void
the_echo_of_an_old_message_does_not_end_the_gap(void **state)
{
	struct player p;

	(void)state;
	start_and_break(&p, isupport);
	player_forget(&p);
	player_feed(&p, "@msgid=m3;time=2026-11-20T09:00:00.000Z "
	    ":alice!a@host PRIVMSG #all :sent again");
	page(&p, "m2 two|m3 three|m4 four");
	expect_told(&p, "GAP #all 2 open fillable\n"
	    "MESSAGE #all own text alice: sent again [m3]\n"
	    "LINES #all gap 2 2\n\ttext bob: two [m2]\n"
	    "\ttext bob: four [m4]\n");
	assert_true(player_has(&p.sent, "CHATHISTORY AFTER #all msgid=m4 3"));
	player_release(&p);
}

static void
private_talks_are_found_and_filled_from_the_break_on(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "m1 one");
	player_break(&p);	/* at 09:20:00 */
	player_wait(&p, 1000);
	player_return(&p);
	player_welcome(&p, caps, isupport);
	assert_true(player_has(&p.sent, "CHATHISTORY TARGETS "
	    "timestamp=2026-11-20T09:19:50.000Z "
	    "timestamp=2026-11-20T09:20:11.000Z 3\n"));
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    "@batch=t CHATHISTORY TARGETS #all 2026-11-20T09:20:00.500Z\n"
	    "@batch=t CHATHISTORY TARGETS bob 2026-11-20T09:20:00.500Z\n"
	    ":srv BATCH -t");
	page(&p, "");
	player_forget(&p);
	player_feed(&p, ":srv BATCH +h chathistory bob\n"
	    "@batch=h;msgid=p1 :bob!b@h PRIVMSG alice :psst\n"
	    "@batch=h;msgid=p2 :alice!a@h PRIVMSG bob :yes?\n:srv BATCH -h");
	expect_told(&p, "LINES bob newest 2\n\ttext bob: psst [p1]\n"
	    "\town text alice: yes? [p2]\n");
	player_release(&p);
}

/* The player of somebody who was here last at 09:00. */
static void
start_since(struct player *p)
{
	player_init(p, &(struct session_config){
		.host = "chat.example", .port = 6667, .nick = "alice",
		.since_ms = INT64_C(1795165200000),
	});
	player_connect(p);
	player_welcome(p, caps, isupport);
}

static void
the_first_start_asks_for_the_talks_since_the_last_time(void **state)
{
	struct player p;

	(void)state;
	start_since(&p);
	assert_true(player_has(&p.sent, "CHATHISTORY TARGETS "
	    "timestamp=2026-11-20T08:59:50.000Z "
	    "timestamp=2026-11-20T09:20:10.000Z 3\n"));
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    "@batch=t CHATHISTORY TARGETS bob 2026-11-20T09:10:00.000Z\n"
	    ":srv BATCH -t");
	page(&p, "");
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.told, "LINES bob newest 0\n"));
	assert_true(player_has(&p.sent, "CHATHISTORY LATEST bob * 3\n"));
	player_forget(&p);
	player_feed(&p, ":srv BATCH +h chathistory bob\n"
	    "@batch=h;msgid=p1 :bob!b@h PRIVMSG alice :psst\n:srv BATCH -h");
	expect_told(&p, "LINES bob newest 1\n\ttext bob: psst [p1]\n");
	player_release(&p);
}

static void
what_the_log_has_of_a_talk_is_not_told_again(void **state)
{
	const struct session_line known = {
		.msgid = "p1", .id = "", .reply_to = "", .nick = "bob",
		.source = "", .object = "", .text = "psst", .text_len = 4,
		.time_ms = INT64_C(1795165000000),
	};
	struct player p;

	(void)state;
	start_since(&p);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    "@batch=t CHATHISTORY TARGETS bob 2026-11-20T09:10:00.000Z\n"
	    ":srv BATCH -t");
	session_remember(p.s, "bob", &known, 1);
	page(&p, "");
	player_feed(&p, ":srv 315 alice #all :End");
	player_forget(&p);
	player_feed(&p, ":srv BATCH +h chathistory bob\n"
	    "@batch=h;msgid=p1 :bob!b@h PRIVMSG alice :psst\n"
	    "@batch=h;msgid=p2 :bob!b@h PRIVMSG alice :there?\n"
	    ":srv BATCH -h");
	expect_told(&p, "LINES bob newest 1\n\ttext bob: there? [p2]\n");
	player_release(&p);
}

static void
names_of_talks_come_in_pages(void **state)
{
	struct player p;

	(void)state;
	start_since(&p);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    "@batch=t CHATHISTORY TARGETS #all 2026-11-20T09:10:00.000Z\n"
	    "@batch=t CHATHISTORY TARGETS #ops 2026-11-20T09:11:00.000Z\n"
	    "@batch=t CHATHISTORY TARGETS bob 2026-11-20T09:12:00.000Z\n"
	    ":srv BATCH -t");
	page(&p, "");
	player_feed(&p, ":srv 315 alice #all :End");
	player_feed(&p, ":srv BATCH +h chathistory bob\n:srv BATCH -h");
	assert_true(player_has(&p.sent, "CHATHISTORY TARGETS "
	    "timestamp=2026-11-20T09:12:00.000Z "
	    "timestamp=2026-11-20T09:20:10.000Z 3\n"));
	player_release(&p);
}

static void
talks_that_nobody_names_are_looked_through_all_the_same(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "m1 one");
	player_feed(&p, ":srv 315 alice #all :End");
	player_feed(&p, "@msgid=p1 :bob!b@h PRIVMSG alice :psst");
	player_break(&p);
	player_wait(&p, 1000);
	player_return(&p);
	player_welcome(&p, caps, isupport);
	player_feed(&p, ":srv FAIL CHATHISTORY UNKNOWN_COMMAND TARGETS :no");
	page(&p, "");
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.sent, "CHATHISTORY AFTER bob msgid=p1 3\n"));
	player_release(&p);
}

/* --- Older ones ------------------------------------------------------------ */

static void
scrolling_up_fetches_what_is_older_until_the_end(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "m4 four|m5 five|m6 six");
	player_feed(&p, ":srv 315 alice #all :End");
	player_forget(&p);
	session_older(p.s, "#all", 2);
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY BEFORE #all msgid=m4 2\n");
	page(&p, "m2 two|m3 three");
	expect_told(&p, "LINES #all oldest 2\n\ttext bob: two [m2]\n"
	    "\ttext bob: three [m3]\n");
	session_older(p.s, "#all", 2);
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY BEFORE #all msgid=m2 2\n");
	page(&p, "m1 one");
	expect_told(&p, "LINES #all oldest 1 end\n\ttext bob: one [m1]\n");
	player_release(&p);
}

static void
opening_a_talk_fetches_it(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "");
	player_feed(&p, ":srv 315 alice #all :End");
	player_forget(&p);
	session_talk(p.s, "bob");
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY LATEST bob * 3\n");
	player_release(&p);
}

/* --- Requests -------------------------------------------------------------- */

static void
the_visible_target_comes_first(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	session_talk(p.s, "bob");
	session_talk(p.s, "carol");
	session_set_visible(p.s, "carol");
	player_settle(&p);
	player_forget(&p);
	page(&p, "");	/* of the lobby, which was asked first */
	expect_sent(&p, "CHATHISTORY LATEST carol * 3\n");
	player_release(&p);
}

static void
a_played_history_that_nobody_asked_for_is_not_doubled(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	page(&p, "m1 one");
	player_forget(&p);
	page(&p, "m1 one|m2 two");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: two [m2]\n");
	player_release(&p);
}

/* --- What the edge has in its log ------------------------------------------ */

/* It remembers lines "l1 text|l2 text" of #all, said at 08:00. */
static void
remember(struct player *p, const char *lines)
{
	struct session_line made[8];
	char ids[8][16], texts[8][32];
	size_t n = 0;

	for (int len; *lines != '\0'; lines += len + (lines[len] == '|')) {
		len = (int)strcspn(lines, "|");
		(void)sscanf(lines, "%15s %31[^|]", ids[n], texts[n]);
		made[n] = (struct session_line){
			.time_ms = INT64_C(1795161600000), .msgid = ids[n],
			.id = "", .reply_to = "", .nick = "bob", .source = "",
			.object = "", .text = texts[n],
			.text_len = strlen(texts[n]),
		};
		n++;
	}
	session_remember(p->s, "#all", made, n);
	player_settle(p);
}

static void
what_the_log_has_is_not_told_again(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	player_forget(&p);
	remember(&p, "l1 one|l2 two");
	page(&p, "l1 one|l2 two|m3 three");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: three [m3]\n");
	player_forget(&p);
	session_older(p.s, "#all", 3);
	player_settle(&p);
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.sent,
	    "CHATHISTORY BEFORE #all msgid=l1 3\n"));
	player_release(&p);
}

static void
a_hole_behind_the_log_is_filled_from_its_end(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	player_forget(&p);
	remember(&p, "l1 one");
	page(&p, "m5 five|m6 six|m7 seven");
	expect_told(&p, "GAP #all 1 open fillable\n"
	    "LINES #all newest 3\n\ttext bob: five [m5]\n"
	    "\ttext bob: six [m6]\n\ttext bob: seven [m7]\n");
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.sent,
	    "CHATHISTORY AFTER #all msgid=l1 3\n"));
	player_forget(&p);
	page(&p, "m2 two|m3 three|m4 four");
	expect_told(&p, "LINES #all gap 1 3\n\ttext bob: two [m2]\n"
	    "\ttext bob: three [m3]\n\ttext bob: four [m4]\n");
	player_forget(&p);
	page(&p, "m5 five|m6 six|m7 seven");
	expect_told(&p, "GAP #all 1 closed\n");
	player_release(&p);
}

/* Live lines came before the answer: it is asked for from the log's end. */
static void
live_lines_behind_the_log_wait_for_all_that_is_between(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	remember(&p, "l1 one");
	player_feed(&p, "@msgid=m5 :bob!b@h PRIVMSG #all :five");
	player_forget(&p);
	page(&p, "m3 three|m4 four|m5 five");
	player_feed(&p, ":srv 315 alice #all :End");
	assert_true(player_has(&p.sent,
	    "CHATHISTORY AFTER #all msgid=l1 3\n"));
	player_forget(&p);
	page(&p, "m2 two|m3 three|m4 four");
	page(&p, "m5 five");
	expect_told(&p, "LINES #all gap 1 3\n\ttext bob: two [m2]\n"
	    "\ttext bob: three [m3]\n\ttext bob: four [m4]\n"
	    "GAP #all 1 closed\n");
	player_release(&p);
}

static void
five_pages_may_end_just_where_the_newest_begin(void **state)
{
	struct player p;
	char lines[64];
	int i;

	(void)state;
	start_and_break(&p, isupport);
	for (i = 0; i < 5; i++) {
		snprintf(lines, sizeof lines, "a%d a|b%d b|c%d c", i, i, i);
		page(&p, lines);
	}
	player_forget(&p);
	page(&p, "b4 b|c4 c|z live");
	expect_told(&p, "LINES #all newest 1\n\ttext bob: live [z]\n");
	player_release(&p);
}

static void
newest_lines_that_do_not_come_leave_the_gap(void **state)
{
	struct player p;
	char lines[64];
	int i;

	(void)state;
	start_and_break(&p, isupport);
	for (i = 0; i < 5; i++) {
		snprintf(lines, sizeof lines, "a%d a|b%d b|c%d c", i, i, i);
		page(&p, lines);
	}
	player_forget(&p);
	player_feed(&p, "FAIL CHATHISTORY MESSAGE_ERROR LATEST #all :No");
	expect_told(&p, "GAP #all 2 open fillable\n");
	player_release(&p);
}

/* --- Searching ------------------------------------------------------------- */

static const char search_caps[] = "batch draft/chathistory echo-message "
    "message-tags server-time soju.im/search";

static void
what_the_server_finds_is_told_and_fetched(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, search_caps, isupport);
	page(&p, "m8 eight|m9 nine");
	player_feed(&p, ":srv 315 alice #all :End");
	player_forget(&p);
	session_search(p.s, "#all", "to; be", INT64_C(1795166400000));
	player_settle(&p);
	expect_sent(&p, "SEARCH in=#all;limit=100;"
	    "before=2026-11-20T09:19:59.999Z;text=to\\:\\sbe\n");
	player_feed(&p, ":srv BATCH +q soju.im/search\n"
	    "@batch=q;msgid=m2;time=2026-11-20T08:00:00.000Z "
	    ":bob!b@h PRIVMSG #all :to; be or\n:srv BATCH -q");
	expect_told(&p, "FOUND to; be or\n");
	player_forget(&p);
	session_around(p.s, "#all", "m2", 0);
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY AROUND #all msgid=m2 3\n");
	page(&p, "m1 one|m2 two");
	expect_told(&p, "LINES #all oldest 2\n"
	    "\ttext bob: one [m1]\n\ttext bob: two [m2]\n");
	player_forget(&p);
	session_fill(p.s, "#all", 2);
	player_settle(&p);
	expect_sent(&p, "CHATHISTORY AFTER #all msgid=m2 3\n");
	page(&p, "m3 three|m8 eight");
	expect_told(&p, "LINES #all gap 2 1\n\ttext bob: three [m3]\n"
	    "GAP #all 2 closed\n");
	player_release(&p);
}

static void
a_server_that_cannot_search_is_not_asked(void **state)
{
	struct player p;

	(void)state;
	start(&p, isupport);
	player_forget(&p);
	session_search(p.s, "#all", "x", 0);
	player_settle(&p);
	expect_told(&p, "FOUND not asked\n");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joining_fetches_what_was_said_last),
		cmocka_unit_test(
		    live_lines_that_come_first_stand_behind_a_gap),
		cmocka_unit_test(an_empty_history_leaves_no_gap),
		cmocka_unit_test(
		    a_return_pages_from_the_last_line_until_a_page_is_short),
		cmocka_unit_test(filling_stops_where_live_lines_begin),
		cmocka_unit_test(after_five_pages_the_rest_stays_a_gap),
		cmocka_unit_test(
		    five_pages_may_end_just_where_the_newest_begin),
		cmocka_unit_test(newest_lines_that_do_not_come_leave_the_gap),
		cmocka_unit_test(
		    an_unknown_msgid_is_replaced_by_the_time_with_an_overlap),
		cmocka_unit_test(an_overlap_of_more_than_a_page_is_passed),
		cmocka_unit_test(
		    without_msgids_time_sender_and_text_tell_doubles),
		cmocka_unit_test(
		    a_server_that_says_nothing_leaves_the_gap_fillable),
		cmocka_unit_test(
		    a_second_break_continues_where_the_first_fill_was),
		cmocka_unit_test(
		    without_the_capability_the_gap_can_t_be_filled),
		cmocka_unit_test(
		    who_may_not_read_sees_a_gap_that_can_t_be_filled),
		cmocka_unit_test(an_ack_is_an_empty_answer),
		cmocka_unit_test(a_batch_inside_a_labelled_one_is_the_answer),
		cmocka_unit_test(
		    a_hole_in_which_nothing_was_said_behind_stays_one),
		cmocka_unit_test(
		    an_unfilled_gap_at_the_end_is_the_one_that_is_filled_next),
		cmocka_unit_test(
		    the_echo_of_an_old_message_does_not_end_the_gap),
		cmocka_unit_test(
		    private_talks_are_found_and_filled_from_the_break_on),
		cmocka_unit_test(
		    the_first_start_asks_for_the_talks_since_the_last_time),
		cmocka_unit_test(what_the_log_has_of_a_talk_is_not_told_again),
		cmocka_unit_test(names_of_talks_come_in_pages),
		cmocka_unit_test(
		    talks_that_nobody_names_are_looked_through_all_the_same),
		cmocka_unit_test(
		    scrolling_up_fetches_what_is_older_until_the_end),
		cmocka_unit_test(opening_a_talk_fetches_it),
		cmocka_unit_test(what_the_server_finds_is_told_and_fetched),
		cmocka_unit_test(a_server_that_cannot_search_is_not_asked),
		cmocka_unit_test(what_the_log_has_is_not_told_again),
		cmocka_unit_test(a_hole_behind_the_log_is_filled_from_its_end),
		cmocka_unit_test(
		    live_lines_behind_the_log_wait_for_all_that_is_between),
		cmocka_unit_test(the_visible_target_comes_first),
		cmocka_unit_test(
		    a_played_history_that_nobody_asked_for_is_not_doubled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
