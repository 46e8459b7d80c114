/* slash_test.c -- the tables of commands and actions. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/action.h"
#include "tui/slash.h"

#include "base/banned.h"

static void
commands_are_sorted_and_found_in_any_case(void **state)
{
	size_t n;
	const struct slash *table = slash_table(&n);

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(table[i - 1].name, table[i].name) < 0);
	assert_ptr_equal(slash_find("join"), slash_find("JOIN"));
	assert_null(slash_find("jion"));
	assert_null(slash_find(""));
}

static void
every_action_has_a_name_and_one_command_at_most(void **state)
{
	(void)state;
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = action_info((enum action)i);

		assert_int_equal(action_find(a->name), i);
		assert_true(a->help[0] != '\0');
		for (int j = 0; a->command != NULL && j < i; j++) {
			const char *other =
			    action_info((enum action)j)->command;

			assert_true(a->command[0] == '/');
			if (other != NULL)
				assert_string_not_equal(a->command, other);
		}
	}
	assert_int_equal(action_find("page-up"), ACTION_PAGE_UP);
	assert_int_equal(action_find("nonsense"), -1);
	assert_int_equal(action_find("page"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_sorted_and_found_in_any_case),
		cmocka_unit_test(
		    every_action_has_a_name_and_one_command_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
