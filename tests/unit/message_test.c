/* message_test.c -- what people say: where it belongs and how it is cleaned. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "session/split.h"
#include "tests/support/player.h"

#include "base/banned.h"

static void
start(struct player *p, const char *caps)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps,
	    "CHANTYPES=# PREFIX=(ov)@+ STATUSMSG=@+ TCPCHAT=1,id=9");
	player_feed(p, ":alice!a@h JOIN #c");
	player_forget(p);
}

static void
channels_talks_and_status_messages_find_their_place(void **state)
{
	struct player p;

	(void)state;
	start(&p, "echo-message message-tags");
	player_feed(&p, ":bob!b@h PRIVMSG #C :all\n"
	    ":bob!b@h PRIVMSG @#c :operators\n"
	    ":bob!b@h PRIVMSG Alice :you\n"
	    ":alice!a@h PRIVMSG dave :from my other terminal\n"
	    ":alice!a@h PRIVMSG alice :to myself");
	expect_told(&p, "MESSAGE #c text bob: all\n"
	    "MESSAGE #c text bob: operators\n"
	    "MESSAGE bob text bob: you\n"
	    "MESSAGE dave own text alice: from my other terminal\n"
	    "MESSAGE alice own text alice: to myself\n");
	player_release(&p);
}

static void
notices_open_no_talk(void **state)
{
	struct player p;

	(void)state;
	start(&p, "");
	p.is_noisy = true;
	player_feed(&p, ":srv NOTICE * :*** Found your hostname\n"
	    ":NickServ!n@s NOTICE alice :please identify\n"
	    ":srv PRIVMSG alice :from a server\n"
	    ":bob!b@h PRIVMSG alice :hi\n:bob!b@h NOTICE alice :note\n"
	    ":bob!b@h NOTICE #c :to all");
	expect_told(&p, "NOTE server srv : *** Found your hostname\n"
	    "NOTE server NickServ : please identify\n"
	    "NOTE server srv : from a server\n"
	    "MESSAGE bob text bob: hi\n"
	    "MESSAGE bob notice bob: note\n"
	    "MESSAGE #c notice bob: to all\n");
	player_release(&p);
}

static void
formatting_is_taken_out(void **state)
{
	struct player p;

	(void)state;
	start(&p, "");
	player_feed(&p, ":b!b@h PRIVMSG #c :\0034,12red\003 \002bold\002 "
	    "\0031,x \017\026\035\037\036\021\004ff0000,00ff00hex 12\00312");
	expect_told(&p, "MESSAGE #c text b: red bold ,x hex 12\n");
	player_feed(&p, ":b!b@h PRIVMSG #c :a\tb\033[31m\xe2\x80\xae");
	expect_told(&p, "MESSAGE #c text b: a\tb\033[31m\xe2\x80\xae\n");
	player_release(&p);
}

/* Both ways, for a client that shows it; in words of the protocol never. */
static void
formatting_stays_for_who_shows_it(void **state)
{
	static const struct session_config config = {
		.host = "h", .port = 6667, .nick = "alice", .formats = true,
	};
	struct player p;

	(void)state;
	player_init(&p, &config);
	player_connect(&p);
	player_welcome(&p, "", "CHANTYPES=#");
	player_feed(&p, ":alice!a@h JOIN #c");
	player_forget(&p);
	player_feed(&p, ":b!b@h PRIVMSG #c :a \002bold\002 \0034,12one\003\n"
	    ":b!b@h PART #c :\002bye");
	expect_told(&p, "MESSAGE #c text b: a \002bold\002 \0034,12one\003\n"
	    "MESSAGE #c part b: bye\n");
	p.is_noisy = true;
	player_feed(&p, ":srv NOTICE alice :\0034,12red\003 news");
	expect_told(&p, "NOTE server srv : red news\n");
	player_release(&p);
}

static void
bytes_that_are_no_utf8_are_taken_for_latin1(void **state)
{
	struct player p;

	(void)state;
	start(&p, "");
	player_feed(&p, ":b!b@h PRIVMSG #c :caf\xe9\n"
	    ":b!b@h PRIVMSG #c :\xc3\xa9t\xe9 now\n"
	    ":b!b@h PRIVMSG #c :cut off \xc3\xa9 \xe2\x82");
	expect_told(&p, "MESSAGE #c text b: caf\xc3\xa9\n"
	    "MESSAGE #c text b: \xc3\xa9t\xc3\xa9 now\n"
	    "MESSAGE #c text b: cut off \xc3\xa9 \n");
	player_release(&p);
}

