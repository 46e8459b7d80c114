/* sasl_test.c -- payloads of SASL: base64, PLAIN, SCRAM-SHA-256. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/sasl.h"
#include "support/scram_kit.h"

#include "base/banned.h"

/* RFC 7677, chapter 3: user "user", password "pencil". */
static const char rfc_first[] = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
static const char rfc_nonce[] =
    "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
static const char rfc_server_first[] =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
static const char rfc_final[] =
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
static const char rfc_answer[] =
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

static const unsigned char our_nonce[SASL_NONCE_BYTES] = { 7, 7, 7 };

static bool
first(struct scram *x, const char *message)
{
	return scram_first(x, message, strlen(message), false, false);
}

/* --- base64 --- */

static void
base64_goes_there_and_back(void **state)
{
	static const char *const texts[] = { "", "Zg==", "Zm8=", "Zm9v",
	    "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };	/* RFC 4648, 10 */
	char text[BASE64_SIZE(6)];
	unsigned char back[BASE64_BYTES(8)];
	size_t n, len;

	(void)state;
	for (n = 0; n <= 6; n++) {
		assert_int_equal(base64_encode("foobar", n, text),
		    strlen(texts[n]));
		assert_string_equal(text, texts[n]);
		assert_true(base64_decode(text, strlen(text), back, &len));
		assert_int_equal(len, n);
		assert_memory_equal(back, "foobar", n);
	}
}

static void
base64_is_strict(void **state)
{
	static const char *const wrong[] = { "Z", "Zg", "Zg=", "Zh==", "Zm9=",
	    "Zg==Zg==", "Z===", "====", "Zm9v ", "Zm\n9", "Zg=v", "Z-9v" };
	unsigned char out[16];
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(base64_decode(wrong[i], strlen(wrong[i]), out,
		    &len));
	assert_false(base64_decode("Zg\0v", 4, out, &len));
}

/* --- PLAIN --- */

static void
plain_has_three_parts(void **state)
{
	struct sasl_plain p;

	(void)state;
	assert_true(sasl_plain_read("\0al\0sesame", 10, &p));
	assert_int_equal(p.authzid.len, 0);
	assert_true(str_span_eq(p.authcid, "al"));
	assert_true(str_span_eq(p.password, "sesame"));
	assert_true(sasl_plain_read("al\0al\0s", 7, &p));
	assert_true(str_span_eq(p.authzid, "al"));
	assert_false(sasl_plain_read("", 0, &p));
	assert_false(sasl_plain_read("al", 2, &p));
	assert_false(sasl_plain_read("\0al", 3, &p));
	assert_false(sasl_plain_read("\0\0pw", 4, &p));
	assert_false(sasl_plain_read("\0al\0", 4, &p));
	assert_false(sasl_plain_read("\0al\0a\0b", 7, &p));
}

/* --- SCRAM --- */

static void
the_example_of_the_specification_passes(void **state)
{
	struct sasl_verifier v;
	unsigned char salt[BASE64_BYTES(24)], salted[DIGEST_BYTES];
	char out[SCRAM_FINAL_SIZE];
	struct scram x;
	size_t len;

	(void)state;
	assert_true(base64_decode("W22ZaJ0SNY7soEsUEjb6gQ==", 24, salt, &len));
	assert_int_equal(len, SASL_SALT_BYTES);
	digest_pbkdf2("pencil", 6, salt, len, 4096, salted);
	sasl_verifier_make(&v, salted, salt, 4096);
	assert_true(first(&x, rfc_first));
	assert_string_equal(x.user, "user");
	scram_challenge(&x, &v, our_nonce);
	/* Their nonce in the place of ours. */
	(void)str_copy(x.nonce, sizeof x.nonce, rfc_nonce);
	(void)str_copy(x.server_first, sizeof x.server_first,
	    rfc_server_first);
	assert_true(scram_final(&x, &v, NULL, rfc_final, strlen(rfc_final),
	    out));
	assert_string_equal(out, rfc_answer);
}

/* One whole exchange; `bytes` are the channel's, as the client sees them. */
static bool
exchange(const char *header, const char *password, bool plus,
    const void *bytes, size_t nbytes, const struct sasl_binding *binding)
{
	struct sasl_verifier v;
	char message[SCRAM_PART_MAX], last[1024], out[SCRAM_FINAL_SIZE];
	unsigned char channel[SCRAM_PART_MAX];
	size_t len = strlen(header);
	struct scram x;

	scram_kit_verifier(&v, "sesame", 3, SASL_ITERATIONS_MIN);
	(void)str_copy(message, sizeof message, header);
	(void)str_copy(message + len, sizeof message - len, "n=al,r=abcdef");
	if (!scram_first(&x, message, strlen(message), plus, plus))
		return false;
	scram_challenge(&x, &v, our_nonce);
	memcpy(channel, header, len);
	memcpy(channel + len, bytes, nbytes);
	scram_kit_final(last, sizeof last, password, channel, len + nbytes,
	    "n=al,r=abcdef", x.server_first);
	return scram_final(&x, &v, binding, last, strlen(last), out);
}

static void
only_the_right_password_passes(void **state)
{
	(void)state;
	assert_true(exchange("n,,", "sesame", false, "", 0, NULL));
	assert_true(exchange("n,a=al,", "sesame", false, "", 0, NULL));
	assert_true(exchange("y,,", "sesame", false, "", 0, NULL));
	assert_false(exchange("n,,", "Sesame", false, "", 0, NULL));
	assert_false(exchange("n,,", "sesame", false, "x", 1, NULL));
	assert_false(exchange("n,a=bo,", "sesame", false, "", 0, NULL));
}

static void
a_bound_channel_must_be_the_same_one(void **state)
{
	static const struct sasl_binding binding = { .end_point = "certificate",
	    .end_point_len = 11, .exporter = "exported", .exporter_len = 8 };
	static const struct sasl_binding none = { .end_point_len = 0 };

	(void)state;
	assert_true(exchange("p=tls-server-end-point,,", "sesame", true,
	    "certificate", 11, &binding));
	assert_true(exchange("p=tls-exporter,,", "sesame", true, "exported", 8,
	    &binding));
	assert_false(exchange("p=tls-exporter,,", "sesame", true, "certificate",
	    11, &binding));
	assert_false(exchange("p=tls-exporter,,", "sesame", true, "", 0,
	    &none));
	assert_false(exchange("p=tls-unique,,", "sesame", true, "", 0,
	    &binding));
	assert_false(exchange("n,,", "sesame", true, "", 0, &binding));
	assert_false(exchange("p=tls-exporter,,", "sesame", false, "exported",
	    8, &binding));
	/* "I could, but you do not offer it": we do; somebody took it away. */
	assert_false(exchange("y,,", "sesame", true, "", 0, &binding));
}

static void
malformed_messages_are_refused(void **state)
{
	static const char *const wrong[] = { "", "n", "n,", "n,,", "n,,n=al",
	    "n,,r=abc,n=al", "n,,n=,r=abc", "n,,n=al,r=", "x,,n=al,r=abc",
	    "n,al,n=al,r=abc", "n,a=al", "p=,,n=al,r=abc", "n,,m=x,n=al,r=abc",
	    "n,,n=a=l,r=abc", "n,,n=a=2,r=abc", "n,,n=al" };
	struct scram x;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(first(&x, wrong[i]));
	assert_false(scram_first(&x, "n,,n=al\0,r=abc", 14, false, false));
	assert_true(first(&x, "n,,n=a=2Cl=3D,r=abc,ext=1"));
	assert_string_equal(x.user, "a,l=");
}

static void
a_final_message_must_be_the_answer_to_ours(void **state)
{
	static const char *const wrong[] = { "", "c=biws", "c=biws,r=abc",
	    "c=biws,r=abc,p=", "r=abc,c=biws,p=Zg==", "c=biws,p=Zg==",
	    "c=biws,r=abc,p=Zg==,x" };
	struct sasl_verifier v;
	char out[SCRAM_FINAL_SIZE];
	struct scram x;
	size_t i;

	(void)state;
	scram_kit_verifier(&v, "sesame", 3, SASL_ITERATIONS_MIN);
	assert_true(first(&x, "n,,n=al,r=abc"));
	scram_challenge(&x, &v, our_nonce);
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(scram_final(&x, &v, NULL, wrong[i],
		    strlen(wrong[i]), out));
}

static void
a_name_that_nobody_has_looks_like_any(void **state)
{
	static const unsigned char secret[DIGEST_BYTES] = "secret";
	struct sasl_verifier a, again, b;
	unsigned char salted[DIGEST_BYTES];

	(void)state;
	sasl_verifier_fake(&a, "al", secret);
	sasl_verifier_fake(&again, "al", secret);
	sasl_verifier_fake(&b, "bo", secret);
	assert_int_equal(a.iterations, SASL_ITERATIONS);
	assert_memory_equal(&a, &again, sizeof a);
	assert_memory_not_equal(a.salt, b.salt, sizeof a.salt);
	digest_pbkdf2("", 0, a.salt, sizeof a.salt, a.iterations, salted);
	assert_false(sasl_verifier_matches(&a, salted));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_goes_there_and_back),
		cmocka_unit_test(base64_is_strict),
		cmocka_unit_test(plain_has_three_parts),
		cmocka_unit_test(the_example_of_the_specification_passes),
		cmocka_unit_test(only_the_right_password_passes),
		cmocka_unit_test(a_bound_channel_must_be_the_same_one),
		cmocka_unit_test(malformed_messages_are_refused),
		cmocka_unit_test(a_final_message_must_be_the_answer_to_ours),
		cmocka_unit_test(a_name_that_nobody_has_looks_like_any),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
