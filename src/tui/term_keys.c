/* term_keys.c -- what the terminal sends: keys and answers. */
#include "config.h"

#include "tui/term_internal.h"

#include <assert.h>
#include <poll.h>

#include "base/str.h"

#include "base/banned.h"

enum { FIRST_SEQUENCE = KEY_MAX + 1000 };	/* beyond curses' own codes */

/* --- keys beyond terminfo ------------------------------------------------- */

static void
define(struct term *t, const char *sequence)
{
	int n = t->nsequences++;

	assert(n < SEQUENCES);
	str_copy(t->sequences[n], SEQUENCE_SIZE, sequence);
	define_key(sequence, FIRST_SEQUENCE + n);
}

/* Each arrives whole then, and is replayed to `keys`, which can read it. Not
 * before there is something to read: the first picture comes first. */
static void
define_keys(struct term *t)
{
	char sequence[SEQUENCE_SIZE];

	if (t->nsequences > 0)
		return;
	define_key(NULL, KEY_MOUSE);	/* its reports are read by `keys` */
	for (int i = 0; sequence_of(i, sequence); i++)
		define(t, sequence);
}

static bool
curses_key(int code, struct key *key)
{
	static const struct {
		int code;
		struct key key;
	} table[] = {
		{ KEY_UP, { KEYSYM_UP, 0 } },
		{ KEY_DOWN, { KEYSYM_DOWN, 0 } },
		{ KEY_LEFT, { KEYSYM_LEFT, 0 } },
		{ KEY_RIGHT, { KEYSYM_RIGHT, 0 } },
		{ KEY_SR, { KEYSYM_UP, KEYMOD_SHIFT } },
		{ KEY_SF, { KEYSYM_DOWN, KEYMOD_SHIFT } },
		{ KEY_SLEFT, { KEYSYM_LEFT, KEYMOD_SHIFT } },
		{ KEY_SRIGHT, { KEYSYM_RIGHT, KEYMOD_SHIFT } },
		{ KEY_HOME, { KEYSYM_HOME, 0 } },
		{ KEY_FIND, { KEYSYM_HOME, 0 } },
		{ KEY_A1, { KEYSYM_HOME, 0 } },
		{ KEY_END, { KEYSYM_END, 0 } },
		{ KEY_SELECT, { KEYSYM_END, 0 } },
		{ KEY_C1, { KEYSYM_END, 0 } },
		{ KEY_IC, { KEYSYM_INSERT, 0 } },
		{ KEY_DC, { KEYSYM_DELETE, 0 } },
		{ KEY_PPAGE, { KEYSYM_PAGE_UP, 0 } },
		{ KEY_A3, { KEYSYM_PAGE_UP, 0 } },
		{ KEY_NPAGE, { KEYSYM_PAGE_DOWN, 0 } },
		{ KEY_C3, { KEYSYM_PAGE_DOWN, 0 } },
		{ KEY_BACKSPACE, { KEYSYM_BACKSPACE, 0 } },
		{ KEY_BTAB, { KEYSYM_TAB, KEYMOD_SHIFT } },
		{ KEY_ENTER, { KEYSYM_ENTER, 0 } },
		{ KEY_HELP, { KEYSYM_F1, 0 } },
		{ KEY_SUSPEND, { 'z', KEYMOD_CTRL } },
	};
	static const unsigned mods[] = { 0, KEYMOD_SHIFT, KEYMOD_CTRL };
	size_t i;
	int n = code - KEY_F(1);

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].code == code) {
			*key = table[i].key;
			return true;
		}
	}
	if (n < 0 || n >= 36)
		return false;
	*key = (struct key){ KEYSYM_F1 + (uint32_t)n % 12, mods[n / 12] };
	return true;
}

/* --- reading -------------------------------------------------------------- */

static void
hand_out(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	struct tty_event in;

	while (keys_next(&t->keys, &in)) {
		if (in.kind == TTY_ALIVE) {
			pace_answered(&t->pace, now_ms);
		} else if (in.kind == TTY_RECOLOURED) {
			term_ask_colours(t);
			continue;
		} else if (in.kind == TTY_KEYBOARD) {
			if (!t->has_keyboard) {
				t->has_keyboard = true;
				tty_write(&t->tty, TERM_KEYBOARD_ON,
				    sizeof TERM_KEYBOARD_ON - 1);
				term_make_modes(t);
			}
			continue;
		} else if (in.kind == TTY_NOTICES) {
			t->has_notices = true;
		}
		input(arg, &in);
	}
}

static void
take_byte(struct term *t, unsigned char byte)
{
	char text[CHARSET_TEXT];
	size_t i, n = charset_byte(&t->charset, byte, text);

	for (i = 0; i < n; i++)
		keys_byte(&t->keys, (unsigned char)text[i]);
}

static void
take_code(struct term *t, int code, int64_t now_ms, term_input *input,
    void *arg)
{
	struct key key;
	const char *c;

	if (code >= FIRST_SEQUENCE && code < FIRST_SEQUENCE + t->nsequences) {
		for (c = t->sequences[code - FIRST_SEQUENCE]; *c != '\0'; c++) {
			keys_byte(&t->keys, (unsigned char)*c);
			hand_out(t, now_ms, input, arg);
		}
	} else if (code < KEY_MIN) {
		take_byte(t, (unsigned char)code);
	} else if (curses_key(code, &key)) {
		keys_special(&t->keys, key);
	}
	hand_out(t, now_ms, input, arg);
}

/* Nothing was there to be read although the loop said so: is it gone? */
static bool
has_hung_up(const struct term *t)
{
	struct pollfd p = { .fd = t->tty.fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1 &&
	    (p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool
term_read(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	int code, n = 0;

	if (t->is_left)
		return true;
	t->keys_at_ms = now_ms;
	define_keys(t);
	while ((code = wgetch(t->pad)) != ERR) {
		take_code(t, code, now_ms, input, arg);
		n++;
	}
	return !t->tty.is_gone && (n > 0 || !has_hung_up(t));
}

static int64_t
keys_due(const struct term *t, int64_t now_ms)
{
	int wait = keys_wait_ms(&t->keys);
	int64_t left = t->keys_at_ms + wait - now_ms;

	if (wait == 0)
		return -1;
	return left > 0 ? left : 0;
}

void
term_tick(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	if (pace_wants_answer(&t->pace, now_ms)) {
		term_ask_alive(t, now_ms);
		tty_flush(&t->tty);
	}
	if (keys_due(t, now_ms) != 0)
		return;
	keys_idle(&t->keys);
	hand_out(t, now_ms, input, arg);
}

int64_t
term_wait_ms(const struct term *t, int64_t now_ms)
{
	int64_t keys = keys_due(t, now_ms);
	int64_t pace = pace_wait_ms(&t->pace, now_ms);

	if (keys < 0 || (pace >= 0 && pace < keys))
		return pace;
	return keys;
}
