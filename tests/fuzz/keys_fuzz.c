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
	return 0;
}
