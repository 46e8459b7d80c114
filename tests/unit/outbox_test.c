/* outbox_test.c -- own messages: settled, resent, doubted, held, kept. */
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

static const char echo_only[] = "echo-message";
static const char foreign[] = "CHANTYPES=# PREFIX=(ov)@+ NETWORK=other";

static void
start(struct player *p, const char *caps, const char *isupport)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps, isupport);
	player_wait(p, 1000);
	player_forget(p);
}

static void
start_tcpchat(struct player *p)
{
	start(p, player_tcpchat_caps, player_tcpchat_isupport);
	player_feed(p, ":srv BATCH +h chathistory #all\n:srv BATCH -h");
	player_feed(p, ":srv 315 alice #all :End");
	player_forget(p);
}

static void
start_foreign(struct player *p, const char *caps)
{
	start(p, caps, foreign);
	session_join(p->s, "#c", NULL);
	player_settle(p);
	player_feed(p, ":alice!al@host JOIN #c\n:srv 353 alice = #c :alice\n"
	    ":srv 366 alice #c :End");
	player_wait(p, 10000);
	player_feed(p, ":srv 315 alice #c :End");
	player_forget(p);
}

static void
say(struct player *p, const char *target, const char *text)
{
	assert_non_null(session_send(p->s, SESSION_LINE_TEXT, target, text,
	    p->now));
	player_settle(p);
}

/* The line with what the player calls <n> in its place. */
static void
feed_with_id(struct player *p, const char *before, int n, const char *behind)
{
	char line[1024];

	snprintf(line, sizeof line, "%s%s%s", before, player_id(p, n), behind);
	player_feed(p, line);
}

/* --- Several lines --------------------------------------------------------- */

static const char with_multiline[] = "message-tags server-time echo-message "
    "labeled-response batch draft/chathistory "
    "draft/multiline=max-bytes=1000,max-lines=9";

static void
start_multiline(struct player *p)
{
	struct session_config config = {
		.host = "srv", .port = 6667, .nick = "alice",
		.password = "sesame", .multiline = true,
	};

	player_init(p, &config);
	player_connect(p);
	player_welcome(p, with_multiline, player_tcpchat_isupport);
	player_wait(p, 1000);
	player_feed(p, ":srv BATCH +h chathistory #all\n:srv BATCH -h");
	player_feed(p, ":srv 315 alice #all :End");
	player_forget(p);
}

static struct session_size
measure(const struct player *p, const char *text)
{
	struct session_size size;

	session_measure(p->s, SESSION_LINE_TEXT, "#all", text, &size);
	return size;
}

static void
lines_are_counted_as_they_are_sent(void **state)
{
	char text[1200];
	struct player p;

	(void)state;
	start_multiline(&p);
	assert_int_equal(measure(&p, "a\n\nb\n").messages, 1);
	assert_int_equal(measure(&p, "\n\n").messages, 0);
	assert_int_equal(measure(&p, "1\n2\n3\n4\n5\n6\n7\n8\n9").messages, 1);
	assert_int_equal(measure(&p, "1\n2\n3\n4\n5\n6\n7\n8\n9\n0").messages,
	    2);
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_true(measure(&p, text).messages > 1);
	text[1000] = '\0';
	assert_int_equal(measure(&p, text).messages, 1);
	assert_int_equal(measure(&p, text).max, 1000);
	player_release(&p);
}

static void
a_password_is_known_in_a_text(void **state)
{
	struct player p;

	(void)state;
	start_multiline(&p);
	assert_true(session_is_secret(p.s, "say sesame!"));
	assert_false(session_is_secret(p.s, "say nothing"));
	player_release(&p);
}

static void
several_lines_are_kept_as_one(void **state)
{
	struct player p, next;
	struct buf kept;

	(void)state;
	start_multiline(&p);
	player_break(&p);
	say(&p, "#all", "one\\n\ntwo");
	buf_init(&kept, 4096);
	assert_true(session_outbox_save(p.s, &kept));
	player_release(&p);
	player_init(&next, NULL);
	assert_true(session_outbox_restore(next.s, buf_str(&kept), kept.len,
	    next.now));
	player_settle(&next);
	assert_non_null(strstr(buf_str(&next.told), "one\\n\ntwo"));
	buf_release(&kept);
	player_release(&next);
}

