/* buf_test.c -- the growing buffer and its ceiling. */
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

#include "base/banned.h"

static void
holds_what_was_added(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_null(b.data);
	assert_true(buf_add(&b, "ab", 2));
	assert_true(buf_add_str(&b, "cd"));
	assert_true(buf_add_char(&b, 'e'));
	assert_true(buf_addf(&b, "%d-%s", 7, "x"));
	assert_int_equal(b.len, 8);
	assert_string_equal(buf_str(&b), "abcde7-x");
	buf_release(&b);
	assert_null(b.data);
	assert_int_equal(b.max, 1000);
}

static void
an_append_past_the_ceiling_changes_nothing(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_true(buf_add_str(&b, "abc"));
	assert_false(buf_add_str(&b, "de"));
	assert_false(buf_addf(&b, "%d", 10));
	assert_null(buf_reserve(&b, SIZE_MAX));
	assert_true(buf_add_char(&b, 'd'));
	assert_false(buf_add_char(&b, 'e'));
	assert_string_equal(buf_str(&b), "abcd");
	buf_release(&b);
}

static void
adding_nothing_allocates_nothing(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	assert_true(buf_add(&b, NULL, 0));
	assert_true(buf_add_str(&b, ""));
	assert_null(b.data);
}

static void
consumes_from_the_front(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_true(buf_add_str(&b, "hello world"));
	buf_consume(&b, 6);
	assert_string_equal(buf_str(&b), "world");
	buf_consume(&b, 5);
	assert_int_equal(b.len, 0);
	buf_consume(&b, 0);
	assert_string_equal(buf_str(&b), "");
	buf_release(&b);
}

static void
reserved_room_counts_when_it_is_filled(void **state)
{
	struct buf b;
	char *room;

	(void)state;
	buf_init(&b, 5000);
	room = buf_reserve(&b, 5000);
	assert_non_null(room);
	memset(room, 'x', 5000);
	assert_int_equal(b.len, 0);
	b.len += 3000;
	assert_true(buf_add_str(&b, "y"));
	assert_int_equal(b.data[2999], 'x');
	assert_int_equal(b.data[3000], 'y');
	buf_release(&b);
}

static void
gives_back_what_is_not_in_use(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	assert_non_null(buf_reserve(&b, 50000));
	assert_true(buf_add_str(&b, "left"));
	buf_fit(&b);
	assert_int_equal(b.cap, 5);
	assert_string_equal(buf_str(&b), "left");
	buf_reset(&b);
	assert_non_null(b.data);
	buf_fit(&b);
	assert_null(b.data);
}

static void
an_empty_buffer_is_an_empty_string(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	assert_string_equal(buf_str(&b), "");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_was_added),
		cmocka_unit_test(an_append_past_the_ceiling_changes_nothing),
		cmocka_unit_test(adding_nothing_allocates_nothing),
		cmocka_unit_test(consumes_from_the_front),
		cmocka_unit_test(reserved_room_counts_when_it_is_filled),
		cmocka_unit_test(gives_back_what_is_not_in_use),
		cmocka_unit_test(an_empty_buffer_is_an_empty_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
