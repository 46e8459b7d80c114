/* wrap_test.c -- a text into rows. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/wrap.h"

#include "base/banned.h"

/* The rows, each followed by '|'. */
static void
expect(const char *text, int first, int cols, const char *rows)
{
	struct wrap w;
	struct wrap_row r;
	struct buf out;
	int n = 0;

	buf_init(&out, 10000);
	wrap_init(&w, text, strlen(text), first, cols, NULL);
	while (wrap_next(&w, &r)) {
		assert_true(buf_add(&out, text + r.start, r.end - r.start));
		assert_true(buf_add_char(&out, '|'));
		assert_true(r.used <= (n == 0 ? first : cols));
		n++;
	}
	assert_string_equal(buf_str(&out), rows);
	assert_int_equal(n, wrap_count(text, strlen(text), first, cols,
	    NULL));
	buf_release(&out);
}

static void
breaks_at_blanks_which_are_not_shown(void **state)
{
	(void)state;
	expect("the quick brown fox", 10, 10, "the quick|brown fox|");
	expect("the quick  brown", 10, 10, "the quick|brown|");
	expect("the quick", 9, 9, "the quick|");
	expect("the quick ", 9, 9, "the quick |");
}

static void
a_word_that_no_row_can_hold_begins_where_it_stands(void **state)
{
	(void)state;
	expect("log: abcdefghijklm", 10, 10, "log: abcde|fghijklm|");
	expect("log: abcdefghij", 10, 10, "log:|abcdefghij|");
	expect("abcdefghijkl", 5, 5, "abcde|fghij|kl|");
}

static void
wide_characters_break_anywhere_but_not_in_half(void **state)
{
	(void)state;
	expect("日本語です", 5, 5, "日本|語で|す|");
	expect("ab日本語", 5, 5, "ab日|本語|");
	expect("日本語abc", 6, 6, "日本語|abc|");
}

static void
closing_punctuation_never_begins_a_row(void **state)
{
	(void)state;
	expect("日本語。です", 6, 6, "日本|語。で|す|");
	expect("。。。", 2, 2, "。|。|。|");
}

static void
a_line_break_ends_a_row(void **state)
{
	(void)state;
	expect("one\ntwo", 10, 10, "one|two|");
	expect("one\n", 10, 10, "one||");
	expect("\n\n", 10, 10, "|||");
}

static void
an_empty_text_has_one_row(void **state)
{
	(void)state;
	expect("", 10, 10, "|");
}

static void
the_first_row_has_its_own_width(void **state)
{
	(void)state;
	expect("aa bb cc dd", 5, 2, "aa bb|cc|dd|");
}

static void
any_width_comes_to_an_end(void **state)
{
	struct wrap w;
	struct wrap_row r;
	int n = 0;

	(void)state;
	wrap_init(&w, "日本\u202Ex", 10, 0, -3, NULL);
	while (wrap_next(&w, &r))
		assert_true(++n < 10);
	assert_int_equal(n, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breaks_at_blanks_which_are_not_shown),
		cmocka_unit_test(
		    a_word_that_no_row_can_hold_begins_where_it_stands),
		cmocka_unit_test(
		    wide_characters_break_anywhere_but_not_in_half),
		cmocka_unit_test(closing_punctuation_never_begins_a_row),
		cmocka_unit_test(a_line_break_ends_a_row),
		cmocka_unit_test(an_empty_text_has_one_row),
		cmocka_unit_test(the_first_row_has_its_own_width),
		cmocka_unit_test(any_width_comes_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
