/* keys.c -- bytes of a terminal to keys, pasted text and answers. */
#include "config.h"

#include "tui/keys.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

enum {
	ESC = 0x1b,
	BEL = 0x07,
	REPLACEMENT = 0xfffd,
	WAIT_TYPED_MS = 25,	/* Esc or the begin of a sequence? */
	WAIT_CUT_MS = 500,	/* for the rest of a sequence */
};

/* Where we are in a sequence. `seq` holds it from ESC on. */
enum state {
	STATE_GROUND,
	STATE_ESCAPE,		/* ESC */
	STATE_CSI,		/* ESC [ ... */
	STATE_LINUX,		/* ESC [ [: a function key of Linux */
	STATE_SS3,		/* ESC O */
	STATE_STRING,		/* ESC ] P X ^ _: until BEL or ST */
	STATE_STRING_ESCAPE,	/* ESC in it: ST if a backslash follows */
};

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof *k);
}

static struct tty_event *
put(struct keys *k, enum tty_event_kind kind)
{
	struct tty_event *in;

	if (k->after_escape && kind != TTY_KEY) {
		k->after_escape = false;	/* Esc, then an answer */
		if (!k->in_paste)
			put(k, TTY_KEY)->key.code = KEYSYM_ESCAPE;
	}
	assert(k->queued < KEYS_QUEUE);
	in = &k->queue[k->queued++];
	memset(in, 0, sizeof *in);
	in->kind = kind;
	return in;
}

bool
keys_next(struct keys *k, struct tty_event *in)
{
	if (k->next == k->queued) {
		k->next = k->queued = 0;
		return false;
	}
	*in = k->queue[k->next++];
	return true;
}

static void
put_key(struct keys *k, uint32_t code, unsigned mods)
{
	if (k->after_escape)
		mods |= KEYMOD_ALT;
	k->after_escape = false;
	if (!k->in_paste)
		put(k, TTY_KEY)->key = (struct key){ code, mods };
}

/* ESC came, and what follows it shows that it was a key of its own. */
static void
put_escape(struct keys *k)
{
	if (!k->after_escape)
		return;
	k->after_escape = false;
	put_key(k, KEYSYM_ESCAPE, 0);
}

/* The sequence as a person can read it: "ESC [ 9 z". */
static void
put_unknown(struct keys *k)
{
	struct tty_event *in;
	size_t i, n = 0;

	if (k->in_paste)
		return;
	in = put(k, TTY_UNKNOWN);
	for (i = 0; i < k->len && n + 4 <= TTY_UNKNOWN_MAX; i++) {
		unsigned char c = (unsigned char)k->seq[i];

		if (c == ESC)
			n += (size_t)snprintf(in->unknown + n,
			    sizeof in->unknown - n, i ? " ESC" : "ESC");
		else
			n += (size_t)snprintf(in->unknown + n,
			    sizeof in->unknown - n,
			    c > ' ' && c < 0x7f ? " %c" : " %02x", c);
	}
}

static void
end_sequence(struct keys *k)
{
	k->state = STATE_GROUND;
	k->len = 0;
	k->after_escape = false;
}

static void
keep(struct keys *k, unsigned char byte)
{
	if (k->len < sizeof k->seq)
		k->seq[k->len++] = (char)byte;
}

/* Numbers of a sequence, "1;5:2": -1 where one is missing. */
struct params {
	int n;
	int v[4];	/* the first of each, before any ':' */
	int shifted;	/* the second of the first: kitty's key with Shift */
};

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

