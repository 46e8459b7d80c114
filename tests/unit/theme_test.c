/* theme_test.c -- signs and colours. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "tui/text.h"
#include "tui/theme.h"

#include "base/banned.h"

static void
mono_has_no_colour_anywhere(void **state)
{
	struct theme t;

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 0);
	for (int look = 0; look < LOOK_COUNT; look++) {
		struct style s = theme_style(&t, (enum look)look);

		assert_int_equal(s.fg, COLOUR_DEFAULT);
		assert_int_equal(s.bg, COLOUR_DEFAULT);
	}
	assert_int_equal(theme_nick(&t, "dana", 4).fg, COLOUR_DEFAULT);
}

static void
a_terminal_that_cannot_dim_shows_quiet_things_grey(void **state)
{
	struct theme t;
	struct style s;

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 8);
	assert_int_equal(theme_style(&t, LOOK_QUIET).attrs, STYLE_DIM);
	t.dim = false;
	s = theme_style(&t, LOOK_QUIET);
	assert_int_equal(s.attrs, 0);
	assert_int_equal(s.fg, 8);
	t.colours = 0;
	assert_int_equal(theme_style(&t, LOOK_QUIET).fg, COLOUR_DEFAULT);
}

static void
a_nick_has_its_colour_in_any_case_of_letters(void **state)
{
	struct theme t;
	int colours = 0;
	const char *nicks[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 8);
	assert_int_equal(theme_nick(&t, "Dana", 4).fg,
	    theme_nick(&t, "dANA", 4).fg);
	for (int i = 1; i < 8; i++)
		colours += theme_nick(&t, nicks[i], 1).fg !=
		    theme_nick(&t, nicks[0], 1).fg;
	assert_true(colours > 0);
}

/* Yellow, cyan and the bright ones on white; blue on black. */
static void
nicks_and_loud_things_can_be_read_on_the_background(void **state)
{
	struct theme t;
	struct background light = { true, { 255, 255, 255 } },
	    dark = { true, { 0, 0, 0 } };
	char nick[2] = "a";

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 8);
	for (nick[0] = 'a'; nick[0] <= 'z'; nick[0]++) {
		int fg;

		theme_set_background(&t, &light);
		fg = theme_nick(&t, nick, 1).fg;
		assert_true(fg > 0 && fg < 7 && fg != 3 && fg != 6);
		theme_set_background(&t, &dark);
		fg = theme_nick(&t, nick, 1).fg;
		assert_true(fg != 0 && fg != 4 && fg != 8);
	}
	theme_set_background(&t, &light);
	assert_int_not_equal(theme_style(&t, LOOK_LOUD).fg, 3);
	assert_int_not_equal(theme_style(&t, LOOK_UNREAD).fg, 6);
}

static void
on_256_colours_names_are_of_the_cube_and_readable(void **state)
{
	struct background paper = { true, { 0xfd, 0xf6, 0xe3 } };
	struct theme t;
	char nick[2] = "a";

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 256);
	theme_set_background(&t, &paper);
	for (nick[0] = 'a'; nick[0] <= 'z'; nick[0]++) {
		int fg = theme_nick(&t, nick, 1).fg;

		assert_true(fg >= 16 && fg < 232);
		assert_true(colour_contrast_on(colour_rgb(fg), &paper) >= 4.5);
	}
}

static void
a_style_is_read(void **state)
{
	struct err e = { "" };
	struct style s;

	(void)state;
	assert_true(theme_read_style("bold 220 on #303030", &s, &e));
	assert_int_equal(s.attrs, STYLE_BOLD);
	assert_int_equal(s.fg, 220);
	assert_int_equal(s.bg, 236);
	assert_true(theme_read_style("underline dim reverse", &s, &e));
	assert_int_equal(s.attrs,
	    STYLE_UNDERLINE | STYLE_DIM | STYLE_REVERSE);
	assert_true(theme_read_style("", &s, &e));
	assert_true(style_equal(s, style_plain));
	assert_false(theme_read_style("bold purpel", &s, &e));
	assert_non_null(strstr(e.text, "'purpel'"));
	assert_false(theme_read_style("red on blue on green", &s, &e));
}

/* A theme for dark terminals on a light one: the text's own colour then. */
static void
a_theme_on_the_wrong_background_can_be_read(void **state)
{
	struct background light = { true, { 255, 255, 255 } };
	struct theme t;

	(void)state;
	theme_init(&t, SIGNS_UNICODE, 256);
	t.looks[LOOK_LOUD].fg = 221;
	t.looks[LOOK_CHOSEN].fg = 231;
	t.looks[LOOK_CHOSEN].bg = 24;
	assert_int_equal(theme_style(&t, LOOK_LOUD).fg, 221);
	theme_set_background(&t, &light);
	assert_int_equal(theme_style(&t, LOOK_LOUD).fg, COLOUR_DEFAULT);
	assert_int_equal(theme_style(&t, LOOK_CHOSEN).fg, 231);
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static void
ascii_signs_are_ascii(void **state)
{
	const struct signs *s;
	struct theme t;

	(void)state;
	theme_init(&t, SIGNS_ASCII, 0);
	s = t.signs;
	assert_true(is_ascii(s->waits) && is_ascii(s->written) &&
	    is_ascii(s->stored) && is_ascii(s->refused) &&
	    is_ascii(s->unknown) && is_ascii(s->mention) &&
	    is_ascii(s->unread) && is_ascii(s->down) && is_ascii(s->event) &&
	    is_ascii(s->prompt) && is_ascii(s->typing) &&
	    is_ascii(s->reply) && is_ascii(s->more) && is_ascii(s->dot) &&
	    is_ascii(s->dash) && is_ascii(s->failed) &&
	    is_ascii(s->quotes[0]) && is_ascii(s->quotes[1]));
	assert_true(s->lines_by_terminal);
}

static void
every_state_has_a_sign_of_its_own(void **state)
{
	(void)state;
	for (int set = SIGNS_UNICODE; set <= SIGNS_ASCII; set++) {
		struct theme t;
		const char *all[5];

		theme_init(&t, (enum sign_set)set, 0);
		all[0] = t.signs->waits;
		all[1] = t.signs->written;
		all[2] = t.signs->stored;
		all[3] = t.signs->refused;
		all[4] = t.signs->unknown;
		for (int i = 0; i < 5; i++)
			for (int j = 0; j < i; j++)
				assert_string_not_equal(all[i], all[j]);
		for (int i = 0; i < 5; i++)
			assert_int_equal(text_width(all[i], strlen(all[i]),
			    NULL), 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mono_has_no_colour_anywhere),
		cmocka_unit_test(
		    a_terminal_that_cannot_dim_shows_quiet_things_grey),
		cmocka_unit_test(
		    a_nick_has_its_colour_in_any_case_of_letters),
		cmocka_unit_test(
		    nicks_and_loud_things_can_be_read_on_the_background),
		cmocka_unit_test(on_256_colours_names_are_of_the_cube_and_readable),
		cmocka_unit_test(a_style_is_read),
		cmocka_unit_test(a_theme_on_the_wrong_background_can_be_read),
		cmocka_unit_test(ascii_signs_are_ascii),
		cmocka_unit_test(every_state_has_a_sign_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
