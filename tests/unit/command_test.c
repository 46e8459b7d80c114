/* command_test.c -- the table of commands, and that HELP knows each. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "server/command.h"

#include "base/banned.h"

static const char *const topics[] = {
#define HELP_TOPIC(name, syntax, text) name,
#include "server/help.def"
#undef HELP_TOPIC
};

enum { TOPICS = sizeof topics / sizeof topics[0] };

/* They are found by halving. */
static void
commands_are_sorted_by_name(void **state)
{
	unsigned i;

	(void)state;
	assert_non_null(command_at(0));
	for (i = 1; command_at(i) != NULL; i++)
		assert_true(strcmp(command_at(i - 1)->name,
		    command_at(i)->name) < 0);
}

static void
a_command_is_found_in_either_case(void **state)
{
	(void)state;
	assert_ptr_equal(command_find("PRIVMSG"), command_find("pRivMsg"));
	assert_non_null(command_find("privmsg"));
	assert_null(command_find("PRIVMS"));
	assert_null(command_find("PRIVMSGS"));
	assert_null(command_find("001"));
}

static void
help_knows_every_command_and_no_other(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; command_at(i) != NULL; i++) {
		assert_true(i < TOPICS);
		assert_string_equal(topics[i], command_at(i)->name);
	}
	assert_int_equal(i, TOPICS);
}

static void
every_event_has_its_apply(void **state)
{
	int kind;

	(void)state;
	for (kind = 0; kind < EVENT_KINDS; kind++)
		if (kind != EVENT_ANSWER)	/* it is text: apply.c */
			assert_non_null(command_apply((enum event_kind)kind));
}

/* tests/chat/topic.chat for TOPIC. */
static void
every_command_has_a_conversation(void **state)
{
	const char *source = getenv("TCPCHAT_SOURCE");
	const struct command *c;
	char path[4096], *at;
	unsigned i;

	(void)state;
	for (i = 0; (c = command_at(i)) != NULL; i++) {
		snprintf(path, sizeof path, "%s/tests/chat/%s.chat",
		    source != NULL ? source : ".", c->name);
		for (at = strrchr(path, '/'); *at != '\0'; at++)
			*at = str_lower(*at);
		if (access(path, R_OK) != 0)
			fail_msg("%s is missing", path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_sorted_by_name),
		cmocka_unit_test(a_command_is_found_in_either_case),
		cmocka_unit_test(help_knows_every_command_and_no_other),
		cmocka_unit_test(every_event_has_its_apply),
		cmocka_unit_test(every_command_has_a_conversation),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
