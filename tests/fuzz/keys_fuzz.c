/*
 * keys_fuzz.c -- any bytes of a terminal, with pauses anywhere, to keys.
 *
 * A byte 0xfe is a pause, 0xff a key that curses recognised. Whatever comes:
 * what is handed out is a key, a character or an answer that can exist, and
 * after a pause nothing is waited for. Then all goes through the key map.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "tui/keymap.h"
#include "tui/keys.h"

#include "base/banned.h"

enum { PAUSE = 0xfe, SPECIAL = 0xff };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_code(uint32_t code)
{
	assert(code <= KEYSYM_F12 && code != KEYSYM_NONE);
	assert(code < 0xd800 || code > 0xdfff);
	assert(code >= ' ' && code != 0x7f);
}

static void
check_key(struct key key, struct keymap *map)
{
	char name[KEY_TEXT_SIZE];
	struct key again;
	enum action action = ACTION_COUNT;

	check_code(key.code);
	assert(strlen(key_text(key, name)) < KEY_TEXT_SIZE);
	assert(key_parse(name, &again));
	if (keymap_press(map, key, &action) == KEYMAP_ACTION)
		assert(action < ACTION_COUNT);
}

static void
check(const struct tty_event *in, bool *in_paste, struct keymap *map)
{
	switch (in->kind) {
	case TTY_KEY:
		assert(!*in_paste);
		check_key(in->key, map);
		break;
	case TTY_PASTE_BEGIN:
		assert(!*in_paste);
		*in_paste = true;
		break;
	case TTY_PASTE_END:
		assert(*in_paste);
		*in_paste = false;
		break;
	case TTY_PASTED:
		assert(*in_paste);
		if (in->key.code != '\n' && in->key.code != '\t')
			check_code(in->key.code);
		break;
	case TTY_CLICK:
		assert(in->click.row >= 0 && in->click.col >= 0);
		break;
	case TTY_UNKNOWN:
		assert(strlen(in->unknown) <= TTY_UNKNOWN_MAX);
		break;
	default:
		break;
	}
}

/* --- whole sequences, whatever is in them ------------------------------------ */

/* What a sequence of that kind may type: the keypad, and characters that are
 * told by their code. */
static bool
may_type(char kind, char final)
{
	return kind == 'O' ? strchr("jklmnopqrstuvwxyX", final) != NULL :
	    kind == '[' && (final == 'u' || final == '~');
}

static void
check_sequence(struct keys *k, bool may_be_text)
{
	struct tty_event in;

	while (keys_next(k, &in))
		assert(may_be_text || in.kind != TTY_KEY ||
		    in.key.mods != 0 || in.key.code > KEYSYM_NONE);
}

/* `data` as a sequence: its kind, what is in it, its end. Each byte is bent
 * into what may stand there; nothing of it may be typed. */
static void
play_sequence(struct keys *k, const uint8_t *data, size_t size)
{
	static const char kinds[] = "[O]PX^_";
	char kind = kinds[data[0] % (sizeof kinds - 1)];
	bool is_string = kind != '[' && kind != 'O';
	char final = (char)('@' + data[1] % ('~' - '@' + 1));
	bool may = may_type(kind, final);
	size_t i;

	if (kind == '[' && final == '[')	/* the Linux console's */
		final = 'z';
	keys_byte(k, 0x1b);
	keys_byte(k, (unsigned char)kind);
	for (i = 2; i < size; i++) {
		keys_byte(k, (unsigned char)(is_string ? ' ' + data[i] % 0x5f :
		    kind == 'O' ? '0' + data[i] % 10 : ' ' + data[i] % 0x20));
		check_sequence(k, false);
	}
	if (is_string) {
		keys_byte(k, 0x1b);
		check_sequence(k, false);
	}
	keys_byte(k, (unsigned char)(is_string ? '\\' : final));
	check_sequence(k, may);
	for (i = 0; i < 3 && kind == '[' && final == 'M' && size == 2; i++) {
		keys_byte(k, (unsigned char)('!' + i));	/* an old click */
		check_sequence(k, may);
	}
	keys_idle(k);
	check_sequence(k, false);
}

static void
play_sequences(const uint8_t *data, size_t size)
{
	struct keys k;
	size_t n;

	keys_init(&k);
	for (; size > 2; data += n + 1, size -= n + 1) {
		n = 2 + data[0] % 60;
		if (n + 1 > size)
			n = size - 1;
		play_sequence(&k, data + 1, n < 2 ? 2 : n);
		if (k.in_paste)		/* all is text then */
			return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keymap map = { .own = NULL };
	bool in_paste = false;
	struct keys k;
	struct tty_event in;
	size_t i;

	keys_init(&k);
	for (i = 0; i <= size; i++) {
		if (i == size || data[i] == PAUSE) {
			keys_idle(&k);
			assert(keys_wait_ms(&k) == 0);
		} else if (data[i] == SPECIAL) {
			keys_special(&k, (struct key){ KEYSYM_UP, 0 });
		} else {
			keys_byte(&k, data[i]);
		}
		while (keys_next(&k, &in))
			check(&in, &in_paste, &map);
	}
	play_sequences(data, size);
	return 0;
}
