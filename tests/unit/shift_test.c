/* shift_test.c -- rows that have moved are found and moved. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/grid.h"
#include "tui/shift.h"

#include "base/banned.h"

enum { ROWS = 20, COLS = 40 };

static void
put(struct grid *g, int row, const char *text, int col)
{
	for (; *text != '\0'; text++) {
		const uint32_t cp[1 + GRID_MARKS] = { (unsigned char)*text };

		col = grid_put(g, row, col, COLS, cp, 1, style_plain);
	}
}

/* Row r shows line first + r; the list on the right stands still. */
static void
fill(struct grid *g, int first)
{
	int row;

	grid_init(g);
	grid_resize(g, ROWS, COLS);
	for (row = 0; row < ROWS; row++) {
		char line[] = "line ???", nick[] = "nick ?";

		line[5] = (char)('a' + (first + row) / 26 % 26);
		line[6] = (char)('a' + (first + row) % 26);
		nick[5] = (char)('a' + row);
		put(g, row, line, 0);
		put(g, row, nick, 30);
	}
}

static int
rows_with_right_text(const struct grid *a, const struct grid *b)
{
	int row, col, n = 0;

	for (row = 0; row < ROWS; row++) {
		for (col = 0; col < 30; col++)
			if (!cell_equal(grid_cell(a, row, col),
			    grid_cell(b, row, col)))
				break;
		n += col == 30;
	}
	return n;
}

static void
moves(int from, int to, int up)
{
	struct grid a, b;
	struct shift s;

	fill(&a, from);
	fill(&b, to);
	s = shift_find(&a, &b, ROWS);
	assert_int_equal(s.up, up);
	if (up != 0) {
		assert_in_range(s.top, 0, ROWS - 1);
		assert_in_range(s.bottom, s.top + 1, ROWS);
		shift_apply(&a, s);
		assert_int_equal(rows_with_right_text(&a, &b),
		    ROWS - (up < 0 ? -up : up));
	}
	grid_release(&a);
	grid_release(&b);
}

static void
text_that_moved_up_is_found(void **state)
{
	(void)state;
	moves(100, 101, 1);
	moves(100, 110, 10);
}

static void
text_that_moved_down_is_found(void **state)
{
	(void)state;
	moves(100, 99, -1);
	moves(100, 90, -10);
}

static void
what_stands_still_or_is_all_new_is_left(void **state)
{
	(void)state;
	moves(100, 100, 0);
	moves(100, 300, 0);
	moves(100, 118, 0);	/* two rows in common do not pay */
}

static void
rows_above_that_stand_still_stay(void **state)
{
	struct grid a, b;
	struct shift s;
	int row;

	(void)state;
	fill(&a, 100);
	fill(&b, 101);
	for (row = 0; row < 3; row++) {
		grid_fill(&a, row, 0, 30, style_plain);
		grid_fill(&b, row, 0, 30, style_plain);
		put(&a, row, "a title that stays", 0);
		put(&b, row, "a title that stays", 0);
	}
	s = shift_find(&a, &b, ROWS);
	assert_int_equal(s.up, 1);
	assert_int_equal(s.top, 3);
	assert_int_equal(s.bottom, ROWS);
	grid_release(&a);
	grid_release(&b);
}

static void
a_screen_of_one_row_is_fine(void **state)
{
	struct grid a, b;

	(void)state;
	fill(&a, 1);
	fill(&b, 2);
	assert_int_equal(shift_find(&a, &b, 1).up, 0);
	assert_int_equal(shift_find(&a, &b, 0).up, 0);
	grid_release(&a);
	grid_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_that_moved_up_is_found),
		cmocka_unit_test(text_that_moved_down_is_found),
		cmocka_unit_test(what_stands_still_or_is_all_new_is_left),
		cmocka_unit_test(rows_above_that_stand_still_stay),
		cmocka_unit_test(a_screen_of_one_row_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
