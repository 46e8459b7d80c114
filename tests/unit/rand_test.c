/* rand_test.c -- seeded randomness. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rand.h"

#include "base/banned.h"

static void
the_same_seed_gives_the_same_numbers(void **state)
{
	struct rand a, b, other;
	int i, equal = 0;

	(void)state;
	rand_seed(&a, 42);
	rand_seed(&b, 42);
	rand_seed(&other, 43);
	for (i = 0; i < 1000; i++) {
		uint64_t x = rand_next(&a);

		assert_true(x == rand_next(&b));
		equal += x == rand_next(&other);
	}
	assert_int_equal(equal, 0);
}

static void
stays_below_and_reaches_all(void **state)
{
	int count[6] = { 0 };
	struct rand r;
	int i;

	(void)state;
	rand_seed(&r, 1);
	for (i = 0; i < 60000; i++) {
		uint64_t x = rand_below(&r, 6);

		assert_true(x < 6);
		count[x]++;
	}
	for (i = 0; i < 6; i++)
		assert_in_range(count[i], 9500, 10500);
	assert_true(rand_below(&r, 1) == 0);
	rand_below(&r, UINT64_MAX);
}

static void
fills_bytes_of_any_length(void **state)
{
	unsigned char a[11] = { 0 }, b[11] = { 0 };
	struct rand r;

	(void)state;
	rand_seed(&r, 7);
	rand_bytes(&r, a, 10);
	rand_seed(&r, 7);
	rand_bytes(&r, b, 10);
	assert_memory_equal(a, b, sizeof a);
	assert_int_equal(a[10], 0);
	rand_bytes(&r, NULL, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_seed_gives_the_same_numbers),
		cmocka_unit_test(stays_below_and_reaches_all),
		cmocka_unit_test(fills_bytes_of_any_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
