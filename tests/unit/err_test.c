/* err_test.c -- an error with its reason. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/utf8.h"

#include "base/banned.h"

static void
says_why_with_what_came_before(void **state)
{
	struct err e;

	(void)state;
	err_set(&e, "unknown setting '%s'", "prot");
	assert_string_equal(e.text, "unknown setting 'prot'");
	err_prefix(&e, "%s:%d: ", "a.conf", 3);
	assert_string_equal(e.text, "a.conf:3: unknown setting 'prot'");
}

static void
nobody_has_to_listen(void **state)
{
	(void)state;
	err_set(NULL, "x");
	err_prefix(NULL, "y");
}

static void
a_long_reason_is_cut_between_characters(void **state)
{
	char subject[1001];
	struct err e;
	int shift;

	(void)state;
	for (shift = 0; shift < 2; shift++) {
		size_t i;

		for (i = 0; i < 1000; i += 2)
			memcpy(subject + i, "\xc3\xa9", 2);
		subject[1000] = '\0';
		err_set(&e, "%s%s", shift ? "a" : "", subject);
		assert_true(strlen(e.text) >= sizeof e.text - 4);
		assert_true(utf8_valid(e.text, strlen(e.text)));
		err_prefix(&e, "b%s: ", subject);
		assert_true(utf8_valid(e.text, strlen(e.text)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_why_with_what_came_before),
		cmocka_unit_test(nobody_has_to_listen),
		cmocka_unit_test(a_long_reason_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
