/* keys_sequence.c -- what whole sequences say: keys, clicks, answers. */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "tui/keys_internal.h"

#include "base/banned.h"

/* Numbers of a sequence, "1;5:2": -1 where one is missing. */
struct params {
	int n;
	int v[4];	/* the first of each, before any ':' */
	int shifted;	/* the second of the first: kitty's key with Shift */
	int base;	/* the third: the key there on an English keyboard */
	int event;	/* the second of the second: pressed, repeated, let go */
};

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

static struct params
read_params(const char *p, const char *end)
{
	struct params r = { 0, { -1, -1, -1, -1 }, -1, -1, -1 };
	int part = 0, ignored = -1;

	if (p < end)
		r.n = 1;
	for (; p < end && r.n <= 4; p++) {
		int *v = part == 0 ? &r.v[r.n - 1] :
		    r.n == 1 && part == 1 ? &r.shifted :
		    r.n == 1 && part == 2 ? &r.base :
		    r.n == 2 && part == 1 ? &r.event : &ignored;
		int d = digit(*p);

		if (*p == ';') {
			r.n++;
			part = 0;
		} else if (d < 0) {
			part++;
		} else if (*v < 10000000) {
			*v = (*v < 0 ? 0 : *v * 10) + d;
		}
	}
	if (r.n > 4)
		r.n = 4;
	return r;
}

/* xterm's number of the modifiers: 1 and a bit for each. */
static unsigned
modifiers(int number)
{
	unsigned bits = number > 1 ? (unsigned)number - 1 : 0;
	unsigned mods = 0;

	if (bits & 1)
		mods |= KEYMOD_SHIFT;
	if (bits & (2 | 8))	/* Alt, or Meta where it is one of its own */
		mods |= KEYMOD_ALT;
	if (bits & 4)
		mods |= KEYMOD_CTRL;
	return mods;
}

/* The last letter of a cursor or function key: CSI A, SS3 A, CSI 1;5 A. */
static uint32_t
letter_key(char c)
{
	static const struct { char c; uint32_t code; } letters[] = {
		{ 'A', KEYSYM_UP }, { 'B', KEYSYM_DOWN },
		{ 'C', KEYSYM_RIGHT }, { 'D', KEYSYM_LEFT },
		{ 'F', KEYSYM_END }, { 'H', KEYSYM_HOME },
		{ 'P', KEYSYM_F1 }, { 'Q', KEYSYM_F1 + 1 },
		{ 'R', KEYSYM_F1 + 2 }, { 'S', KEYSYM_F1 + 3 },
	};
	size_t i;

	for (i = 0; i < sizeof letters / sizeof *letters; i++)
		if (letters[i].c == c)
			return letters[i].code;
	return KEYSYM_NONE;
}

/* CSI n ~ of the VT220 and of xterm. */
static uint32_t
tilde_key(int n)
{
	static const uint32_t low[] = {
		KEYSYM_NONE, KEYSYM_HOME, KEYSYM_INSERT, KEYSYM_DELETE,
		KEYSYM_END, KEYSYM_PAGE_UP, KEYSYM_PAGE_DOWN, KEYSYM_HOME,
		KEYSYM_END,
	};
	/* VT220 numbering leaves 16 and 22 out. */
	static const int functions[] = {
		11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24
	};
	unsigned i;

	if (n >= 0 && n < (int)(sizeof low / sizeof *low))
		return low[n];
	for (i = 0; i < sizeof functions / sizeof *functions; i++)
		if (functions[i] == n)
			return KEYSYM_F1 + i;
	return KEYSYM_NONE;
}

/* The keypad of the kitty protocol, from 57399 on: a character or a key. */
static uint32_t
keypad_key(int code)
{
	static const uint32_t keys[] = {
		'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '/',
		'*', '-', '+', KEYSYM_ENTER, '=', ',', KEYSYM_LEFT,
		KEYSYM_RIGHT, KEYSYM_UP, KEYSYM_DOWN, KEYSYM_PAGE_UP,
		KEYSYM_PAGE_DOWN, KEYSYM_HOME, KEYSYM_END, KEYSYM_INSERT,
		KEYSYM_DELETE,
	};
	enum { FIRST = 57399 };

	return code >= FIRST && code < FIRST + (int)(sizeof keys /
	    sizeof *keys) ? keys[code - FIRST] : KEYSYM_NONE;
}

static uint32_t
named_key(int code)
{
	switch (code) {
	case 13:
		return KEYSYM_ENTER;
	case 9:
		return KEYSYM_TAB;
	case 8:
	case 127:
		return KEYSYM_BACKSPACE;
	case 27:
		return KEYSYM_ESCAPE;
	}
	return keypad_key(code);
}

/* On a keyboard without Latin letters Ctrl and Alt mean those of an English
 * one; a keyboard that only has more letters is taken at its word. */
