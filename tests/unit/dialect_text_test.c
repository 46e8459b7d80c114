/* dialect_text_test.c -- sentences of "console chat" to lines, and back. */
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

#include "adapter/adapter.h"
#include "base/str.h"
#include "support/codec_kit.h"

#include "base/banned.h"

static void
begin(struct codec_kit *k, const char *name)
{
	codec_kit_init(k, &dialect_text, DIALECT_SERVER);
	assert_string_equal(codec_kit_segments(k), "ENTER NICKNAME\n");
	codec_kit_feed(k, name);
	assert_true(codec_waits(k->codec));
}

static void
join(struct codec_kit *k)
{
	begin(k, "haddock\n");
	assert_string_equal(codec_kit_lines(k), "CAP REQ echo-message\n"
	    "USER text 0 * haddock\nCAP END\nNICK haddock\n");
	codec_kit_write(k, ":s 001 haddock :Welcome");
	codec_kit_write(k, ":haddock!u@h JOIN #all");
	assert_string_equal(codec_kit_segments(k), "New client haddock joined "
	    "the chat!\nYou were connected to the server!\n");
	assert_false(codec_waits(k->codec));
	assert_string_equal(codec_kit_lines(k), "JOIN #all\n");
}

static void
it_is_asked_once_and_what_it_says_meanwhile_waits(void **state)
{
	struct codec_kit k;

	(void)state;
	begin(&k, "haddock");
	(void)codec_kit_lines(&k);
	codec_kit_feed(&k, "haddock : early");
	assert_string_equal(codec_kit_lines(&k), "");
	codec_kit_write(&k, ":s 433 * haddock :Nickname is already in use");
	assert_string_equal(codec_kit_lines(&k), "NICK haddock_\n");
	codec_kit_write(&k, ":s 433 * haddock_ :Nickname is already in use");
	assert_string_equal(codec_kit_lines(&k), "NICK haddock_2\n");
	codec_kit_write(&k, ":s 001 haddock_2 :Welcome");
	assert_string_equal(codec_kit_lines(&k), "JOIN #all\n"
	    "PRIVMSG #all :early\n");
	assert_string_equal(codec_kit_segments(&k), "Your name here is "
	    "haddock_2: \"haddock\" is taken, or can't be used here\n");
	codec_kit_release(&k);
}

static void
without_a_free_name_it_ends(void **state)
{
	struct codec_kit k;
	int i;

	(void)state;
	begin(&k, "abcdefghijklmnopqrstuvwxyz0123456789");
	for (i = 0; i < 100; i++) {
		(void)codec_kit_lines(&k);
		codec_kit_write(&k, ":s 433 * x :Nickname is already in use");
	}
	assert_string_equal(codec_kit_lines(&k), "QUIT\n");
	assert_false(codec_waits(k.codec));
	assert_non_null(strstr(codec_kit_segments(&k), "No name is free"));
	codec_kit_release(&k);
}

static void
names_are_made_of_what_a_nick_may_hold(void **state)
{
	static const char *const names[][2] = {
		{ "captain haddock", "captain_haddock" },
		{ "  tintin \r\n", "tintin" },
		{ "#all", "all" },
		{ "a*b?c!d@e", "abcde" },
		{ "***", "guest" },
		{ "Ren\xc3\xa9", "Ren\xc3\xa9" },
	};
	struct codec_kit k;
	char nick[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		begin(&k, names[i][0]);
		snprintf(nick, sizeof nick, "\nNICK %s\n", names[i][1]);
		assert_non_null(strstr(codec_kit_lines(&k), nick));
		codec_kit_release(&k);
	}
}

