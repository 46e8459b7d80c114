/* irc_format.c -- bold, colours and the like in the text of a message. */
#include "config.h"

#include "proto/irc_format.h"

#include <string.h>

#include "base/banned.h"

enum { DECIMAL_DIGITS = 2, HEX_DIGITS = 6, NO_COLOUR = 99 };

const struct irc_format irc_format_none = {
	0, IRC_COLOUR_DEFAULT, IRC_COLOUR_DEFAULT, -1, -1
};

/* Colours 0 to 98, "mIRC colours" of the page named above. */
static const uint32_t colours[] = {
	0xffffff, 0x000000, 0x00007f, 0x009300, 0xff0000, 0x7f0000, 0x9c009c,
	0xfc7f00, 0xffff00, 0x00fc00, 0x009393, 0x00ffff, 0x0000fc, 0xff00ff,
	0x7f7f7f, 0xd2d2d2,
	0x470000, 0x472100, 0x474700, 0x324700, 0x004700, 0x00472c, 0x004747,
	0x002747, 0x000047, 0x2e0047, 0x470047, 0x47002a,
	0x740000, 0x743a00, 0x747400, 0x517400, 0x007400, 0x007449, 0x007474,
	0x004074, 0x000074, 0x4b0074, 0x740074, 0x740045,
	0xb50000, 0xb56300, 0xb5b500, 0x7db500, 0x00b500, 0x00b571, 0x00b5b5,
	0x0063b5, 0x0000b5, 0x7500b5, 0xb500b5, 0xb5006b,
	0xff0000, 0xff8c00, 0xffff00, 0xb2ff00, 0x00ff00, 0x00ffa0, 0x00ffff,
	0x008cff, 0x0000ff, 0xa500ff, 0xff00ff, 0xff0098,
	0xff5959, 0xffb459, 0xffff71, 0xcfff60, 0x6fff6f, 0x65ffc9, 0x6dffff,
	0x59b4ff, 0x5959ff, 0xc459ff, 0xff66ff, 0xff59bc,
	0xff9c9c, 0xffd39c, 0xffff9c, 0xe2ff9c, 0x9cff9c, 0x9cffdb, 0x9cffff,
	0x9cd3ff, 0x9c9cff, 0xdc9cff, 0xff9cff, 0xff94d3,
	0x000000, 0x131313, 0x282828, 0x363636, 0x4d4d4d, 0x656565, 0x818181,
	0x9f9f9f, 0xbcbcbc, 0xe2e2e2, 0xffffff,
};

bool
irc_format_is_none(const struct irc_format *f)
{
	return f->attrs == 0 && f->fg == IRC_COLOUR_DEFAULT &&
	    f->bg == IRC_COLOUR_DEFAULT;
}

static bool
is_code(unsigned char c)
{
	static const uint32_t codes = 1u << IRC_CODE_BOLD |
	    1u << IRC_CODE_COLOUR | 1u << IRC_CODE_HEX |
	    1u << IRC_CODE_RESET | 1u << IRC_CODE_MONOSPACE |
	    1u << IRC_CODE_REVERSE | 1u << IRC_CODE_ITALIC |
	    1u << IRC_CODE_STRIKE | 1u << IRC_CODE_UNDERLINE;

	return c < 0x20 && (codes >> c & 1) != 0;
}

/* Of a digit of either kind; -1: it is none. */
static int
value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A number at `p`: decimal of one or two digits, or hexadecimal of six.
 * Returns its digits, 0 if there is none. */
static size_t
take_number(const char *p, size_t len, bool is_hex, int32_t *number)
{
	size_t max = is_hex ? HEX_DIGITS : DECIMAL_DIGITS, n = 0;
	int base = is_hex ? 16 : 10, v;

	*number = 0;
	while (n < max && n < len && (v = value_of(p[n])) >= 0 && v < base) {
		*number = *number * base + v;
		n++;
	}
	return is_hex && n < HEX_DIGITS ? 0 : n;
}

struct colour_code {
	size_t fg_digits, bg_digits;
	int32_t fg, bg;
};

/* What follows 0x03 or 0x04: nothing, "4", "04,12". */
static size_t
take_colours(const char *p, size_t len, bool is_hex, struct colour_code *c)
{
	size_t n;

	*c = (struct colour_code){ 0 };
	n = c->fg_digits = take_number(p, len, is_hex, &c->fg);
	if (n > 0 && n + 1 < len && p[n] == ',')
		c->bg_digits = take_number(p + n + 1, len - n - 1, is_hex,
		    &c->bg);
	return c->bg_digits > 0 ? n + 1 + c->bg_digits : n;
}

size_t
irc_format_code(const char *p, size_t len)
{
	struct colour_code c;

	if (len == 0 || !is_code((unsigned char)p[0]))
		return 0;
	if (p[0] != IRC_CODE_COLOUR && p[0] != IRC_CODE_HEX)
		return 1;
	return 1 + take_colours(p + 1, len - 1, p[0] == IRC_CODE_HEX, &c);
}

static void
set_colour(int32_t *rgb, int8_t *basic, int32_t number, bool is_hex)
{
	*basic = -1;
	*rgb = IRC_COLOUR_DEFAULT;
	if (is_hex)
		*rgb = number;
	else if (number < NO_COLOUR)
		*rgb = (int32_t)colours[number];
	if (!is_hex && number < 16)
		*basic = (int8_t)number;
}

static void
apply_colours(struct irc_format *f, const char *p, size_t n)
{
	bool is_hex = p[0] == IRC_CODE_HEX;
	struct colour_code c;

	(void)take_colours(p + 1, n - 1, is_hex, &c);
	if (c.fg_digits == 0) {
		f->fg = f->bg = IRC_COLOUR_DEFAULT;
		f->fg16 = f->bg16 = -1;
		return;
	}
	set_colour(&f->fg, &f->fg16, c.fg, is_hex);
	if (c.bg_digits > 0)
		set_colour(&f->bg, &f->bg16, c.bg, is_hex);
}

void
irc_format_apply(struct irc_format *f, const char *p, size_t n)
{
	switch (n > 0 ? p[0] : '\0') {
	case IRC_CODE_BOLD:
		f->attrs ^= IRC_BOLD;
		break;
	case IRC_CODE_ITALIC:
		f->attrs ^= IRC_ITALIC;
		break;
	case IRC_CODE_UNDERLINE:
		f->attrs ^= IRC_UNDERLINE;
		break;
	case IRC_CODE_STRIKE:
		f->attrs ^= IRC_STRIKE;
		break;
	case IRC_CODE_REVERSE:
		f->attrs ^= IRC_REVERSE;
		break;
	case IRC_CODE_MONOSPACE:
		f->attrs ^= IRC_MONOSPACE;
		break;
	case IRC_CODE_COLOUR:
	case IRC_CODE_HEX:
		apply_colours(f, p, n);
		break;
	case IRC_CODE_RESET:
		*f = irc_format_none;
		break;
	default:
		break;
	}
}

size_t
irc_format_find(const char *p, size_t len)
{
	size_t i = 0;

	while (i < len && !is_code((unsigned char)p[i]))
		i++;
	return i;
}

size_t
irc_format_strip(char *out, const char *p, size_t len)
{
	size_t n = 0, i = 0, plain;

	while (i < len) {
		plain = irc_format_find(p + i, len - i);
		memmove(out + n, p + i, plain);
		n += plain;
		i += plain;
		i += irc_format_code(p + i, len - i);
	}
	return n;
}
