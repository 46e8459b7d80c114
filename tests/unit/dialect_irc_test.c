/* dialect_irc_test.c -- bytes to lines and back. */
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
#include "base/rand.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

static bool
feed(struct codec *c, const char *bytes)
{
	return codec_feed(c, bytes, strlen(bytes));
}

static void
assert_message(struct codec *c, const char *command, const char *last)
{
	struct irc_msg m;

	assert_int_equal(codec_next(c, &m), DIALECT_MESSAGE);
	assert_string_equal(m.command, command);
	if (last == NULL)
		assert_int_equal(m.nparams, 0);
	else
		assert_string_equal(m.params[m.nparams - 1], last);
}

static void
assert_result(struct codec *c, enum dialect_result result)
{
	struct irc_msg m;

	assert_int_equal(codec_next(c, &m), result);
}

static void
lines_end_with_lf_or_crlf(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);

	(void)state;
	assert_true(feed(c, "A 1\r\n\r\n\nB 2\n:none\r\nC 3\r\r\nD"));
	assert_message(c, "A", "1");
	assert_message(c, "B", "2");
	assert_message(c, "C", "3");
	assert_result(c, DIALECT_MORE);
	assert_int_equal(codec_held(c), 1);
	assert_true(feed(c, " x\r"));
	assert_result(c, DIALECT_MORE);
	assert_true(feed(c, "\n"));
	assert_message(c, "D", "x");
	assert_result(c, DIALECT_MORE);
	codec_free(c);
}

static void
what_is_not_asked_for_waits(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);

	(void)state;
	assert_true(feed(c, "A\r\nB\r\nC"));
	assert_message(c, "A", NULL);
	assert_int_equal(codec_held(c), 4);
	assert_true(feed(c, "C\r\nD\r\n"));
	assert_message(c, "B", NULL);
	assert_message(c, "CC", NULL);
	assert_message(c, "D", NULL);
	assert_result(c, DIALECT_MORE);
	assert_int_equal(codec_held(c), 0);
	codec_free(c);
}

static void
any_pieces_give_the_same_messages(void **state)
{
	static const char *const bytes = "@a=1 PRIVMSG #c :one two\r\nPING\n"
	    "\r\nTOPIC #c :\xe6\x97\xa5\r\nQUIT :x\r\n";
	struct rand r;
	int round;

	(void)state;
	rand_seed(&r, 3);
	for (round = 0; round < 200; round++) {
		struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
		size_t at = 0, len = strlen(bytes);
		struct buf seen;
		struct irc_msg m;

		buf_init(&seen, 1000);
		while (at < len) {
			size_t n = round == 0 ? 1 : 1 + (size_t)rand_below(&r, 9);

			if (n > len - at)
				n = len - at;
			assert_true(codec_feed(c, bytes + at, n));
			at += n;
			while (codec_next(c, &m) == DIALECT_MESSAGE)
				assert_true(irc_msg_write(&m, &seen));
		}
		assert_string_equal(buf_str(&seen), "@a=1 PRIVMSG #c :one two"
		    "\r\nPING\r\nTOPIC #c :\xe6\x97\xa5\r\nQUIT :x\r\n");
		buf_release(&seen);
		codec_free(c);
	}
}

/* `n` times `c` as a string; the caller frees it. */
static char *
many(char c, size_t n)
{
	char *s = xmalloc(n + 1);

	memset(s, c, n);
	s[n] = '\0';
	return s;
}

static void
a_body_may_have_510_bytes(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
	char *text = many('x', 511);

	(void)state;
	assert_true(feed(c, text + 1) && feed(c, "\r"));
	assert_result(c, DIALECT_MORE);
	assert_true(feed(c, "\n"));
	assert_message(c, text + 1, NULL);
	assert_true(feed(c, text) && feed(c, "\r\nPING\r\n"));
	assert_result(c, DIALECT_TOO_LONG);
	assert_message(c, "PING", NULL);
	free(text);
	codec_free(c);
}

static void
tags_may_have_4094_bytes(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
	char *tags = many('t', 4095), *body = many('B', 511);

	(void)state;
	assert_true(feed(c, "@") && feed(c, tags + 1) && feed(c, " ") &&
	    feed(c, body + 1) && feed(c, "\r\n"));
	assert_message(c, body + 1, NULL);
	assert_true(feed(c, "@") && feed(c, tags) && feed(c, " X\r\n"));
	assert_result(c, DIALECT_TOO_LONG);
	assert_true(feed(c, "@t ") && feed(c, body) && feed(c, "\r\n"));
	assert_result(c, DIALECT_TOO_LONG);
	assert_true(feed(c, "@"));
	assert_true(feed(c, tags));
	assert_result(c, DIALECT_TOO_LONG);
	assert_true(feed(c, "\r\nPING\r\n"));
	assert_message(c, "PING", NULL);
	free(tags);
	free(body);
	codec_free(c);
}

