/* grid_test.c -- cells stay whole whatever is written over them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/grid.h"

#include "base/banned.h"

static const uint32_t wide[1 + GRID_MARKS] = { 0x65e5 };
static const uint32_t narrow[1 + GRID_MARKS] = { 'x', 0x301 };

static int
put(struct grid *g, int col, const uint32_t *cp, int width)
{
	return grid_put(g, 0, col, g->cols, cp, width, style_plain);
}

static void
writing_over_half_a_wide_character_blanks_the_other(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g);
	grid_resize(&g, 1, 6);
	assert_int_equal(put(&g, 1, wide, 2), 3);
	assert_int_equal(put(&g, 2, narrow, 1), 3);
	assert_int_equal(grid_cell(&g, 0, 1)->width, 1);
	assert_int_equal(grid_cell(&g, 0, 1)->cp[0], 0);
	assert_int_equal(grid_cell(&g, 0, 2)->cp[1], 0x301);
	put(&g, 1, wide, 2);
	put(&g, 1, narrow, 1);
	assert_int_equal(grid_cell(&g, 0, 2)->width, 1);
	assert_int_equal(grid_cell(&g, 0, 2)->cp[0], 0);
	put(&g, 0, wide, 2);
	put(&g, 1, wide, 2);
	assert_int_equal(grid_cell(&g, 0, 0)->cp[0], 0);
	assert_int_equal(grid_cell(&g, 0, 1)->width, 2);
	assert_int_equal(grid_cell(&g, 0, 2)->width, 0);
	grid_release(&g);
}

static void
a_wide_character_at_the_edge_leaves_a_blank(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g);
	grid_resize(&g, 1, 3);
	assert_int_equal(put(&g, 2, wide, 2), 3);
	assert_int_equal(grid_cell(&g, 0, 2)->cp[0], 0);
	assert_int_equal(grid_cell(&g, 0, 2)->width, 1);
	grid_release(&g);
}

static void
outside_nothing_is_written(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g);
	grid_resize(&g, 2, 3);
	assert_int_equal(grid_put(&g, -1, 0, 3, narrow, 1, style_plain), 0);
	assert_int_equal(grid_put(&g, 2, 0, 3, narrow, 1, style_plain), 0);
	assert_int_equal(grid_put(&g, 0, -1, 3, narrow, 1, style_plain), -1);
	assert_int_equal(grid_put(&g, 0, 9, 99, narrow, 1, style_plain), 9);
	grid_fill(&g, 1, 0, 99, style_plain);
	for (int col = 0; col < 3; col++)
		assert_int_equal(grid_cell(&g, 0, col)->cp[0], 0);
	grid_release(&g);
}

static void
sizes_are_kept_within_reason(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g);
	grid_resize(&g, 0, -5);
	assert_int_equal(g.rows, 1);
	assert_int_equal(g.cols, 1);
	grid_resize(&g, 1 << 20, 2);
	assert_int_equal(g.rows, GRID_MAX_ROWS);
	assert_int_equal(g.input_top, g.rows);
	assert_int_equal(g.cursor_row, -1);
	grid_release(&g);
}

/* The same address has one number, in the next drawing too. */
static void
links_have_numbers(void **state)
{
	struct grid g;
	uint32_t a, b;
	char url[32];

	(void)state;
	grid_init(&g);
	grid_resize(&g, 2, 2);
	a = grid_link(&g, "http://a", 8);
	b = grid_link(&g, "http://b", 8);
	assert_true(a != 0 && b != 0 && a != b);
	assert_int_equal(grid_link(&g, "http://ax", 8), a);
	assert_string_equal(grid_url(&g, b), "http://b");
	grid_clear(&g);
	assert_null(grid_url(&g, a));
	assert_int_equal(grid_link(&g, "http://a", 8), a);
	for (int i = 1; i < GRID_LINKS; i++) {
		snprintf(url, sizeof url, "http://%d", i);
		assert_true(grid_link(&g, url, strlen(url)) != 0);
	}
	assert_int_equal(grid_link(&g, "http://c", 8), 0);
	assert_int_equal(grid_link(&g, "http://a", 8), a);
	grid_release(&g);
}

/* As one by one, halves of wide characters that it meets included. */
static void
ascii_at_once_is_as_one_by_one(void **state)
{
	static const uint32_t two[1 + GRID_MARKS] = { 0x65e5 };
	struct grid a, b;
	uint32_t cp[1 + GRID_MARKS] = { 0 };
	int begin, end;

	(void)state;
	grid_init(&a);
	grid_init(&b);
	for (int from = 0; from < 8; from++) {
		for (int len = 0; len < 10; len++) {
			grid_resize(&a, 1, 8);
			grid_resize(&b, 1, 8);
			for (int col = 0; col < 8; col += 2) {
				grid_put(&a, 0, col, 8, two, 2, style_plain);
				grid_put(&b, 0, col, 8, two, 2, style_plain);
			}
			grid_put_ascii(&a, 0, from, 8, "abcdefghij",
			    (size_t)len, style_plain);
			for (int i = 0; i < len; i++) {
				cp[0] = (uint32_t)('a' + i);
				grid_put(&b, 0, from + i, 8, cp, 1,
				    style_plain);
			}
			assert_false(grid_row_difference(&a, &b, 0, &begin,
			    &end));
		}
	}
	grid_release(&a);
	grid_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_at_once_is_as_one_by_one),
		cmocka_unit_test(links_have_numbers),
		cmocka_unit_test(
		    writing_over_half_a_wide_character_blanks_the_other),
		cmocka_unit_test(a_wide_character_at_the_edge_leaves_a_blank),
		cmocka_unit_test(outside_nothing_is_written),
		cmocka_unit_test(sizes_are_kept_within_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
