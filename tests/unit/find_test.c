/* find_test.c -- a text is found as people look for it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/find.h"

#include "base/banned.h"

/* The bytes found, as a part of `text`; "" for nothing. */
static void
finds(const char *what, const char *text, const char *part)
{
	struct find f;
	size_t begin = 0, end = 0;

	find_init(&f, what);
	if (!find_next(&f, text, strlen(text), 0, &begin, &end))
		begin = end = 0;
	assert_int_equal(end - begin, strlen(part));
	assert_memory_equal(text + begin, part, end - begin);
}

static void
case_does_not_matter(void **state)
{
	(void)state;
	finds("Build", "the BUILD is green", "BUILD");
	finds("ÜBER", "nichts darüber", "über");
	finds("Σίσυφος", "ΣΊΣΥΦΟΣ", "ΣΊΣΥΦΟΣ");
	finds("x", "nothing of it", "");
	finds("green!", "the build is green", "");
}

static void
accents_and_width_do_not_matter(void **state)
{
	(void)state;
	finds("cafe", "un café noir", "café");
	finds("cafe", "un cafe\xcc\x81 noir", "cafe\xcc\x81");
	finds("café", "un cafe noir", "cafe");
	finds("abc", "ＡＢＣ", "ＡＢＣ");
	finds("會議", "今日の會議は", "會議");
}

static void
codes_of_formats_are_passed(void **state)
{
	(void)state;
	finds("hello", "say hel\x02lo\x02 to", "hel\x02lo\x02");
}

static void
nothing_is_not_found(void **state)
{
	(void)state;
	finds("", "anything", "");
	finds("\xcc\x81", "a\xcc\x81", "");
	finds("abc", "", "");
}

static void
every_place_is_found_once(void **state)
{
	static const char text[] = "aXaXé aé";
	struct find f;
	size_t begin, end = 0, n = 0;

	(void)state;
	find_init(&f, "a");
	while (find_next(&f, text, sizeof text - 1, end, &begin, &end))
		n++;
	assert_int_equal(n, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_does_not_matter),
		cmocka_unit_test(accents_and_width_do_not_matter),
		cmocka_unit_test(codes_of_formats_are_passed),
		cmocka_unit_test(nothing_is_not_found),
		cmocka_unit_test(every_place_is_found_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
