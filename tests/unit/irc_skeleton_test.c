/* irc_skeleton_test.c -- what a name looks like. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_skeleton.h"

#include "base/banned.h"

static bool
look_alike(const char *a, const char *b)
{
	char of_a[SKELETON_SIZE], of_b[SKELETON_SIZE];

	assert_true(irc_skeleton(a, of_a));
	assert_true(irc_skeleton(b, of_b));
	return str_eq(of_a, of_b);
}

static void
letters_of_other_scripts_pass_for_latin_ones(void **state)
{
	(void)state;
	assert_true(look_alike("alice", "\xd0\xb0lice"));	/* Cyrillic a */
	assert_true(look_alike("Haddock", "H\xd0\xb0" "dd\xd0\xbe\xd1\x81k"));
	assert_true(look_alike("noob", "n00b"));
	assert_true(look_alike("\xce\x9fscar", "oscar"));	/* Greek Omicron */
	/* Full width, and the ligature fi. */
	assert_true(look_alike("\xef\xbd\x82\xef\xbd\x8f\xef\xbd\x82", "bob"));
	assert_true(look_alike("\xef\xac\x81sh", "fish"));
}

static void
ordinary_names_are_left_apart(void **state)
{
	static const char *const names[] = { "bob", "bob1", "bobl", "bob_",
		"bobi", "jose", "jos\xc3\xa9", "user11", "user1l", "rn", "m",
		"\xd0\xb1\xd0\xbe\xd0\xb1", "\xe5\xb1\xb1", "\xf0\x9f\x90\x9f" };
	const size_t n = sizeof names / sizeof names[0];
	size_t i, j;

	(void)state;
	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (look_alike(names[i], names[j]) != (i == j))
				fail_msg("%s and %s", names[i], names[j]);
}

static void
a_skeleton_is_its_own(void **state)
{
	static const char *const names[] = { "B0b", "\xd0\xb0lice",
		"\xef\xac\x81sh", "jos\xc3\xa9", "\xd0\x9f\xd0\xb5\xd1\x82\xd1\x80" };
	char once[SKELETON_SIZE], twice[SKELETON_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_true(irc_skeleton(names[i], once));
		assert_true(irc_skeleton(once, twice));
		assert_string_equal(once, twice);
	}
}

static void
the_table_is_sorted_and_not_chained(void **state)
{
	static const struct { uint32_t character; char like; } rows[] = {
#define LOOKALIKE(character, like) { character, like[0] },
#include "proto/lookalike.def"
#undef LOOKALIKE
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(i == 0 || rows[i - 1].character < rows[i].character);
		assert_true(str_lower(rows[i].like) == rows[i].like);
		for (j = 0; j < sizeof rows / sizeof rows[0]; j++)
			assert_true(rows[j].character != (uint32_t)rows[i].like);
	}
}

static void
names_are_seen_and_run_one_way(void **state)
{
	static const char *const refused[] = {
		"\xe2\x80\x8bhid",			/* zero width space */
		"a\xe2\x80\xae" "b",			/* right-to-left override */
		"\xe3\x85\xa4",			/* Hangul filler */
		"a\xcd\x8f",				/* grapheme joiner */
		"\xe2\xa0\x80",			/* blank Braille */
		"\xee\x80\x80",			/* private use */
		"\xf3\xa0\x80\xb0",			/* unassigned */
		"a\xd7\x90",				/* Latin and Hebrew */
	};
	static const char *const fine[] = { "\xd7\x90\xd7\x91",
		"\xd7\x90_", "\xd8\xb9\xd9\x84\xd9\x8a", "\xe5\xb1\xb1",
		"\xf0\x9f\x90\x9f", "jos\xc3\xa9" };
	char out[NICK_LEN + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (irc_nick_make(refused[i], out))
			fail_msg("row %zu is taken for a nick", i);
	for (i = 0; i < sizeof fine / sizeof fine[0]; i++)
		if (!irc_nick_make(fine[i], out))
			fail_msg("%s is refused", fine[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_of_other_scripts_pass_for_latin_ones),
		cmocka_unit_test(ordinary_names_are_left_apart),
		cmocka_unit_test(a_skeleton_is_its_own),
		cmocka_unit_test(the_table_is_sorted_and_not_chained),
		cmocka_unit_test(names_are_seen_and_run_one_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
