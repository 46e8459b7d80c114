/* irc_format_test.c -- bold, colours and the like in the text of a message. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_format.h"

#include "base/banned.h"

static size_t
code(const char *text)
{
	return irc_format_code(text, strlen(text));
}

static struct irc_format
after(const char *text)
{
	struct irc_format f = irc_format_none;
	size_t len = strlen(text);

	for (size_t i = 0, n; i < len; i += n > 0 ? n : 1) {
		n = irc_format_code(text + i, len - i);
		irc_format_apply(&f, text + i, n);
	}
	return f;
}

static void
a_code_takes_its_numbers_along(void **state)
{
	(void)state;
	assert_int_equal(code("text"), 0);
	assert_int_equal(code(""), 0);
	assert_int_equal(code("\033[1m"), 0);
	assert_int_equal(code("\002text"), 1);
	assert_int_equal(code("\003"), 1);
	assert_int_equal(code("\003text"), 1);
	assert_int_equal(code("\0034text"), 2);
	assert_int_equal(code("\003041"), 3);
	assert_int_equal(code("\0034,12x"), 5);
	assert_int_equal(code("\0034,x"), 2);
	assert_int_equal(code("\0034,"), 2);
	assert_int_equal(code("\003,4"), 1);
	assert_int_equal(code("\004ff0000x"), 7);
	assert_int_equal(code("\004FF0000,00ff00x"), 14);
	assert_int_equal(code("\004ff00x"), 1);
}

static void
attributes_go_on_and_off(void **state)
{
	(void)state;
	assert_int_equal(after("\002a").attrs, IRC_BOLD);
	assert_int_equal(after("\002a\002b").attrs, 0);
	assert_int_equal(after("\002\035\037\036\026\021").attrs, IRC_BOLD |
	    IRC_ITALIC | IRC_UNDERLINE | IRC_STRIKE | IRC_REVERSE |
	    IRC_MONOSPACE);
	assert_int_equal(after("\002\035\017x").attrs, 0);
}

static void
colours_are_known_by_number(void **state)
{
	struct irc_format f = after("\0034,12red on blue");

	(void)state;
	assert_int_equal(f.fg, 0xff0000);
	assert_int_equal(f.fg16, 4);
	assert_int_equal(f.bg16, 12);
	f = after("\0034,12a\00303b");
	assert_int_equal(f.fg16, 3);
	assert_int_equal(f.bg16, 12);	/* stays */
	f = after("\0034,12a\00399,99b");
	assert_true(irc_format_is_none(&f));
	f = after("\00398x");
	assert_int_equal(f.fg, 0xffffff);
	assert_int_equal(f.fg16, -1);
	f = after("\00416bBcDx");
	assert_int_equal(f.fg, 0x16bbcd);
	f = after("\0034,12a\003b");
	assert_true(irc_format_is_none(&f));
}

static void
what_is_left_is_the_text(void **state)
{
	char out[64];
	static const char text[] = "\002a\0034,12b\017 c\00399";
	size_t n = irc_format_strip(out, text, strlen(text));

	(void)state;
	assert_int_equal(n, 4);
	assert_memory_equal(out, "ab c", 4);
	assert_int_equal(irc_format_find("ab\002", 3), 2);
	assert_int_equal(irc_format_find("ab", 2), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_takes_its_numbers_along),
		cmocka_unit_test(attributes_go_on_and_off),
		cmocka_unit_test(colours_are_known_by_number),
		cmocka_unit_test(what_is_left_is_the_text),
	};

	return cmocka_run_group_tests_name("irc_format", tests, NULL, NULL);
}
