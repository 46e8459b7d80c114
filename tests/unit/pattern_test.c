/* pattern_test.c -- what the conversations expect with. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chat/pattern.h"

#include "base/banned.h"

static bool
matches(const char *pattern, const char *line)
{
	struct words w = { .n = 0 };

	return pattern_matches(pattern, line, &w);
}

static void
stars_and_question_marks_match_bytes(void **state)
{
	(void)state;
	assert_true(matches("a*c", "abbc"));
	assert_true(matches("a*", "a"));
	assert_true(matches("*b*d", "abcbd"));
	assert_true(matches("a?c", "abc"));
	assert_true(matches("a?c", "a?c"));
	assert_false(matches("a?c", "ac"));
	assert_false(matches("a*c", "abcd"));
	assert_false(matches("abc", "ab"));
	assert_false(matches("ab", "abc"));
	assert_true(matches("", ""));
}

static void
a_word_is_learned_and_then_asked_for(void **state)
{
	struct words w = { .n = 0 };
	char out[64];

	(void)state;
	assert_true(pattern_matches("id {a};x {b}", "id 12;x 34", &w));
	assert_true(pattern_matches("again {a}", "again 12", &w));
	assert_false(pattern_matches("again {a}", "again 13", &w));
	assert_true(words_fill_in(&w, "<{a}{b}{B}>", out, sizeof out));
	assert_string_equal(out, "<1234{B}>");
	assert_false(words_fill_in(&w, "{nobody}", out, sizeof out));
	assert_false(words_fill_in(&w, "{a}{b}", out, 4));
}

static void
what_did_not_match_teaches_nothing(void **state)
{
	struct words w = { .n = 0 };

	(void)state;
	assert_false(pattern_matches("{a} x", "12 y", &w));
	assert_int_equal(w.n, 0);
	assert_false(pattern_matches("{a}", "", &w));
}

static void
tags_are_looked_at_only_when_asked_for(void **state)
{
	struct words w = { .n = 0 };
	const char *line = "@time=now;msgid=m1;+a=x\\sy :al PING";

	(void)state;
	assert_true(matches(":al PING", line));
	assert_true(matches("@msgid=m? :al PING", line));
	assert_true(matches("@+a=x?y;!label :al PING", line));
	assert_true(matches("@time :al PING", line));
	assert_false(matches("@label :al PING", line));
	assert_false(matches("@!time :al PING", line));
	assert_false(matches("@msgid=m2 :al PING", line));
	assert_false(matches("@msgid=* :al PONG", line));
	assert_false(matches("@time=* :al PING", ":al PING"));
	assert_true(matches("@!time :al PING", ":al PING"));
	assert_true(pattern_matches("@msgid={m} :al PING", line, &w));
	assert_string_equal(w.of[0].word, "m1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stars_and_question_marks_match_bytes),
		cmocka_unit_test(a_word_is_learned_and_then_asked_for),
		cmocka_unit_test(what_did_not_match_teaches_nothing),
		cmocka_unit_test(tags_are_looked_at_only_when_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