/* --- Settling -------------------------------------------------------------- */

static void
the_labelled_echo_settles_it(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "hello");
	expect_sent(&p, "@+tcpchat/id=<1>;label=<1> PRIVMSG #all :hello\n");
	expect_told(&p, "DELIVERY #all <1> waits first: hello\n"
	    "DELIVERY #all <1> written\n");
	assert_int_equal(session_unsent(p.s), 1);
	feed_with_id(&p, "@msgid=m1;label=", 1,
	    " :alice!alice@host PRIVMSG #all :hello");
	expect_told(&p, "MESSAGE #all own text alice: hello [m1] <1>\n"
	    "DELIVERY #all <1> stored final [m1]\n");
	assert_int_equal(session_unsent(p.s), 0);
	player_release(&p);
}

static void
an_own_line_of_another_terminal_settles_nothing(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "hello");
	player_forget(&p);
	player_feed(&p, "@msgid=m0 :alice!alice@host PRIVMSG #all :hello");
	expect_told(&p, "MESSAGE #all own text alice: hello [m0]\n");
	assert_int_equal(session_unsent(p.s), 1);
	player_release(&p);
}

static void
without_labels_the_first_with_that_text_is_settled(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, echo_only);
	say(&p, "#c", "one");
	say(&p, "#c", "two");
	say(&p, "#c", "one");
	player_forget(&p);
	player_feed(&p, ":alice!al@host PRIVMSG #c :one\n"
	    ":alice!al@host PRIVMSG #c :two");
	expect_told(&p, "MESSAGE #c own text alice: one <1>\n"
	    "DELIVERY #c <1> stored final\n"
	    "MESSAGE #c own text alice: two <2>\n"
	    "DELIVERY #c <2> stored final\n");
	assert_int_equal(session_unsent(p.s), 1);
	player_release(&p);
}

static void
without_an_echo_written_is_final(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	say(&p, "#c", "hi");
	expect_sent(&p, "PRIVMSG #c :hi\nPING 2\n");
	expect_told(&p, "DELIVERY #c <1> waits first: hi\n"
	    "MESSAGE #c own text alice: hi <1>\n"
	    "DELIVERY #c <1> written final\n");
	assert_int_equal(session_unsent(p.s), 0);
	player_feed(&p, ":srv PONG srv 2\n:srv 404 alice #c :Cannot send");
	expect_told(&p, "");	/* too late to be about this one */
	player_release(&p);
}

static void
without_an_echo_an_error_before_the_pong_refuses_it(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	say(&p, "nobody", "hi");
	player_forget(&p);
	player_feed(&p, ":srv 401 alice nobody :No such nick");
	expect_told(&p, "DELIVERY nobody <1> refused final: "
	    "nobody is called nobody\n");
	player_release(&p);
}

static void
what_became_of_a_message_is_asked_before_lists(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	session_set_visible(p.s, "#c");
	session_raw(p.s, "VERSION");
	session_raw(p.s, "TIME");
	session_raw(p.s, "ADMIN");
	session_raw(p.s, "INFO");
	session_refresh(p.s, "#c");
	say(&p, "#c", "hi");
	expect_sent(&p, "VERSION\nTIME\nADMIN\nINFO\nPRIVMSG #c :hi\n");
	player_wait(&p, 2000);
	expect_sent(&p, "PING 2\n");
	player_release(&p);
}

static void
the_echo_finds_a_talk_that_was_renamed_meanwhile(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "bob", "hello");
	player_forget(&p);
	player_feed(&p, ":bob!b@h NICK robert");
	feed_with_id(&p, "@label=", 1,
	    " :alice!alice@host PRIVMSG bob :hello");
	assert_true(player_has(&p.told,
	    "MESSAGE robert own text alice: hello <1>\n"
	    "DELIVERY robert <1> stored final\n"));
	player_release(&p);
}

static void
a_labelled_error_refuses_it(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "one");
	say(&p, "#all", "two");
	player_forget(&p);
	feed_with_id(&p, "@label=", 2,
	    " :srv FAIL PRIVMSG NOT_STORED #all :the disk is full");
	expect_told(&p,
	    "DELIVERY #all <2> refused final: the disk is full\n");
	feed_with_id(&p, "@label=", 1, " :srv 404 alice #all :no");
	expect_told(&p, "DELIVERY #all <1> refused final: "
	    "you cannot say this in #all (no)\n");
	player_release(&p);
}

