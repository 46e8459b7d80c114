/* oldserver_test.c -- the old servers, played as IRC servers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/oldserver.h"
#include "base/str.h"
#include "support/codec_kit.h"

#include "base/banned.h"

static void
say_hello(struct codec_kit *k)
{
	codec_kit_write(k, "CAP LS 302");
	codec_kit_write(k, "NICK alice");
	codec_kit_write(k, "USER alice 0 * :Alice");
	assert_string_equal(codec_kit_lines(k),
	    ":tcpchat CAP * LS :echo-message\n");
	codec_kit_write(k, "CAP REQ :echo-message");
	codec_kit_write(k, "CAP END");
	assert_string_equal(codec_kit_lines(k),
	    ":tcpchat CAP alice ACK :echo-message\n");
}

#define WELCOME \
	":tcpchat 001 alice :Connected to an old server\n" \
	":tcpchat 005 alice CASEMAPPING=ascii CHANTYPES=# LOBBY=#all " \
	"PREFIX= NETWORK=%s :are supported by this server\n" \
	":tcpchat 422 alice :MOTD File is missing\n" \
	":alice!old@server JOIN #all\n"

static void
join_json(struct codec_kit *k, size_t piece)
{
	char welcome[1024];

	codec_kit_init(k, &dialect_oldserver_json, DIALECT_CLIENT);
	k->piece = piece;
	say_hello(k);
	assert_string_equal(codec_kit_segments(k),
	    "{\"user\": \"alice\", \"request\": \"ClientList\"}\n");
	codec_kit_feed(k, "{\"client-list\": [{\"name\": \"alice\"}, "
	    "{\"name\": \"two words\"}]}");
	snprintf(welcome, sizeof welcome, WELCOME "%s", "json",
	    ":tcpchat 353 alice = #all :alice two_words\n"
	    ":tcpchat 366 alice #all :End of /NAMES list\n");
	assert_string_equal(codec_kit_lines(k), welcome);
}

static void
json_lists_come_as_joins_and_quits(void **state)
{
	struct codec_kit k;
	size_t piece;

	(void)state;
	for (piece = 0; piece < 9; piece++) {
		join_json(&k, piece);
		codec_kit_write(&k, "NAMES #all");
		codec_kit_feed(&k, "{\"client-list\": [{\"name\": \"alice\"}, "
		    "{\"name\": \"bob\"}, {\"name\": 1}, {}]}");
		assert_string_equal(codec_kit_lines(&k),
		    ":bob!old@server JOIN #all\n"
		    ":two_words!old@server QUIT :\n"
		    ":tcpchat 353 alice = #all :alice bob\n"
		    ":tcpchat 366 alice #all :End of /NAMES list\n");
		codec_kit_release(&k);
	}
}

static void
json_messages_go_both_ways(void **state)
{
	struct codec_kit k;

	(void)state;
	join_json(&k, 0);
	(void)codec_kit_segments(&k);
	codec_kit_write(&k, "PRIVMSG #all :h\xc3\xa9");
	codec_kit_write(&k, "PRIVMSG two_words :psst");
	codec_kit_write(&k, "PRIVMSG #all :\001ACTION waves\001");
	codec_kit_write(&k, "PRIVMSG #other :x");
	assert_string_equal(codec_kit_segments(&k),
	    "{\"user\": \"alice\", \"message\": \"h\\u00E9\", "
	    "\"dest\": \"ALL\"}\n"
	    "{\"user\": \"alice\", \"message\": \"psst\", "
	    "\"dest\": \"two words\"}\n"
	    "{\"user\": \"alice\", \"message\": \"* alice waves\", "
	    "\"dest\": \"ALL\"}\n");
	assert_true(str_starts(codec_kit_lines(&k),
	    ":tcpchat 403 alice #other "));
	codec_kit_feed(&k, "{\"user\":\"alice\",\"message\":\"* alice waves\","
	    "\"dest\":\"ALL\"}{\"user\":\"two words\",\"message\":\"a\\nb\","
	    "\"dest\":\"alice\"} junk {\"user\":\"new\",\"message\":\"x\","
	    "\"dest\":\"ALL\"}");
	assert_string_equal(codec_kit_lines(&k),
	    ":tcpchat NOTICE * :Not JSON: an object begins with {\n"
	    ":alice!old@server PRIVMSG #all :\001ACTION waves\001\n"
	    ":two_words!old@server PRIVMSG alice :a\n"
	    ":two_words!old@server PRIVMSG alice :b\n"
	    ":new!old@server JOIN #all\n"
	    ":new!old@server PRIVMSG #all :x\n");
	codec_kit_release(&k);
}

static void
json_objects_fit_into_one_read_of_the_server(void **state)
{
	struct codec_kit k;
	char line[600] = "PRIVMSG #all :";
	size_t start = strlen(line), i;

	(void)state;
	join_json(&k, 0);
	for (i = 0; i < 480; i += 4)
		memcpy(line + start + i, "\xf0\x9f\xa6\x80", 5);
	codec_kit_write(&k, line);
	assert_int_equal(k.nsegments, 2);
	memset(line + start, '"', 490);
	codec_kit_write(&k, line);
	memset(line + start, 1, 490);
	codec_kit_write(&k, line);
	assert_true(k.longest <= 1024);
	codec_kit_release(&k);
}

static void
join_text(struct codec_kit *k)
{
	char welcome[1024];

	codec_kit_init(k, &dialect_oldserver_text, DIALECT_CLIENT);
	say_hello(k);
	assert_string_equal(codec_kit_segments(k), "");
	codec_kit_feed(k, "ENTER NICKNAME");
	assert_string_equal(codec_kit_segments(k), "alice\n");
	codec_kit_feed(k, "New client alice joined the chat! "
	    "You were connected to the server! /exit to quit");
	snprintf(welcome, sizeof welcome, WELCOME "%s", "text",
	    ":tcpchat 353 alice = #all :alice\n"
	    ":tcpchat 366 alice #all :End of /NAMES list\n"
	    ":tcpchat NOTICE #all :This server has no list: shown are those "
	    "who were seen to join, speak or leave\n");
	assert_string_equal(codec_kit_lines(k), welcome);
}

static void
text_shows_who_is_seen(void **state)
{
	struct codec_kit k;

	(void)state;
	join_text(&k);
	codec_kit_feed(&k, "New client two words joined the chat! ");
	codec_kit_feed(&k, "two words : hello : you");
	codec_kit_feed(&k, "bob : hi");
	codec_kit_feed(&k, "bob has left the chat");
	codec_kit_feed(&k, "nobody has left the chat");
	codec_kit_feed(&k, "alice : mine");
	codec_kit_feed(&k, "   ");
	assert_string_equal(codec_kit_lines(&k),
	    ":two_words!old@server JOIN #all\n"
	    ":two_words!old@server PRIVMSG #all :hello : you\n"
	    ":bob!old@server JOIN #all\n"
	    ":bob!old@server PRIVMSG #all :hi\n"
	    ":bob!old@server QUIT :\n"
	    ":tcpchat NOTICE #all :nobody has left the chat\n"
	    ":alice!old@server PRIVMSG #all :mine\n");
	codec_kit_release(&k);
}

static void
text_that_ran_together_is_split(void **state)
{
	struct codec_kit k;

	(void)state;
	join_text(&k);
	codec_kit_feed(&k, "New client bob joined the chat! bob : oneNew "
	    "client cy joined the chat! cy : twobob : threebob has left "
	    "the chat");
	assert_string_equal(codec_kit_lines(&k),
	    ":bob!old@server JOIN #all\n"
	    ":bob!old@server PRIVMSG #all :one\n"
	    ":cy!old@server JOIN #all\n"
	    ":cy!old@server PRIVMSG #all :two\n"
	    ":bob!old@server PRIVMSG #all :three\n"
	    ":bob!old@server QUIT :\n");
	codec_kit_release(&k);
}

static void
what_it_cannot_do_is_answered(void **state)
{
	struct codec_kit k;

	(void)state;
	join_text(&k);
	(void)codec_kit_segments(&k);
	codec_kit_write(&k, "PRIVMSG bob :x");
	codec_kit_write(&k, "TOPIC #all :x");
	codec_kit_write(&k, "NICK al");
	codec_kit_write(&k, "JOIN #all,#other");
	codec_kit_write(&k, "PING token");
	codec_kit_write(&k, "WHO #all");
	assert_string_equal(codec_kit_lines(&k),
	    ":tcpchat 401 alice bob :This server has no private messages\n"
	    ":tcpchat 421 alice TOPIC :An old server can't do that\n"
	    ":tcpchat 447 alice :An old server knows no change of name\n"
	    ":tcpchat 403 alice #other :An old server has one room\n"
	    ":tcpchat PONG tcpchat :token\n"
	    ":tcpchat 352 alice #all old server tcpchat alice H :0 \n"
	    ":tcpchat 315 alice #all :End of WHO list\n");
	assert_string_equal(codec_kit_segments(&k), "");
	codec_kit_write(&k, "PRIVMSG #all :hello");
	assert_string_equal(codec_kit_segments(&k), "alice : hello\n");
	codec_kit_release(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_lists_come_as_joins_and_quits),
		cmocka_unit_test(json_messages_go_both_ways),
		cmocka_unit_test(json_objects_fit_into_one_read_of_the_server),
		cmocka_unit_test(text_shows_who_is_seen),
		cmocka_unit_test(text_that_ran_together_is_split),
		cmocka_unit_test(what_it_cannot_do_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
