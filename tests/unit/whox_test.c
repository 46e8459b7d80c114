/* whox_test.c -- the options of WHO. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/whox.h"

#include "base/banned.h"

static struct whox
parsed(const char *options)
{
	struct whox w;

	whox_parse(&w, options);
	return w;
}

static void
without_a_percent_sign_it_is_plain_who(void **state)
{
	(void)state;
	assert_false(parsed(NULL).is_used);
	assert_false(parsed("").is_used);
	assert_false(parsed("o").is_used);
	assert_true(parsed("o").only_operators);
	assert_false(parsed("n").only_operators);
}

static void
flags_stand_before_the_percent_sign(void **state)
{
	struct whox w = parsed("on%no");

	(void)state;
	assert_true(w.only_operators);
	assert_true(w.is_used);
	assert_false(parsed("%o").only_operators);	/* the level: a field */
}

static void
the_order_of_fields_does_not_matter(void **state)
{
	(void)state;
	assert_int_equal(parsed("%tcuihsnfdlaor").fields,
	    parsed("%roaldfnshiuct").fields);
	assert_int_equal(parsed("%nn").fields, parsed("%n").fields);
	assert_int_not_equal(parsed("%n").fields, parsed("%u").fields);
}

static void
unknown_fields_are_passed_over(void **state)
{
	(void)state;
	assert_int_equal(parsed("%nXzü").fields, parsed("%n").fields);
	assert_int_equal(parsed("%").fields, 0);
	assert_true(parsed("%").is_used);
}

static void
a_token_is_one_to_three_digits(void **state)
{
	(void)state;
	assert_string_equal(parsed("%t,7").token, "7");
	assert_string_equal(parsed("%t,007").token, "007");
	assert_string_equal(parsed("%t,1234").token, "0");
	assert_string_equal(parsed("%t,1a").token, "0");
	assert_string_equal(parsed("%t,").token, "0");
	assert_string_equal(parsed("%t").token, "0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_percent_sign_it_is_plain_who),
		cmocka_unit_test(flags_stand_before_the_percent_sign),
		cmocka_unit_test(the_order_of_fields_does_not_matter),
		cmocka_unit_test(unknown_fields_are_passed_over),
		cmocka_unit_test(a_token_is_one_to_three_digits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