static void
written_is_said_when_the_last_byte_has_left(void **state)
{
	struct player p;
	const char *data;
	size_t len;
	bool alone;

	(void)state;
	start_tcpchat(&p);
	p.is_stuck = true;
	say(&p, "#all", "hello");
	assert_true(session_output(p.s, &data, &len, &alone));
	assert_false(alone);
	session_wrote(p.s, len - 1, p.now);
	player_settle(&p);
	expect_told(&p, "DELIVERY #all <1> waits first: hello\n");
	session_wrote(p.s, 1, p.now);
	player_settle(&p);
	expect_told(&p, "DELIVERY #all <1> written\n");
	player_release(&p);
}

/* --- Texts ----------------------------------------------------------------- */

static void
each_line_is_a_message_and_blank_ones_are_none(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	say(&p, "#c", "one\r\n\n two\nQUIT\n");
	expect_sent(&p, "PRIVMSG #c :one\nPRIVMSG #c : two\n"
	    "PRIVMSG #c :QUIT\nPING 2\n");
	player_release(&p);
}

static void
a_long_text_is_split_between_words_and_fits(void **state)
{
	struct player p;
	char text[1200];
	size_t max, i;

	(void)state;
	start_foreign(&p, "");
	max = session_text_max(p.s, SESSION_LINE_TEXT, "#c");
	/* ":alice!al@host PRIVMSG #c :" and CR LF around it */
	assert_int_equal(max, 512 - 2 - strlen(":alice!al@host PRIVMSG #c :"));
	for (i = 0; i < sizeof text - 1; i++)
		text[i] = i % 10 == 9 ? ' ' : 'x';
	text[sizeof text - 1] = '\0';
	say(&p, "#c", text);
	assert_true(player_has(&p.sent, "xxxxxxxxx\nPRIVMSG #c :xxx"));
	player_release(&p);
}

static void
what_is_too_much_is_refused_whole(void **state)
{
	struct player p;
	char text[500];
	int i;

	(void)state;
	player_init(&p, NULL);
	for (i = 0; i < 250; i++) {
		text[2 * i] = 'x';
		text[2 * i + 1] = '\n';
	}
	text[499] = '\0';
	assert_null(session_send(p.s, SESSION_LINE_TEXT, "#c", text, p.now));
	assert_string_not_equal(session_refusal(p.s), "");
	player_settle(&p);
	expect_told(&p, "");
	text[2 * 200 - 1] = '\0';
	assert_non_null(session_send(p.s, SESSION_LINE_TEXT, "#c", text,
	    p.now));
	assert_null(session_send(p.s, SESSION_LINE_TEXT, "#c", "y", p.now));
	assert_int_equal(session_unsent(p.s), 200);
	player_release(&p);
}

static void
a_ctcp_can_t_be_smuggled(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	say(&p, "#c", "\001VERSION\001");
	expect_sent(&p, "PRIVMSG #c :VERSION\nPING 2\n");
	player_release(&p);
}

/* --- Breaks ---------------------------------------------------------------- */

static void
come_back_to_tcpchat(struct player *p)
{
	player_wait(p, 100);
	player_return(p);
	player_welcome(p, player_tcpchat_caps, player_tcpchat_isupport);
}

static void
a_break_while_written_is_resent_under_the_same_id(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	player_feed(&p, "@msgid=m1 :bob!b@h PRIVMSG #all :before");
	say(&p, "#all", "one");
	say(&p, "#all", "two");
	player_break(&p);
	say(&p, "#all", "three");
	come_back_to_tcpchat(&p);
	player_feed(&p, ":srv BATCH +t draft/chathistory-targets\n"
	    ":srv BATCH -t\n:srv BATCH +g chathistory #all");
	/* nothing was sent before the gap is looked through */
	assert_false(player_has(&p.sent, "PRIVMSG"));
	player_forget(&p);
	feed_with_id(&p, "@batch=g;msgid=m2;+tcpchat/id=", 1,
	    " :alice!alice@host PRIVMSG #all :one");
	player_feed(&p, ":srv BATCH -g");
	expect_told(&p,
	    "LINES #all newest 1\n\town text alice: one [m2] <1>\n"
	    "DELIVERY #all <1> stored final [m2]\n"
	    "DELIVERY #all <2> waits\n"
	    "DELIVERY #all <2> written\n"
	    "DELIVERY #all <3> written\n");
	expect_sent(&p, "@+tcpchat/id=<2>;label=<2> PRIVMSG #all :two\n"
	    "@+tcpchat/id=<3>;label=<3> PRIVMSG #all :three\n"
	    "WHO #all %tnfa,5\n");
	player_release(&p);
}

