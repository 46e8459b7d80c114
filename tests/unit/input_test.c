/* input_test.c -- the line being written. */
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
#include "tui/input.h"

#include "base/banned.h"

struct fixture {
	struct input in;
	struct clipboard clip;
};

static int
set_up(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	input_init(&f->in);
	clipboard_init(&f->clip);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	input_release(&f->in);
	clipboard_release(&f->clip);
	free(f);
	return 0;
}

static void
type(struct input *in, const char *text)
{
	assert_true(input_insert(in, text, strlen(text)));
}

static void
moves_and_erases_by_clusters(void **state)
{
	struct fixture *f = *state;

	type(&f->in, "a\U0001F469\u200D\U0001F4BBe\u0301");
	input_erase_left(&f->in);
	assert_string_equal(input_text(&f->in),
	    "a\U0001F469\u200D\U0001F4BB");
	input_left(&f->in);
	assert_int_equal(f->in.cursor, 1);
	input_erase_right(&f->in);
	assert_string_equal(input_text(&f->in), "a");
	input_erase_right(&f->in);
	input_right(&f->in);
	assert_string_equal(input_text(&f->in), "a");
}

static void
edges_stop_everything(void **state)
{
	struct fixture *f = *state;

	input_left(&f->in);
	input_erase_left(&f->in);
	input_word_left(&f->in);
	input_kill_word_left(&f->in, &f->clip);
	input_kill_to_start(&f->in, &f->clip);
	input_word_right(&f->in);
	input_line_end(&f->in);
	assert_true(input_is_empty(&f->in));
	assert_string_equal(input_text(&f->in), "");
	input_yank(&f->in, &f->clip);
	assert_true(input_is_empty(&f->in));
}

static void
words_end_at_punctuation(void **state)
{
	struct fixture *f = *state;

	type(&f->in, "one, zwölf-drei");
	input_word_left(&f->in);
	assert_int_equal(f->in.cursor, 12);
	input_word_left(&f->in);
	assert_int_equal(f->in.cursor, 5);
	input_word_left(&f->in);
	assert_int_equal(f->in.cursor, 0);
	input_word_right(&f->in);
	assert_int_equal(f->in.cursor, 3);
}

static void
cuts_in_a_row_are_one(void **state)
{
	struct fixture *f = *state;

	type(&f->in, "one two three");
	input_kill_word_left(&f->in, &f->clip);
	input_kill_word_left(&f->in, &f->clip);
	assert_string_equal(input_text(&f->in), "one ");
	input_yank(&f->in, &f->clip);
	assert_string_equal(input_text(&f->in), "one two three");
	f->clip.is_open = false;
	f->in.cursor = 0;
	input_kill_word_right(&f->in, &f->clip);
	input_kill_to_end(&f->in, &f->clip);
	assert_true(input_is_empty(&f->in));
	input_yank(&f->in, &f->clip);
	assert_string_equal(input_text(&f->in), "one two three");
}

static void
lines_are_their_own(void **state)
{
	struct fixture *f = *state;

	type(&f->in, "first\nsecond\nthird");
	f->in.cursor = 8;
	input_line_start(&f->in);
	assert_int_equal(f->in.cursor, 6);
	input_line_end(&f->in);
	assert_int_equal(f->in.cursor, 12);
	input_kill_to_end(&f->in, &f->clip);
	assert_string_equal(input_text(&f->in), "first\nsecondthird");
	input_kill_to_start(&f->in, &f->clip);
	assert_string_equal(input_text(&f->in), "first\nthird");
}

static void
control_characters_do_not_get_in(void **state)
{
	struct fixture *f = *state;

	type(&f->in, "a\x1b[31mb\tc\r\nd\re\x7f");
	assert_string_equal(input_text(&f->in), "a[31mb c\nd\ne");
}

static void
too_much_changes_nothing(void **state)
{
	struct fixture *f = *state;
	char *much = xmalloc(INPUT_MAX_BYTES);

	memset(much, 'x', INPUT_MAX_BYTES);
	type(&f->in, "ab");
	assert_false(input_insert(&f->in, much, INPUT_MAX_BYTES));
	assert_string_equal(input_text(&f->in), "ab");
	assert_int_equal(f->in.cursor, 2);
	free(much);
}

static void
history_keeps_the_draft(void **state)
{
	struct fixture *f = *state;

	input_remember(&f->in, "one");
	input_remember(&f->in, "two");
	input_remember(&f->in, "two");
	type(&f->in, "draft");
	assert_true(input_history_up(&f->in));
	assert_string_equal(input_text(&f->in), "two");
	assert_true(input_history_up(&f->in));
	assert_string_equal(input_text(&f->in), "one");
	assert_false(input_history_up(&f->in));
	assert_true(input_history_down(&f->in));
	assert_true(input_history_down(&f->in));
	assert_string_equal(input_text(&f->in), "draft");
	assert_false(input_history_down(&f->in));
}

static void
history_forgets_the_oldest(void **state)
{
	struct fixture *f = *state;
	char line[32];

	for (int i = 0; i < INPUT_HISTORY + 10; i++) {
		snprintf(line, sizeof line, "line %d", i);
		input_remember(&f->in, line);
	}
	for (int i = 0; i < INPUT_HISTORY; i++)
		assert_true(input_history_up(&f->in));
	assert_string_equal(input_text(&f->in), "line 10");
}

static void
history_is_searched_backwards(void **state)
{
	struct fixture *f = *state;

	input_remember(&f->in, "make check");
	input_remember(&f->in, "cake");
	input_remember(&f->in, "make");
	type(&f->in, "ake");
	input_find(&f->in);
	assert_false(f->in.is_not_found);
	assert_string_equal(input_text(&f->in), "make");
	input_find(&f->in);
	assert_false(f->in.is_not_found);
	assert_string_equal(input_text(&f->in), "cake");
	input_find(&f->in);
	assert_false(f->in.is_not_found);
	input_find(&f->in);
	assert_true(f->in.is_not_found);
	assert_string_equal(input_text(&f->in), "make check");
	input_find_take(&f->in);
	assert_true(input_history_down(&f->in));
}

static void
search_does_not_mind_case_nor_accents(void **state)
{
	struct fixture *f = *state;

	input_remember(&f->in, "Un caf\303\251");
	input_remember(&f->in, "Hello there");
	input_find(&f->in);
	input_find_add(&f->in, "hello", 5);
	assert_string_equal(input_text(&f->in), "Hello there");
	for (int i = 0; i < 5; i++)
		input_find_erase(&f->in);
	assert_false(f->in.is_not_found);
	input_find_add(&f->in, "cafe", 4);
	assert_string_equal(input_text(&f->in), "Un caf\303\251");
	input_find_add(&f->in, "x", 1);
	assert_true(f->in.is_not_found);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(moves_and_erases_by_clusters),
		TEST(edges_stop_everything),
		TEST(words_end_at_punctuation),
		TEST(cuts_in_a_row_are_one),
		TEST(lines_are_their_own),
		TEST(control_characters_do_not_get_in),
		TEST(too_much_changes_nothing),
		TEST(history_keeps_the_draft),
		TEST(history_forgets_the_oldest),
		TEST(history_is_searched_backwards),
		TEST(search_does_not_mind_case_nor_accents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
