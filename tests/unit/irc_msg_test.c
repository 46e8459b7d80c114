/* irc_msg_test.c -- one line of IRC and its parts. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

/* Parses a copy of `line`; what *m borrows lives until the next call. */
static bool
parse(struct irc_msg *m, const char *line)
{
	static char copy[10000];
	size_t len = strlen(line);

	assert_true(len < sizeof copy);
	memcpy(copy, line, len + 1);
	return irc_msg_parse(m, copy);
}

static void
takes_a_line_apart(void **state)
{
	struct irc_msg m;

	(void)state;
	assert_true(parse(&m, "@id=1;x :al!a@h PRIVMSG #c :hi  there: "));
	assert_string_equal(m.tags, "id=1;x");
	assert_string_equal(m.source, "al!a@h");
	assert_string_equal(m.command, "PRIVMSG");
	assert_int_equal(m.nparams, 2);
	assert_string_equal(m.params[0], "#c");
	assert_string_equal(m.params[1], "hi  there: ");
	assert_true(m.colon);
}

static void
parts_may_be_missing(void **state)
{
	struct irc_msg m;

	(void)state;
	assert_true(parse(&m, "PING"));
	assert_null(m.tags);
	assert_null(m.source);
	assert_int_equal(m.nparams, 0);
	assert_false(m.colon);
	assert_true(parse(&m, "AWAY :"));
	assert_int_equal(m.nparams, 1);
	assert_string_equal(m.params[0], "");
	assert_true(parse(&m, "@ :s 001 al"));
	assert_null(m.tags);
	assert_string_equal(m.source, "s");
	assert_string_equal(irc_msg_param(&m, 0), "al");
	assert_null(irc_msg_param(&m, 1));
}

static void
blanks_between_parts_may_be_several(void **state)
{
	struct irc_msg m;

	(void)state;
	assert_true(parse(&m, "  @a   :b   C   d   e  "));
	assert_string_equal(m.tags, "a");
	assert_string_equal(m.source, "b");
	assert_string_equal(m.command, "C");
	assert_int_equal(m.nparams, 2);
	assert_string_equal(m.params[1], "e");
}

static void
a_line_without_a_command_is_none(void **state)
{
	static const char *const lines[] = { "", " ", "@a", "@a ", ":s", ":s ",
	    "@a :s", "@a :s  " };
	struct irc_msg m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_false(parse(&m, lines[i]));
}

static void
what_follows_the_fourteenth_parameter_is_one(void **state)
{
	struct irc_msg m;

	(void)state;
	assert_true(parse(&m, "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17"));
	assert_int_equal(m.nparams, IRC_PARAMS_MAX);
	assert_string_equal(m.params[13], "14");
	assert_string_equal(m.params[14], "15 16 :17");
	assert_true(parse(&m, "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16"));
	assert_string_equal(m.params[14], "15 16");
}

static void
assert_written(const struct irc_msg *m, const char *line)
{
	struct buf out;

	buf_init(&out, IRC_LINE_MAX);
	assert_true(irc_msg_write(m, &out));
	assert_string_equal(buf_str(&out), line);
	buf_release(&out);
}

static void
writes_a_line(void **state)
{
	struct irc_msg m = { .command = "JOIN", .nparams = 1,
	    .params = { "#c" } };

	(void)state;
	assert_written(&m, "JOIN #c\r\n");
	m.colon = true;
	assert_written(&m, "JOIN :#c\r\n");
	m.source = "al!a@h";
	m.tags = "t=1";
	assert_written(&m, "@t=1 :al!a@h JOIN :#c\r\n");
	m.tags = "";
	m.nparams = 0;
	assert_written(&m, ":al!a@h JOIN\r\n");
}

static void
puts_a_colon_where_it_is_needed(void **state)
{
	struct irc_msg m = { .command = "001", .nparams = 2,
	    .params = { "al", "" } };

	(void)state;
	assert_written(&m, "001 al :\r\n");
	m.params[1] = "a b";
	assert_written(&m, "001 al :a b\r\n");
	m.params[1] = ":-)";
	assert_written(&m, "001 al ::-)\r\n");
	m.params[1] = "a:b";
	assert_written(&m, "001 al a:b\r\n");
}

static void
the_body_can_be_written_without_the_tags(void **state)
{
	struct irc_msg m = { .tags = "a=b", .source = "s", .command = "PING",
	    .nparams = 1, .params = { "x" } };
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_true(irc_msg_write_body(&m, &out));
	assert_string_equal(buf_str(&out), ":s PING x\r\n");
	buf_release(&out);
}

static void
assert_refused(const struct irc_msg *m)
{
	struct buf out;

	buf_init(&out, IRC_LINE_MAX);
	assert_true(buf_add_str(&out, "kept"));
	assert_false(irc_msg_write(m, &out));
	assert_string_equal(buf_str(&out), "kept");
	buf_release(&out);
}

static void
refuses_to_write_a_smuggled_line(void **state)
{
	static const char *const bad[] = { "hi\r\nQUIT", "hi\n", "\r", "a\rb" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct irc_msg m = { .command = "PRIVMSG", .nparams = 2,
		    .params = { "#c", bad[i] } };

		assert_refused(&m);
		m = (struct irc_msg){ .command = "X", .source = bad[i] };
		assert_refused(&m);
		m = (struct irc_msg){ .command = "X", .tags = bad[i] };
		assert_refused(&m);
		m = (struct irc_msg){ .command = bad[i] };
		assert_refused(&m);
	}
}