static void
elsewhere_it_becomes_unknown_and_the_person_decides(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, echo_only);
	say(&p, "#c", "one");
	say(&p, "#c", "two");
	player_break(&p);
	player_wait(&p, 100);
	player_return(&p);
	player_welcome(&p, echo_only, foreign);
	player_forget(&p);
	player_feed(&p, ":alice!al@host JOIN #c");
	expect_told(&p, "JOINED #c again\n"
	    "DELIVERY #c <1> unknown final\n"
	    "DELIVERY #c <2> unknown final\n");
	expect_sent(&p, "");
	assert_true(session_retry(p.s, player_id(&p, 1), p.now));
	assert_true(session_drop(p.s, player_id(&p, 2)));
	player_settle(&p);
	expect_sent(&p, "PRIVMSG #c :one\n");
	expect_told(&p, "DELIVERY #c <1> waits\n"
	    "DELIVERY #c <2> dropped final\n"
	    "DELIVERY #c <1> written\n");
	player_release(&p);
}

static void
without_an_echo_it_is_unknown_at_once(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	say(&p, "#c", "one");
	player_forget(&p);
	player_break(&p);
	expect_told(&p, "DELIVERY #c <1> unknown final\n");
	player_release(&p);
}

static void
its_echo_may_be_under_another_name_of_ours(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "one");
	player_forget(&p);
	feed_with_id(&p, "@msgid=m1;label=", 1,
	    " :alice_!al@host PRIVMSG #all :one");
	expect_told(&p, "MESSAGE #all own text alice_: one [m1] <1>\n"
	    "DELIVERY #all <1> stored final [m1]\n");
	player_release(&p);
}

static void
half_a_line_is_written_again_whole(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	p.is_stuck = true;
	say(&p, "#all", "hello");
	session_wrote(p.s, 20, p.now);
	player_break(&p);
	p.is_stuck = false;
	come_back_to_tcpchat(&p);
	assert_true(player_has(&p.sent, "@+tcpchat/id=<1>;label=<1> PRIVMSG #all :hello\n"));
	player_release(&p);
}

static void
what_waited_two_minutes_is_held_and_asked_about(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	player_break(&p);
	player_forget(&p);
	say(&p, "#c", "old");
	player_wait(&p, 60000);
	say(&p, "#c", "young");
	player_wait(&p, 61000);
	player_forget(&p);
	player_return(&p);
	player_feed(&p, ":srv CAP * LS :\n:srv 001 alice :Welcome\n"
	    ":srv 422 alice :-");
	expect_told(&p,
	    "WELCOME alice to  lobby  signs @+ again\n"
	    "DELIVERY #c <1> waits held\n"
	    "ASK <1>\n");
	player_feed(&p, ":alice!al@host JOIN #c");
	player_forget(&p);
	player_wait(&p, 10000);
	assert_false(player_has(&p.sent, "PRIVMSG"));	/* order is kept */
	player_forget(&p);
	assert_true(session_retry(p.s, player_id(&p, 1), p.now));
	player_settle(&p);
	expect_sent(&p, "PRIVMSG #c :old\nPRIVMSG #c :young\n"
	    "PING 2\n");
	player_release(&p);
}

static void
a_channel_that_lets_us_in_no_more_refuses_what_waits(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	player_break(&p);
	say(&p, "#c", "hi");
	player_wait(&p, 10);
	player_return(&p);
	player_welcome(&p, "", foreign);
	player_forget(&p);
	player_feed(&p, ":srv 474 alice #c :Cannot join channel (+b)");
	expect_told(&p, "PARTED #c by : you are banned from #c\n"
	    "MESSAGE #c own text alice: hi <1>\n"
	    "DELIVERY #c <1> written final\n");
	player_feed(&p, ":srv 404 alice #c :Cannot send to channel");
	expect_told(&p,
	    "DELIVERY #c <1> refused final: you cannot say this in #c\n");
	player_release(&p);
}

