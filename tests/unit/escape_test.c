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
	is_notice(NOTICE_777, "a\xe2\x80\xae" "b", "x\xe2\x81\xa7y \xe2\x80",
	    "\033]777;notify;ab;xy \033\\");
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

static void
is_copy(enum copy_way way, const char *text, const char *expected)
{
	struct buf out;

	buf_init(&out, 8192);
	assert_true(escape_copy(&out, way, text, strlen(text)));
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
}

static void
the_clipboard_gets_base64(void **state)
{
	(void)state;
	is_copy(COPY_PLAIN, "hi \033\a", "\033]52;c;aGkgGwc=\a");
	is_copy(COPY_TMUX, "hi", "\033]52;c;aGk=\a"
	    "\033Ptmux;\033\033]52;c;aGk=\a\033\\");
	is_copy(COPY_SCREEN, "hi", "\033P\033]52;c;aGk=\a\033\\");
}

/* Nothing in an address ends the sequence, or means anything to it. */
static void
an_address_goes_as_printable_ascii(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	assert_true(escape_link(&out, 0x1f, "https://\xc3\xbc/a;b \033\a\x9c"));
	assert_true(escape_link_end(&out));
	assert_string_equal(buf_str(&out), "\033]8;id=t0000001f;"
	    "https://%C3%BC/a;b%20%1B%07%9C\033\\\033]8;;\033\\");
	buf_release(&out);
}

/* GNU screen drops a string that is too long for it. */
static void
pieces_for_screen_are_short(void **state)
{
	char text[2000];
	struct buf out;
	const char *piece;

	(void)state;
	memset(text, 'x', sizeof text);
	buf_init(&out, 8192);
	assert_true(escape_copy(&out, COPY_SCREEN, text, sizeof text));
	for (piece = buf_str(&out); piece != NULL && piece[0] != '\0';) {
		const char *end = strstr(piece, "\033\\");

		assert_non_null(end);
		assert_true(end - piece < 256);
		assert_memory_equal(piece, "\033P", 2);
		piece = end + 2;
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clipboard_gets_base64),
		cmocka_unit_test(an_address_goes_as_printable_ascii),
		cmocka_unit_test(pieces_for_screen_are_short),
		cmocka_unit_test(each_way_has_its_string),
		cmocka_unit_test(controls_and_separators_go),
		cmocka_unit_test(a_title_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
