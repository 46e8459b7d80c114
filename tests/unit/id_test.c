/* id_test.c -- ids that grow with time. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/id.h"

#include "base/banned.h"

static const unsigned char zeros[ID_TAIL_BYTES];
static const unsigned char ones[ID_TAIL_BYTES] = { 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255 };

static void
writes_time_then_tail(void **state)
{
	unsigned char tail[ID_TAIL_BYTES] = { 0 };
	char id[ID_SIZE];

	(void)state;
	id_make(id, 0, zeros);
	assert_string_equal(id, "00000000000000000000000000");
	id_make(id, 33, zeros);
	assert_string_equal(id, "00000000110000000000000000");
	tail[ID_TAIL_BYTES - 1] = 31;
	id_make(id, 0, tail);
	assert_string_equal(id, "0000000000000000000000000Z");
	id_make(id, (INT64_C(1) << 48) - 1, ones);
	assert_string_equal(id, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
}

static void
gives_its_time_back(void **state)
{
	const int64_t when = INT64_C(1795166400123);
	char id[ID_SIZE];

	(void)state;
	id_make(id, when, ones);
	assert_true(id_valid(id));
	assert_int_equal(id_time_ms(id), when);
	id_make(id, -5, zeros);
	assert_int_equal(id_time_ms(id), 0);
}

static void
a_later_id_is_greater(void **state)
{
	unsigned char tail[ID_TAIL_BYTES] = { 0 };
	char before[ID_SIZE], after[ID_SIZE];
	int64_t t;
	int i;

	(void)state;
	for (t = 1; t < INT64_C(1) << 47; t = t * 3 + 1) {
		id_make(before, t, ones);
		id_make(after, t + 1, zeros);
		assert_true(strcmp(before, after) < 0);
	}
	for (i = 0; i < 255; i++) {
		tail[4] = (unsigned char)i;
		id_make(before, t, tail);
		tail[4]++;
		id_make(after, t, tail);
		assert_true(strcmp(before, after) < 0);
	}
}

static void
refuses_what_is_no_id(void **state)
{
	(void)state;
	assert_false(id_valid(""));
	assert_false(id_valid("0000000000000000000000000"));
	assert_false(id_valid("000000000000000000000000000"));
	assert_false(id_valid("80000000000000000000000000"));
	assert_false(id_valid("0000000000000000000000000U"));
	assert_false(id_valid("0000000000000000000000000a"));
	assert_false(id_valid("0000000000000 000000000000"));
	assert_int_equal(id_time_ms("x"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_time_then_tail),
		cmocka_unit_test(gives_its_time_back),
		cmocka_unit_test(a_later_id_is_greater),
		cmocka_unit_test(refuses_what_is_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