static int
letter_of(struct params p, unsigned mods)
{
	enum { BEYOND_LATIN = 0x370 };
	int code = p.v[0];

	if (mods & (KEYMOD_CTRL | KEYMOD_ALT) && code >= BEYOND_LATIN &&
	    p.base > ' ' && p.base < 0x7f)
		return mods & KEYMOD_SHIFT ? str_upper((char)p.base) : p.base;
	if (mods & KEYMOD_SHIFT && p.shifted > 0)
		return p.shifted;
	return mods & KEYMOD_SHIFT && code >= 0 && code < 0x80 ?
	    str_upper((char)code) : code;
}

/* A key told by its code point: CSI code;mods u, CSI 27;mods;code ~. */
static void
put_coded(struct keys *k, struct params p)
{
	unsigned mods = modifiers(p.v[1]);
	uint32_t named = named_key(p.v[0]);
	int code = letter_of(p, mods);
	struct key key;

	/* Surrogates, controls, private use: media keys. */
	if (named == KEYSYM_NONE && (code < ' ' || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xf900))) {
		keys_put_unknown(k);
		return;
	}
	if (named < KEYSYM_NONE || named == KEYSYM_NONE)
		mods &= ~(unsigned)KEYMOD_SHIFT;	/* it is in the code */
	key = key_usual((struct key){ named != KEYSYM_NONE ? named :
	    (uint32_t)code, mods });
	keys_put_key(k, key.code, key.mods);
}

static void
put_mouse(struct keys *k, struct params p, char final)
{
	static const enum mouse_button buttons[] = {
		MOUSE_LEFT, MOUSE_MIDDLE, MOUSE_RIGHT
	};
	enum { MOTION = 32, WHEEL = 64, ANY = 3 };
	struct tty_event *in;
	int b = p.v[0];

	if (p.n < 3 || b < 0 || p.v[1] < 1 || p.v[2] < 1) {
		keys_put_unknown(k);
		return;
	}
	if (final == 'm' || b & MOTION || b >= 128 || k->in_paste)
		return;		/* released, dragged: nothing we act on */
	if (b & WHEEL ? (b & ANY) > 1 : (b & ANY) == ANY)
		return;
	in = keys_put(k, TTY_CLICK);
	if (b & WHEEL)
		in->click.button = b & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	else
		in->click.button = buttons[b & ANY];
	in->click.mods = (b & 4 ? KEYMOD_SHIFT : 0u) |
	    (b & 8 ? KEYMOD_ALT : 0u) | (b & 16 ? KEYMOD_CTRL : 0u);
	in->click.col = p.v[1] - 1;
	in->click.row = p.v[2] - 1;
}

static void
begin_paste(struct keys *k)
{
	if (!k->in_paste)
		keys_put(k, TTY_PASTE_BEGIN);
	k->in_paste = true;
	k->after_cr = false;
}

static void
end_paste(struct keys *k)
{
	if (k->in_paste)
		keys_put(k, TTY_PASTE_END);
	k->in_paste = false;
}

static void
tilde(struct keys *k, struct params p)
{
	uint32_t code;

	enum { CODED = 27 };

	if (p.v[0] == 200) {
		begin_paste(k);
	} else if (p.v[0] == 201) {
		end_paste(k);
	} else if (p.v[0] == CODED && p.n == 3) {
		p.v[0] = p.v[2];
		p.shifted = p.base = -1;
		put_coded(k, p);
	} else if ((code = tilde_key(p.v[0])) != KEYSYM_NONE) {
		keys_put_key(k, code, modifiers(p.v[1]));
	} else {
		keys_put_unknown(k);
	}
}

/* CSI n ^ is Ctrl and that key, CSI n @ with Shift. */
static void
rxvt_tilde(struct keys *k, struct params p, char final)
{
	uint32_t code = tilde_key(p.v[0]);

	if (code == KEYSYM_NONE)
		keys_put_unknown(k);
	else
		keys_put_key(k, code, KEYMOD_CTRL | (final == '@' ?
		    KEYMOD_SHIFT : 0u));
}

/* SS3 with the letter of a cursor or function key, or of the keypad, whose
 * digits some terminals send so though NumLock is on. */
void
keys_ss3_sequence(struct keys *k)
{
	static const char keypad[] = "jklmnopqrstuvwxy", text[] =
	    "*+,-./0123456789";
	char c = k->seq[k->len - 1];
	struct params p = read_params(k->seq + 2, k->seq + k->len - 1);
	unsigned mods = modifiers(p.n > 1 ? p.v[1] : p.v[0]);
	const char *at = strchr(keypad, c);

	if (letter_key(c) != KEYSYM_NONE)
		keys_put_key(k, letter_key(c), mods);
	else if (c == 'M')
		keys_put_key(k, KEYSYM_ENTER, mods);
	else if (c == 'I')
		keys_put_key(k, KEYSYM_TAB, mods);
	else if (c == 'X')
		keys_put_key(k, '=', mods & ~(unsigned)KEYMOD_SHIFT);
	else if (c >= 'a' && c <= 'd')	/* rxvt */
		keys_put_key(k, letter_key(str_upper(c)), KEYMOD_CTRL);
	else if (at != NULL)
		keys_put_key(k, (unsigned char)text[at - keypad],
		    mods & ~(unsigned)KEYMOD_SHIFT);
	else
		keys_put_unknown(k);
}

