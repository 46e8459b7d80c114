/* escape_test.c -- titles and notices for the terminal. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/escape.h"

#include "base/banned.h"

static void
is_notice(enum notice_way way, const char *title, const char *body,
    const char *expected)
{
	struct buf out;

	buf_init(&out, 4096);
	assert_true(escape_notice(&out, way, title, body));
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
}

static void
each_way_has_its_string(void **state)
{
	(void)state;
	is_notice(NOTICE_9, "ALL", "dana: hi", "\033]9;ALL: dana: hi\033\\");
	is_notice(NOTICE_777, "ALL", "dana: hi",
	    "\033]777;notify;ALL;dana: hi\033\\");
	is_notice(NOTICE_99, "ALL", "dana: hi",
	    "\033]99;i=tcpchat:d=0:p=title;ALL\033\\"
	    "\033]99;i=tcpchat:d=1:p=body;dana: hi\033\\");
	is_notice(NOTICE_NONE, "ALL", "dana: hi", "");
}

/* Nothing that a person wrote ends the string, or begins another. */
static void
controls_and_separators_go(void **state)
{
	(void)state;
	is_notice(NOTICE_777, "a;b", "x;y\033\\\a\xc2\x9c\x7fz\n",
	    "\033]777;notify;ab;xy\\z\033\\");
	is_notice(NOTICE_9, "4;1", "x\a", "\033]9; 41: x\033\\");
}

static void
a_title_is_cut_between_characters(void **state)
{
	struct buf out;
	char title[1001];

	(void)state;
	for (size_t i = 0; i < sizeof title - 1; i += 2)
		memcpy(title + i, "\xc3\xbc", 2);
	title[1000] = '\0';
	buf_init(&out, 4096);
	assert_true(escape_title(&out, title));
	assert_int_equal(out.len, 4 + 256 + 1);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_way_has_its_string),
		cmocka_unit_test(controls_and_separators_go),
		cmocka_unit_test(a_title_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
