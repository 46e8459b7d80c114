/* value_test.c -- switches, numbers and choices as people write them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/value.h"

#include "base/banned.h"

static void
a_switch_has_many_words(void **state)
{
	static const char *const on[] = { "on", "TRUE", "Yes", "1" };
	static const char *const off[] = { "off", "False", "NO", "0" };
	struct err e = { "" };
	size_t i;
	bool out;

	(void)state;
	for (i = 0; i < sizeof on / sizeof *on; i++) {
		out = false;
		assert_true(value_switch("x", on[i], &out, &e));
		assert_true(out);
		assert_true(value_switch("x", off[i], &out, &e));
		assert_false(out);
	}
	out = true;
	assert_false(value_switch("history", "maybe", &out, &e));
	assert_true(out);
	assert_string_equal(e.text, "'history' is on or off, not 'maybe'");
}

static void
a_number_has_its_bounds(void **state)
{
	struct err e = { "" };
	int64_t out = 7;

	(void)state;
	assert_false(value_count("port", "0", 1, 65535, &out, &e));
	assert_string_equal(e.text,
	    "'port' is a number from 1 to 65535, not '0'");
	assert_false(value_count("port", "66x", 1, 65535, &out, &e));
	assert_int_equal(out, 7);
	assert_true(value_count("port", "65535", 1, 65535, &out, &e));
	assert_int_equal(out, 65535);
}

static void
a_size_has_a_unit(void **state)
{
	static const struct { const char *text; int64_t bytes; } sizes[] = {
		{ "0", 0 }, { "512", 512 }, { "4k", 4096 }, { "500M",
		INT64_C(500) << 20 }, { "3g", INT64_C(3) << 30 },
	};
	static const char *const wrong[] = { "", "M", "-1", "1.5G", "5X",
		"5MB", "99999999T", "9T" };
	struct err e = { "" };
	int64_t out;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		assert_true(value_size("s", sizes[i].text, 0,
		    INT64_C(1) << 40, &out, &e));
		assert_true(out == sizes[i].bytes);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(value_size("s", wrong[i], 0, INT64_C(1) << 40,
		    &out, &e));
	assert_string_equal(e.text,
	    "'s' is a size such as 500M or 10G, not '9T'");
	assert_false(value_size("s", "5", 6, 100, &out, &e));
}

static void
a_choice_is_a_whole_word_of_the_list(void **state)
{
	struct err e = { "" };

	(void)state;
	assert_true(value_is_choice("d", "off", "full|normal|off", &e));
	assert_false(value_is_choice("d", "ful", "full|normal|off", &e));
	assert_string_equal(e.text, "'d' is one of full|normal|off, not 'ful'");
	assert_false(value_is_choice("d", "", "full|normal|off", &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_switch_has_many_words),
		cmocka_unit_test(a_number_has_its_bounds),
		cmocka_unit_test(a_size_has_a_unit),
		cmocka_unit_test(a_choice_is_a_whole_word_of_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
