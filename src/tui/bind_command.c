/* bind_command.c -- /bind: the setting of that name, one key at a time. */
#include "config.h"

#include "tui/bind_command.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "tui/bind.h"
#include "tui/keymap.h"
#include "tui/model.h"
#include "tui/set_command.h"
#include "tui/setup.h"

#include "base/banned.h"

enum { LINE_BYTES = 400, NAMES_BYTES = 500, VALUE_BYTES = 4096 };

/* "F6 = mute (mute this destination, or no longer)". */
static void
show_key(struct setup *s, struct key key)
{
	char line[LINE_BYTES], keys[KEY_TEXT_SIZE], name[BIND_NAME_SIZE];
	int action = keymap_action(&s->bind, key);

	(void)key_text(key, keys);
	(void)bind_action_name(action, name);
	if (action == BIND_NONE)
		snprintf(line, sizeof line, "%s = %s", keys, name);
	else
		snprintf(line, sizeof line, "%s = %s (%s)", keys, name,
		    _(action_info((enum action)action)->help));
	model_tell(s->model, line);
}

/* All names, in rows of a few hundred bytes. */
static void
show_actions(struct setup *s)
{
	char name[BIND_NAME_SIZE];
	struct buf names;

	buf_init(&names, 2 * NAMES_BYTES);
	for (int a = BIND_NONE; a < ACTION_COUNT; a++) {
		(void)!buf_addf(&names, "%s%s", names.len > 0 ? ", " : "",
		    bind_action_name(a, name));
		if (names.len < NAMES_BYTES && a + 1 < ACTION_COUNT)
			continue;
		model_tell(s->model, buf_str(&names));
		buf_reset(&names);
	}
	buf_release(&names);
}

static void
show_all(struct setup *s)
{
	for (size_t i = 0; i < s->bind.n; i++)
		show_key(s, s->bind.rows[i].key);
	model_tell(s->model, _("/bind KEY ACTION gives a key another action, "
	    "/bind KEY default takes that back; the actions:"));
	show_actions(s);
}

/* Says what it does now, and what that has replaced. */
static void
confirm(struct setup *s, struct key key, int before)
{
	char line[LINE_BYTES], keys[KEY_TEXT_SIZE], now[BIND_NAME_SIZE];
	char old[BIND_NAME_SIZE];
	int action = keymap_action(&s->bind, key);

	(void)key_text(key, keys);
	(void)bind_action_name(action, now);
	if (before == action || before == BIND_NONE)
		snprintf(line, sizeof line, "%s = %s", keys, now);
	else
		snprintf(line, sizeof line, _("%s = %s (before: %s)"), keys,
		    now, bind_action_name(before, old));
	model_note(s->model, false, line);
}

static void
change(struct setup *s, struct key key, const char *name)
{
	const struct setting *row = setting_find("bind");
	int action, before = keymap_action(&s->bind, key);
	bool is_default = str_eq_nocase(name, "default");
	char keys[KEY_TEXT_SIZE], canonical[BIND_NAME_SIZE];
	struct err why = { "" };
	struct buf value;

	if (!is_default && !bind_action(name, &action, &why)) {
		model_note(s->model, true, why.text);
		return;
	}
	buf_init(&value, VALUE_BYTES);
	(void)!bind_print(&s->bind, key, &value);
	if (!is_default)
		(void)!buf_addf(&value, "%s%s %s", value.len > 0 ? ", " : "",
		    key_text(key, keys), bind_action_name(action, canonical));
	if (set_value(s, row, value.len > 0 ? buf_str(&value) : NULL))
		confirm(s, key, before);
	buf_release(&value);
}

/* "Ctrl-x q mute": the key has two words then. */
static const char *
split(const char *words, char key[KEY_TEXT_SIZE])
{
	size_t len = strcspn(words, " ");

	if (len == 6 && str_starts_nocase(words, "Ctrl-x") &&
	    words[len] != '\0')
		len += 1 + strcspn(words + len + 1, " ");
	if (!str_copy_span(key, KEY_TEXT_SIZE, (struct str_span){ words,
	    len }))
		(void)str_copy_span(key, KEY_TEXT_SIZE, (struct str_span){
		    words, KEY_TEXT_SIZE / 2 });
	words += len;
	return words + strspn(words, " =");
}

void
bind_command(struct setup *s, const char *words)
{
	char name[KEY_TEXT_SIZE], action[BIND_NAME_SIZE];
	const char *rest = split(words, name);
	struct err why = { "" };
	struct key key;

	if (name[0] == '\0') {
		show_all(s);
	} else if (!bind_key(name, &key, &why)) {
		model_note(s->model, true, why.text);
	} else if (rest[0] == '\0') {
		show_key(s, key);
	} else {
		if (!str_copy_span(action, sizeof action, (struct str_span){
		    rest, strcspn(rest, " ") }))
			action[0] = '\0';
		change(s, key, action);
	}
}