static void
ten_megabytes_without_an_end_are_told_once_and_not_kept(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
	char *chunk = many('x', 16384);
	int i;

	(void)state;
	assert_true(feed(c, chunk));
	assert_result(c, DIALECT_TOO_LONG);
	for (i = 0; i < 640; i++) {
		assert_true(feed(c, chunk));
		assert_result(c, DIALECT_MORE);
		assert_int_equal(codec_held(c), 0);
	}
	assert_true(feed(c, "end\r\nPING\r\n"));
	assert_message(c, "PING", NULL);
	assert_result(c, DIALECT_MORE);
	free(chunk);
	codec_free(c);
}

static void
refuses_bytes_that_are_no_text(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);

	(void)state;
	assert_true(codec_feed(c, "A\0B\r\n", 5));
	assert_result(c, DIALECT_BAD_BYTES);
	assert_true(feed(c, "A b\rQUIT\r\n"));
	assert_result(c, DIALECT_BAD_BYTES);
	assert_true(feed(c, "PRIVMSG #c :\xff\r\nPRIVMSG #c :\xc3\r\nOK\r\n"));
	assert_result(c, DIALECT_NOT_UTF8);
	assert_result(c, DIALECT_NOT_UTF8);
	assert_message(c, "OK", NULL);
	codec_free(c);
}

static void
a_client_takes_what_servers_send(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_CLIENT);
	char *text = many('x', 9000);

	(void)state;
	assert_true(codec_feed(c, "A \0b\r\n", 6));
	assert_message(c, "A", "b");
	assert_true(feed(c, "PRIVMSG #c :caf\xe9\r\n"));
	assert_message(c, "PRIVMSG", "caf\xe9");
	assert_true(feed(c, "@") && feed(c, text) && feed(c, " X :") &&
	    feed(c, text) && feed(c, "\r\n"));
	assert_message(c, "X", text);
	assert_true(feed(c, "GET / HTTP/1.1\r\n"));
	assert_message(c, "GET", "HTTP/1.1");
	free(text);
	codec_free(c);
}

static void
web_pages_and_tls_are_told_by_their_first_bytes(void **state)
{
	static const char *const foreign[] = { "GET / HTTP/1.1\r\nNICK x\r\n",
	    "POST ", "PRI * HTTP/2.0\r\n", "\x16\x03\x01\x02",
	    "\r\nOPTIONS * HTTP/1.1\r\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
		struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);

		assert_true(feed(c, foreign[i]));
		assert_result(c, DIALECT_FOREIGN);
		codec_free(c);
	}
}

static void
a_long_request_line_is_foreign_before_its_end(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
	char *path = many('x', 5000);

	(void)state;
	assert_true(feed(c, "GET /") && feed(c, path));
	assert_result(c, DIALECT_FOREIGN);
	free(path);
	codec_free(c);
}

static void
after_a_first_line_words_are_commands(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);

	(void)state;
	assert_true(feed(c, "NICK al\r\nGET x\r\n"));
	assert_message(c, "NICK", "al");
	assert_message(c, "GET", "x");
	codec_free(c);
}

static void
more_than_the_ceiling_is_not_taken(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_SERVER);
	char *chunk = many('\n', IRC_INPUT_MAX_BYTES);

	(void)state;
	assert_true(feed(c, chunk));
	assert_false(feed(c, "x"));
	assert_result(c, DIALECT_MORE);
	assert_true(feed(c, "PING\r\n"));
	assert_message(c, "PING", NULL);
	free(chunk);
	codec_free(c);
}

static void
take(void *self, const void *data, size_t len)
{
	assert_true(buf_add(self, data, len));
	assert_true(buf_add_char(self, '|'));
}

static void
a_message_is_one_segment(void **state)
{
	struct codec *c = codec_new(&dialect_irc, DIALECT_CLIENT);
	struct buf out;
	const struct segment_sink sink = { &out, take };
	struct irc_msg m = { .command = "JOIN", .nparams = 1,
	    .params = { "#c" } };

	(void)state;
	buf_init(&out, 100);
	assert_true(codec_write(c, &m, &sink));
	m.params[0] = "a\nb";
	assert_false(codec_write(c, &m, &sink));
	assert_string_equal(buf_str(&out), "JOIN #c\r\n|");
	buf_release(&out);
	codec_free(c);
	codec_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_with_lf_or_crlf),
		cmocka_unit_test(what_is_not_asked_for_waits),
		cmocka_unit_test(any_pieces_give_the_same_messages),
		cmocka_unit_test(a_body_may_have_510_bytes),
		cmocka_unit_test(tags_may_have_4094_bytes),
		cmocka_unit_test(ten_megabytes_without_an_end_are_told_once_and_not_kept),
		cmocka_unit_test(refuses_bytes_that_are_no_text),
		cmocka_unit_test(a_client_takes_what_servers_send),
		cmocka_unit_test(web_pages_and_tls_are_told_by_their_first_bytes),
		cmocka_unit_test(a_long_request_line_is_foreign_before_its_end),
		cmocka_unit_test(after_a_first_line_words_are_commands),
		cmocka_unit_test(more_than_the_ceiling_is_not_taken),
		cmocka_unit_test(a_message_is_one_segment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
