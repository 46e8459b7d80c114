/* format.c -- bold, colours and the like of a message on this terminal. */
#include "config.h"

#include "tui/format.h"

#include <stdlib.h>

#include "base/str.h"
#include "tui/colour.h"

#include "base/banned.h"

enum { MIX_STEPS = 4 };

static const struct {
	char key;		/* shown in capitals */
	unsigned char code;
} codes[] = {
	{ 'b', IRC_CODE_BOLD }, { 'i', IRC_CODE_ITALIC },
	{ 'u', IRC_CODE_UNDERLINE }, { 's', IRC_CODE_STRIKE },
	{ 'r', IRC_CODE_REVERSE }, { 'm', IRC_CODE_MONOSPACE },
	{ 'c', IRC_CODE_COLOUR }, { 'h', IRC_CODE_HEX },
	{ 'o', IRC_CODE_RESET },
};

enum { CODES = sizeof codes / sizeof *codes };

char
format_letter(unsigned char code)
{
	for (size_t i = 0; i < CODES; i++)
		if (codes[i].code == code)
			return (char)(codes[i].key - 'a' + 'A');
	return '\0';
}

char
format_code(char key)
{
	for (size_t i = 0; i < CODES; i++)
		if (codes[i].key == str_lower(key))
			return (char)codes[i].code;
	return '\0';
}

/* --- Colours --- */

static const struct rgb black = { 0, 0, 0 }, white = { 255, 255, 255 },
    grey = { 128, 128, 128 };

/* The first sixteen of IRC among those of the terminal. */
static const int8_t basic_of[16] = {
	15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12, 13, 8, 7
};

static struct rgb
rgb_of(int32_t rgb)
{
	return (struct rgb){ (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8),
		(uint8_t)rgb };
}

static bool
is_readable(int16_t index, const struct background *b)
{
	return colour_contrast_on(colour_rgb(index), b) >= COLOUR_LEAST;
}

/* `n` quarters of the way from one to the other. */
static struct rgb
mix(struct rgb from, struct rgb to, int n)
{
	int m = MIX_STEPS - n;

	return (struct rgb){
		(uint8_t)((from.red * m + to.red * n) / MIX_STEPS),
		(uint8_t)((from.green * m + to.green * n) / MIX_STEPS),
		(uint8_t)((from.blue * m + to.blue * n) / MIX_STEPS),
	};
}

/* Grey enough to be read on anything; else the far end of what is behind. */
static struct rgb
way_out(const struct background *b)
{
	if (!b->is_known)
		return grey;
	return background_is_light(b) ? black : white;
}

static int16_t
index_of(const struct theme *t, int32_t rgb, int8_t irc)
{
	if (irc >= 0 && basic_of[irc] < t->colours)
		return basic_of[irc];
	return (int16_t)colour_nearest(rgb_of(rgb), t->colours);
}

static int16_t
readable(const struct theme *t, int32_t rgb, int8_t irc,
    const struct background *b)
{
	int16_t index = index_of(t, rgb, irc);

	for (int n = 1; n <= MIX_STEPS; n++) {
		if (is_readable(index, b))
			return index;
		index = (int16_t)colour_nearest(mix(rgb_of(rgb), way_out(b),
		    n), t->colours);
	}
	return is_readable(index, b) ? index : COLOUR_DEFAULT;
}

static void
set_colours(const struct theme *t, struct style *style,
    const struct irc_format *f)
{
	struct background b = t->background;

	if (f->bg != IRC_COLOUR_DEFAULT) {
		style->bg = index_of(t, f->bg, f->bg16);
		b = (struct background){ true, colour_rgb(style->bg) };
	}
	if (f->fg != IRC_COLOUR_DEFAULT)
		style->fg = readable(t, f->fg, f->fg16, &b);
	else if (f->bg != IRC_COLOUR_DEFAULT)	/* ours may not be known */
		style->fg = (int16_t)colour_nearest(way_out(&b), t->colours);
}

/* --- All of it --- */

struct style
format_style(const struct theme *t, struct style base,
    const struct irc_format *f)
{
	static const struct {
		uint8_t irc, style;
	} bits[] = {
		{ IRC_BOLD, STYLE_BOLD }, { IRC_ITALIC, STYLE_ITALIC },
		{ IRC_UNDERLINE, STYLE_UNDERLINE },
		{ IRC_REVERSE, STYLE_REVERSE }, { IRC_STRIKE, STYLE_STRIKE },
	};

	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (f->attrs & bits[i].irc)
			base.attrs |= bits[i].style;
	if (t->set != SIGNS_UNICODE && base.attrs & STYLE_STRIKE)
		base.attrs ^= STYLE_STRIKE | STYLE_DIM;
	if (t->colours > 0)
		set_colours(t, &base, f);
	return base;
}
