/* irc_case_test.c -- when two names are one, and what may be a name. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_case.h"

#include "base/banned.h"

/* A name that stays as it is: valid, and in NFC. */
static bool
nick_valid(const char *nick)
{
	char made[NICK_LEN + 1];

	return irc_nick_make(nick, made) && strcmp(nick, made) == 0;
}

static bool
channel_valid(const char *name)
{
	char made[CHANNEL_LEN + 1];

	return irc_channel_make(name, made) && strcmp(name, made) == 0;
}

static void
ascii_letters_have_no_case(void **state)
{
	char key[32];

	(void)state;
	assert_true(irc_case_eq("#Ship[1]", "#sHIP[1]"));
	assert_false(irc_case_eq("a[", "a{"));
	assert_false(irc_case_eq("\xc3\x89", "\xc3\xa9"));
	assert_int_equal(irc_case_hash("Haddock"), irc_case_hash("hADDOCK"));
	assert_true(irc_case_hash("a") != irc_case_hash("b"));
	assert_true(irc_case_fold(key, sizeof key, "HaddOck\xc3\x89"));
	assert_string_equal(key, "haddock\xc3\x89");
	assert_false(irc_case_fold(key, 3, "abc"));
}

static void
other_servers_fold_more(void **state)
{
	char key[16];

	(void)state;
	assert_true(irc_casemap_eq(IRC_CASE_RFC1459, "A[]\\^", "a{}|~"));
	assert_false(irc_casemap_eq(IRC_CASE_RFC1459_STRICT, "^", "~"));
	assert_true(irc_casemap_eq(IRC_CASE_RFC1459_STRICT, "[", "{"));
	assert_false(irc_casemap_eq(IRC_CASE_ASCII, "[", "{"));
	assert_false(irc_casemap_eq(IRC_CASE_RFC1459, "a", "ab"));
	assert_true(irc_casemap_fold(IRC_CASE_RFC1459, key, sizeof key,
	    "Al^[x]"));
	assert_string_equal(key, "al~{x}");
}

static void
takes_nicks_of_every_script(void **state)
{
	static const char *const good[] = { "a", "al", "Haddock_", "[x]`^{|}\\",
	    "a-1", "Zo\xc3\xab", "\xe6\x9d\x8e", "\xf0\x9f\x98\x80",
	    "a12345678901234567890123456789" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(nick_valid(good[i]));
}

static void
refuses_what_a_line_or_a_mask_would_misread(void **state)
{
	static const char *const bad[] = { "", " ", "a b", "a,b", "a*", "a?",
	    "a!b", "a@b", "#a", "a#", ":a", "a:", "&a", "1a", "-a", "@a", "+a",
	    "%a", "~a", "$a", "a.b", "a\x07", "a\x7f", "\xff",
	    "a\xe2\x80\x8d" "b",	/* joins, is not seen */
	    "a\xe2\x80\xae",	/* turns the direction */
	    "a\xc2\xa0",	/* a blank that is none of ours */
	    "\xcc\x81" "a",	/* a mark with nothing to stand on */
	    "a123456789012345678901234567890" };
	char out[NICK_LEN + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(nick_valid(bad[i]));
		assert_false(irc_nick_make(bad[i], out));
		assert_string_equal(out, "");
	}
}

static void
names_are_kept_composed(void **state)
{
	char nick[NICK_LEN + 1], channel[CHANNEL_LEN + 1];

	(void)state;
	assert_false(nick_valid("Zoe\xcc\x88"));
	assert_true(irc_nick_make("Zoe\xcc\x88", nick));
	assert_string_equal(nick, "Zo\xc3\xab");
	assert_true(irc_channel_make("#Zoe\xcc\x88", channel));
	assert_string_equal(channel, "#Zo\xc3\xab");
	assert_false(channel_valid("#Zoe\xcc\x88"));
}

static void
a_name_of_a_megabyte_is_no_name(void **state)
{
	char *huge = malloc(1000001), nick[NICK_LEN + 1];

	(void)state;
	memset(huge, 'a', 1000000);
	huge[1000000] = '\0';
	assert_false(irc_nick_make(huge, nick));
	free(huge);
}

static void
knows_channels(void **state)
{
	char name[CHANNEL_LEN + 2];

	(void)state;
	assert_true(channel_valid("#a"));
	assert_true(channel_valid("##c++"));
	assert_true(channel_valid("#\xe6\x97\xa5\xe6\x9c\xac"));
	assert_false(channel_valid(""));
	assert_false(channel_valid("#"));
	assert_false(channel_valid("a"));
	assert_false(channel_valid("#a b"));
	assert_false(channel_valid("#a,b"));
	assert_false(channel_valid("#a\x07"));
	memset(name, 'x', sizeof name);
	name[0] = '#';
	name[CHANNEL_LEN] = '\0';
	assert_true(channel_valid(name));
	name[CHANNEL_LEN] = 'x';
	name[CHANNEL_LEN + 1] = '\0';
	assert_false(channel_valid(name));
	assert_true(irc_is_channel("#"));
	assert_false(irc_is_channel("&a"));
}

static void
makes_a_user_name_of_anything(void **state)
{
	static const char *const rows[][2] = {
		{ "al", "al" }, { "", "user" }, { " !@:*?,", "user" },
		{ "a!b@c d", "abcd" }, { "\xff\x01z", "z" },
		{ "123456789012345678901", "12345678901234567890" },
		{ "1234567890123456789\xc3\xa9", "1234567890123456789" },
		{ "\xcc\x81" "e\xcc\x81", "e\xcc\x81" },
	};
	char out[USER_LEN + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		irc_user_make(rows[i][0], out);
		assert_string_equal(out, rows[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_letters_have_no_case),
		cmocka_unit_test(other_servers_fold_more),
		cmocka_unit_test(takes_nicks_of_every_script),
		cmocka_unit_test(refuses_what_a_line_or_a_mask_would_misread),
		cmocka_unit_test(names_are_kept_composed),
		cmocka_unit_test(a_name_of_a_megabyte_is_no_name),
		cmocka_unit_test(knows_channels),
		cmocka_unit_test(makes_a_user_name_of_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