/* CSI M and three bytes: the button, the column, the row, each 32 more. */
void
keys_x10_click(struct keys *k)
{
	const unsigned char *b = (const unsigned char *)k->seq + 3;
	struct params p = { .n = 3, .v = { b[0] - ' ', b[1] - ' ',
	    b[2] - ' ' } };
	enum { BUTTON = 3, WHEEL = 64 };

	/* There a button that is let go is told as number 3. */
	put_mouse(k, p, (p.v[0] & BUTTON) == BUTTON && !(p.v[0] & WHEEL) ?
	    'm' : 'M');
}

/* An answer with a private mark: CSI ? ... */
static void
private_answer(struct keys *k, char final)
{
	if (final == 'u')
		keys_put(k, TTY_KEYBOARD);
	else if (final == 'n' &&
	    read_params(k->seq + 3, k->seq + k->len - 1).v[0] == 997)
		keys_put(k, TTY_RECOLOURED);
	else if (final != 'c' && final != 'n' && final != 'y')
		keys_put_unknown(k);	/* c, n, y answer what somebody else asked */
}

/* `seq` is a whole control sequence. */
void
keys_control_sequence(struct keys *k)
{
	char final = k->seq[k->len - 1];
	char mark = k->seq[2];
	enum { LET_GO = 3 };
	struct params p;

	if (mark == '?') {
		private_answer(k, final);
		return;
	}
	if (mark == '<' && (final == 'M' || final == 'm')) {
		put_mouse(k, read_params(k->seq + 3, k->seq + k->len - 1),
		    final);
		return;
	}
	if (mark > ';' && mark < '@') {
		keys_put_unknown(k);
		return;
	}
	p = read_params(k->seq + 2, k->seq + k->len - 1);
	if (p.event == LET_GO && final != 'n')
		return;			/* it was done when it went down */
	if (final == '~')
		tilde(k, p);
	else if (final == '^' || final == '@')
		rxvt_tilde(k, p, final);
	else if (final == 'u')
		put_coded(k, p);
	else if (final == 'n' && p.v[0] == 0)
		keys_put(k, TTY_ALIVE);
	else if (final == 'I' && p.n == 0)
		keys_put(k, TTY_FOCUS_IN);
	else if (final == 'O' && p.n == 0)
		keys_put(k, TTY_FOCUS_OUT);
	else if (final == 'Z')
		keys_put_key(k, KEYSYM_TAB, KEYMOD_SHIFT);
	else if (letter_key(final) != KEYSYM_NONE)
		keys_put_key(k, letter_key(final), modifiers(p.v[1]));
	else if (final >= 'a' && final <= 'd' && p.n == 0)	/* rxvt */
		keys_put_key(k, letter_key(str_upper(final)), KEYMOD_SHIFT);
	else
		keys_put_unknown(k);
}

/* One to four hexadecimal digits, scaled to 0-255; -1 if there are none. */
static int
read_colour(const char **p, const char *end)
{
	int value = 0, digits = 0, most = 0;

	for (; *p < end && digits < 4; (*p)++, digits++) {
		char c = str_lower(**p);
		int d = digit(c);

		if (c >= 'a' && c <= 'f')
			d = c - 'a' + 10;
		if (d < 0)
			break;
		value = value * 16 + d;
		most = most * 16 + 15;
	}
	return digits > 0 ? value * 255 / most : -1;
}

/* "rgb:RRRR/GGGG/BBBB", also rgba: with a fourth that is not looked at. */
static bool
read_rgb(const char *p, const char *end, int rgb[3])
{
	int i;

	while (p < end && *p != ':')
		p++;
	for (i = 0; i < 3; i++) {
		if (p++ >= end)		/* the ':' or '/' before it */
			return false;
		rgb[i] = read_colour(&p, end);
		if (rgb[i] < 0 || (i < 2 && (p >= end || *p != '/')))
			return false;
	}
	return true;
}

/* "99;i=tcpchat:p=?;..." */
static bool
is_notices_answer(const struct keys *k)
{
	static const char start[] = "\033]99;i=tcpchat:p=?";

	return k->len >= sizeof start - 1 &&
	    memcmp(k->seq, start, sizeof start - 1) == 0;
}

/* `seq` is ESC ] ... without its end: an answer about a colour, we hope. */
void
keys_string_sequence(struct keys *k)
{
	const char *p = k->seq + 2, *end = k->seq + k->len;
	bool is_background = k->len > 5 && p[1] == '1';
	struct tty_event *in;
	int rgb[3];

	if (is_notices_answer(k)) {
		(void)keys_put(k, TTY_NOTICES);
		return;
	}
	if (k->len < 6 || k->seq[1] != ']' || p[0] != '1' ||
	    (p[1] != '0' && p[1] != '1') || p[2] != ';' ||
	    !read_rgb(p + 3, end, rgb)) {
		keys_put_unknown(k);
		return;
	}
	in = keys_put(k, TTY_COLOUR);
	in->colour.is_background = is_background;
	in->colour.red = (uint8_t)rgb[0];
	in->colour.green = (uint8_t)rgb[1];
	in->colour.blue = (uint8_t)rgb[2];
}

