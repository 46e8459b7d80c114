/* bind_test.c -- keys of the person's own. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "tui/action.h"
#include "tui/bind.h"
#include "tui/keymap.h"

#include "base/banned.h"

static int
does(const struct bind *b, const char *keys)
{
	struct key key;

	assert_true(keymap_parse(keys, &key));
	return keymap_action(b, key);
}

static void
own_keys_go_before_the_table(void **state)
{
	struct bind b;
	struct err why = { "" };
	char out[KEY_TEXT_SIZE];

	(void)state;
	assert_true(bind_read(&b, " Alt-l mute,F6 page-up ,,Ctrl-x q TOP, "
	    "F2 none, Alt-Comma links, Ctrl-x Tab find", &why));
	assert_int_equal(b.n, 6);
	assert_int_equal(does(&b, "Alt-l"), ACTION_MUTE);
	assert_int_equal(does(&b, "Ctrl-x l"), ACTION_MUTE);
	assert_int_equal(does(&b, "F6"), ACTION_PAGE_UP);
	assert_int_equal(does(&b, "Alt-q"), ACTION_TOP);
	assert_int_equal(does(&b, "Alt-,"), ACTION_LINKS);
	assert_int_equal(does(&b, "Alt-Tab"), ACTION_FIND);
	assert_int_equal(does(&b, "F2"), BIND_NONE);
	assert_int_equal(does(&b, "F1"), ACTION_HELP);
	assert_int_equal(does(NULL, "F2"), ACTION_SIDEBAR);

	assert_string_equal(keymap_key(&b, ACTION_MUTE, 0, out), "Alt-l");
	assert_string_equal(keymap_key(&b, ACTION_MUTE, 1, out), "Alt-s");
	assert_null(keymap_key(&b, ACTION_MUTE, 2, out));
	assert_null(keymap_key(&b, ACTION_SIDEBAR, 0, out));
	assert_string_equal(keymap_key(NULL, ACTION_SIDEBAR, 0, out), "Alt-l");
}

static void
the_stroke_of_a_key_finds_it(void **state)
{
	struct bind b;
	struct err why;
	struct keymap m = { .own = &b };
	struct key key = { 'x', KEYMOD_CTRL };
	enum action action;

	(void)state;
	assert_true(bind_read(&b, "Alt-q mute, F2 none", &why));
	assert_int_equal(keymap_press(&m, key, &action), KEYMAP_MORE);
	key = (struct key){ 'q', 0 };
	assert_int_equal(keymap_press(&m, key, &action), KEYMAP_ACTION);
	assert_int_equal(action, ACTION_MUTE);
	key = (struct key){ KEYSYM_F1 + 1, 0 };
	assert_int_equal(keymap_press(&m, key, &action), KEYMAP_NOTHING);
}

/* What one reads of a fault; the others are read all the same. */
static void
is_wrong(const char *text, const char *words)
{
	struct bind b;
	struct err why = { "" };
	char both[200];

	assert_false(bind_read(&b, text, &why));
	if (strcmp(why.text, words) != 0)
		fail_msg("%s: '%s', not '%s'", text, why.text, words);
	(void)snprintf(both, sizeof both, "%s, Alt-q mute", text);
	assert_false(bind_read(&b, both, &why));
	assert_int_equal(does(&b, "Alt-q"), ACTION_MUTE);
}

static void
a_fault_names_itself_and_what_is_near(void **state)
{
	(void)state;
	is_wrong("F6 mutee", "no action is called 'mutee': 'mute'?");
	is_wrong("F6 pgae_up", "no action is called 'pgae_up': 'page-up'?");
	is_wrong("F6 dance-a-jig",
	    "no action is called 'dance-a-jig'; /bind shows all of them");
	is_wrong("C-p mute", "no key is called 'C-p': 'Ctrl-p'?");
	is_wrong("M-Right mute", "no key is called 'M-Right': 'Alt-Right'?");
	is_wrong("Control-PageUp mute",
	    "no key is called 'Control-PageUp': 'Ctrl-PgUp'?");
	is_wrong("Crtl-q mute", "no key is called 'Crtl-q': 'Ctrl-q'?");
	is_wrong("F13 mute", "no key is called 'F13': 'F1'?");
	is_wrong("Elephant mute", "no key is called 'Elephant'; /keys shows "
	    "what a key is called");
	is_wrong("q mute", "'q' is typed as text: 'Ctrl-x q'?");
	is_wrong("Enter mute", "'Enter' stays what it is");
	is_wrong("Ctrl-m mute", "'Ctrl-m' stays what it is");
	is_wrong("Ctrl-x mute", "'Ctrl-x' stays what it is");
	is_wrong("Esc mute", "'Esc' stays what it is");
	is_wrong("F6", "'F6' is not a key and its action, such as 'F6 mute'");
	is_wrong("F6 mute, F6 top", "'F6' has an action already");
	is_wrong("Ctrl-x w top, Alt-w mute", "'Alt-w' has an action already");
}

static void
a_key_has_one_form(void **state)
{
	struct err why;
	struct key key;
	static const struct { const char *name, *form; } pairs[] = {
		{ "Ctrl-A", "Ctrl-a" }, { "Ctrl-i", "Tab" },
		{ "Alt-Shift-u", "Alt-U" }, { "ctrl-x ctrl-e", "Ctrl-Alt-e" },
		{ "Alt-é", "Alt-é" }, { "shift-f5", "Shift-F5" },
	};
	char out[KEY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_true(bind_key(pairs[i].name, &key, &why));
		assert_string_equal(key_text(key, out), pairs[i].form);
	}
}

static void
they_are_printed_as_they_are_read(void **state)
{
	static const char text[] = "F6 mute, Alt-Comma page-up, F2 none";
	struct bind b, again;
	struct err why;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_true(bind_read(&b, text, &why));
	assert_true(bind_print(&b, (struct key){ 0, 0 }, &out));
	assert_string_equal(buf_str(&out), text);
	assert_true(bind_read(&again, buf_str(&out), &why));
	assert_int_equal(again.n, 3);
	buf_reset(&out);
	assert_true(bind_print(&b, (struct key){ KEYSYM_F1 + 5, 0 }, &out));
	assert_string_equal(buf_str(&out), "Alt-Comma page-up, F2 none");
	buf_release(&out);
}

static void
there_is_an_end_to_them(void **state)
{
	struct bind b;
	struct buf text;
	struct err why = { "" };

	(void)state;
	buf_init(&text, 10000);
	for (int i = 0; i < BIND_MAX; i++)	/* U+0180 and on */
		assert_true(buf_addf(&text, "Alt-%c%c none,", 0xc6, 0x80 + i));
	assert_true(bind_read(&b, buf_str(&text), &why));
	assert_true(buf_add_str(&text, "Alt-q none"));
	assert_false(bind_read(&b, buf_str(&text), &why));
	assert_int_equal(b.n, BIND_MAX);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_keys_go_before_the_table),
		cmocka_unit_test(the_stroke_of_a_key_finds_it),
		cmocka_unit_test(a_fault_names_itself_and_what_is_near),
		cmocka_unit_test(a_key_has_one_form),
		cmocka_unit_test(they_are_printed_as_they_are_read),
		cmocka_unit_test(there_is_an_end_to_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
