/* url_test.c -- addresses in a text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rand.h"
#include "tui/url.h"

#include "base/banned.h"

/* All that are found in `text`, each behind a "|". */
static void
finds(const char *text, const char *expected)
{
	char found[4096] = "";
	size_t len = strlen(text), n = 0;
	struct url u = { 0, 0 };

	while (url_find(text, len, u.end, &u))
		n += (size_t)snprintf(found + n, sizeof found - n, "|%.*s",
		    (int)(u.end - u.start), text + u.start);
	assert_string_equal(found, expected);
}

static void
an_address_is_found_wherever_it_stands(void **state)
{
	(void)state;
	finds("see https://example.org/a?b=c#d and more",
	    "|https://example.org/a?b=c#d");
	finds("http://a HTTPS://B.example irc://c/#d",
	    "|http://a|HTTPS://B.example|irc://c/#d");
	finds("write to mailto:dana@example.org.",
	    "|mailto:dana@example.org");
	finds("http://[::1]:8080/x, ok", "|http://[::1]:8080/x");
	finds("magnet:?xt=urn:btih:abc", "|magnet:?xt=urn:btih:abc");
	finds("https://a/https://b", "|https://a/https://b");
}

static void
what_is_none_is_text(void **state)
{
	(void)state;
	finds("", "");
	finds("http:// nothing, https://. no", "");
	finds("xhttp://a 10:30 c:\\x file:///etc javascript:alert(1)", "");
	finds("mailto:nobody mailto:@b data:text/html,x", "");
}

static void
what_ends_a_sentence_is_no_part_of_it(void **state)
{
	(void)state;
	finds("https://a/b. https://a/b, (https://a/b) https://a/b?!",
	    "|https://a/b|https://a/b|https://a/b|https://a/b");
	finds("https://a/b_(c) (https://a/b_(c)) https://a/[x]]",
	    "|https://a/b_(c)|https://a/b_(c)|https://a/[x]");
	finds("<https://a/b> \"https://a/b\" 'https://a/b'",
	    "|https://a/b|https://a/b|https://a/b");
	finds("**https://a/b**", "|https://a/b");
}

static void
other_scripts_stand_within_and_around(void **state)
{
	(void)state;
	finds("https://b\xc3\xbc" "cher.example/\xc3\xa4",
	    "|https://b\xc3\xbc" "cher.example/\xc3\xa4");
	/* Full stop and bracket of Japanese; a no-break space. */
	finds("\xe8\xa6\x8bhttps://a/b\xe3\x80\x82\xe3\x80\x8c"
	    "https://a/c\xe3\x80\x8d https://a/d\xc2\xa0x",
	    "|https://a/b|https://a/c|https://a/d");
}

/* What a terminal would obey, or nobody sees, ends it. */
static void
no_control_is_ever_part_of_one(void **state)
{
	(void)state;
	finds("https://a/b\033]8;;x\a", "|https://a/b");
	finds("https://a/b\x7f" "c", "|https://a/b");
	finds("https://a/b\xc2\x9c" "c", "|https://a/b");	/* C1 ST */
	finds("https://a/b\xe2\x80\xae" "c", "|https://a/b");	/* override */
	finds("https://a/b\xe2\x80\x8b" "c", "|https://a/b");	/* no width */
	finds("https://a/b\nc", "|https://a/b");
}

/* It is never too long for a terminal, and never slow to find. */
static void
hostile_texts_cost_little(void **state)
{
	enum { LEN = 60000 };
	char *text = malloc(LEN);
	struct url u;
	struct rand r;

	(void)state;
	assert_non_null(text);
	memset(text, ')', LEN);
	memcpy(text, "https://a/", 10);
	assert_true(url_find(text, LEN, 0, &u));
	assert_int_equal(u.end, 10);
	for (size_t i = 0; i + 7 < LEN; i += 7)
		memcpy(text + i, "http://", 7);
	assert_false(url_find(text, LEN - LEN % 7, 0, &u));
	rand_seed(&r, 7);
	for (int round = 0; round < 2000; round++) {
		static const char bits[] = "http://a.()[]:,\xc3\xbc\xe3\x80 ";
		size_t len = rand_below(&r, 200);

		for (size_t i = 0; i < len; i++)
			text[i] = bits[rand_below(&r, sizeof bits - 1)];
		for (u.end = 0; url_find(text, len, u.end, &u);)
			assert_true(u.start < u.end && u.end <= len);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_found_wherever_it_stands),
		cmocka_unit_test(what_is_none_is_text),
		cmocka_unit_test(what_ends_a_sentence_is_no_part_of_it),
		cmocka_unit_test(other_scripts_stand_within_and_around),
		cmocka_unit_test(no_control_is_ever_part_of_one),
		cmocka_unit_test(hostile_texts_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
