/* arena_test.c -- memory given back all at once. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "session/arena.h"

#include "base/banned.h"

static void
texts_stay_where_they_are_until_the_reset(void **state)
{
	struct arena a;
	char *first, *copy;
	int i;

	(void)state;
	arena_init(&a);
	first = arena_dup(&a, "first");
	for (i = 0; i < 5000; i++) {
		copy = arena_copy(&a, "abcdef", 3);
		assert_string_equal(copy, "abc");
	}
	assert_string_equal(first, "first");
	arena_reset(&a);
	assert_ptr_equal(arena_dup(&a, "again") != NULL ? a.chunks : NULL,
	    a.chunks);
	arena_release(&a);
	assert_null(a.chunks);
}

static void
anything_fits_and_is_aligned(void **state)
{
	struct arena a;
	char *big;
	int i;

	(void)state;
	arena_init(&a);
	arena_reset(&a);
	for (i = 0; i < 100; i++) {
		(void)!arena_dup(&a, "x");
		assert_int_equal((uintptr_t)arena_take(&a, 24) %
		    sizeof(void *), 0);
	}
	big = arena_take(&a, 1000000);
	memset(big, 'x', 1000000);
	assert_string_equal(arena_copy(&a, NULL, 0), "");
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_stay_where_they_are_until_the_reset),
		cmocka_unit_test(anything_fits_and_is_aligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
