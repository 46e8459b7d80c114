/* keymap_test.c -- keys to actions, and the two ways to say Alt. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keymap.h"

#include "base/banned.h"

/* The result of the last of several strokes, "Ctrl-x Ctrl-e". */
static enum keymap_result
press(const char *strokes, enum action *action)
{
	enum keymap_result result = KEYMAP_NOTHING;
	struct keymap m = { false };
	struct key key;
	char name[KEY_TEXT_SIZE];

	while (*strokes != '\0') {
		size_t len = strcspn(strokes, " ");

		snprintf(name, sizeof name, "%.*s", (int)len, strokes);
		assert_true(key_parse(name, &key));
		result = keymap_press(&m, key, action);
		strokes += len + (strokes[len] == ' ');
	}
	return result;
}

static void
does(const char *strokes, enum action expected)
{
	enum action action = ACTION_COUNT;

	assert_int_equal(press(strokes, &action), KEYMAP_ACTION);
	assert_int_equal(action, expected);
}

static void
every_row_is_reached_by_its_keys(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < keymap_count; i++)
		does(keymap_entries[i].keys, keymap_entries[i].action);
}

static void
no_key_stands_twice(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < keymap_count; i++)
		for (k = i + 1; k < keymap_count; k++)
			assert_string_not_equal(keymap_entries[i].keys,
			    keymap_entries[k].keys);
}

static void
ctrl_x_is_alt_everywhere(void **state)
{
	char strokes[KEY_TEXT_SIZE + 8];
	size_t i;

	(void)state;
	for (i = 0; i < keymap_count; i++) {
		const char *keys = keymap_entries[i].keys;

		if (strncmp(keys, "Alt-", 4) != 0)
			continue;
		snprintf(strokes, sizeof strokes, "Ctrl-x %s", keys + 4);
		does(strokes, keymap_entries[i].action);
	}
	does("Ctrl-Alt-e", ACTION_EDITOR);
}

static void
every_action_has_a_key_or_a_command(void **state)
{
	int a;

	(void)state;
	for (a = 0; a < ACTION_COUNT; a++)
		if (keymap_hint((enum action)a) == NULL &&
		    action_info((enum action)a)->command == NULL)
			fail_msg("%s cannot be reached",
			    action_info((enum action)a)->name);
}

/* A VT220, a Mac, a phone: letters with Ctrl, Enter, Tab, Esc, the arrows and
 * pages, and whatever may follow Ctrl-x: no Alt, no F-keys, no Shift but for
 * letters. */
static bool
is_on_every_keyboard(const char *keys)
{
	static const char *const plain[] = { "Enter", "Tab", "Backspace",
	    "Esc", "Up", "Down", "Left", "Right", "PgUp", "PgDn" };
	size_t i;

	if (strncmp(keys, "Ctrl-x ", 7) == 0)
		return is_on_every_keyboard(keys + 7) || keys[8] == '\0';
	if (strncmp(keys, "Alt-", 4) == 0)
		return is_on_every_keyboard(keys + 4) || keys[5] == '\0';
	if (strncmp(keys, "Ctrl-", 5) == 0)
		return keys[5] >= 'a' && keys[5] <= 'z' && keys[6] == '\0';
	for (i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (strcmp(keys, plain[i]) == 0)
			return true;
	return false;
}

static void
every_action_is_reached_by_every_keyboard(void **state)
{
	size_t i;
	int a;

	(void)state;
	for (a = 0; a < ACTION_COUNT; a++) {
		bool reached = false;

		for (i = 0; i < keymap_count; i++)
			reached = reached || ((int)keymap_entries[i].action ==
			    a && is_on_every_keyboard(keymap_entries[i].keys));
		if (!reached)
			print_message("%s\n", action_info((enum action)a)->name);
		assert_true(reached || action_info((enum action)a)->command != NULL);
	}
}

static void
characters_are_text(void **state)
{
	enum action action;

	(void)state;
	assert_int_equal(press("a", &action), KEYMAP_TEXT);
	assert_int_equal(press("Space", &action), KEYMAP_TEXT);
	assert_int_equal(press("é", &action), KEYMAP_TEXT);
}

static void
what_has_no_meaning_does_nothing(void **state)
{
	enum action action;

	(void)state;
	assert_int_equal(press("Ctrl-Alt-q", &action), KEYMAP_NOTHING);
	assert_int_equal(press("Ctrl-x", &action), KEYMAP_MORE);
	assert_int_equal(press("Ctrl-x é", &action), KEYMAP_NOTHING);
	assert_int_equal(press("Ctrl-x é a", &action), KEYMAP_TEXT);
	assert_null(keymap_hint(ACTION_COUNT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_reached_by_its_keys),
		cmocka_unit_test(no_key_stands_twice),
		cmocka_unit_test(ctrl_x_is_alt_everywhere),
		cmocka_unit_test(every_action_has_a_key_or_a_command),
		cmocka_unit_test(every_action_is_reached_by_every_keyboard),
		cmocka_unit_test(characters_are_text),
		cmocka_unit_test(what_has_no_meaning_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
