/* irc_numeric_test.c -- numbers, names and texts of the replies. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_numeric.h"

#include "base/banned.h"

static void
knows_name_and_text(void **state)
{
	(void)state;
	assert_string_equal(numeric_name(ERR_NOTONCHANNEL), "ERR_NOTONCHANNEL");
	assert_string_equal(numeric_text(ERR_NOTONCHANNEL),
	    "You're not on that channel");
	assert_null(numeric_text(RPL_TOPIC));
	assert_null(numeric_name((enum numeric)999));
	assert_null(numeric_name((enum numeric)-1));
	assert_null(numeric_text((enum numeric)1000));
}

static void
writes_three_digits(void **state)
{
	char out[NUMERIC_SIZE];

	(void)state;
	numeric_format(RPL_WELCOME, out);
	assert_string_equal(out, "001");
	numeric_format(ERR_NICKNAMEINUSE, out);
	assert_string_equal(out, "433");
}

static void
the_list_is_sorted_and_without_doubles(void **state)
{
	static const int codes[] = {
#define NUMERIC(code, name, text) code,
#include "proto/irc_numeric.def"
#undef NUMERIC
	};
	size_t i;

	(void)state;
	for (i = 1; i < sizeof codes / sizeof codes[0]; i++)
		assert_true(codes[i - 1] < codes[i]);
	assert_true(codes[i - 1] < 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_name_and_text),
		cmocka_unit_test(writes_three_digits),
		cmocka_unit_test(the_list_is_sorted_and_without_doubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
