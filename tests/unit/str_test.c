/* str_test.c -- strings and pieces of strings. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

#include "base/banned.h"

static void
copies_what_fits_and_says_so(void **state)
{
	char dst[5];

	(void)state;
	assert_true(str_copy(dst, sizeof dst, "abcd"));
	assert_string_equal(dst, "abcd");
	assert_false(str_copy(dst, sizeof dst, "abcde"));
	assert_string_equal(dst, "abcd");
	assert_false(str_copy(dst, sizeof dst, "abc\xc3\xa9"));
	assert_string_equal(dst, "abc");
	assert_true(str_copy(dst, 1, ""));
	assert_false(str_copy(dst, 1, "x"));
	assert_string_equal(dst, "");
}

static void
compares_with_and_without_case(void **state)
{
	(void)state;
	assert_true(str_eq("a", "a"));
	assert_false(str_eq("a", "A"));
	assert_true(str_eq(NULL, NULL));
	assert_false(str_eq(NULL, ""));
	assert_true(str_eq_nocase("QuIt", "qUiT"));
	assert_false(str_eq_nocase("quit", "quits"));
	assert_false(str_eq_nocase("quits", "quit"));
	assert_false(str_eq_nocase("\xc3\x89", "\xc3\xa9"));
	assert_false(str_eq_nocase("", NULL));
	assert_true(str_starts("hello", "he"));
	assert_true(str_starts("hello", ""));
	assert_false(str_starts("he", "hello"));
	assert_true(str_starts_nocase("HELLO", "he"));
	assert_false(str_starts_nocase("h", "he"));
}

static void
reads_strict_decimal_numbers(void **state)
{
	int64_t n = 5;

	(void)state;
	assert_true(str_to_int64("0", 0, 10, &n));
	assert_int_equal(n, 0);
	assert_true(str_to_int64("-10", -10, 10, &n));
	assert_int_equal(n, -10);
	assert_true(str_to_int64("0042", 0, 100, &n));
	assert_int_equal(n, 42);
	assert_true(str_to_int64("9223372036854775807", 0, INT64_MAX, &n));
	assert_true(n == INT64_MAX);
	assert_true(str_to_int64("-9223372036854775808", INT64_MIN, 0, &n));
	assert_true(n == INT64_MIN);
}

static void
leaves_the_number_alone_when_it_refuses(void **state)
{
	static const char *const bad[] = { "", "-", "+1", " 1", "1 ", "1a",
	    "0x1", "--1", "11", "-1", "9223372036854775808",
	    "-9223372036854775809", "99999999999999999999999" };
	int64_t n = 5;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(str_to_int64(bad[i], 0, 10, &n));
	assert_int_equal(n, 5);
	assert_false(str_to_int64("9223372036854775808", INT64_MIN, INT64_MAX,
	    &n));
}

static void
takes_items_off_a_list(void **state)
{
	const char *rest = ",a,,bc,";
	struct str_span item;

	(void)state;
	assert_true(str_next_item(&rest, ',', &item));
	assert_true(str_span_eq(item, "a"));
	assert_true(str_next_item(&rest, ',', &item));
	assert_true(str_span_eq(item, "bc"));
	assert_false(str_span_eq(item, "b"));
	assert_false(str_next_item(&rest, ',', &item));
	assert_false(str_next_item(&rest, ',', &item));
	assert_true(str_span_eq(item, ""));
}

static void
takes_words_off_a_line(void **state)
{
	const char *rest = "  one \t two";
	struct str_span word;
	char copy[3];

	(void)state;
	assert_true(str_next_word(&rest, &word));
	assert_false(str_copy_span(copy, sizeof copy, word));
	assert_string_equal(copy, "on");
	assert_true(str_next_word(&rest, &word));
	assert_true(str_span_eq(word, "two"));
	assert_false(str_next_word(&rest, &word));
}

static void
takes_the_first_word(void **state)
{
	char word[6];

	(void)state;
	assert_string_equal(str_first_word(word, sizeof word, "to  all of"),
	    "all of");
	assert_string_equal(word, "to");
	assert_string_equal(str_first_word(word, sizeof word, "alone"), "");
	assert_string_equal(word, "alone");
	assert_string_equal(str_first_word(word, sizeof word, ""), "");
	assert_string_equal(word, "");
	/* Cut between characters; what follows is behind the whole word. */
	assert_string_equal(str_first_word(word, sizeof word,
	    "abcd\xc3\xa9 x"), "x");
	assert_string_equal(word, "abcd");
}

static void
keeps_strings_in_one_block(void **state)
{
	char block[16], *at = block;
	const char *first, *second;

	(void)state;
	assert_int_equal(str_room(NULL), 0);
	assert_int_equal(str_room(""), 1);
	assert_int_equal(str_room("abc"), 4);
	first = str_keep(&at, "abc");
	assert_null(str_keep(&at, NULL));
	assert_ptr_equal(at, block + 4);
	second = str_keep(&at, "");
	assert_ptr_equal(first, block);
	assert_string_equal(first, "abc");
	assert_string_equal(second, "");
	assert_ptr_equal(at, block + 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_what_fits_and_says_so),
		cmocka_unit_test(compares_with_and_without_case),
		cmocka_unit_test(reads_strict_decimal_numbers),
		cmocka_unit_test(leaves_the_number_alone_when_it_refuses),
		cmocka_unit_test(takes_items_off_a_list),
		cmocka_unit_test(takes_words_off_a_line),
		cmocka_unit_test(takes_the_first_word),
		cmocka_unit_test(keeps_strings_in_one_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
