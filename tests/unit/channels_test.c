/* channels_test.c -- a list of channels that has no end does no harm. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tui/channels.h"

#include "base/banned.h"

static void
few_are_kept_all_the_smallest_first(void **state)
{
	struct channels c = { 0 };

	(void)state;
	channels_add(&c, "#a", 3, "one");
	channels_add(&c, "#b", 1, "two");
	channels_add(&c, "#c", 3, "three");
	assert_int_equal(c.count, 3);
	assert_int_equal(c.total, 3);
	assert_string_equal(c.rows[0].name, "#b");
	assert_string_equal(c.rows[1].name, "#a");
	assert_string_equal(c.rows[2].name, "#c");
	assert_string_equal(c.rows[2].topic, "three");
	channels_clear(&c);
	assert_int_equal(c.count, 0);
	assert_int_equal(c.total, 0);
}

static void
of_many_the_largest_are_kept_and_all_are_counted(void **state)
{
	struct channels c = { 0 };
	char name[32];

	(void)state;
	for (unsigned i = 0; i < 50000; i++) {
		snprintf(name, sizeof name, "#c%u", i * 7919 % 50000);
		channels_add(&c, name, i * 7919 % 50000, "");
	}
	assert_int_equal(c.total, 50000);
	assert_int_equal(c.count, CHANNELS_MAX);
	for (size_t i = 0; i < c.count; i++)
		assert_int_equal(c.rows[i].members,
		    50000 - CHANNELS_MAX + i);
	channels_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_are_kept_all_the_smallest_first),
		cmocka_unit_test(
		    of_many_the_largest_are_kept_and_all_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
