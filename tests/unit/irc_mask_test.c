/* irc_mask_test.c -- sources and the masks that match them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_mask.h"

#include "base/banned.h"

static void
splits_a_source(void **state)
{
	struct irc_source s;

	(void)state;
	irc_source_split("al!user@host", &s);
	assert_true(str_span_eq(s.nick, "al"));
	assert_true(str_span_eq(s.user, "user"));
	assert_true(str_span_eq(s.host, "host"));
	irc_source_split("irc.example.org", &s);
	assert_true(str_span_eq(s.nick, "irc.example.org"));
	assert_int_equal(s.user.len + s.host.len, 0);
	irc_source_split("al@host", &s);
	assert_true(str_span_eq(s.nick, "al") && str_span_eq(s.host, "host"));
	irc_source_split("al!user", &s);
	assert_true(str_span_eq(s.nick, "al") && str_span_eq(s.user, "user"));
	irc_source_split(NULL, &s);
	assert_int_equal(s.nick.len + s.user.len + s.host.len, 0);
}

static void
wildcards_match(void **state)
{
	static const char *const yes[][2] = {
		{ "", "" }, { "*", "" }, { "*", "abc" }, { "a*", "a" },
		{ "a*c", "abc" }, { "a*c", "abcbc" }, { "*b*", "abc" },
		{ "?", "x" }, { "a?c", "abc" }, { "?", "\xe6\x97\xa5" },
		{ "*?", "\xe6\x97\xa5" }, { "AL!*@*", "al!x@y" },
		{ "*.example.org", "a.b.EXAMPLE.org" }, { "**a**", "a" },
		{ "a*b?d*", "axxbbcd" }, { "*!*@::1", "al!a@::1" },
	};
	static const char *const no[][2] = {
		{ "", "a" }, { "a", "" }, { "?", "" }, { "a*c", "ab" },
		{ "??", "\xe6\x97\xa5" }, { "*??", "\xe6\x97\xa5" },
		{ "a?c", "ac" }, { "*x*", "abc" }, { "abc", "ab" },
		{ "ab", "abc" }, { "\xc3\x89", "\xc3\xa9" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof yes / sizeof yes[0]; i++)
		assert_true(irc_mask_match(yes[i][0], yes[i][1]));
	for (i = 0; i < sizeof no / sizeof no[0]; i++)
		assert_false(irc_mask_match(no[i][0], no[i][1]));
}

/* An exponential matcher would not come back from this one. */
static void
a_bomb_of_stars_goes_off_quietly(void **state)
{
	char mask[201], text[5001];
	size_t i;

	(void)state;
	for (i = 0; i < 200; i += 2)
		memcpy(mask + i, "*a", 2);
	mask[199] = 'b';
	mask[200] = '\0';
	memset(text, 'a', 5000);
	text[5000] = '\0';
	assert_false(irc_mask_match(mask, text));
	text[4999] = 'b';
	assert_true(irc_mask_match(mask, text));
}

static void
completes_short_masks(void **state)
{
	static const char *const rows[][2] = {
		{ "al", "al!*@*" }, { "*", "*!*@*" }, { "al!x", "al!x@*" },
		{ "x@h", "*!x@h" }, { "@h", "*!*@h" }, { "!x", "*!x@*" },
		{ "h.org", "*!*@h.org" }, { "::1", "*!*@::1" },
		{ "al!x@h", "al!x@h" }, { "a***b", "a*b!*@*" },
		{ "!@", "*!*@*" }, { "al!*@**.org", "al!*@*.org" },
	};
	char out[MASK_LEN + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(irc_mask_make(rows[i][0], out));
		assert_string_equal(out, rows[i][1]);
	}
}

static void
a_complete_mask_stays_as_it_is(void **state)
{
	char once[MASK_LEN + 1], twice[MASK_LEN + 1];

	(void)state;
	assert_true(irc_mask_make("A?!*@b.*", once));
	assert_true(irc_mask_make(once, twice));
	assert_string_equal(once, twice);
}

static void
refuses_masks_that_are_none(void **state)
{
	char huge[MASK_LEN + 2], out[MASK_LEN + 1];

	(void)state;
	assert_false(irc_mask_make("", out));
	assert_string_equal(out, "");
	assert_false(irc_mask_make("a b", out));
	assert_false(irc_mask_make("a\x02", out));
	memset(huge, 'x', sizeof huge);
	huge[MASK_LEN - 3] = '\0';
	assert_false(irc_mask_make(huge, out));
	assert_string_equal(out, "");
	huge[MASK_LEN - 4] = '\0';
	assert_true(irc_mask_make(huge, out));
}

static void
tells_a_pattern_from_a_name(void **state)
{
	(void)state;
	assert_true(irc_mask_is_pattern("a*"));
	assert_true(irc_mask_is_pattern("a?b"));
	assert_false(irc_mask_is_pattern("al"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_a_source),
		cmocka_unit_test(wildcards_match),
		cmocka_unit_test(a_bomb_of_stars_goes_off_quietly),
		cmocka_unit_test(completes_short_masks),
		cmocka_unit_test(a_complete_mask_stays_as_it_is),
		cmocka_unit_test(refuses_masks_that_are_none),
		cmocka_unit_test(tells_a_pattern_from_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