static void
refuses_what_would_be_read_as_something_else(void **state)
{
	static const char *const middles[] = { "", "a b", ":a" };
	static const char *const words[] = { "", "a b" };
	static const char *const commands[] = { "", "A B", ":A", "12", "1234",
	    "12a", "A1", "@a" };
	struct irc_msg m;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		m = (struct irc_msg){ .command = "X", .nparams = 2,
		    .params = { middles[i], "y" } };
		assert_refused(&m);
	}
	for (i = 0; i < 2; i++) {
		m = (struct irc_msg){ .command = "X", .source = words[i] };
		assert_refused(&m);
	}
	for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		m = (struct irc_msg){ .command = commands[i] };
		assert_refused(&m);
	}
	m = (struct irc_msg){ .command = "X", .tags = "a b" };
	assert_refused(&m);
	m = (struct irc_msg){ .command = "X", .nparams = IRC_PARAMS_MAX + 1 };
	assert_refused(&m);
}

static void
refuses_past_the_ceiling_of_the_buffer(void **state)
{
	struct irc_msg m = { .command = "PING", .nparams = 1,
	    .params = { "abc" } };
	struct buf out;

	(void)state;
	buf_init(&out, strlen("PING abc\r\n") - 1);
	assert_false(irc_msg_write(&m, &out));
	assert_int_equal(out.len, 0);
	out.max++;
	assert_true(irc_msg_write(&m, &out));
	buf_release(&out);
}

static void
refuses_too_many_tags(void **state)
{
	char tags[IRC_TAGS_MAX];
	struct irc_msg m = { .command = "X", .tags = tags };
	struct buf out;

	(void)state;
	memset(tags, 'a', sizeof tags);
	tags[IRC_TAGS_MAX - 1] = '\0';
	assert_refused(&m);
	tags[IRC_TAGS_MAX - 2] = '\0';
	buf_init(&out, IRC_LINE_MAX);
	assert_true(irc_msg_write(&m, &out));
	assert_int_equal(out.len, IRC_TAGS_MAX + strlen("X\r\n"));
	buf_release(&out);
}

static void
cuts_a_body_that_is_too_long_between_characters(void **state)
{
	char text[1001];
	struct irc_msg m = { .tags = "t", .source = "s", .command = "PRIVMSG",
	    .nparams = 2, .params = { "#c", text }, .colon = true };
	struct buf out;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[1000] = '\0';
	buf_init(&out, 10000);
	assert_true(irc_msg_write(&m, &out));
	/* "@t " before it; ":s PRIVMSG #c :" leaves an odd number of bytes. */
	assert_int_equal(out.len, 3 + IRC_LINE_BODY_MAX - 1);
	assert_memory_equal(out.data + out.len - 4, "\xc3\xa9\r\n", 4);
	buf_release(&out);
}

static void
room_is_what_is_not_cut(void **state)
{
	char text[IRC_LINE_BODY_MAX + 1];
	struct irc_msg m = { .source = "al!a@host", .command = "PRIVMSG",
	    .nparams = 2, .params = { "#c", text } };
	struct buf out;
	size_t room = irc_msg_room(&m, 0);

	(void)state;
	memset(text, 'x', sizeof text);
	text[room] = '\0';
	m.colon = true;
	buf_init(&out, 1000);
	assert_true(irc_msg_write(&m, &out));
	assert_int_equal(out.len, IRC_LINE_BODY_MAX);
	assert_memory_equal(out.data + out.len - 3, "x\r\n", 3);
	m.source = NULL;
	assert_int_equal(irc_msg_room(&m, strlen("al!a@host")), room);
	assert_int_equal(irc_msg_room(&m, 0), room + strlen(":al!a@host "));
	assert_int_equal(irc_msg_room(&m, 600), 0);
	buf_release(&out);
}

static void
knows_numerics_and_commands(void **state)
{
	struct irc_msg m = { .command = "001" };

	(void)state;
	assert_int_equal(irc_msg_numeric(&m), 1);
	m.command = "433";
	assert_int_equal(irc_msg_numeric(&m), 433);
	m.command = "4330";
	assert_int_equal(irc_msg_numeric(&m), 0);
	m.command = "4a3";
	assert_int_equal(irc_msg_numeric(&m), 0);
	m.command = "privmsg";
	assert_int_equal(irc_msg_numeric(&m), 0);
	assert_true(irc_msg_is(&m, "PRIVMSG"));
	assert_false(irc_msg_is(&m, "PRIV"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_a_line_apart),
		cmocka_unit_test(parts_may_be_missing),
		cmocka_unit_test(blanks_between_parts_may_be_several),
		cmocka_unit_test(a_line_without_a_command_is_none),
		cmocka_unit_test(what_follows_the_fourteenth_parameter_is_one),
		cmocka_unit_test(writes_a_line),
		cmocka_unit_test(puts_a_colon_where_it_is_needed),
		cmocka_unit_test(the_body_can_be_written_without_the_tags),
		cmocka_unit_test(refuses_to_write_a_smuggled_line),
		cmocka_unit_test(refuses_what_would_be_read_as_something_else),
		cmocka_unit_test(refuses_past_the_ceiling_of_the_buffer),
		cmocka_unit_test(refuses_too_many_tags),
		cmocka_unit_test(cuts_a_body_that_is_too_long_between_characters),
		cmocka_unit_test(room_is_what_is_not_cut),
		cmocka_unit_test(knows_numerics_and_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
