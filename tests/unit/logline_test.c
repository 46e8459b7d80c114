/* logline_test.c -- lines of the log, and the names of its files. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/logline.h"

#include "base/banned.h"

static void
a_line_is_as_the_manual_says(void **state)
{
	struct logline l = {
		.time_ms = INT64_C(1795162904123), .own = true,
		.nick = "alice", .text = "good morning", .text_len = 12,
		.msgid = "m1",
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_true(logline_write(&l, 3600, &out));
	assert_string_equal(buf_str(&out),
	    "2026-11-20 09:21:44.123 +0100\t>\talice\tgood morning\tm1\n");
	buf_release(&out);
}

/* Beside C1 controls, which begin with the same byte, and up to the end. */
static void
what_is_harmless_stands_as_it_is(void **state)
{
	static const char text[] = "\xc2\xa3" "5, caf\xc3\xa9 \xe6\x97\xa5"
	    "\xe6\x9c\xac \xf0\x9f\x91\x8d \xc2\xa0";
	struct logline l = {
		.time_ms = INT64_C(1795162904007), .nick = "\xc3\xa9va",
		.text = text, .text_len = sizeof text - 1, .msgid = "",
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_true(logline_write(&l, 0, &out));
	assert_non_null(strstr(buf_str(&out), text));
	assert_non_null(strstr(buf_str(&out), "\t\xc3\xa9va\t"));
	assert_null(strchr(buf_str(&out), '\\'));
	buf_release(&out);
}

static void
what_was_written_is_read(void **state)
{
	static const char text[] = "two\nlines, a\ttab, a \\ and \\n, "
	    "\x02" "bold\x1b[2J \xc2\x9b" "A \\x41 \\u "
	    "\xe2\x80\xae" "back\xe2\x81\xa9\xe2\x80\xa6";
	struct logline l = {
		.time_ms = INT64_C(1795162904007), .is_action = true,
		.nick = "na\\na\x1bko", .text = text, .text_len = sizeof text - 1,
		.msgid = "",
	}, got;
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_true(logline_write(&l, -12600, &out));
	assert_int_equal(buf_str(&out)[out.len - 1], '\n');
	buf_str(&out)[out.len - 1] = '\0';
	assert_null(strpbrk(out.data, "\n\x02\x1b\xc2\x9b\xae\x81"));
	assert_non_null(strstr(out.data, "\\u202eback\\u2069\xe2\x80\xa6"));
	assert_true(logline_read(out.data, &got));
	assert_int_equal(got.time_ms, l.time_ms);
	assert_true(got.is_action && !got.own && !got.is_notice);
	assert_string_equal(got.nick, "na\\na\x1bko");
	assert_string_equal(got.text, text);
	assert_int_equal(got.text_len, sizeof text - 1);
	assert_string_equal(got.msgid, "");
	buf_release(&out);
}

static void
a_hole_has_a_line_of_its_own(void **state)
{
	const struct logline l = {
		.mark = LOGLINE_MISSING, .time_ms = INT64_C(1795162904123),
		.until_ms = INT64_C(1795162964123), .msgid = "m1",
	};
	struct logline got;
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_true(logline_write(&l, 3600, &out));
	assert_string_equal(buf_str(&out), "2026-11-20 09:21:44.123 +0100\t!"
	    "\t\tmissing until 2026-11-20 09:22:44.123 +0100\tm1\n");
	buf_str(&out)[out.len - 1] = '\0';
	assert_true(logline_read(out.data, &got));
	assert_int_equal(got.mark, LOGLINE_MISSING);
	assert_int_equal(got.time_ms, l.time_ms);
	assert_int_equal(got.until_ms, l.until_ms);
	assert_string_equal(got.msgid, "m1");
	buf_release(&out);
}

static void
what_is_none_is_not_read(void **state)
{
	static const char *const wrong[] = {
		"", "2026-11-20", "\t\t\t\t",
		"2026-11-20 09:21:44.123 +0100\t\talice\thi",
		"2026-13-20 09:21:44.123 +0100\t\talice\thi\t",
		"2026-11-20 09:21:44.123 +9900\t\talice\thi\t",
		"2026-11-20 09:21:44.123 +0100\t\t\thi\t",
		"2026-11-20 09:21:44.123 +0100\t!\t\thi\t",
		"2026-11-20 09:21:44.123 +0100\t!\t\tlost until now\t",
		"2026-11-20 09:21:44.123 +0100\t\tal\xff\thi\t",
	};
	struct logline l;
	char line[200];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		str_copy(line, sizeof line, wrong[i]);
		assert_false(logline_read(line, &l));
	}
}

static void
names(const char *name, const char *file)
{
	char out[LOGLINE_NAME_SIZE];

	logline_file_name(name, out);
	assert_string_equal(out, file);
}

static void
a_file_name_is_no_path(void **state)
{
	(void)state;
	names("#All", "#all");
	names("奈々子", "奈々子");
	names("..", "%2E.");
	names("", "%");
	names("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd");
	names("a\\b:c*", "a%5Cb%3Ac%2A");
	names("x\xe2\x80\xaey", "x%E2%80%AEy");
}

static void
long_names_differ_by_their_hash(void **state)
{
	char a[400], b[400], x[LOGLINE_NAME_SIZE], y[LOGLINE_NAME_SIZE];

	(void)state;
	memset(a, '/', sizeof a);
	a[sizeof a - 1] = '\0';
	memcpy(b, a, sizeof b);
	b[sizeof b - 2] = 'b';
	logline_file_name(a, x);
	logline_file_name(b, y);
	assert_string_not_equal(x, y);
	assert_true(strlen(x) < LOGLINE_NAME_SIZE && strchr(x, '/') == NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_as_the_manual_says),
		cmocka_unit_test(what_is_harmless_stands_as_it_is),
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(a_hole_has_a_line_of_its_own),
		cmocka_unit_test(what_is_none_is_not_read),
		cmocka_unit_test(a_file_name_is_no_path),
		cmocka_unit_test(long_names_differ_by_their_hash),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("logline", tests, NULL, NULL);
}