static struct params
read_params(const char *p, const char *end)
{
	struct params r = { 0, { -1, -1, -1, -1 }, -1 };
	int part = 0;

	if (p < end)
		r.n = 1;
	for (; p < end && r.n <= 4; p++) {
		int *v = part == 0 ? &r.v[r.n - 1] : &r.shifted;
		int d = digit(*p);

		if (*p == ';') {
			r.n++;
			part = 0;
		} else if (d < 0) {
			part++;
		} else if (part == 0 || (part == 1 && r.n == 1)) {
			if (*v < 10000000)
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

/* A key told by its code point: CSI code;mods u, CSI 27;mods;code ~. */
static void
put_coded(struct keys *k, int code, int shifted, unsigned mods)
{
	if (mods & KEYMOD_SHIFT && shifted > 0)
		code = shifted;
	else if (mods & KEYMOD_SHIFT && code < 0x80)
		code = str_upper((char)code);
	switch (code) {
	case 13:
		put_key(k, KEYSYM_ENTER, mods);
		return;
	case 9:
		put_key(k, KEYSYM_TAB, mods);
		return;
	case 8:
	case 127:
		put_key(k, KEYSYM_BACKSPACE, mods);
		return;
	case 27:
		put_key(k, KEYSYM_ESCAPE, mods);
		return;
	}
	/* Surrogates, controls, private use: keypad, media keys. */
	if (code < ' ' || code > 0x10ffff || (code >= 0xd800 && code < 0xf900))
		put_unknown(k);
	else
		put_key(k, (uint32_t)code, mods & ~(unsigned)KEYMOD_SHIFT);
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
		put_unknown(k);
		return;
	}
	if (final == 'm' || b & MOTION || b >= 128 || k->in_paste)
		return;		/* released, dragged: nothing we act on */
	if (b & WHEEL ? (b & ANY) > 1 : (b & ANY) == ANY)
		return;
	in = put(k, TTY_CLICK);
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
		put(k, TTY_PASTE_BEGIN);
	k->in_paste = true;
	k->after_cr = false;
}

static void
end_paste(struct keys *k)
{
	if (k->in_paste)
		put(k, TTY_PASTE_END);
	k->in_paste = false;
}

static void
tilde(struct keys *k, struct params p)
{
	uint32_t code;

	if (p.v[0] == 200) {
		begin_paste(k);
	} else if (p.v[0] == 201) {
		end_paste(k);
	} else if (p.v[0] == 27 && p.n == 3) {
		put_coded(k, p.v[2], -1, modifiers(p.v[1]));
	} else if ((code = tilde_key(p.v[0])) != KEYSYM_NONE) {
		put_key(k, code, modifiers(p.v[1]));
	} else {
		put_unknown(k);
	}
}

/* An answer with a private mark: CSI ? ... */
static void
private_answer(struct keys *k, char final)
{
	if (final == 'u')
		put(k, TTY_KEYBOARD);
	else if (final == 'n' &&
	    read_params(k->seq + 3, k->seq + k->len - 1).v[0] == 997)
		put(k, TTY_RECOLOURED);
	else if (final != 'c' && final != 'n' && final != 'y')
		put_unknown(k);	/* c, n, y answer what somebody else asked */
}

/* `seq` is a whole control sequence. */
static void
control_sequence(struct keys *k)
{
	char final = k->seq[k->len - 1];
	char mark = k->seq[2];
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
		put_unknown(k);
		return;
	}
	p = read_params(k->seq + 2, k->seq + k->len - 1);
	if (final == '~')
		tilde(k, p);
	else if (final == 'u')
		put_coded(k, p.v[0], p.shifted, modifiers(p.v[1]));
	else if (final == 'n' && p.v[0] == 0)
		put(k, TTY_ALIVE);
	else if (final == 'I' && p.n == 0)
		put(k, TTY_FOCUS_IN);
	else if (final == 'O' && p.n == 0)
		put(k, TTY_FOCUS_OUT);
	else if (final == 'Z')
		put_key(k, KEYSYM_TAB, KEYMOD_SHIFT);
	else if (letter_key(final) != KEYSYM_NONE)
		put_key(k, letter_key(final), modifiers(p.v[1]));
	else
		put_unknown(k);
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
static void
string_sequence(struct keys *k)
{
	const char *p = k->seq + 2, *end = k->seq + k->len;
	bool is_background = k->len > 5 && p[1] == '1';
	struct tty_event *in;
	int rgb[3];

	if (is_notices_answer(k)) {
		(void)put(k, TTY_NOTICES);
		return;
	}
	if (k->len < 6 || k->seq[1] != ']' || p[0] != '1' ||
	    (p[1] != '0' && p[1] != '1') || p[2] != ';' ||
	    !read_rgb(p + 3, end, rgb)) {
		put_unknown(k);
		return;
	}
	in = put(k, TTY_COLOUR);
	in->colour.is_background = is_background;
	in->colour.red = (uint8_t)rgb[0];
	in->colour.green = (uint8_t)rgb[1];
	in->colour.blue = (uint8_t)rgb[2];
}

/* A character of the paste: controls are not text, except the line's end. */
static void
pasted(struct keys *k, uint32_t cp)
{
	bool after_cr = k->after_cr;

	k->after_cr = cp == '\r';
	if (cp == '\n' && after_cr)
		return;
	if (cp == '\r')
		cp = '\n';
	if ((cp < ' ' && cp != '\n' && cp != '\t') || cp == 0x7f)
		return;
	put(k, TTY_PASTED)->key = (struct key){ cp, 0 };
}

/* One of the control characters as the key that sends it. */
static void
control(struct keys *k, unsigned char byte, unsigned mods)
{
	if (byte == '\r')
		put_key(k, KEYSYM_ENTER, mods);
	else if (byte == '\t')
		put_key(k, KEYSYM_TAB, mods);
	else if (byte == 0x7f || byte == '\b')
		put_key(k, KEYSYM_BACKSPACE, mods);
	else if (byte == 0)
		put_key(k, ' ', mods | KEYMOD_CTRL);
	else if (byte <= 26)
		put_key(k, (uint32_t)('a' + byte - 1), mods | KEYMOD_CTRL);
	else
		put_key(k, (uint32_t)('@' + byte), mods | KEYMOD_CTRL);
}

static void
character(struct keys *k, uint32_t cp, unsigned mods)
{
	if (k->in_paste)
		pasted(k, cp);
	else if (cp < ' ' || cp == 0x7f)
		control(k, (unsigned char)cp, mods);
	else if (cp >= 0x80 && cp < 0xa0)
		return;		/* C1: no key makes one */
	else
		put_key(k, cp, mods);
}

static void
utf8_begin(struct keys *k, unsigned char byte, unsigned mods)
{
	k->cp_alt = mods & KEYMOD_ALT;
	if (byte >= 0xc2 && byte < 0xe0) {
		k->cp = byte & 0x1f;
		k->cp_missing = 1;
		k->cp_least = 0x80;
	} else if (byte >= 0xe0 && byte < 0xf0) {
		k->cp = byte & 0x0f;
		k->cp_missing = 2;
		k->cp_least = 0x800;
	} else if (byte >= 0xf0 && byte < 0xf5) {
		k->cp = byte & 0x07;
		k->cp_missing = 3;
		k->cp_least = 0x10000;
	} else {
		character(k, REPLACEMENT, mods);
	}
}

static void
utf8_end(struct keys *k)
{
	bool bad = k->cp_missing > 0 || k->cp < k->cp_least ||
	    k->cp > 0x10ffff || (k->cp >= 0xd800 && k->cp < 0xe000);

	k->cp_missing = 0;
	character(k, bad ? REPLACEMENT : k->cp, k->cp_alt ? KEYMOD_ALT : 0);
}

/* A byte outside sequences; `mods` if ESC came before it. */
static void
text_byte(struct keys *k, unsigned char byte, unsigned mods)
{
	if (byte >= 0x80)
		utf8_begin(k, byte, mods);
	else
		character(k, byte, mods);
}

/* The byte after ESC. */
static void
escape_byte(struct keys *k, unsigned char byte)
{
	switch (byte) {
	case '[':
		k->state = STATE_CSI;
		return;
	case 'O':
		k->state = STATE_SS3;
		return;
	case ']':
	case 'P':
	case 'X':
	case '^':
	case '_':
		k->state = STATE_STRING;
		return;
	case ESC:		/* Esc twice, or Alt and a sequence */
		put_escape(k);
		k->after_escape = true;
		k->len = 1;
		return;
	}
	put_escape(k);
	end_sequence(k);
	text_byte(k, byte, KEYMOD_ALT);
}

static void
csi_byte(struct keys *k, unsigned char byte)
{
	if (byte == '[' && k->len == 3) {
		k->state = STATE_LINUX;
	} else if (byte >= 0x40 && byte < 0x7f) {
		if (k->len < sizeof k->seq)
			control_sequence(k);
		else
			put_unknown(k);
		end_sequence(k);
	} else if (byte < ' ' || byte >= 0x7f) {
		k->len--;		/* not of the sequence: cut off */
		put_unknown(k);
		end_sequence(k);
		keys_byte(k, byte);
	}
}

static void
short_byte(struct keys *k, unsigned char byte)
{
	uint32_t code = KEYSYM_NONE;

	if (k->state == STATE_LINUX && byte >= 'A' && byte <= 'E')
		code = KEYSYM_F1 + (uint32_t)(byte - 'A');
	else if (k->state == STATE_SS3 && byte == 'M')
		code = KEYSYM_ENTER;	/* of the keypad */
	else if (k->state == STATE_SS3)
		code = letter_key((char)byte);
	if (code != KEYSYM_NONE)
		put_key(k, code, 0);
	else
		put_unknown(k);
	end_sequence(k);
}

static void
string_byte(struct keys *k, unsigned char byte)
{
	if (byte == BEL || (byte == '\\' && k->state == STATE_STRING_ESCAPE)) {
		k->len -= k->len > 2 ? 1 : 0;
		if (k->state == STATE_STRING_ESCAPE)
			k->len -= k->len > 2 ? 1 : 0;
		string_sequence(k);
		end_sequence(k);
	} else if (byte == ESC) {
		k->state = STATE_STRING_ESCAPE;
	} else if (k->state == STATE_STRING_ESCAPE) {
		/* No end, but another sequence: the string was cut off. */
		k->len = 0;
		keep(k, ESC);
		keep(k, byte);
		k->state = STATE_ESCAPE;
		escape_byte(k, byte);
	}
}

void
keys_byte(struct keys *k, unsigned char byte)
{
	if (k->cp_missing > 0) {
		if ((byte & 0xc0) == 0x80) {
			k->cp = k->cp << 6 | (byte & 0x3f);
			if (--k->cp_missing == 0)
				utf8_end(k);
			return;
		}
		utf8_end(k);
	}
	if (k->state == STATE_GROUND && byte != ESC) {
		text_byte(k, byte, 0);
		return;
	}
	keep(k, byte);
	switch ((enum state)k->state) {
	case STATE_GROUND:
		k->state = STATE_ESCAPE;
		break;
	case STATE_ESCAPE:
		escape_byte(k, byte);
		break;
	case STATE_CSI:
		csi_byte(k, byte);
		break;
	case STATE_LINUX:
	case STATE_SS3:
		short_byte(k, byte);
		break;
	case STATE_STRING:
	case STATE_STRING_ESCAPE:
		string_byte(k, byte);
		break;
	}
}

void
keys_special(struct keys *k, struct key key)
{
	/* ESC before it is Alt: a terminal that has no modified form. */
	put_escape(k);
	if (k->state == STATE_ESCAPE)
		key.mods |= KEYMOD_ALT;
	if (k->cp_missing > 0)
		utf8_end(k);
	end_sequence(k);
	put_key(k, key.code, key.mods);
}

int
keys_wait_ms(const struct keys *k)
{
	if (k->state == STATE_ESCAPE || (k->state != STATE_GROUND &&
	    k->len == 2))
		return WAIT_TYPED_MS;
	return k->state != STATE_GROUND || k->cp_missing > 0 ? WAIT_CUT_MS : 0;
}

void
keys_idle(struct keys *k)
{
	if (k->cp_missing > 0)
		utf8_end(k);
	put_escape(k);
	if (k->state == STATE_ESCAPE)
		put_key(k, KEYSYM_ESCAPE, 0);
	else if (k->state != STATE_GROUND && k->len == 2)
		put_key(k, (unsigned char)k->seq[1], KEYMOD_ALT);
	else if (k->state != STATE_GROUND)
		put_unknown(k);
	end_sequence(k);
}

/* --- names of keys ------------------------------------------------------- */

static const char *const names[] = {
	[KEYSYM_ENTER - KEYSYM_NONE] = "Enter",
	[KEYSYM_TAB - KEYSYM_NONE] = "Tab",
	[KEYSYM_BACKSPACE - KEYSYM_NONE] = "Backspace",
	[KEYSYM_ESCAPE - KEYSYM_NONE] = "Esc",
	[KEYSYM_UP - KEYSYM_NONE] = "Up",
	[KEYSYM_DOWN - KEYSYM_NONE] = "Down",
	[KEYSYM_LEFT - KEYSYM_NONE] = "Left",
	[KEYSYM_RIGHT - KEYSYM_NONE] = "Right",
	[KEYSYM_HOME - KEYSYM_NONE] = "Home",
	[KEYSYM_END - KEYSYM_NONE] = "End",
	[KEYSYM_INSERT - KEYSYM_NONE] = "Ins",
	[KEYSYM_DELETE - KEYSYM_NONE] = "Del",
	[KEYSYM_PAGE_UP - KEYSYM_NONE] = "PgUp",
	[KEYSYM_PAGE_DOWN - KEYSYM_NONE] = "PgDn",
	[KEYSYM_F1 - KEYSYM_NONE] = "F1", "F2", "F3", "F4", "F5", "F6", "F7",
	"F8", "F9", "F10", "F11", "F12",
};

enum { NAMES = sizeof names / sizeof *names };

const char *
key_text(struct key key, char out[KEY_TEXT_SIZE])
{
	char text[5] = "";
	const char *name = text;

	if (key.code > KEYSYM_NONE && key.code - KEYSYM_NONE < NAMES)
		name = names[key.code - KEYSYM_NONE];
	else if (key.code == ' ')
		name = "Space";
	else if (key.code == ',')
		name = "Comma";	/* which separates keys in a list of them */
	else
		text[utf8_encode(key.code, text)] = '\0';
	snprintf(out, KEY_TEXT_SIZE, "%s%s%s%s",
	    key.mods & KEYMOD_CTRL ? "Ctrl-" : "",
	    key.mods & KEYMOD_ALT ? "Alt-" : "",
	    key.mods & KEYMOD_SHIFT ? "Shift-" : "", name);
	return out;
}

static bool
take_prefix(const char **name, const char *prefix)
{
	size_t len = strlen(prefix);

	/* "-" alone, as in "Ctrl--", is the key. */
	if (strlen(*name) <= len || !str_starts_nocase(*name, prefix))
		return false;
	*name += len;
	return true;
}

bool
key_parse(const char *name, struct key *key)
{
	unsigned i, mods = 0;
	uint32_t cp;
	size_t len;

	for (;;) {
		if (take_prefix(&name, "Ctrl-"))
			mods |= KEYMOD_CTRL;
		else if (take_prefix(&name, "Alt-"))
			mods |= KEYMOD_ALT;
		else if (take_prefix(&name, "Shift-"))
			mods |= KEYMOD_SHIFT;
		else
			break;
	}
	len = utf8_decode(name, strlen(name), &cp);
	for (i = 1; i < NAMES; i++) {
		if (str_eq_nocase(names[i], name)) {
			*key = (struct key){ KEYSYM_NONE + i, mods };
			return true;
		}
	}
	if (str_eq_nocase(name, "Space"))
		cp = ' ';
	else if (str_eq_nocase(name, "Comma"))
		cp = ',';
	else if (len == 0 || name[len] != '\0' || cp < ' ' || cp == 0x7f)
		return false;
	*key = (struct key){ cp, mods };
	return true;
}

struct key
key_usual(struct key key)
{
	static const struct { char letter; uint32_t code; } same[] = {
		{ 'i', KEYSYM_TAB }, { 'm', KEYSYM_ENTER },
		{ 'h', KEYSYM_BACKSPACE }, { '[', KEYSYM_ESCAPE },
	};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (key.mods & KEYMOD_CTRL && key.code ==
		    (unsigned char)same[i].letter)
			return (struct key){ same[i].code,
			    key.mods & ~(unsigned)KEYMOD_CTRL };
	return key;
}
