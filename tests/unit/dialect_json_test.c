/* dialect_json_test.c -- objects of "Python TCP Chat" to lines, and back. */
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

static const char tintin_joins[] = "CAP REQ :echo-message message-tags\n"
    "USER json 0 * tintin\nCAP END\nNICK tintin\n";

/* A codec whose program is known as tintin. */
static void
join(struct codec_kit *k, size_t piece)
{
	codec_kit_init(k, &dialect_json, DIALECT_SERVER);
	k->piece = piece;
	codec_kit_feed(k, "{\"user\": \"tintin\", \"message\": \"hi\", "
	    "\"dest\": \"ALL\"}");
	assert_string_equal(codec_kit_lines(k), tintin_joins);
	assert_true(codec_waits(k->codec));
	codec_kit_write(k, ":s 001 tintin :Welcome");
	assert_false(codec_waits(k->codec));
	assert_string_equal(codec_kit_lines(k),
	    "JOIN #all\nPRIVMSG #all :hi\n");
	assert_string_equal(codec_kit_segments(k), "");
}

static void
the_first_user_registers_in_any_pieces(void **state)
{
	struct codec_kit k;
	size_t piece;

	(void)state;
	for (piece = 0; piece < 70; piece++) {
		join(&k, piece);
		codec_kit_release(&k);
	}
}

static void
a_later_user_renames_and_a_refused_one_loses_its_object(void **state)
{
	struct codec_kit k;

	(void)state;
	join(&k, 3);
	codec_kit_feed(&k, "{\"user\":\"bob\",\"message\":\"1\",\"dest\":\"al\"}"
	    "{\"user\":\"bob\",\"message\":\"2\",\"dest\":\"al\"}");
	assert_string_equal(codec_kit_lines(&k), "NICK bob\n");
	codec_kit_write(&k, ":tintin!u@h NICK bob");
	assert_string_equal(codec_kit_lines(&k),
	    "PRIVMSG al :1\nPRIVMSG al :2\n");
	codec_kit_feed(&k, "{\"user\":\"al\",\"message\":\"3\",\"dest\":\"ALL\"}"
	    "{\"user\":\"bob\",\"message\":\"4\",\"dest\":\"ALL\"}");
	codec_kit_write(&k, ":s 433 bob al :Nickname is already in use");
	assert_string_equal(codec_kit_lines(&k),
	    "NICK al\nPRIVMSG #all :4\n");
	assert_string_equal(codec_kit_segments(&k), "{\"user\": \"tcpchatd\", "
	    "\"message\": \"Nickname is already in use: al\", "
	    "\"dest\": \"bob\"}\n");
	codec_kit_release(&k);
}

static void
a_first_user_may_be_refused_too(void **state)
{
	struct codec_kit k;

	(void)state;
	codec_kit_init(&k, &dialect_json, DIALECT_SERVER);
	codec_kit_feed(&k, "{\"user\":\"al\",\"message\":\"1\","
	    "\"dest\":\"ALL\"}");
	codec_kit_write(&k, ":s 433 * al :Nickname is already in use");
	assert_false(codec_waits(k.codec));
	assert_string_equal(codec_kit_segments(&k), "{\"user\": \"tcpchatd\", "
	    "\"message\": \"Nickname is already in use: al\", "
	    "\"dest\": \"al\"}\n");
	(void)codec_kit_lines(&k);
	codec_kit_feed(&k, "{\"user\":\"tintin\",\"message\":\"2\","
	    "\"dest\":\"ALL\"}");
	codec_kit_write(&k, ":s 001 tintin :Welcome");
	assert_string_equal(codec_kit_lines(&k),
	    "NICK tintin\nJOIN #all\nPRIVMSG #all :2\n");
	codec_kit_release(&k);
}

static void
every_segment_is_one_object_of_1024_bytes(void **state)
{
	struct codec_kit k;
	char line[600] = ":al!u@h PRIVMSG #all :";
	size_t start = strlen(line), i;

	(void)state;
	join(&k, 0);
	for (i = 0; i < 440; i += 4)
		memcpy(line + start + i, "\xf0\x9f\xa6\x80", 5);
	codec_kit_write(&k, line);
	assert_int_equal(k.nsegments, 2);
	codec_kit_write(&k, ":al!u@h PRIVMSG #all :\"\\/\xc3\xa9");
	assert_non_null(strstr(codec_kit_segments(&k),
	    "\"message\": \"\\\"\\\\/\\u00E9\""));
	codec_kit_write(&k, ":s 353 tintin = #all :@al +bo cy");
	codec_kit_write(&k, ":s 366 tintin #all :End");
	assert_string_equal(codec_kit_segments(&k), "");	/* not asked */
	assert_int_equal(k.longest, 1024);
	assert_int_equal(k.shortest, 1024);
	codec_kit_release(&k);
}