static void
what_was_said_under_another_name_is_found_by_its_id(void **state)
{
	struct player p;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "mine");
	say(&p, "#all", "forged");
	player_break(&p);
	come_back_to_tcpchat(&p);
	player_feed(&p, ":alice!a@host NICK alice_\n"
	    ":srv BATCH +t draft/chathistory-targets\n:srv BATCH -t");
	player_feed(&p, ":srv BATCH +g chathistory #all");
	feed_with_id(&p, "@batch=g;msgid=m1;+tcpchat/id=", 1,
	    " :alice!alice@host PRIVMSG #all :mine");
	feed_with_id(&p, "@batch=g;msgid=m2;+tcpchat/id=", 2,
	    " :eve!e@host PRIVMSG #all :something else");
	player_forget(&p);
	player_feed(&p, ":srv BATCH -g");
	expect_told(&p,
	    "LINES #all gap 2 2\n\town text alice: mine [m1] <1>\n"
	    "\ttext eve: something else [m2] <2>\n"
	    "DELIVERY #all <1> stored final [m1]\n"
	    "GAP #all 2 closed\n"
	    "DELIVERY #all <2> waits\nDELIVERY #all <2> written\n");
	player_release(&p);
}

static void
equal_texts_without_ids_are_found_one_by_one(void **state)
{
	static const char caps[] = "echo-message batch chathistory "
	    "server-time";
	struct player p;

	(void)state;
	start_foreign(&p, caps);
	player_feed(&p, ":srv BATCH +h chathistory #c\n:srv BATCH -h");
	say(&p, "#c", "same");
	say(&p, "#c", "same");
	player_break(&p);
	player_wait(&p, 100);
	player_return(&p);
	player_welcome(&p, caps, foreign);
	player_feed(&p, ":alice!al@host JOIN #c");
	player_feed(&p, ":srv BATCH +t chathistory-targets\n:srv BATCH -t");
	player_wait(&p, 10000);
	player_forget(&p);
	player_feed(&p, ":srv BATCH +h chathistory #c\n"
	    "@batch=h :alice!al@host PRIVMSG #c :same\n:srv BATCH -h");
	expect_told(&p, "LINES #c newest 1\n\town text alice: same <1>\n"
	    "DELIVERY #c <1> stored final\n"
	    "DELIVERY #c <2> unknown final\n");
	player_release(&p);
}

static void
a_join_without_an_answer_stops_nobody_for_ever(void **state)
{
	struct player p;

	(void)state;
	start_foreign(&p, "");
	player_break(&p);
	say(&p, "#c", "hi");
	player_wait(&p, 10);
	player_return(&p);
	player_welcome(&p, "", foreign);
	player_wait(&p, 14000);
	player_feed(&p, "PING x");
	player_wait(&p, 14000);
	assert_false(player_has(&p.sent, "PRIVMSG"));
	player_feed(&p, "PING x");
	player_wait(&p, 14000);
	assert_true(player_has(&p.sent, "PRIVMSG #c :hi\n"));
	player_release(&p);
}

/* --- From one start to the next -------------------------------------------- */

static void
the_outbox_survives_a_restart(void **state)
{
	struct player p, q;
	struct buf saved;

	(void)state;
	start_tcpchat(&p);
	say(&p, "#all", "written");
	player_break(&p);
	session_send(p.s, SESSION_LINE_ACTION, "bob", "waits here", p.now);
	player_settle(&p);
	buf_init(&saved, 65536);
	assert_true(session_outbox_save(p.s, &saved));
	player_init(&q, NULL);
	assert_true(session_outbox_restore(q.s, saved.data, saved.len, q.now));
	player_settle(&q);
	expect_told(&q, "DELIVERY #all <1> written first: written\n"
	    "DELIVERY bob <2> waits first: waits here\n");
	assert_string_equal(player_id(&p, 1), player_id(&q, 1));
	assert_string_equal(player_id(&p, 2), player_id(&q, 2));
	player_connect(&q);
	player_welcome(&q, player_tcpchat_caps, player_tcpchat_isupport);
	assert_int_equal(session_unsent(q.s), 2);
	player_feed(&q, ":srv BATCH +g chathistory #all\n:srv BATCH -g");
	assert_true(player_has(&q.sent, "@+tcpchat/id=<1>;label=<1> PRIVMSG #all :written\n"));
	buf_release(&saved);
	player_release(&p);
	player_release(&q);
}

