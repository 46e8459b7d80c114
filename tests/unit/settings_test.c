/* settings_test.c -- the table of settings, and reading one value. */
#include "config.h"

#include "daemon/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"
#include "server/oper.h"

#include "base/banned.h"

static bool
set(struct settings *s, const char *name, const char *text, struct err *e)
{
	return settings_set(s, setting_find(name), text, e);
}

static void
has_the_defaults_that_the_manual_promises(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_int_equal(s.port, 6667);
	assert_string_equal(s.lobby, "#all");
	assert_string_equal(s.history, "on");
	assert_string_equal(s.durability, "full");
	assert_int_equal(s.channel_keep, 7 * 24 * 3600 * INT64_C(1000));
	settings_release(&s);
}

static void
names_no_setting_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < settings_count; i++)
		assert_ptr_equal(setting_find(settings_table[i].name),
		    &settings_table[i]);
	assert_null(setting_find("no-such-setting"));
}

static void
reads_each_type(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_true(set(&s, "port", "7002", NULL));
	assert_int_equal(s.port, 7002);
	assert_true(set(&s, "history-size", "10G", NULL));
	assert_int_equal(s.history_size, INT64_C(10) << 30);
	assert_true(set(&s, "ping-timeout", "600", NULL));
	assert_int_equal(s.ping_timeout, 600000);
	assert_true(set(&s, "ping-timeout", "10m", NULL));
	assert_int_equal(s.ping_timeout, 600000);
	assert_true(set(&s, "history", "off", NULL));
	assert_string_equal(s.history, "off");
	assert_true(set(&s, "history", "Yes", NULL));
	assert_string_equal(s.history, "on");
	assert_true(set(&s, "history", "memory", NULL));
	assert_string_equal(s.history, "memory");
	assert_true(set(&s, "durability", "normal", NULL));
	assert_string_equal(s.durability, "normal");
	assert_true(set(&s, "network", "haddock", NULL));
	assert_string_equal(s.network, "haddock");
	settings_release(&s);
}

static void
refuses(struct settings *s, const char *name, const char *text,
    const char *expected)
{
	struct err e = { "" };

	assert_false(set(s, name, text, &e));
	assert_string_equal(e.text, expected);
}

static void
says_what_is_wrong_and_changes_nothing(void **state)
{
	struct settings s, defaults;

	(void)state;
	settings_init(&s);
	settings_init(&defaults);
	refuses(&s, "port", "0",
	    "'port' is a number from 1 to 65535, not '0'");
	refuses(&s, "port", "66x",
	    "'port' is a number from 1 to 65535, not '66x'");
	refuses(&s, "history", "maybe",
	    "'history' is one of on|memory|off, not 'maybe'");
	refuses(&s, "durability", "ful",
	    "'durability' is one of full|normal|off, not 'ful'");
	refuses(&s, "ping-timeout", "5",
	    "'ping-timeout' must be a time such as 90s, 10m, 2h or 7d, "
	    "from 10 to 86400 seconds, not '5'");
	refuses(&s, "network", "",
	    "'network' must have 1 to 64 bytes, not 0");
	refuses(&s, "network", "a b",
	    "'network' must have no blank and no comma, not 'a b'");
	refuses(&s, "client-tag-deny", "*,-+typing", "'client-tag-deny' names "
	    "tags without their '+', not '*,-+typing'");
	refuses(&s, "lobby", "all",
	    "'lobby' must begin with '#' (and be put in quotes), not 'all'");
	refuses(&s, "motd-file", "motd",
	    "'motd-file' must be a whole path, beginning with '/', not 'motd'");
	refuses(&s, "network", "a\nb",
	    "'network' must be UTF-8 text without control characters");
	refuses(&s, "network", "\xff",
	    "'network' must be UTF-8 text without control characters");
	for (size_t i = 0; i < settings_count; i++)
		assert_true(settings_equal(&s, &defaults, &settings_table[i]));
	settings_release(&s);
	settings_release(&defaults);
}

static void
copies_one_value_at_a_time(void **state)
{
	struct settings a, b;

	(void)state;
	settings_init(&a);
	settings_init(&b);
	assert_true(set(&a, "port", "7002", NULL));
	assert_true(set(&a, "lobby", "#team", NULL));
	assert_false(settings_equal(&a, &b, setting_find("lobby")));
	settings_copy(&b, &a, setting_find("lobby"));
	assert_string_equal(b.lobby, "#team");
	assert_int_equal(b.port, 6667);
	settings_release(&a);
	settings_release(&b);
}

/* A verifier that can be read; of no password in particular. */
static const char verifier[] = "SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
static const char fingerprint[] =
    "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";

static void
refuses_operators_that_cannot_be(void **state)
{
	static const struct {
		struct oper_words words;
		const char *fault;	/* what it names */
	} cases[] = {
		{ { "", verifier, "", "", "" }, "'name'" },
		{ { "a b", verifier, "", "", "" }, "'a b'" },
		{ { ":a", verifier, "", "", "" }, "':a'" },
		{ { "root", "", "", "", "" }, "a password, an account" },
		{ { "root", "", "", "", "*!*@*" }, "a password, an account" },
		{ { "root", "sesame", "", "", "" }, "hash-password" },
		{ { "root", "SCRAM-SHA-256$4095:AAAA", "", "", "" },
		    "hash-password" },
		{ { "root", "", "", fingerprint + 1, "" }, "64" },
		{ { "root", "", "", "x", "" }, "64" },
		{ { "root", verifier, "", "", "*!*@a b!c\td" }, "'b!c\td'" },
	};
	struct settings s;

	(void)state;
	settings_init(&s);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err e = { "" };

		if (settings_add_operator(&s, &cases[i].words, &e) ||
		    strstr(e.text, cases[i].fault) == NULL)
			fail_msg("case %zu: '%s'", i, e.text);
	}
	assert_int_equal(s.opers.n, 0);
	settings_release(&s);
}

static void
takes_operators_with_one_way_to_prove_it(void **state)
{
	static const struct oper_words words[] = {
		{ "root", verifier, "", "", "" },
		{ "al", "", "al", "", "*!*@192.0.2.7  al!*@*" },
		{ "bo", "", "", fingerprint, "" },
	};
	struct settings s;

	(void)state;
	settings_init(&s);
	for (size_t i = 0; i < 3; i++)
		assert_true(settings_add_operator(&s, &words[i], NULL));
	assert_int_equal(s.opers.n, 3);
	assert_int_equal(s.opers.block[0].verifier.iterations, 4096);
	assert_null(s.opers.block[0].account);
	assert_null(s.opers.block[0].masks);
	assert_string_equal(s.opers.block[1].account, "al");
	assert_int_equal(s.opers.block[1].verifier.iterations, 0);
	assert_string_equal(s.opers.block[2].fingerprint, fingerprint);
	settings_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_the_defaults_that_the_manual_promises),
		cmocka_unit_test(names_no_setting_twice),
		cmocka_unit_test(reads_each_type),
		cmocka_unit_test(says_what_is_wrong_and_changes_nothing),
		cmocka_unit_test(refuses_operators_that_cannot_be),
		cmocka_unit_test(takes_operators_with_one_way_to_prove_it),
		cmocka_unit_test(copies_one_value_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
