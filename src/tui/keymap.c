/* keymap.c -- the table of keys and how a stroke is looked up in it. */
#include "config.h"

#include "tui/keymap.h"

#include <stdio.h>

#include "base/str.h"

#include "base/banned.h"

const struct keymap_entry keymap_entries[] = {
#define KEYMAP(keys, action) { keys, ACTION_##action },
#define VIKEY(key, kind, what)
#include "tui/keymap.def"
#undef VIKEY
#undef KEYMAP
};

const size_t keymap_count = sizeof keymap_entries / sizeof *keymap_entries;

static const struct keymap_entry *
find(const char *keys)
{
	size_t i;

	for (i = 0; i < keymap_count; i++)
		if (str_eq(keymap_entries[i].keys, keys))
			return &keymap_entries[i];
	return NULL;
}

/* "Ctrl-x KEY" if the table has it so, else "Alt-KEY"; either spelling. */
static const struct keymap_entry *
find_alt(struct key key)
{
	char name[KEY_TEXT_SIZE], keys[KEY_TEXT_SIZE + sizeof "Ctrl-x "];
	const struct keymap_entry *entry;

	key.mods &= ~(unsigned)KEYMOD_ALT;
	snprintf(keys, sizeof keys, "Ctrl-x %s", key_text(key, name));
	entry = find(keys);
	if (entry != NULL)
		return entry;
	key.mods |= KEYMOD_ALT;
	return find(key_text(key, name));
}

static bool
is_text(struct key key)
{
	return key.mods == 0 && key.code < KEYSYM_NONE;
}

enum keymap_result
keymap_press(struct keymap *m, struct key key, enum action *action)
{
	char name[KEY_TEXT_SIZE];
	const struct keymap_entry *entry;

	if (m->after_ctrl_x || key.mods & KEYMOD_ALT) {
		m->after_ctrl_x = false;
		entry = find_alt(key);
	} else if (is_text(key)) {
		return KEYMAP_TEXT;
	} else if (key.code == 'x' && key.mods == KEYMOD_CTRL) {
		m->after_ctrl_x = true;
		return KEYMAP_MORE;
	} else {
		entry = find(key_text(key, name));
	}
	if (entry == NULL)
		return KEYMAP_NOTHING;
	*action = entry->action;
	return KEYMAP_ACTION;
}

const char *
keymap_function(enum action action)
{
	size_t i;

	for (i = 0; i < keymap_count; i++)
		if (keymap_entries[i].action == action &&
		    keymap_entries[i].keys[0] == 'F' &&
		    str_is_digit(keymap_entries[i].keys[1]))
			return keymap_entries[i].keys;
	return keymap_hint(action);
}

const char *
keymap_hint(enum action action)
{
	size_t i;

	for (i = 0; i < keymap_count; i++)
		if (keymap_entries[i].action == action)
			return keymap_entries[i].keys;
	return NULL;
}
