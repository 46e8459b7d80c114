/* irc_mode_test.c -- mode strings and back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_mode.h"

#include "base/banned.h"

static void
assert_change(struct irc_mode_reader *r, bool adding, char letter,
    enum irc_mode_kind kind, const char *param)
{
	struct irc_mode_change c;

	assert_true(irc_mode_next(r, &c));
	assert_int_equal(c.adding, adding);
	assert_int_equal(c.letter, letter);
	assert_int_equal(c.kind, kind);
	if (param == NULL)
		assert_null(c.param);
	else
		assert_string_equal(c.param, param);
}

static void
gives_each_letter_its_parameter(void **state)
{
	static const char *const words[] = { "+ovn-kl+lbx", "al", "bo", "key",
	    "5", "*!*@h", "left" };
	struct irc_mode_change c;
	struct irc_mode_reader r;

	(void)state;
	irc_mode_start(&r, &irc_mode_channel, words, 7);
	assert_change(&r, true, 'o', IRC_MODE_MEMBER, "al");
	assert_change(&r, true, 'v', IRC_MODE_MEMBER, "bo");
	assert_change(&r, true, 'n', IRC_MODE_FLAG, NULL);
	assert_change(&r, false, 'k', IRC_MODE_ALWAYS, "key");
	assert_change(&r, false, 'l', IRC_MODE_SET, NULL);
	assert_change(&r, true, 'l', IRC_MODE_SET, "5");
	assert_change(&r, true, 'b', IRC_MODE_LIST, "*!*@h");
	assert_change(&r, true, 'x', IRC_MODE_UNKNOWN, NULL);
	assert_false(irc_mode_next(&r, &c));
	assert_false(irc_mode_next(&r, &c));
	assert_int_equal(r.nparams, 1);
}

static void
parameters_and_signs_may_be_missing(void **state)
{
	static const char *const words[] = { "b-+-o+" };
	struct irc_mode_change c;
	struct irc_mode_reader r;

	(void)state;
	irc_mode_start(&r, &irc_mode_channel, words, 1);
	assert_change(&r, true, 'b', IRC_MODE_LIST, NULL);
	assert_change(&r, false, 'o', IRC_MODE_MEMBER, NULL);
	assert_false(irc_mode_next(&r, &c));
	irc_mode_start(&r, &irc_mode_channel, words, 0);
	assert_false(irc_mode_next(&r, &c));
}

static void
joins_what_it_took_apart(void **state)
{
	static const char *const words[] = { "+o-v+nb-l", "al", "bo", "m" };
	struct irc_mode_change changes[8];
	const char *params[8];
	char letters[IRC_MODE_LETTERS_SIZE];
	struct irc_mode_reader r;
	size_t n = 0;

	(void)state;
	irc_mode_start(&r, &irc_mode_channel, words, 4);
	while (irc_mode_next(&r, &changes[n]))
		n++;
	assert_int_equal(n, 5);
	assert_int_equal(irc_mode_join(changes, n, letters, params), 3);
	assert_string_equal(letters, words[0]);
	assert_string_equal(params[0], "al");
	assert_string_equal(params[1], "bo");
	assert_string_equal(params[2], "m");
	assert_int_equal(irc_mode_join(changes, 0, letters, params), 0);
	assert_string_equal(letters, "");
}

static void
writes_a_sign_only_where_it_changes(void **state)
{
	const struct irc_mode_change changes[] = {
		{ .adding = true, .letter = 'o', .param = "al" },
		{ .adding = true, .letter = 'o', .param = "bo" },
		{ .adding = false, .letter = 'i' },
		{ .adding = false, .letter = 'm' },
		{ .adding = true, .letter = 't' },
	};
	const char *params[5];
	char letters[IRC_MODE_LETTERS_SIZE];

	(void)state;
	assert_int_equal(irc_mode_join(changes, 5, letters, params), 2);
	assert_string_equal(letters, "+oo-im+t");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_each_letter_its_parameter),
		cmocka_unit_test(parameters_and_signs_may_be_missing),
		cmocka_unit_test(joins_what_it_took_apart),
		cmocka_unit_test(writes_a_sign_only_where_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
