/* irc_cap_test.c -- the capabilities that we know. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_cap.h"

#include "base/banned.h"

static void
each_has_a_bit_of_its_own_and_is_found(void **state)
{
	uint64_t all = 0;
	size_t i;

	(void)state;
	for (i = 0; i < CAP_COUNT; i++) {
		const struct cap *c = &cap_table[i];

		assert_true(c->bit != 0 && (all & c->bit) == 0);
		assert_true((c->needs & ~(uint64_t)CAP_ALL) == 0);
		assert_ptr_equal(cap_find(c->name, strlen(c->name)), c);
		all |= c->bit;
	}
	assert_true(all == CAP_ALL);
}

static void
the_table_is_sorted(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < CAP_COUNT; i++)
		assert_true(strcmp(cap_table[i - 1].name, cap_table[i].name) < 0);
}

static void
finds_whole_names_only(void **state)
{
	(void)state;
	assert_int_equal(cap_find("server-time xyz", 11)->bit, CAP_SERVER_TIME);
	assert_null(cap_find("server-time", 10));
	assert_null(cap_find("Server-Time", 11));
	assert_null(cap_find("", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_a_bit_of_its_own_and_is_found),
		cmocka_unit_test(the_table_is_sorted),
		cmocka_unit_test(finds_whole_names_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
