/* sasl_text_test.c -- a verifier as one word of text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/sasl_text.h"

#include "base/banned.h"

/* RFC 7677, chapter 3: user "user", password "pencil". */
static const char known[] = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
    "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
    "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

static void
it_is_read_and_written(void **state)
{
	struct sasl_verifier v;
	unsigned char salted[DIGEST_BYTES];
	char text[SASL_TEXT_SIZE];

	(void)state;
	assert_true(sasl_verifier_parse(&v, known));
	sasl_verifier_format(&v, text);
	assert_string_equal(text, known);
	digest_pbkdf2("pencil", 6, v.salt, sizeof v.salt, v.iterations, salted);
	assert_true(sasl_verifier_matches(&v, salted));
	digest_pbkdf2("pencils", 7, v.salt, sizeof v.salt, v.iterations,
	    salted);
	assert_false(sasl_verifier_matches(&v, salted));
}

static void
what_is_none_is_refused(void **state)
{
	struct sasl_verifier v;
	char text[sizeof known];
	size_t i;

	(void)state;
	assert_false(sasl_verifier_parse(&v, ""));
	assert_false(sasl_verifier_parse(&v, "pencil"));
	assert_false(sasl_verifier_parse(&v, "SCRAM-SHA-1$4096:a$b:c"));
	assert_false(sasl_verifier_parse(&v, "SCRAM-SHA-256$1:"
	    "W22ZaJ0SNY7soEsUEjb6gQ==$a:b"));
	assert_false(sasl_verifier_parse(&v, "SCRAM-SHA-256$999999999:"
	    "W22ZaJ0SNY7soEsUEjb6gQ==$a:b"));
	for (i = 0; i < sizeof known - 1; i++) {
		memcpy(text, known, sizeof known);
		text[i] = '\0';
		assert_false(sasl_verifier_parse(&v, text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_read_and_written),
		cmocka_unit_test(what_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