static void
a_list_is_as_many_objects_as_it_needs(void **state)
{
	struct codec_kit k;
	char line[64];
	int i;

	(void)state;
	join(&k, 0);
	codec_kit_feed(&k, "{\"user\":\"tintin\",\"request\":\"ClientList\"}");
	assert_string_equal(codec_kit_lines(&k), "NAMES #all\n");
	codec_kit_write(&k, ":s 353 tintin = #all :@al +bo tintin");
	for (i = 0; i < 100; i++) {
		snprintf(line, sizeof line, ":s 353 tintin = #all :sailor%d",
		    i);
		codec_kit_write(&k, line);
	}
	assert_string_equal(codec_kit_segments(&k), "");
	codec_kit_write(&k, ":s 366 tintin #all :End");
	assert_int_equal(k.nsegments, 3);
	assert_true(str_starts(codec_kit_segments(&k), "{\"client-list\": "
	    "[{\"name\": \"al\"}, {\"name\": \"bo\"}, {\"name\": \"tintin\"}, "
	    "{\"name\": \"sailor0\"}"));
	codec_kit_release(&k);
}

static void
what_is_private_comes_back_only_to_oneself(void **state)
{
	struct codec_kit k;

	(void)state;
	join(&k, 0);
	codec_kit_write(&k, "@msgid=1 :tintin!u@h PRIVMSG al :psst");
	codec_kit_write(&k, ":al!u@h PRIVMSG #other :not here");
	codec_kit_write(&k, ":al!u@h PRIVMSG tintin :\001VERSION\001");
	assert_string_equal(codec_kit_segments(&k), "");
	codec_kit_write(&k, "@msgid=2 :tintin!u@h PRIVMSG tintin :me");
	codec_kit_write(&k, "@msgid=2 :tintin!u@h PRIVMSG tintin :me");
	codec_kit_write(&k, ":al!u@h PRIVMSG tintin :\001ACTION waves\001");
	assert_string_equal(codec_kit_segments(&k),
	    "{\"user\": \"tintin\", \"message\": \"me\", \"dest\": \"tintin\"}\n"
	    "{\"user\": \"al\", \"message\": \"* al waves\", "
	    "\"dest\": \"tintin\"}\n");
	codec_kit_release(&k);
}

static void
too_much_for_one_object_is_not_sent_in_part(void **state)
{
	struct codec_kit k;
	static char bytes[60000];
	size_t n, i;

	(void)state;
	join(&k, 1000);
	n = (size_t)snprintf(bytes, sizeof bytes, "{\"user\":\"tintin\","
	    "\"dest\":\"a,b,c,d,e\",\"message\":\"");
	for (i = n; i < 50000; i++)
		bytes[i] = 'x';
	memcpy(bytes + i, "\"}", 3);
	codec_kit_feed(&k, bytes);
	assert_string_equal(codec_kit_lines(&k), "");
	assert_non_null(strstr(codec_kit_segments(&k), "Too much"));
	codec_kit_release(&k);
}

static void
each_fault_is_one_sentence(void **state)
{
	static const char *const faults[] = {
		"{\"user\": 1}", "{}", "{\"user\":\"tintin\"}", "[]", "x y z",
		"{\"user\":\"a b\",\"message\":\"x\",\"dest\":\"ALL\"}",
		"{\"user\":\"tintin\",\"message\":1,\"dest\":\"ALL\"}",
		"{\"user\":\"tintin\",\"message\":\"\\ud800\",\"dest\":\"ALL\"}",
		"{\"user\":\"tintin\",\"message\":\"\\u0000\",\"dest\":\"ALL\"}",
		"{\"user\":\"tintin\",\"request\":null}",
		"{\"user\":\"tintin\",\"user\":\"b\",\"request\":\"ClientList\"}",
		"{\"user\":\"tintin\",\"message\":\"x\",\"dest\":\"#all\"}",
		"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
		    "1}}}}}}}}}",
		"{\"user\":\"tintin\",\"message\":\"\n\"}",
	};
	struct codec_kit k;
	size_t i, piece;

	(void)state;
	for (piece = 0; piece < 3; piece++) {
		join(&k, piece);
		for (i = 0; i < sizeof faults / sizeof *faults; i++) {
			k.nsegments = 0;
			codec_kit_feed(&k, faults[i]);
			assert_int_equal(k.nsegments, 1);
			assert_string_equal(codec_kit_lines(&k), "");
			assert_true(str_starts(codec_kit_segments(&k),
			    "{\"user\": \"tcpchatd\""));
			codec_kit_feed(&k, "{\"user\":\"tintin\","
			    "\"message\":\"x\",\"dest\":\"ALL\"}");
			assert_string_equal(codec_kit_lines(&k),
			    "PRIVMSG #all :x\n");
		}
		codec_kit_release(&k);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_user_registers_in_any_pieces),
		cmocka_unit_test(
		    a_later_user_renames_and_a_refused_one_loses_its_object),
		cmocka_unit_test(a_first_user_may_be_refused_too),
		cmocka_unit_test(every_segment_is_one_object_of_1024_bytes),
		cmocka_unit_test(a_list_is_as_many_objects_as_it_needs),
		cmocka_unit_test(what_is_private_comes_back_only_to_oneself),
		cmocka_unit_test(too_much_for_one_object_is_not_sent_in_part),
		cmocka_unit_test(each_fault_is_one_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