static void
a_character_may_be_cut_over_reads(void **state)
{
	static const char whole[] = "haddock : \xf0\x9f\xa6\x80\xe6\x97\xa5";
	struct codec_kit k;
	size_t cut;

	(void)state;
	join(&k);
	for (cut = 11; cut < 14; cut++) {
		codec_kit_feed_bytes(&k, whole, cut);
		codec_kit_feed(&k, whole + cut);
		assert_string_equal(codec_kit_lines(&k),
		    "PRIVMSG #all :\xf0\x9f\xa6\x80\xe6\x97\xa5\n");
	}
	codec_kit_feed(&k, "haddock : \xf0\x9f");
	assert_int_equal(codec_held(k.codec), 2);
	codec_kit_feed(&k, "haddock : next");
	assert_string_equal(codec_kit_segments(&k),
	    "That was not UTF-8 text and was not sent\n");
	codec_kit_release(&k);
}

static void
several_messages_in_one_read(void **state)
{
	struct codec_kit k;

	(void)state;
	begin(&k, "haddockhaddock : at once");
	codec_kit_write(&k, ":s 001 haddock :Welcome");
	assert_non_null(strstr(codec_kit_lines(&k), "NICK haddock\n"
	    "JOIN #all\nPRIVMSG #all :at once\n"));
	codec_kit_release(&k);
	join(&k);
	codec_kit_feed(&k, "haddock : onehaddock : two\nthree");
	assert_string_equal(codec_kit_lines(&k), "PRIVMSG #all :one\n"
	    "PRIVMSG #all :two\nPRIVMSG #all :three\n");
	codec_kit_feed(&k, "no name before it");
	codec_kit_feed(&k, "haddock :  \n");
	codec_kit_feed(&k, "haddock : /msg al  how are you");
	codec_kit_feed(&k, "haddock : /exit");
	assert_string_equal(codec_kit_lines(&k),
	    "PRIVMSG #all :no name before it\n"
	    "PRIVMSG al :how are you\nQUIT\n");
	codec_kit_release(&k);
}

static void
receipts_begin_with_the_known_name_and_nothing_else_does(void **state)
{
	struct codec_kit k;

	(void)state;
	begin(&k, "haddock");
	codec_kit_write(&k, ":s 433 * haddock :Nickname is already in use");
	codec_kit_write(&k, ":s 001 haddock_ :Welcome");
	(void)codec_kit_segments(&k);
	codec_kit_write(&k, ":haddock_!u@h PRIVMSG #all :mine");
	codec_kit_write(&k, ":haddock_!u@h PRIVMSG al :psst");
	codec_kit_write(&k, ":haddock!u@h PRIVMSG #all :his");
	codec_kit_write(&k, ":haddock!u@h PRIVMSG haddock_ :to you");
	codec_kit_write(&k, ":haddock!u@h QUIT :bye");
	codec_kit_write(&k, ":haddocks!u@h PRIVMSG #all :another");
	assert_string_equal(codec_kit_segments(&k), "haddock : mine\n"
	    "haddock : /msg al psst\n"
	    "The other haddock : his\n"
	    "The other haddock (to you) : to you\n"
	    "The other haddock has left the chat\n"
	    "haddocks : another\n");
	codec_kit_release(&k);
}

static void
nothing_blank_is_sent(void **state)
{
	struct codec_kit k;

	(void)state;
	join(&k);
	codec_kit_write(&k, ":s NOTICE haddock : ");
	codec_kit_write(&k, ":al!u@h PRIVMSG #all :\002\017");
	codec_kit_write(&k, ":s ERROR : ");
	codec_kit_write(&k, ":s 421 haddock X :");
	codec_kit_write(&k, ":s 366 haddock #all :End");
	assert_string_equal(codec_kit_segments(&k), ": X\n");
	codec_kit_write(&k, ":s NOTICE haddock :words of the server");
	assert_string_equal(codec_kit_segments(&k), "words of the server\n");
	codec_kit_release(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    it_is_asked_once_and_what_it_says_meanwhile_waits),
		cmocka_unit_test(without_a_free_name_it_ends),
		cmocka_unit_test(names_are_made_of_what_a_nick_may_hold),
		cmocka_unit_test(a_character_may_be_cut_over_reads),
		cmocka_unit_test(several_messages_in_one_read),
		cmocka_unit_test(
		    receipts_begin_with_the_known_name_and_nothing_else_does),
		cmocka_unit_test(nothing_blank_is_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