static void
an_answer_is_still_one_after_a_restart(void **state)
{
	struct player p, q;
	struct buf saved;

	(void)state;
	start_tcpchat(&p);
	player_break(&p);
	session_reply(p.s, SESSION_LINE_TEXT, "#all", "m>7", "yes", p.now);
	session_reply(p.s, SESSION_LINE_TEXT, "#all", "no word", "no", p.now);
	player_settle(&p);
	buf_init(&saved, 65536);
	assert_true(session_outbox_save(p.s, &saved));
	player_release(&p);
	player_init(&q, NULL);
	assert_true(session_outbox_restore(q.s, saved.data, saved.len, q.now));
	player_connect(&q);
	player_welcome(&q, player_tcpchat_caps, player_tcpchat_isupport);
	player_feed(&q, ":srv BATCH +g chathistory #all\n:srv BATCH -g");
	assert_true(player_has(&q.sent, "@+tcpchat/id=<1>;label=<1>;"
	    "+draft/reply=m>7 PRIVMSG #all :yes\n"));
	assert_true(player_has(&q.sent, "label=<2> PRIVMSG #all :no\n"));
	buf_release(&saved);
	player_release(&q);
}

static void
damaged_lines_are_passed_over(void **state)
{
	static const char text[] = "waits text\n"
	    "waits text 01ARZ3NDEKTSV4RRFFQ69G5FAV #a good\n"
	    "flies text 01ARZ3NDEKTSV4RRFFQ69G5FAW #a bad\n"
	    "waits text 01ARZ3NDEKTSV4RRFFQ69G5FAV #a twice";
	struct player p;

	(void)state;
	player_init(&p, NULL);
	assert_false(session_outbox_restore(p.s, text, strlen(text), p.now));
	player_settle(&p);
	expect_told(&p, "DELIVERY #a <1> waits first: good\n");
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_counted_as_they_are_sent),
		cmocka_unit_test(a_password_is_known_in_a_text),
		cmocka_unit_test(several_lines_are_kept_as_one),
		cmocka_unit_test(the_labelled_echo_settles_it),
		cmocka_unit_test(
		    an_own_line_of_another_terminal_settles_nothing),
		cmocka_unit_test(
		    without_labels_the_first_with_that_text_is_settled),
		cmocka_unit_test(without_an_echo_written_is_final),
		cmocka_unit_test(
		    without_an_echo_an_error_before_the_pong_refuses_it),
		cmocka_unit_test(
		    what_became_of_a_message_is_asked_before_lists),
		cmocka_unit_test(
		    the_echo_finds_a_talk_that_was_renamed_meanwhile),
		cmocka_unit_test(a_labelled_error_refuses_it),
		cmocka_unit_test(written_is_said_when_the_last_byte_has_left),
		cmocka_unit_test(
		    each_line_is_a_message_and_blank_ones_are_none),
		cmocka_unit_test(a_long_text_is_split_between_words_and_fits),
		cmocka_unit_test(what_is_too_much_is_refused_whole),
		cmocka_unit_test(a_ctcp_can_t_be_smuggled),
		cmocka_unit_test(
		    a_break_while_written_is_resent_under_the_same_id),
		cmocka_unit_test(
		    elsewhere_it_becomes_unknown_and_the_person_decides),
		cmocka_unit_test(without_an_echo_it_is_unknown_at_once),
		cmocka_unit_test(its_echo_may_be_under_another_name_of_ours),
		cmocka_unit_test(half_a_line_is_written_again_whole),
		cmocka_unit_test(
		    what_waited_two_minutes_is_held_and_asked_about),
		cmocka_unit_test(
		    a_channel_that_lets_us_in_no_more_refuses_what_waits),
		cmocka_unit_test(
		    what_was_said_under_another_name_is_found_by_its_id),
		cmocka_unit_test(equal_texts_without_ids_are_found_one_by_one),
		cmocka_unit_test(
		    a_join_without_an_answer_stops_nobody_for_ever),
		cmocka_unit_test(the_outbox_survives_a_restart),
		cmocka_unit_test(an_answer_is_still_one_after_a_restart),
		cmocka_unit_test(damaged_lines_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
