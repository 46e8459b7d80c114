/* keys.c -- bytes of a terminal to keys, pasted text and answers. */
#include "config.h"

#include "tui/keys.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "tui/keys_internal.h"

#include "base/banned.h"

enum {
	BEL = 0x07,
	CSI = 0x9b,
	SS3 = 0x8f,
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
	STATE_X10,		/* ESC [ M: a click in three bytes */
	STATE_STRING,		/* ESC ] P X ^ _: until BEL or ST */
	STATE_STRING_ESCAPE,	/* ESC in it: ST if a backslash follows */
};

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof *k);
}

struct tty_event *
keys_put(struct keys *k, enum tty_event_kind kind)
{
	struct tty_event *in;

	if (k->after_escape && kind != TTY_KEY) {
		k->after_escape = false;	/* Esc, then an answer */
		if (!k->in_paste)
			keys_put(k, TTY_KEY)->key.code = KEYSYM_ESCAPE;
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

void
keys_put_key(struct keys *k, uint32_t code, unsigned mods)
{
	if (k->after_escape)
		mods |= KEYMOD_ALT;
	k->after_escape = false;
	if (!k->in_paste)
		keys_put(k, TTY_KEY)->key = (struct key){ code, mods };
}

/* ESC came, and what follows it shows that it was a key of its own. */
static void
put_escape(struct keys *k)
{
	if (!k->after_escape)
		return;
	k->after_escape = false;
	keys_put_key(k, KEYSYM_ESCAPE, 0);
}

/* The sequence as a person can read it: "ESC [ 9 z". */
void
keys_put_unknown(struct keys *k)
{
	struct tty_event *in;
	size_t i, n = 0;

	if (k->in_paste)
		return;
	in = keys_put(k, TTY_UNKNOWN);
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
	keys_put(k, TTY_PASTED)->key = (struct key){ cp, 0 };
}

/* One of the control characters as the key that sends it. */
static void
control(struct keys *k, unsigned char byte, unsigned mods)
{
	if (byte == '\r')
		keys_put_key(k, KEYSYM_ENTER, mods);
	else if (byte == '\t')
		keys_put_key(k, KEYSYM_TAB, mods);
	else if (byte == 0x7f || byte == '\b')
		keys_put_key(k, KEYSYM_BACKSPACE, mods);
	else if (byte == 0)
		keys_put_key(k, ' ', mods | KEYMOD_CTRL);
	else if (byte <= 26)
		keys_put_key(k, (uint32_t)('a' + byte - 1), mods | KEYMOD_CTRL);
	else
		keys_put_key(k, (uint32_t)('@' + byte), mods | KEYMOD_CTRL);
}

/* A VT220 that was told to can send one character for the first two. */
static void
begin_sequence(struct keys *k, unsigned char second)
{
	keys_byte(k, ESC);
	keys_byte(k, second);
}

static void
character(struct keys *k, uint32_t cp, unsigned mods)
{
	if (k->in_paste)
		pasted(k, cp);
	else if (cp < ' ' || cp == 0x7f)
		control(k, (unsigned char)cp, mods);
	else if (cp == CSI || cp == SS3)
		begin_sequence(k, cp == CSI ? '[' : 'O');
	else if (cp >= 0x80 && cp < 0xa0)
		return;		/* C1: no key makes one */
	else
		keys_put_key(k, cp, mods);
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
	} else if (byte == 'M' && k->len == 3) {
		k->state = STATE_X10;
	} else if (byte >= 0x40 && byte < 0x7f) {
		if (k->len < sizeof k->seq)
			keys_control_sequence(k);
		else
			keys_put_unknown(k);
		end_sequence(k);
	} else if (byte < ' ' || byte >= 0x7f) {
		k->len--;		/* not of the sequence: cut off */
		keys_put_unknown(k);
		end_sequence(k);
		keys_byte(k, byte);
	}
}

/* ESC O with a letter; older terminals put modifiers before it. */
static void
ss3_byte(struct keys *k, unsigned char byte)
{
	if ((byte >= '0' && byte <= '9') || byte == ';')
		return;
	if (byte < ' ' || byte >= 0x7f) {
		k->len--;		/* not of the sequence: cut off */
		keys_put_unknown(k);
		end_sequence(k);
		keys_byte(k, byte);
		return;
	}
	keys_ss3_sequence(k);
	end_sequence(k);
}

static void
linux_byte(struct keys *k, unsigned char byte)
{
	if (byte >= 'A' && byte <= 'E')
		keys_put_key(k, KEYSYM_F1 + (uint32_t)(byte - 'A'), 0);
	else
		keys_put_unknown(k);
	end_sequence(k);
}

/* Only a terminal that knows no other form of clicks sends these. */
static void
x10_byte(struct keys *k)
{
	if (k->len < 6)
		return;
	keys_x10_click(k);
	end_sequence(k);
}

static void
string_byte(struct keys *k, unsigned char byte)
{
	/* xterm ends an OSC with BEL too; in others it is a byte. */
	if ((byte == BEL && k->seq[1] == ']') || (byte == '\\' && k->state == STATE_STRING_ESCAPE)) {
		k->len -= k->len > 2 ? 1 : 0;
		if (k->state == STATE_STRING_ESCAPE)
			k->len -= k->len > 2 ? 1 : 0;
		keys_string_sequence(k);
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
		linux_byte(k, byte);
		break;
	case STATE_SS3:
		ss3_byte(k, byte);
		break;
	case STATE_X10:
		x10_byte(k);
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
	keys_put_key(k, key.code, key.mods);
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
		keys_put_key(k, KEYSYM_ESCAPE, 0);
	else if (k->state != STATE_GROUND && k->len == 2)
		keys_put_key(k, (unsigned char)k->seq[1], KEYMOD_ALT);
	else if (k->state != STATE_GROUND)
		keys_put_unknown(k);
	end_sequence(k);
}

