/* format.c -- bold, colours and the like of a message on this terminal. */
#include "config.h"

#include "tui/format.h"

#include <stdlib.h>

#include "base/str.h"

#include "base/banned.h"

enum { BLACK = 0, WHITE = 15, MIX_STEPS = 4, CUBE = 16, GREYS = 232 };

/* Light: 0 to LIGHT_MAX; what is added to each side of a contrast. */
enum { LIGHT_MAX = 255 * 255, FLARE = LIGHT_MAX / 20, LEAST_CONTRAST = 3 };

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

/* The sixteen as xterm has them; terminals differ, but not by much. */
static const int32_t basic[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd,
	0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff,
	0x00ffff, 0xffffff,
};

/* The first sixteen of IRC among them. */
static const int8_t basic_of[16] = {
	15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12, 13, 8, 7
};

static int32_t
cube_level(int n)
{
	return n == 0 ? 0 : 55 + 40 * n;
}

static int32_t
rgb_of(int16_t index)
{
	int n = index - CUBE;

	if (index < CUBE)
		return basic[index];
	if (index >= GREYS)
		return (8 + 10 * (index - GREYS)) * 0x010101;
	return cube_level(n / 36) << 16 | cube_level(n / 6 % 6) << 8 |
	    cube_level(n % 6);
}

static int
part(int32_t rgb, int shift)
{
	return rgb >> shift & 0xff;
}

static int
distance(int32_t a, int32_t b)
{
	int sum = 0;

	for (int shift = 0; shift <= 16; shift += 8) {
		int d = part(a, shift) - part(b, shift);

		sum += d * d;
	}
	return sum;
}

/* The sixteen are left out where there is a cube: themes change them. */
static int16_t
nearest(int32_t rgb, int colours)
{
	int first = colours > CUBE ? CUBE : 0, best = first;

	for (int i = first; i < colours; i++)
		if (distance(rgb_of((int16_t)i), rgb) <
		    distance(rgb_of((int16_t)best), rgb))
			best = i;
	return (int16_t)best;
}

/* Relative luminance; a gamma of 2 is near enough. */
static int
light(int32_t rgb)
{
	int r = part(rgb, 16), g = part(rgb, 8), b = part(rgb, 0);

	return (2126 * r * r / 10 + 7152 * g * g / 10 + 722 * b * b / 10) /
	    1000;
}

static bool
is_readable(int32_t rgb, int32_t on)
{
	int a = light(rgb) + FLARE, b = light(on) + FLARE;

	return a > b ? a >= LEAST_CONTRAST * b : b >= LEAST_CONTRAST * a;
}

/* What is behind the text: one colour, or either of two. */
struct ground {
	int32_t a, b;
};

static bool
is_readable_on(int32_t rgb, const struct ground *g)
{
	return is_readable(rgb, g->a) && is_readable(rgb, g->b);
}

static struct ground
ground_of(const struct theme *t, int16_t bg)
{
	if (bg != COLOUR_DEFAULT)
		return (struct ground){ rgb_of(bg), rgb_of(bg) };
	switch (t->background) {
	case BACKGROUND_DARK:
		return (struct ground){ basic[BLACK], basic[BLACK] };
	case BACKGROUND_LIGHT:
		return (struct ground){ basic[WHITE], basic[WHITE] };
	case BACKGROUND_UNKNOWN:
		break;
	}
	return (struct ground){ basic[BLACK], basic[WHITE] };
}

/* `n` quarters of the way from one to the other. */
static int32_t
mix(int32_t from, int32_t to, int n)
{
	int32_t rgb = 0;

	for (int shift = 0; shift <= 16; shift += 8)
		rgb |= (part(from, shift) * (MIX_STEPS - n) +
		    part(to, shift) * n) / MIX_STEPS << shift;
	return rgb;
}

/* Grey enough to be read on both; else the far end of what is behind. */
static int32_t
way_out(const struct ground *g)
{
	if (g->a != g->b)
		return 0x808080;
	return is_readable(basic[WHITE], g->a) ? basic[WHITE] : basic[BLACK];
}

static int16_t
index_of(const struct theme *t, int32_t rgb, int8_t irc)
{
	if (irc >= 0 && basic_of[irc] < t->colours)
		return basic_of[irc];
	return nearest(rgb, t->colours);
}

static int16_t
readable(const struct theme *t, int32_t rgb, int8_t irc, int16_t bg)
{
	struct ground g = ground_of(t, bg);
	int16_t index = index_of(t, rgb, irc);

	for (int n = 1; n <= MIX_STEPS; n++) {
		if (is_readable_on(rgb_of(index), &g))
			return index;
		index = nearest(mix(rgb, way_out(&g), n), t->colours);
	}
	return is_readable_on(rgb_of(index), &g) ? index : COLOUR_DEFAULT;
}

static void
set_colours(const struct theme *t, struct style *style,
    const struct irc_format *f)
{
	if (f->bg != IRC_COLOUR_DEFAULT)
		style->bg = index_of(t, f->bg, f->bg16);
	if (f->fg != IRC_COLOUR_DEFAULT)
		style->fg = readable(t, f->fg, f->fg16, style->bg);
	else if (f->bg != IRC_COLOUR_DEFAULT)	/* ours may not be known */
		style->fg = is_readable(basic[WHITE], rgb_of(style->bg)) ?
		    nearest(basic[WHITE], t->colours) :
		    nearest(basic[BLACK], t->colours);
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
	if (!t->mono)
		set_colours(t, &base, f);
	return base;
}
