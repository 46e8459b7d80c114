/* keymap.c -- the table of keys and how a stroke is looked up in it. */
#include "config.h"

#include "tui/keymap.h"

#include <stdio.h>

#include "base/str.h"
#include "tui/bind.h"

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

int
keymap_action(const struct bind *own, struct key key)
{
	char name[KEY_TEXT_SIZE];
	const struct bind_row *row = bind_find(own, key);
	const struct keymap_entry *entry;

	if (row != NULL)
		return row->action;
	entry = key.mods & KEYMOD_ALT ? find_alt(key) :
	    find(key_text(key, name));
	return entry != NULL ? (int)entry->action : BIND_NONE;
}

static bool
is_text(struct key key)
{
	return key.mods == 0 && key.code < KEYSYM_NONE;
}

enum keymap_result
keymap_press(struct keymap *m, struct key key, enum action *action)
{
	int found;

	if (m->after_ctrl_x || key.mods != 0)
		key = key_latin(key);
	if (m->after_ctrl_x) {
		m->after_ctrl_x = false;
		key.mods |= KEYMOD_ALT;
	} else if (is_text(key)) {
		return KEYMAP_TEXT;
	} else if (key.code == 'x' && key.mods == KEYMOD_CTRL) {
		m->after_ctrl_x = true;
		return KEYMAP_MORE;
	}
	found = keymap_action(m->own, key);
	if (found == BIND_NONE)
		return KEYMAP_NOTHING;
	*action = (enum action)found;
	return KEYMAP_ACTION;
}

bool
keymap_parse(const char *keys, struct key *key)
{
	bool is_after = str_starts_nocase(keys, "Ctrl-x ");

	if (!key_parse(keys + (is_after ? sizeof "Ctrl-x " - 1 : 0), key))
		return false;
	if (is_after)
		key->mods |= KEYMOD_ALT;
	return true;
}

const char *
keymap_key(const struct bind *own, enum action action, size_t n,
    char out[KEY_TEXT_SIZE])
{
	struct key key;

	for (size_t i = 0; own != NULL && i < own->n; i++)
		if (own->rows[i].action == (int)action && n-- == 0)
			return key_text(own->rows[i].key, out);
	for (size_t i = 0; i < keymap_count; i++)
		if (keymap_entries[i].action == action &&
		    (own == NULL || !keymap_parse(keymap_entries[i].keys,
		    &key) || bind_find(own, key) == NULL) && n-- == 0)
			return keymap_entries[i].keys;
	return NULL;
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
	return keymap_key(NULL, action, 0, NULL);
}
