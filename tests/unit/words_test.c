/* words_test.c -- what is a word when somebody searches. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/words.h"

#include "base/banned.h"

/* The folded words of `text`, a bar between two. */
static void
words_are(const char *text, const char *want)
{
	struct words w = { .text = text, .len = strlen(text) };
	struct word word;
	char out[1000] = "";
	size_t n = 0;

	while (words_next(&w, &word)) {
		assert_true(word.from < word.to && word.to <= w.len);
		assert_int_equal(strlen(word.folded), word.len);
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%s",
		    n == 0 ? "" : "|", word.folded);
		assert_true(n < sizeof out);
	}
	assert_string_equal(out, want);
}

static void
letters_and_digits_make_words(void **state)
{
	(void)state;
	words_are("", "");
	words_are("?! ...", "");
	words_are("The tide, at 6pm!", "the|tide|at|6pm");
	words_are("https://example.org/a_b", "https|example|org|a|b");
}

static void
case_accents_and_width_do_not_count(void **state)
{
	(void)state;
	words_are("Grüße STRASSE Straße", "grusse|strasse|strasse");
	words_are("cafe\xcc\x81 café CAFÉ", "cafe|cafe|cafe");
	words_are("Ёлка Ένα", "елка|ενα");
	words_are("ＡＢＣ１２", "abc12");
	words_are("\xcc\x81 alone", "alone");
}

static void
chinese_japanese_korean_go_by_character(void **state)
{
	(void)state;
	words_are("港口今天", "港|口|今|天");
	words_are("東京タワー、がか", "東|京|タ|ワ|ー|が|か");
	words_are("안녕 IRC세계", "안|녕|irc|세|계");
	words_are("𠀀x", "𠀀|x");
}

static void
picture_signs_are_words(void **state)
{
	(void)state;
	words_are("cheers🍺🍺", "cheers|🍺|🍺");
	words_are("✓\xef\xb8\x8f done", "✓|done");
}

static void
marks_of_other_scripts_stay(void **state)
{
	(void)state;
	words_are("हिन्दी", "हिन्दी");
	words_are("ไทย", "ไทย");
}

static void
a_long_word_is_known_by_its_beginning(void **state)
{
	char text[201], want[WORD_BYTES + 1];

	(void)state;
	memset(text, 'A', 200);
	text[200] = '\0';
	memset(want, 'a', WORD_BYTES);
	want[WORD_BYTES] = '\0';
	words_are(text, want);
}

static void
bytes_that_are_no_text_separate(void **state)
{
	(void)state;
	words_are("a\xff\xfe" "b\xe6\xb8", "a|b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_and_digits_make_words),
		cmocka_unit_test(case_accents_and_width_do_not_count),
		cmocka_unit_test(chinese_japanese_korean_go_by_character),
		cmocka_unit_test(picture_signs_are_words),
		cmocka_unit_test(marks_of_other_scripts_stay),
		cmocka_unit_test(a_long_word_is_known_by_its_beginning),
		cmocka_unit_test(bytes_that_are_no_text_separate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
