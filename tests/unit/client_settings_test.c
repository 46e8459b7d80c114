/* client_settings_test.c -- the settings of tcpchat-tui and their file. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "client/settings.h"

#include "base/banned.h"

static void
refuses(const char *name, const char *value)
{
	struct settings s;
	struct err why = { "" };

	settings_init(&s);
	assert_false(settings_set(&s, setting_find(name), value, &why));
	assert_non_null(strstr(why.text, name));
	settings_release(&s);
}

static void
every_setting_has_a_default_and_words(void **state)
{
	struct settings s;
	size_t i;

	(void)state;
	settings_init(&s);
	assert_int_equal(s.port, 6667);
	assert_string_equal(s.signs, "auto");
	assert_true(s.old_words);
	for (i = 0; i < settings_count; i++)
		assert_true(strlen(settings_table[i].help) > 5);
	settings_release(&s);
}

static void
values_are_read(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_true(settings_set(&s, setting_find("mouse"), "No", NULL));
	assert_false(s.mouse);
	assert_true(settings_set(&s, setting_find("signs"), "ascii", NULL));
	assert_string_equal(s.signs, "ascii");
	assert_true(settings_set(&s, setting_find("nick"), "é", NULL));
	assert_string_equal(s.nick, "é");
	assert_null(setting_find("colour"));
	settings_release(&s);
}

static void
what_is_not_fit_is_named(void **state)
{
	(void)state;
	refuses("port", "0");
	refuses("port", "x");
	refuses("mouse", "maybe");
	refuses("signs", "pretty");
	refuses("nick", "a\nb");
	refuses("nick", "\xff");
}

static void
a_value_is_printed_as_it_would_be_written(void **state)
{
	struct settings s;
	struct buf out;

	(void)state;
	settings_init(&s);
	buf_init(&out, 1000);
	assert_true(settings_set(&s, setting_find("quit-message"),
	    "say \"bye\" \\ $HOME", NULL));
	assert_true(settings_print(&s, setting_find("quit-message"), &out));
	assert_string_equal(buf_str(&out), "\"say \\\"bye\\\" \\\\ \\$HOME\"");
	buf_reset(&out);
	assert_true(settings_print(&s, setting_find("mouse"), &out));
	assert_string_equal(buf_str(&out), "on");
	buf_release(&out);
	settings_release(&s);
}

static void
edit(const char *file, const char *name, const char *value,
    const char *expected)
{
	struct buf out;

	buf_init(&out, 1000);
	assert_true(settings_edit(file, name, value, &out));
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
}

static void
a_value_of_the_file_is_changed_and_nothing_else(void **state)
{
	(void)state;
	edit("", "nick", "al", "nick = al\n");
	edit("# mine\nport = 7\n", "nick", "al",
	    "# mine\nport = 7\nnick = al\n");
	edit("port = 7", "nick", "a b", "port = 7\nnick = \"a b\"\n");
	edit("# nick = no\n  nick=\"bo\" # me\nport = 7", "nick", "al",
	    "# nick = no\n  nick=al # me\nport = 7");
	edit("nick = a\r\nport = 7\r\n", "nick", "al",
	    "nick = al\r\nport = 7\r\n");
	edit("nick = a port = 7\n", "nick", "al", "nick = al port = 7\n");
	edit("nick\n= a\n", "nick", "al", "nick\n= al\n");
	edit("what = is nick that ?\n", "nick", "al",
	    "what = is nick that ?\nnick = al\n");
}

/* The last one counts, so that is the one to be changed. */
static void
of_several_values_the_last_is_changed(void **state)
{
	(void)state;
	edit("nick = a\nnick = b\nnickname = c\n", "nick", "al",
	    "nick = a\nnick = al\nnickname = c\n");
}

static void
names_in_texts_and_remarks_are_none(void **state)
{
	(void)state;
	edit("realname = \"nick = x\"\n", "nick", "al",
	    "realname = \"nick = x\"\nnick = al\n");
	edit("realname = \"a \\\" nick = x\"\n", "nick", "al",
	    "realname = \"a \\\" nick = x\"\nnick = al\n");
	edit("/* nick = x\nnick = y */ nick = z\n", "nick", "al",
	    "/* nick = x\nnick = y */ nick = al\n");
	edit("// nick = x\n", "nick", "al", "// nick = x\nnick = al\n");
	edit("machine-name = irc://x/y\nnick = b\n", "nick", "al",
	    "machine-name = irc://x/y\nnick = al\n");
}

static void
a_default_takes_all_its_lines_away(void **state)
{
	(void)state;
	edit("# a\nnick = b # me\nport = 7\nnick = c\n", "nick", NULL,
	    "# a\nport = 7\n");
	edit("nick = a port = 7\n", "nick", NULL, " port = 7\n");
	edit("port = 7 nick = a\n", "nick", NULL, "port = 7 \n");
	edit("port = 7\n", "nick", NULL, "port = 7\n");
	edit("nick = a", "nick", NULL, "");
}

static void
a_range_is_said_for_people(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_true(settings_range(setting_find("port"), &out));
	assert_string_equal(buf_str(&out), "a number from 1 to 65535");
	buf_reset(&out);
	assert_true(settings_range(setting_find("background"), &out));
	assert_string_equal(buf_str(&out), "auto, dark, light");
	buf_reset(&out);
	assert_true(settings_range(setting_find("mouse"), &out));
	assert_string_equal(buf_str(&out), "on or off");
	buf_release(&out);
}

static void
same_values_are_the_same(void **state)
{
	struct settings a, b;

	(void)state;
	settings_init(&a);
	settings_init(&b);
	for (size_t i = 0; i < settings_count; i++)
		assert_true(settings_same(&a, &b, &settings_table[i]));
	assert_true(settings_set(&b, setting_find("nick"), "al", NULL));
	assert_true(settings_set(&b, setting_find("port"), "7", NULL));
	assert_false(settings_same(&a, &b, setting_find("nick")));
	assert_false(settings_same(&a, &b, setting_find("port")));
	assert_true(settings_same(&a, &b, setting_find("mouse")));
	settings_release(&a);
	settings_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_setting_has_a_default_and_words),
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(what_is_not_fit_is_named),
		cmocka_unit_test(a_value_is_printed_as_it_would_be_written),
		cmocka_unit_test(
		    a_value_of_the_file_is_changed_and_nothing_else),
		cmocka_unit_test(of_several_values_the_last_is_changed),
		cmocka_unit_test(names_in_texts_and_remarks_are_none),
		cmocka_unit_test(a_default_takes_all_its_lines_away),
		cmocka_unit_test(a_range_is_said_for_people),
		cmocka_unit_test(same_values_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
