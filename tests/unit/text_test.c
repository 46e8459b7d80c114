/* text_test.c -- text into cells: pieces, widths, cuts. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/grid.h"
#include "tui/text.h"

#include "base/banned.h"

static int
width(const char *s)
{
	return text_width(s, strlen(s), NULL);
}

static void
piece_of(const char *s, struct piece *piece)
{
	text_piece(s, strlen(s), NULL, piece);
}

static void
a_joined_emoji_shows_its_first_picture(void **state)
{
	struct piece p;

	(void)state;
	piece_of("\U0001F468\u200D\U0001F469\u200D\U0001F467x", &p);
	assert_int_equal(p.cp[0], 0x1f468);
	assert_int_equal(p.cp[1], 0);
	assert_int_equal(p.width, 2);
	assert_int_equal(p.len, 4 + 3 + 4 + 3 + 4);
}

static void
skin_tones_and_variation_selectors_are_dropped(void **state)
{
	struct piece p;

	(void)state;
	piece_of("\U0001F44D\U0001F3FD", &p);
	assert_int_equal(p.cp[0], 0x1f44d);
	assert_int_equal(p.cp[1], 0);
	assert_int_equal(p.len, 8);
	piece_of("\u2764\uFE0F", &p);
	assert_int_equal(p.cp[1], 0);
	assert_int_equal(p.len, 6);
}

static void
regional_indicators_become_letters(void **state)
{
	struct piece p;

	(void)state;
	piece_of("\U0001F1E9", &p);
	assert_int_equal(p.cp[0], 'D');
	assert_int_equal(p.width, 1);
	assert_int_equal(width("\U0001F1E9\U0001F1EA"), 2);
}

static void
a_cell_holds_four_marks_and_the_rest_is_dropped(void **state)
{
	struct piece p;

	(void)state;
	piece_of("a\u0301\u0302\u0303\u0304\u0305\u0306b", &p);
	assert_int_equal(p.cp[0], 'a');
	assert_int_equal(p.cp[4], 0x304);
	assert_int_equal(p.len, 1 + 6 * 2);
	assert_int_equal(p.width, 1);
}

static void
a_mark_without_a_base_stands_on_a_blank(void **state)
{
	struct piece p;

	(void)state;
	piece_of("\u0301", &p);
	assert_int_equal(p.cp[0], ' ');
	assert_int_equal(p.cp[1], 0x301);
	assert_int_equal(p.width, 1);
}

static void
what_cannot_be_seen_is_shown_by_its_number(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "\u202E", "<U+202E>" }, { "\u2066", "<U+2066>" },
		{ "\u200B", "<U+200B>" }, { "\x1b", "<U+001B>" },
		{ "\x7f", "<U+007F>" }, { "\xc2\x9b", "<U+009B>" },
		{ "\uFEFF", "<U+FEFF>" }, { "\u2028", "<U+2028>" },
		{ "\u00AD", "<U+00AD>" }, { "\U000E0041", "<U+E0041>" },
		{ "\u3164", "<U+3164>" }, { "\u200D", "<U+200D>" },
	};
	struct piece p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		piece_of(cases[i].text, &p);
		assert_true(p.is_code);
		assert_string_equal(p.code, cases[i].shown);
		assert_int_equal(p.width, strlen(cases[i].shown));
		assert_int_equal(p.len, strlen(cases[i].text));
	}
}

static void
a_zero_byte_and_broken_bytes_do_no_harm(void **state)
{
	struct piece p;

	(void)state;
	text_piece("\0x", 2, NULL, &p);
	assert_true(p.is_code);
	assert_int_equal(p.len, 1);
	text_piece("\xff", 1, NULL, &p);
	assert_int_equal(p.cp[0], 0xfffd);
	text_piece("\xe3\x81", 2, NULL, &p);
	assert_true(p.len >= 1);
}

static int
two_wide(uint32_t cp)
{
	return cp == 0x2026 ? 2 : cp < 0x20 ? -1 : 1;
}

static void
the_terminals_own_widths_count(void **state)
{
	(void)state;
	assert_int_equal(text_width("\u2026", 3, two_wide), 2);
	assert_int_equal(text_width("\u2026", 3, NULL), 1);
}

static void
a_cut_is_never_wider_than_its_room(void **state)
{
	const char *s = "日本語";
	int used;

	(void)state;
	assert_int_equal(text_fit(s, strlen(s), 5, NULL, &used), 6);
	assert_int_equal(used, 4);
	assert_int_equal(text_fit(s, strlen(s), 1, NULL, &used), 0);
	assert_int_equal(used, 0);
}

static void
what_was_cut_ends_with_a_sign(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g);
	grid_resize(&g, 1, 10);
	assert_int_equal(text_put_cut(&g, 0, 0, 4, "abcdef", "~", NULL,
	    style_plain), 4);
	assert_int_equal(grid_cell(&g, 0, 2)->cp[0], 'c');
	assert_int_equal(grid_cell(&g, 0, 3)->cp[0], '~');
	assert_int_equal(grid_cell(&g, 0, 4)->cp[0], 0);
	grid_release(&g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_joined_emoji_shows_its_first_picture),
		cmocka_unit_test(
		    skin_tones_and_variation_selectors_are_dropped),
		cmocka_unit_test(regional_indicators_become_letters),
		cmocka_unit_test(
		    a_cell_holds_four_marks_and_the_rest_is_dropped),
		cmocka_unit_test(a_mark_without_a_base_stands_on_a_blank),
		cmocka_unit_test(what_cannot_be_seen_is_shown_by_its_number),
		cmocka_unit_test(a_zero_byte_and_broken_bytes_do_no_harm),
		cmocka_unit_test(the_terminals_own_widths_count),
		cmocka_unit_test(a_cut_is_never_wider_than_its_room),
		cmocka_unit_test(what_was_cut_ends_with_a_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