static void
ctcp_is_answered_once_in_a_while_and_never_obeyed(void **state)
{
	static const struct session_config config = {
		.host = "h", .port = 1, .nick = "alice",
		.version = "tcpchat-tui 1",
	};
	struct player p;

	(void)state;
	player_init(&p, &config);
	player_connect(&p);
	player_welcome(&p, "", "CHANTYPES=#");
	player_wait(&p, 10000);
	player_forget(&p);
	p.is_noisy = true;
	player_feed(&p, ":b!b@h PRIVMSG alice :\001VERSION\001");
	expect_sent(&p, "NOTICE b :\001VERSION tcpchat-tui 1\001\n");
	player_feed(&p, ":b!b@h PRIVMSG alice :\001PING 12 34\001\n"
	    ":b!b@h PRIVMSG alice :\001DCC SEND x 1 2 3\001\n"
	    ":b!b@h NOTICE alice :\001VERSION evil\001");
	expect_sent(&p, "NOTICE b :\001PING 12 34\001\n");
	expect_told(&p, "NOTE server  : b asks your program: VERSION\n"
	    "NOTE server  : b asks your program: PING\n"
	    "NOTE server  : b asks your program: DCC\n"
	    "NOTE server  : the program of b: VERSION evil\n");
	/* What was asked for is told where the person is. */
	session_raw(p.s, "PRIVMSG b :\001VERSION\001");
	player_feed(&p, ":B!b@h NOTICE alice :\001VERSION other 2\001\n"
	    ":c!b@h NOTICE alice :\001VERSION other 3\001");
	expect_told(&p, "NOTE raw  : the program of B: VERSION other 2\n"
	    "NOTE server  : the program of c: VERSION other 3\n");
	player_release(&p);
}

/* We are kicked while the line is marked as read: the person did nothing. */
static void
a_read_marker_that_is_refused_is_nobody_s_news(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_welcome(&p, "standard-replies", "CHANTYPES=#");
	player_wait(&p, 10000);
	player_forget(&p);
	p.is_noisy = true;
	player_feed(&p,
	    "FAIL MARKREAD INVALID_PARAMS #c :Invalid parameters");
	expect_told(&p, "");
	player_release(&p);
}

static void
server_time_and_arrival(void **state)
{
	struct player p;
	struct session_event e;

	(void)state;
	start(&p, "server-time");
	session_input(p.s, "@time=2026-11-20T08:00:00.250Z :b!b@h PRIVMSG #c "
	    ":x\r\n@time=nonsense :b!b@h PRIVMSG #c :y\r\n", 91, p.now);
	assert_true(session_next(p.s, &e));
	assert_int_equal(e.line.time_ms, p.now.wall_ms - 4800000 + 250);
	assert_true(session_next(p.s, &e));
	assert_int_equal(e.line.time_ms, p.now.wall_ms);
	assert_false(session_next(p.s, &e));
	player_release(&p);
}

static void
typing_redactions_and_read_markers(void **state)
{
	struct player p;

	(void)state;
	start(&p, "message-tags draft/message-redaction draft/read-marker");
	player_feed(&p, ":bob!b@h PRIVMSG alice :hi");
	player_forget(&p);
	player_feed(&p, "@+typing=active :bob!b@h TAGMSG alice\n"
	    "@+typing=paused :bob!b@h TAGMSG #c\n"
	    "@+typing=active :eve!e@h TAGMSG alice\n"
	    "@+typing=active :alice!a@h TAGMSG #c\n"
	    ":bob!b@h REDACT #c m7 :oops\n"
	    ":srv MARKREAD bob timestamp=2026-11-20T09:20:00.000Z\n"
	    ":srv MARKREAD bob *");
	expect_told(&p, "TYPING bob bob active\nTYPING #c bob paused\n"
	    "REDACTED #c [m7] by bob: oops\nREAD bob 1795166400\n");
	player_feed(&p, "@msgid=m9 :bob!b@h PRIVMSG alice :read me");
	session_mark_read(p.s, "bob", 1795166405000);
	session_mark_read(p.s, "bob", 1795166400000);	/* never back */
	player_settle(&p);
	expect_sent(&p, "MARKREAD bob timestamp=2026-11-20T09:20:05.000Z\n");
	player_forget(&p);
	player_feed(&p, ":srv MARKREAD bob timestamp=2026-11-20T09:20:01.000Z");
	expect_told(&p, "");
	player_settle(&p);
	expect_sent(&p, "");	/* it has been told already */
	player_release(&p);
}

