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

#include "tui/bind.h"
#include "tui/keymap.h"

#include "base/banned.h"

/* The result of the last of several strokes, "Ctrl-x Ctrl-e". */
static enum keymap_result
press(const char *strokes, enum action *action)
{
	enum keymap_result result = KEYMAP_NOTHING;
	struct keymap m = { .own = NULL };
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
		if (keymap_key(NULL, (enum action)a, 0, NULL) == NULL &&
		    action_info((enum action)a)->command == NULL)
			fail_msg("%s cannot be reached",
			    action_info((enum action)a)->name);
}

/*
 * What every keyboard has, a VT220, a Mac, a phone: letters, with Ctrl too, and
 * Enter, Tab, Esc and Backspace, which are letters with Ctrl. Not what others
 * keep: screen (Ctrl-a), tmux (Ctrl-b), flow control (Ctrl-s, Ctrl-q), the
 * shell (Ctrl-z, Ctrl-\), the Mac (arrows with Ctrl, Alt, F-keys).
 */
static bool
is_stroke_of_letters(const char *key)
{
	static const char *const plain[] = { "Enter", "Tab", "Esc",
	    "Backspace" };
	size_t i;

	if (strncmp(key, "Ctrl-", 5) == 0)
		return key[5] >= 'a' && key[5] <= 'z' && key[6] == '\0' &&
		    strchr("absqz", key[5]) == NULL;
	for (i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (strcmp(key, plain[i]) == 0)
			return true;
	return false;
}

/* Alt with a character is Ctrl-x and that character. */
static bool
is_by_letters(const char *keys)
{
	bool is_prefixed = strncmp(keys, "Alt-", 4) == 0 ||
	    strncmp(keys, "Ctrl-x ", 7) == 0;
	const char *rest = keys + (keys[0] == 'A' ? 4 : 7);

	if (!is_prefixed)
		return is_stroke_of_letters(keys);
	return is_stroke_of_letters(rest) ||
	    (rest[0] > ' ' && rest[0] < 0x7f && rest[1] == '\0');
}

static bool
has_letters(enum action a)
{
	for (size_t i = 0; i < keymap_count; i++)
		if (keymap_entries[i].action == a &&
		    is_by_letters(keymap_entries[i].keys))
			return true;
	return action_info(a)->command != NULL;
}

static void
every_action_is_reached_by_letters_alone(void **state)
{
	(void)state;
	assert_true(is_by_letters("Alt-/") && is_by_letters("Ctrl-x Tab"));
	assert_false(is_by_letters("F1") || is_by_letters("Ctrl-a") ||
	    is_by_letters("Alt-Up") || is_by_letters("Shift-Tab"));
	for (int a = 0; a < ACTION_COUNT; a++)
		if (!has_letters((enum action)a))
			fail_msg("%s needs more than letters",
			    action_info((enum action)a)->name);
}

static void
another_alphabet_has_the_same_keys(void **state)
{
	enum action action;

	(void)state;
	does("Ctrl-к", ACTION_HISTORY_FIND);
	does("Alt-з", ACTION_GO_PRIVATE);
	does("Ctrl-ч з", ACTION_GO_PRIVATE);
	does("Ctrl-x Ctrl-у", ACTION_EDITOR);
	does("Alt-π", ACTION_GO_PRIVATE);
	assert_int_equal(press("з", &action), KEYMAP_TEXT);
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
	assert_null(keymap_key(NULL, ACTION_COUNT, 0, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_reached_by_its_keys),
		cmocka_unit_test(no_key_stands_twice),
		cmocka_unit_test(ctrl_x_is_alt_everywhere),
		cmocka_unit_test(every_action_has_a_key_or_a_command),
		cmocka_unit_test(every_action_is_reached_by_letters_alone),
		cmocka_unit_test(another_alphabet_has_the_same_keys),
		cmocka_unit_test(characters_are_text),
		cmocka_unit_test(what_has_no_meaning_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
