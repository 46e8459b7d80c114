/* mention_test.c -- names in texts, and names that are nearly the same. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/mention.h"

#include "base/banned.h"

static bool
found(const char *text, const char *nick)
{
	return mention_found(text, strlen(text), nick);
}

static void
a_name_is_found_as_a_word(void **state)
{
	(void)state;
	assert_true(found("alice: hi", "alice"));
	assert_true(found("hi ALICE!", "alice"));
	assert_true(found("(@Alice)", "alice"));
	assert_true(found("alice", "Alice"));
	assert_false(found("malice", "alice"));
	assert_false(found("alices", "alice"));
	assert_false(found("alice_ and alice2 and alice-x", "alice"));
	assert_false(found("al", "alice"));
	assert_false(found("", "alice"));
	assert_false(found("anything", ""));
	assert_true(found("malice alice", "alice"));
}

static void
letters_beyond_ascii_belong_to_words(void **state)
{
	(void)state;
	assert_false(found("éalice", "alice"));
	assert_true(found("né? né", "né"));
}

static void
distance_counts_letters_and_swaps(void **state)
{
	(void)state;
	assert_int_equal(mention_distance("join", "join", 2), 0);
	assert_int_equal(mention_distance("JOIN", "join", 2), 0);
	assert_int_equal(mention_distance("jion", "join", 2), 1);
	assert_int_equal(mention_distance("jon", "join", 2), 1);
	assert_int_equal(mention_distance("joiin", "join", 2), 1);
	assert_int_equal(mention_distance("part", "join", 2), 3);
	assert_int_equal(mention_distance("", "ab", 2), 2);
	assert_int_equal(mention_distance("", "", 2), 0);
}

static void
endless_names_are_far(void **state)
{
	char name[200];

	(void)state;
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_int_equal(mention_distance(name, name, 2), 3);
}

static void
each_of_several_is_nearer_than_those_before(void **state)
{
	struct mention_search s = mention_search("topc");

	(void)state;
	assert_false(mention_is_nearer(&s, "part"));
	assert_true(mention_is_nearer(&s, "topic"));
	assert_false(mention_is_nearer(&s, "topics"));
	assert_false(mention_is_nearer(&s, "topic"));
	assert_true(mention_is_nearer(&s, "topc"));
	assert_false(mention_is_nearer(&s, "topc"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_as_a_word),
		cmocka_unit_test(letters_beyond_ascii_belong_to_words),
		cmocka_unit_test(distance_counts_letters_and_swaps),
		cmocka_unit_test(endless_names_are_far),
		cmocka_unit_test(each_of_several_is_nearer_than_those_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
