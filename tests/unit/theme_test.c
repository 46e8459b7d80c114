/* theme_test.c -- signs and colours. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/text.h"
#include "tui/theme.h"

#include "base/banned.h"

static void
mono_has_no_colour_anywhere(void **state)
{
	struct theme t;

	(void)state;
	theme_init(&t, SIGNS_UNICODE, true);
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
	theme_init(&t, SIGNS_UNICODE, false);
	assert_int_equal(theme_style(&t, LOOK_QUIET).attrs, STYLE_DIM);
	t.dim = false;
	s = theme_style(&t, LOOK_QUIET);
	assert_int_equal(s.attrs, 0);
	assert_int_equal(s.fg, 8);
	t.mono = true;
	assert_int_equal(theme_style(&t, LOOK_QUIET).fg, COLOUR_DEFAULT);
}

static void
a_nick_has_its_colour_in_any_case_of_letters(void **state)
{
	struct theme t;
	int colours = 0;
	const char *nicks[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

	(void)state;
	theme_init(&t, SIGNS_UNICODE, false);
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
	char nick[2] = "a";

	(void)state;
	theme_init(&t, SIGNS_UNICODE, false);
	for (nick[0] = 'a'; nick[0] <= 'z'; nick[0]++) {
		int fg;

		t.background = BACKGROUND_LIGHT;
		fg = theme_nick(&t, nick, 1).fg;
		assert_true(fg > 0 && fg < 7 && fg != 3 && fg != 6);
		t.background = BACKGROUND_DARK;
		fg = theme_nick(&t, nick, 1).fg;
		assert_true(fg != 0 && fg != 4 && fg != 8);
	}
	t.background = BACKGROUND_LIGHT;
	assert_int_not_equal(theme_style(&t, LOOK_LOUD).fg, 3);
	assert_int_not_equal(theme_style(&t, LOOK_UNREAD).fg, 6);
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
	theme_init(&t, SIGNS_ASCII, true);
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

		theme_init(&t, (enum sign_set)set, true);
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
		cmocka_unit_test(ascii_signs_are_ascii),
		cmocka_unit_test(every_state_has_a_sign_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
