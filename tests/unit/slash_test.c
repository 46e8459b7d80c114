/* slash_test.c -- the tables of commands and actions. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "tui/action.h"
#include "tui/habit.h"
#include "tui/model_internal.h"
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

/* A place with a channel and a private talk; nothing is connected yet. */
static struct model *
open_place(void)
{
	struct model_config config = { .colours = 0 };
	struct model *m = model_new(&config);

	model_resize(m, 24, 80);
	model_turn(m, 1000, 1000);
	assert_int_equal(model_add_place(m, "office", "h", "alice"), 0);
	assert_non_null(model_open(m, 0, "#ops", DESTINATION_CHANNEL));
	assert_non_null(model_open(m, 0, "dana", DESTINATION_PERSON));
	return m;
}

static void
go_to(struct model *m, const char *name)
{
	model_go(m, name[0] != '\0' ? model_find(m, 0, name) :
	    model_server_page(m, 0));
}

/* What is said of the line; "" if nothing is. It asks nothing of the edge. */
static const char *
answer(struct model *m, const char *line)
{
	struct model_request r;

	while (model_next_request(m, &r))
		;
	model_drop_notice(m);
	(void)slash_run(m, line);
	if (m->notice != NULL && m->is_notice_error)
		while (model_next_request(m, &r))
			assert_int_equal(r.kind, REQUEST_TITLE);
	return m->notice != NULL ? m->notice : "";
}

static void
without_a_connection_it_is_said_how_to_get_one(void **state)
{
	struct model *m = open_place();
	size_t n;
	const struct slash *table = slash_table(&n);
	char line[80];

	(void)state;
	go_to(m, "#ops");
	for (size_t i = 0; i < n; i++) {
		if (!table[i].needs_server)
			continue;
		(void)snprintf(line, sizeof line, "/%s a b", table[i].name);
		assert_non_null(strstr(answer(m, line),
		    "needs a connection: /connect makes one"));
	}
	model_free(m);
}

/* "name text": what may be left out stands in brackets. */
static void
with_too_few_words_it_is_said_what_is_missing(void **state)
{
	struct model *m = open_place();
	size_t n, tried = 0;
	const struct slash *table = slash_table(&n);
	char line[80], words[200];

	(void)state;
	m->places[0].state = SESSION_ONLINE;
	go_to(m, "#ops");
	for (size_t i = 0; i < n; i++) {
		bool needs_two = str_starts(table[i].usage, "name text");

		if (!str_is_alpha(table[i].usage[0]))
			continue;
		(void)snprintf(words, sizeof words,
		    "it is used like this: /%s %s", table[i].name,
		    table[i].usage);
		for (int k = 0; k <= needs_two; k++, tried++) {
			(void)snprintf(line, sizeof line, "/%s%s",
			    table[i].name, k > 0 ? " dana" : "");
			assert_string_equal(answer(m, line), words);
		}
	}
	assert_true(tried > 15);
	model_free(m);
}

static void
a_wrong_word_or_place_is_answered_by_what_is_right(void **state)
{
	static const struct { const char *where, *line, *words; } rows[] = {
		{ "dana", "/topic new", ": /to ALL or /join goes to one" },
		{ "", "/kick bob", ": /to ALL or /join goes to one" },
		{ "dana", "/op bob", ": /to ALL or /join goes to one" },
		{ "dana", "/part", ": /to ALL or /join goes to one" },
		{ "dana", "/ban bob", ": /to ALL or /join goes to one" },
		{ "dana", "/invite bob", ": /to ALL or /join goes to one" },
		{ "", "/me waves", "nobody would read it here: /join" },
		{ "#ops", "/go 77", "there is no destination 77: " },
		{ "#ops", "/go home", "there is no destination home: " },
		{ "#ops", "/nick two words", "used like this: /nick name" },
		{ "#ops", "/ban bob loud", "used like this: /ban [name]" },
		{ "#ops", "/fold maybe", "used like this: /fold [on|off]" },
		{ "#ops", "/notify loud", "[all|mentions|none]" },
		{ "#ops", "/whois", "used like this: /whois [name]" },
		{ "", "/join", "used like this: /join #channel [key]" },
		{ "#ops", "/exec", "used like this: /exec [-o | -k] command" },
		{ "#ops", "/help whoisit", "/whoisit': /whois?" },
		{ "#ops", "/help elephants", ": /help shows what there is" },
	};
	struct model *m = open_place();

	(void)state;
	m->places[0].state = SESSION_ONLINE;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *said;

		go_to(m, rows[i].where);
		said = answer(m, rows[i].line);
		if (strstr(said, rows[i].words) == NULL)
			fail_msg("%s: '%s', not '%s'", rows[i].line, said,
			    rows[i].words);
	}
	model_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_sorted_and_found_in_any_case),
		cmocka_unit_test(
		    every_action_has_a_name_and_one_command_at_most),
		cmocka_unit_test(
		    without_a_connection_it_is_said_how_to_get_one),
		cmocka_unit_test(
		    with_too_few_words_it_is_said_what_is_missing),
		cmocka_unit_test(
		    a_wrong_word_or_place_is_answered_by_what_is_right),
		cmocka_unit_test(habits_are_sorted_and_come_to_commands_of_ours),
		cmocka_unit_test(what_is_typed_elsewhere_is_a_line_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
