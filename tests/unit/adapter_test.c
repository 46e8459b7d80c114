/* adapter_test.c -- first bytes, lines that wait, objects out of a stream. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/adapter.h"
#include "adapter/json_stream.h"
#include "adapter/lines.h"
#include "base/str.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

static void
the_first_byte_that_is_not_blank_tells(void **state)
{
	(void)state;
	assert_null(adapter_tell("", 0));
	assert_null(adapter_tell(" \r\n\t", 4));
	assert_ptr_equal(adapter_tell(" \n{", 3), &dialect_json);
	assert_ptr_equal(adapter_tell("NICK", 4), &dialect_irc);
	assert_ptr_equal(adapter_tell("\0{", 2), &dialect_irc);
}

static void
assert_line(struct lines *l, const char *command, const char *last)
{
	struct irc_msg m;

	assert_int_equal(lines_next(l, &m), DIALECT_MESSAGE);
	assert_string_equal(m.command, command);
	assert_string_equal(m.params[m.nparams - 1], last);
}

static void
lines_wait_behind_a_hold(void **state)
{
	struct lines l;
	struct irc_msg m;

	(void)state;
	lines_init(&l, 1000);
	lines_add(&l, "NICK", "a", NULL);
	lines_hold(&l);
	lines_add(&l, "PING", "1", NULL);
	assert_line(&l, "NICK", "a");
	assert_int_equal(lines_next(&l, &m), DIALECT_MORE);
	assert_true(lines_waiting(&l) > 0);
	lines_let_go(&l);
	assert_line(&l, "PING", "1");
	lines_hold(&l);
	lines_add(&l, "PING", "2", NULL);
	lines_drop(&l);
	assert_int_equal(lines_next(&l, &m), DIALECT_MORE);
	assert_int_equal(lines_waiting(&l), 0);
	lines_release(&l);
}

static void
what_finds_no_room_is_taken_back_whole(void **state)
{
	struct lines l;
	struct irc_msg m;

	(void)state;
	lines_init(&l, 60);
	lines_add(&l, "PING", "1", NULL);
	lines_begin(&l);
	assert_true(lines_add_text(&l, "#all", "one\ntwo"));
	assert_true(lines_commit(&l));
	lines_begin(&l);
	(void)lines_add_text(&l, "#all", "three\nfour\nfive\nsix");
	assert_false(lines_commit(&l));
	assert_line(&l, "PING", "1");
	assert_line(&l, "PRIVMSG", "one");
	assert_line(&l, "PRIVMSG", "two");
	assert_int_equal(lines_next(&l, &m), DIALECT_MORE);
	assert_false(lines_add_text(&l, "#all", "\r\n\n"));
	lines_release(&l);
}

static void
plain_text_has_no_controls(void **state)
{
	char out[64];

	(void)state;
	lines_clean("a\033[2J\002b\002\tc\x7f\xc2\x9b" "d", out, sizeof out);
	assert_string_equal(out, "a[2Jb\tcd");
	lines_clean("\00304,12red\003 \0035x \003,5", out, sizeof out);
	assert_string_equal(out, "red x ,5");
	lines_plain("al", "\001ACTION waves\001", out, sizeof out);
	assert_string_equal(out, "* al waves");
	lines_clean("xx\xf0\x9f\xa6\x80", out, 6);
	assert_string_equal(out, "xx");
	assert_true(lines_is_ctcp("\001VERSION\001"));
	assert_false(lines_is_ctcp("\001ACTION x\001"));
	assert_false(lines_is_ctcp("x"));
}

static unsigned faults;

static void
count_fault(void *self, const char *sentence)
{
	(void)self;
	assert_true(sentence[0] != '\0');
	faults++;
}

static void
feed(struct json_stream *s, const char *bytes)
{
	assert_true(json_stream_feed(s, bytes, strlen(bytes)));
}

static void
assert_object(struct json_stream *s, const char *text)
{
	json_t *object = json_stream_next(s);
	char *dumped;

	assert_non_null(object);
	dumped = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(dumped, text);
	free(dumped);
	json_decref(object);
}

static void
objects_end_where_their_braces_do(void **state)
{
	struct json_stream s;

	(void)state;
	faults = 0;
	json_stream_init(&s, count_fault, NULL);
	feed(&s, " {\"a\":\"}{\\\"\\\\\"}{\"b\":[{},{}]}\n\n{\"c\"");
	assert_object(&s, "{\"a\":\"}{\\\"\\\\\"}");
	assert_object(&s, "{\"b\":[{},{}]}");
	assert_null(json_stream_next(&s));
	assert_int_equal(json_stream_held(&s), 4);
	feed(&s, ":1}");
	assert_object(&s, "{\"c\":1}");
	assert_int_equal(faults, 0);
	assert_int_equal(json_stream_held(&s), 0);
	json_stream_release(&s);
}

static void
what_is_too_long_is_not_held(void **state)
{
	struct json_stream s;
	int i;

	(void)state;
	faults = 0;
	json_stream_init(&s, count_fault, NULL);
	feed(&s, "{\"a\":\"");
	for (i = 0; i < 1 << 17; i++)
		feed(&s, "xxxxxxxx");
	assert_int_equal(faults, 1);
	assert_int_equal(json_stream_held(&s), 0);
	feed(&s, "\"}{\"b\":1}");
	assert_object(&s, "{\"b\":1}");
	feed(&s, "{\"a\":[[[[[[[[[[");
	assert_int_equal(faults, 2);
	feed(&s, "]]]]]]]]]]}junk junk{\"b\":2}");
	assert_object(&s, "{\"b\":2}");
	assert_int_equal(faults, 3);
	json_stream_release(&s);
}

static void
a_line_end_ends_an_unclosed_string(void **state)
{
	struct json_stream s;

	(void)state;
	faults = 0;
	json_stream_init(&s, count_fault, NULL);
	feed(&s, "{\"a\": \"x, \"b\": \"y}\n");
	feed(&s, "{\"a\": \"x\n}}\"\n{\"b\":1}");
	assert_object(&s, "{\"b\":1}");
	assert_int_equal(faults, 2);
	json_stream_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_byte_that_is_not_blank_tells),
		cmocka_unit_test(lines_wait_behind_a_hold),
		cmocka_unit_test(what_finds_no_room_is_taken_back_whole),
		cmocka_unit_test(plain_text_has_no_controls),
		cmocka_unit_test(objects_end_where_their_braces_do),
		cmocka_unit_test(what_is_too_long_is_not_held),
		cmocka_unit_test(a_line_end_ends_an_unclosed_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
