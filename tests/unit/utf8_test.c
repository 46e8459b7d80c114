/* utf8_test.c -- characters, clusters, normal form. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "base/utf8.h"

#include "base/banned.h"

static bool
valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

static void
tells_valid_from_invalid(void **state)
{
	(void)state;
	assert_true(valid(""));
	assert_true(valid("plain ASCII, longer than eight bytes"));
	assert_true(valid("na\xc3\xafve \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80"));
	assert_true(utf8_valid("a\0b", 3));
	assert_false(valid("\xff"));
	assert_false(valid("twelve bytes\xc3"));
	assert_false(valid("\x80"));
	assert_false(valid("\xc0\xaf"));
	assert_false(valid("\xed\xa0\x80"));
	assert_false(valid("\xf4\x90\x80\x80"));
	assert_false(utf8_valid("\xe6\x97\xa5", 2));
}

static void
decodes_and_encodes_the_same(void **state)
{
	static const uint32_t cps[] = { 0, 'a', 0x7f, 0x80, 0x7ff, 0x800,
	    0xfffd, 0xffff, 0x10000, 0x10ffff };
	char bytes[4];
	uint32_t cp;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cps / sizeof cps[0]; i++) {
		size_t n = utf8_encode(cps[i], bytes);

		assert_in_range(n, 1, 4);
		assert_int_equal(utf8_decode(bytes, n, &cp), n);
		assert_int_equal(cp, cps[i]);
	}
	assert_int_equal(utf8_encode(0xd800, bytes), 0);
	assert_int_equal(utf8_encode(0x110000, bytes), 0);
	assert_int_equal(utf8_decode("\xe6\x97", 2, &cp), 1);
	assert_int_equal(cp, 0xfffd);
	assert_int_equal(utf8_decode("", 0, &cp), 0);
}

static void
a_cluster_is_what_people_call_one_character(void **state)
{
	static const char *const one[] = { "a", "e\xcc\x81", "\r\n",
	    "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",	/* flag DE */
	    /* family: man, ZWJ, woman, ZWJ, girl */
	    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa7" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof one / sizeof one[0]; i++) {
		char text[64];
		size_t len = strlen(one[i]);

		assert_int_equal(utf8_next_cluster(one[i], len), len);
		memcpy(text, one[i], len);
		memcpy(text + len, "xy", 2);
		assert_int_equal(utf8_next_cluster(text, len + 2), len);
		memcpy(text, "xy", 2);
		memcpy(text + 2, one[i], len);
		assert_int_equal(utf8_prev_cluster(text, len + 2), 2);
	}
	assert_int_equal(utf8_next_cluster("", 0), 0);
	assert_int_equal(utf8_prev_cluster("", 0), 0);
	assert_int_equal(utf8_next_cluster("\xff\xff", 2), 1);
}

/* Every pair of one of each kind: what the quick look rules out is two
 * clusters by the rules of Unicode too. */
static void
the_quick_look_rules_out_no_cluster(void **state)
{
	static const uint32_t kinds[] = {
		'a', '\r', '\n', 0x01, 0x301, 0x600, 0x903, 0x915, 0x94d,
		0x1100, 0x1161, 0x11a8, 0xac00, 0xac01, 0x200c, 0x200d, 0x3042,
		0x4e00, 0xe33, 0xfe0f, 0x1f1e6, 0x1f44d, 0x1f3fb, 0x10ffff,
	};
	const size_t n = sizeof kinds / sizeof *kinds;

	(void)state;
	for (size_t i = 0; i < n * n; i++) {
		uint32_t cp = kinds[i / n];
		char next[4];
		size_t len = utf8_encode(kinds[i % n], next);

		if (!utf8_may_join(cp, next, len))
			assert_true(utf8proc_grapheme_break((int32_t)cp,
			    (int32_t)kinds[i % n]));
	}
	assert_true(utf8_may_join('e', "\xcc\x81", 2));
	assert_false(utf8_may_join('e', "e", 1));
	assert_false(utf8_may_join('e', "", 0));
}

static void
knows_the_columns(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0x65e5), 2);
	assert_int_equal(utf8_width(0x301), 0);
}

static void
knows_what_cannot_be_seen(void **state)
{
	(void)state;
	assert_true(utf8_is_invisible(' '));
	assert_true(utf8_is_invisible(0x07));
	assert_true(utf8_is_invisible(0x202e));
	assert_true(utf8_is_invisible(0x200d));
	assert_true(utf8_is_invisible(0xa0));
	assert_false(utf8_is_invisible('a'));
	assert_false(utf8_is_invisible(0x1f600));
	assert_true(utf8_is_mark(0x301));
	assert_false(utf8_is_mark('a'));
}

static void
normalises_to_composed_form(void **state)
{
	char *s = utf8_nfc("e\xcc\x81");

	(void)state;
	assert_string_equal(s, "\xc3\xa9");
	free(s);
	s = utf8_nfc("ascii");
	assert_string_equal(s, "ascii");
	free(s);
	s = utf8_nfc("");
	assert_string_equal(s, "");
	free(s);
	assert_null(utf8_nfc("bad\xff"));
	s = utf8_fold_compatible("\xc3\x89\x41\xc3\x9f");
	assert_string_equal(s, "\xc3\xa9""ass");
	free(s);
	assert_null(utf8_fold_compatible("\xc3"));
}

static void
cuts_between_characters(void **state)
{
	const char *s = "a\xe6\x97\xa5z";

	(void)state;
	assert_int_equal(utf8_cut(s, 5, 9), 5);
	assert_int_equal(utf8_cut(s, 5, 5), 5);
	assert_int_equal(utf8_cut(s, 5, 4), 4);
	assert_int_equal(utf8_cut(s, 5, 3), 1);
	assert_int_equal(utf8_cut(s, 5, 2), 1);
	assert_int_equal(utf8_cut(s, 5, 1), 1);
	assert_int_equal(utf8_cut(s, 5, 0), 0);
	assert_int_equal(utf8_cut("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
	assert_int_equal(utf8_cut("\x80\x80\x80", 3, 2), 0);
}

static void
counts_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_count("", 0), 0);
	assert_int_equal(utf8_count("a\xe6\x97\xa5z", 5), 3);
	assert_int_equal(utf8_count("\xff\xff", 2), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_valid_from_invalid),
		cmocka_unit_test(decodes_and_encodes_the_same),
		cmocka_unit_test(a_cluster_is_what_people_call_one_character),
		cmocka_unit_test(the_quick_look_rules_out_no_cluster),
		cmocka_unit_test(knows_the_columns),
		cmocka_unit_test(knows_what_cannot_be_seen),
		cmocka_unit_test(normalises_to_composed_form),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(counts_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
