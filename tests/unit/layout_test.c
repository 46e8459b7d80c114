/* layout_test.c -- where the parts of the screen are, for any size. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/layout.h"

#include "base/banned.h"

static void
make(struct layout *l, int cols, int rows)
{
	layout_make(l, rows, cols, &(struct layout_wish){ .input_rows = 1 });
}

static void
columns_follow_the_width(void **state)
{
	struct layout l;

	(void)state;
	make(&l, 110, 40);
	assert_int_equal(l.side_cols, 20);
	make(&l, 109, 40);
	assert_int_equal(l.side_cols, 16);
	make(&l, 75, 40);
	assert_int_equal(l.side_cols, 0);
	assert_int_equal(l.text_end, 75);
	make(&l, 100, 40);
	assert_int_equal(l.nick_cols, 9);
	make(&l, 99, 40);
	assert_int_equal(l.nick_cols, 8);
	make(&l, 64, 40);
	assert_true(l.has_time);
	make(&l, 63, 40);
	assert_false(l.has_time);
	assert_int_equal(l.nick_cols, 0);
}

static void
rows_follow_the_height(void **state)
{
	struct layout l;

	(void)state;
	make(&l, 80, 18);
	assert_true(l.has_top);
	make(&l, 80, 17);
	assert_false(l.has_top);
	make(&l, 80, 5);
	assert_int_equal(l.status_row, 3);
	assert_int_equal(l.pane_rows, 3);
	make(&l, 80, 4);
	assert_int_equal(l.status_row, -1);
	assert_int_equal(l.pane_rows, 3);
}

static void
the_input_grows_to_five_rows_and_a_third(void **state)
{
	struct layout l;

	(void)state;
	layout_make(&l, 40, 80, &(struct layout_wish){ .input_rows = 99 });
	assert_int_equal(l.input_rows, 5);
	layout_make(&l, 9, 80, &(struct layout_wish){ .input_rows = 99 });
	assert_int_equal(l.input_rows, 3);
}

static void
the_list_can_be_hidden_or_laid_over(void **state)
{
	struct layout l;

	(void)state;
	layout_make(&l, 40, 80, &(struct layout_wish){ .hide_side = true });
	assert_int_equal(l.side_cols, 0);
	assert_int_equal(l.pane_cols, 80);
	layout_make(&l, 15, 40, &(struct layout_wish){ .side_over = true });
	assert_int_equal(l.side_cols, 16);
	assert_int_equal(l.pane_cols, 40);
}

static void
no_size_is_too_small(void **state)
{
	struct layout l;

	(void)state;
	for (int rows = 1; rows < 50; rows++)
		for (int cols = 1; cols < 130; cols++) {
			layout_make(&l, rows, cols, &(struct layout_wish){
			    .input_rows = rows % 7, .side_over = cols % 2 });
			assert_true(l.pane_rows >= 0);
			assert_int_equal(l.input_row + l.input_rows, rows);
			assert_true(l.input_rows >= 1);
			assert_true(l.text_col < l.text_end);
			assert_true(l.text_end <= l.pane_cols);
			assert_true(l.pane_cols <= cols);
			assert_int_equal(l.side_col + l.side_cols, cols);
			assert_int_equal(l.has_top + l.pane_rows +
			    (l.status_row >= 0) + l.input_rows, rows);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_follow_the_width),
		cmocka_unit_test(rows_follow_the_height),
		cmocka_unit_test(the_input_grows_to_five_rows_and_a_third),
		cmocka_unit_test(the_list_can_be_hidden_or_laid_over),
		cmocka_unit_test(no_size_is_too_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
