/* colour_test.c -- the 256 colours, and which of them can be read on what. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/colour.h"
#include "tui/grid.h"

#include "base/banned.h"

static const struct rgb black = { 0, 0, 0 }, white = { 255, 255, 255 };

static void
contrast_is_that_of_wcag(void **state)
{
	struct rgb grey = { 0x76, 0x76, 0x76 };	/* the darkest that passes */

	(void)state;
	assert_true(colour_contrast(black, white) > 20.99);
	assert_true(colour_contrast(white, black) < 21.01);
	assert_true(colour_contrast(grey, grey) < 1.001);
	assert_true(colour_contrast(grey, white) >= 4.54);
	assert_true(colour_contrast(grey, white) <= 4.55);
}

static void
the_cube_and_the_greys_are_xterms(void **state)
{
	(void)state;
	assert_int_equal(colour_rgb(16).blue, 0);
	assert_int_equal(colour_rgb(21).blue, 255);
	assert_int_equal(colour_rgb(67).red, 95);	/* steelblue4 */
	assert_int_equal(colour_rgb(67).green, 135);
	assert_int_equal(colour_rgb(67).blue, 175);
	assert_int_equal(colour_rgb(232).red, 8);
	assert_int_equal(colour_rgb(255).red, 238);
	for (int i = 16; i < 256; i++) {
		struct rgb c = colour_rgb(i),
		    d = colour_rgb(colour_nearest(c, 256));

		assert_memory_equal(&c, &d, sizeof c);
	}
}

/* How many there are; of just 12 some are only the best there are. */
static int
check_choice(const struct background *b, double enough)
{
	uint8_t chosen[COLOUR_CHOICE];
	int n = colour_choose(b, chosen);

	assert_true(n >= 12 && n <= COLOUR_CHOICE);
	for (int i = 0; i < n; i++) {
		struct rgb c = colour_rgb(chosen[i]);

		assert_true(n == 12 || colour_contrast_on(c, b) >= enough);
		assert_false(c.red == c.green && c.green == c.blue);
		for (int j = 0; j < i; j++)
			assert_int_not_equal(chosen[i], chosen[j]);
	}
	return n;
}

/* Whatever a person has chosen; at the ends of each channel and between. */
static void
names_can_be_read_on_each_background(void **state)
{
	struct background b = { .is_known = true };

	(void)state;
	for (int n = 0; n < 5 * 5 * 5; n++) {
		b.rgb = (struct rgb){ (uint8_t)(n % 5 * 63),
			(uint8_t)(n / 5 % 5 * 63), (uint8_t)(n / 25 * 63) };
		(void)check_choice(&b, 4.5);
	}
	b = (struct background){ true, { 0, 0, 0 } };
	assert_true(check_choice(&b, 4.5) > 100);
	b.is_known = false;
	assert_true(check_choice(&b, 3.0) > 12);
}

static void
light_is_what_black_is_read_on(void **state)
{
	struct background b = { true, { 255, 255, 255 } };

	(void)state;
	assert_true(background_is_light(&b));
	b.rgb = (struct rgb){ 0xfd, 0xf6, 0xe3 };	/* solarized light */
	assert_true(background_is_light(&b));
	b.rgb = (struct rgb){ 0x00, 0x2b, 0x36 };	/* solarized dark */
	assert_false(background_is_light(&b));
	b = (struct background){ false, { 255, 255, 255 } };
	assert_false(background_is_light(&b));
}

static void
a_colour_is_read(void **state)
{
	static const struct {
		const char *text;
		int value;
	} good[] = {
		{ "default", COLOUR_DEFAULT }, { "0", 0 }, { "255", 255 },
		{ "red", 1 }, { "bright-white", 15 }, { "#000000", 16 },
		{ "#ff0000", 196 }, { "#FFFFFF", 231 }, { "#5f87af", 67 },
	};
	static const char *const bad[] = {
		"", "256", "1000000", "12a", "rot", "#12345", "#1234567",
		"#12345g", "#-12345", "-1", " 1",
	};
	int16_t got;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(colour_read(good[i].text, &got));
		assert_int_equal(got, good[i].value);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(colour_read(bad[i], &got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast_is_that_of_wcag),
		cmocka_unit_test(the_cube_and_the_greys_are_xterms),
		cmocka_unit_test(names_can_be_read_on_each_background),
		cmocka_unit_test(light_is_what_black_is_read_on),
		cmocka_unit_test(a_colour_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
