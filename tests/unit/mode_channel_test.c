/* mode_channel_test.c -- MODE: what a conversation would be too long for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "support/stage.h"

#include "base/banned.h"

static struct stage stage;

/* An operator, alone in its channel. */
static struct peer *
operator_of_a_channel(void)
{
	struct peer *al;

	stage_init(&stage, STAGE_LOCAL, 1);
	stage.config.flood_control = false;
	stage_open(&stage);
	al = stage_connect(&stage, "al", NULL);
	assert_true(peer_register(&stage, al, "al", NULL));
	peer_type(al, "JOIN #c");
	assert_true(stage_settle(&stage));
	(void)peer_forget(al);
	return al;
}

static void
say(struct peer *p, const char *line)
{
	peer_type(p, line);
	assert_true(stage_settle(&stage));
}

/* Each mask grows by what completes it, so ten do not fit one line. */
static void
masks_that_outgrow_a_line_take_two(void **state)
{
	struct peer *al = operator_of_a_channel();
	char line[600] = "MODE #c +bbbbbbbbbb", mask[64];
	const char *told;
	unsigned lines = 0, masks = 0, i;

	(void)state;
	for (i = 0; i < MODES_PER_LINE; i++) {
		snprintf(mask, sizeof mask, " %u%042u", i, 0);
		memcpy(line + strlen(line), mask, strlen(mask) + 1);
	}
	say(al, line);
	while ((told = peer_next_line(al)) != NULL) {
		const char *at = told;

		lines++;
		assert_true(strlen(told) <= IRC_LINE_BODY_MAX - 2);
		assert_ptr_equal(strstr(told, ":al!al@127.0.0.1 MODE #c +b"),
		    told);
		while ((at = strstr(at, "!*@*")) != NULL) {
			masks++;
			at++;
		}
	}
	assert_int_equal(lines, 2);
	assert_int_equal(masks, MODES_PER_LINE);
	stage_release(&stage);
}

/* The eleventh parameter is left out, as ISUPPORT MODES says. */
static void
no_more_than_ten_changes_have_a_parameter(void **state)
{
	struct peer *al = operator_of_a_channel();
	const char *told;

	(void)state;
	say(al, "MODE #c +bbbbbbbbbbbm 0 1 2 3 4 5 6 7 8 9 x");
	told = peer_next_line(al);
	assert_non_null(told);
	assert_non_null(strstr(told, " +bbbbbbbbbbm "));
	assert_null(strstr(told, "x!"));
	stage_release(&stage);
}

/* A line of nothing but letters is looked at so far and no further. */
static void
a_line_of_unknown_letters_is_answered_so_often(void **state)
{
	struct peer *al = operator_of_a_channel();
	char line[IRC_LINE_BODY_MAX - 2];
	unsigned lines = 0;

	(void)state;
	memset(line, 'z', sizeof line);
	memcpy(line, "MODE #c +", 9);
	line[sizeof line - 1] = '\0';
	say(al, line);
	while (peer_next_line(al) != NULL)
		lines++;
	assert_true(lines > 0 && lines <= 32);
	stage_release(&stage);
}

static void
the_lists_together_hold_so_many(void **state)
{
	struct peer *al = operator_of_a_channel();
	char line[64];
	const char *told, *last = NULL;
	unsigned i;

	(void)state;
	for (i = 0; i < LIST_MAX; i++) {
		snprintf(line, sizeof line, "MODE #c +%c n%u",
		    "beI"[i % 3], i);
		say(al, line);
		last = peer_next_line(al);
		assert_non_null(last);
		assert_non_null(strstr(last, " MODE #c +"));
	}
	say(al, "MODE #c +e more");
	told = peer_next_line(al);
	assert_non_null(told);
	assert_non_null(strstr(told, " 478 al #c e :"));
	say(al, "MODE #c -b+e n0 more");	/* one place is free by then */
	told = peer_next_line(al);
	assert_non_null(told);
	assert_non_null(strstr(told, " MODE #c -b+e n0!*@* more!*@*"));
	assert_null(peer_next_line(al));
	stage_release(&stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masks_that_outgrow_a_line_take_two),
		cmocka_unit_test(no_more_than_ten_changes_have_a_parameter),
		cmocka_unit_test(a_line_of_unknown_letters_is_answered_so_often),
		cmocka_unit_test(the_lists_together_hold_so_many),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
