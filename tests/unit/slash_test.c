/* slash_test.c -- the tables of commands and actions. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "tui/action.h"
#include "tui/habit.h"
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

/* So that none of them leads to another one of them, or to itself. */
static void
habits_are_sorted_and_come_to_commands_of_ours(void **state)
{
	const char *name, *args, *line, *next;
	char word[64];

	(void)state;
	for (size_t i = 0; (name = habit_name(i)) != NULL; i++) {
		if (i > 0)
			assert_true(strcmp(habit_name(i - 1), name) < 0);
		assert_true(strchr(name, ' ') != NULL ||
		    slash_find(name) == NULL);
		args = strchr(name, ' ') != NULL ? strchr(name, ' ') + 1 : "";
		snprintf(word, sizeof word, "%.*s", (int)strcspn(name, " "),
		    name);
		for (line = habit_find(word, args); line != NULL; line = next) {
			next = strchr(line, '\n');
			next = next != NULL ? next + 1 : NULL;
			snprintf(word, sizeof word, "%.*s",
			    (int)strcspn(line, " \n"), line);
			assert_true(slash_is_known(word));
			assert_null(habit_find(word, ""));
		}
	}
}

static void
expect_line(const char *name, const char *args, const char *want)
{
	const struct habit_words w = {
		.args = args, .here = "#c", .nick = "alice", .time_ms = 42,
	};
	char *line;

	assert_non_null(habit_find(name, args));
	line = habit_expand(habit_find(name, args), &w);
	assert_string_equal(line, want);
	free(line);
}

static void
what_is_typed_elsewhere_is_a_line_of_ours(void **state)
{
	(void)state;
	expect_line("WC", "", "close");
	expect_line("win", "3", "go 3");
	expect_line("window", "goto 3", "go 3");
	expect_line("window", "CLOSE", "close");
	expect_line("kickban", "bob too loud", "ban bob\nkick bob too loud");
	expect_line("ctcp", "bob finger me", "raw PRIVMSG bob :\001FINGER me\001");
	expect_line("ping", "bob", "raw PRIVMSG bob :\001PING 42\001");
	expect_line("ping", "", "status");
	expect_line("ns", "identify x y", "msg NickServ identify x y");
	expect_line("topic", "-delete", "raw TOPIC #c :");
	expect_line("server", "irc.example.org", "connect irc.example.org");
	expect_line("umode", "", "raw MODE alice");
	assert_null(habit_find("topic", "new words"));
	assert_null(habit_find("topic", "-deleted"));
	assert_null(habit_find("server", ""));
	assert_null(habit_find("window close", ""));
	assert_null(habit_find("", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_sorted_and_found_in_any_case),
		cmocka_unit_test(
		    every_action_has_a_name_and_one_command_at_most),
		cmocka_unit_test(habits_are_sorted_and_come_to_commands_of_ours),
		cmocka_unit_test(what_is_typed_elsewhere_is_a_line_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