static void
lines_in_any_pieces_give_the_same(void **state)
{
	static const char line[] = ":b!b@h PRIVMSG #c :h\xc3\xa9llo\r\n";
	struct player p;
	size_t i;

	(void)state;
	start(&p, "");
	for (i = 0; i < sizeof line - 1; i++) {
		session_input(p.s, line + i, 1, p.now);
		player_settle(&p);
	}
	expect_told(&p, "MESSAGE #c text b: h\xc3\xa9llo\n");
	player_release(&p);
}

static void
names_without_end_and_empty_parts_do_no_harm(void **state)
{
	char line[2000] = ":";
	struct player p;

	(void)state;
	start(&p, "message-tags batch");
	p.is_noisy = true;
	memset(line + 1, 'x', 1500);
	memcpy(line + 1501, "!b@h PRIVMSG #c :hi", 20);
	player_feed(&p, line);
	expect_told(&p, "MESSAGE #c text : hi\n");
	memcpy(line, ":b!b@h JOIN ", 12);
	line[1500] = '\0';
	player_feed(&p, line);
	player_feed(&p, "@batch=none;label= :b!b@h PRIVMSG #c :\n"
	    ":b PRIVMSG\n:b!b@h PRIVMSG #c\nJOIN\n:b NICK\n:a BATCH +\n"
	    ":a BATCH -x\n:b!b@h PRIVMSG #c :\001\n:b!b@h PRIVMSG #c :\001\001\n"
	    ":b!b@h PRIVMSG #c :\001ACTION\001\n:srv MODE #c\n:b KICK #c\n"
	    ":srv 353 alice = #c\n:srv 005 alice\n:srv 001\n:srv 433\n"
	    ":srv 322\n:srv 311\n:srv 999\n:srv FAIL X");
	assert_true(player_has(&p.told, "MESSAGE #c action b: \n"));
	assert_int_equal(session_state(p.s), SESSION_ONLINE);
	player_release(&p);
}

/* --- Cutting --------------------------------------------------------------- */

static void
pieces_end_between_words_or_clusters(void **state)
{
	/* e with an acute accent of its own, and a flag: 3 and 8 bytes */
	static const char marks[] = "ae\xcc\x81xx";
	static const char flag[] =
	    "a\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa" "b";
	size_t skip;

	(void)state;
	assert_int_equal(split_piece("hello", 5, 5, &skip), 5);
	assert_int_equal(split_piece("hello world", 11, 8, &skip), 5);
	assert_int_equal(skip, 1);
	assert_int_equal(split_piece("a longword", 10, 8, &skip), 8);
	assert_int_equal(skip, 0);
	assert_int_equal(split_piece("hello world", 11, 5, &skip), 5);
	assert_int_equal(skip, 1);
	assert_int_equal(split_piece(marks, 6, 3, &skip), 1);
	assert_int_equal(split_piece(flag, 10, 8, &skip), 1);
	assert_int_equal(split_piece(flag + 1, 9, 7, &skip), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    channels_talks_and_status_messages_find_their_place),
		cmocka_unit_test(notices_open_no_talk),
		cmocka_unit_test(formatting_is_taken_out),
		cmocka_unit_test(formatting_stays_for_who_shows_it),
		cmocka_unit_test(bytes_that_are_no_utf8_are_taken_for_latin1),
		cmocka_unit_test(
		    ctcp_is_answered_once_in_a_while_and_never_obeyed),
		cmocka_unit_test(
		    a_read_marker_that_is_refused_is_nobody_s_news),
		cmocka_unit_test(server_time_and_arrival),
		cmocka_unit_test(typing_redactions_and_read_markers),
		cmocka_unit_test(lines_in_any_pieces_give_the_same),
		cmocka_unit_test(names_without_end_and_empty_parts_do_no_harm),
		cmocka_unit_test(pieces_end_between_words_or_clusters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
