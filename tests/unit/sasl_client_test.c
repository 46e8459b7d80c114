/* sasl_client_test.c -- the client's SASL against the server's. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/sasl.h"
#include "proto/sasl_client.h"
#include "support/scram_kit.h"

#include "base/banned.h"

static const unsigned char client_nonce[SASL_NONCE_BYTES] = { 1, 2, 3 };
static const unsigned char server_nonce[SASL_NONCE_BYTES] = { 9, 8, 7 };
static const struct sasl_binding bound = {
	.exporter = { 5, 6, 7, 8 }, .exporter_len = 4,
};
static const struct scram_channel channel = {
	"tls-exporter", bound.exporter, 4
};

struct talk {
	struct scram_client client;
	struct scram server;
	struct sasl_verifier verifier;
	char out[SCRAM_PART_MAX];
	char proof[SCRAM_FINAL_SIZE];
};

/* Up to the server's challenge. */
static void
begin(struct talk *t, const char *name, const char *stored, bool plus)
{
	memset(t, 0, sizeof *t);
	scram_kit_verifier(&t->verifier, stored, 's', SASL_ITERATIONS_MIN);
	assert_true(scram_client_first(&t->client, name, client_nonce,
	    plus ? &channel : NULL, t->out));
	assert_true(scram_first(&t->server, t->out, strlen(t->out), plus,
	    plus));
	assert_string_equal(t->server.user, name);
	scram_challenge(&t->server, &t->verifier, server_nonce);
}

/* The rest; whether the server lets the client in. */
static bool
end(struct talk *t, const char *password)
{
	assert_true(scram_client_final(&t->client, password,
	    t->server.server_first, strlen(t->server.server_first), t->out));
	return scram_final(&t->server, &t->verifier, &bound, t->out,
	    strlen(t->out), t->proof);
}

static void
both_prove_that_they_know_the_password(void **state)
{
	struct talk t;

	(void)state;
	for (int plus = 0; plus < 2; plus++) {
		begin(&t, "al", "pencil", plus);
		assert_true(end(&t, "pencil"));
		assert_true(scram_client_verify(&t.client, t.proof,
		    strlen(t.proof)));
		t.proof[10] ^= 1;
		assert_false(scram_client_verify(&t.client, t.proof,
		    strlen(t.proof)));
	}
}

static void
a_wrong_password_is_refused(void **state)
{
	struct talk t;

	(void)state;
	begin(&t, "al", "pencil", false);
	assert_false(end(&t, "pen"));
}

static void
a_name_may_have_commas(void **state)
{
	struct talk t;

	(void)state;
	begin(&t, "a,b=c", "pencil", false);
	assert_true(end(&t, "pencil"));
}

/* A server that does not know our nonce, or wants too little or too much. */
static void
an_odd_challenge_is_refused(void **state)
{
	static const char *const odd[] = {
		"", "r=", "r=xyz,s=czg=,i=4096", "s=czg=,r=x,i=4096",
		"r=%s,s=czg=,i=4096", "r=%sz,s=,i=4096", "r=%sz,s=!,i=4096",
		"r=%sz,s=czg=,i=1", "r=%sz,s=czg=,i=4095",
		"r=%sz,s=czg=,i=99999999999", "r=%sz,s=czg=,i=x",
		"m=ext,r=%sz,s=czg=,i=4096",
	};
	struct talk t;
	char text[SCRAM_PART_MAX];

	(void)state;
	begin(&t, "al", "pencil", false);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		const char *ours = strstr(t.client.first, ",r=") + 3;
		const char *at = strstr(odd[i], "%s");
		size_t len = at != NULL ? (size_t)(at - odd[i]) : 0;

		memcpy(text, odd[i], len);
		snprintf(text + len, sizeof text - len, "%s%s",
		    at != NULL ? ours : "", at != NULL ? at + 2 : odd[i]);
		assert_false(scram_client_final(&t.client, "pencil", text,
		    strlen(text), t.out));
	}
}

static void
plain_is_name_and_password(void **state)
{
	struct sasl_plain plain;
	char out[32];
	size_t n = sasl_plain_write("al", "pencil", out, sizeof out);

	(void)state;
	assert_true(sasl_plain_read(out, n, &plain));
	assert_true(str_span_eq(plain.authcid, "al"));
	assert_true(str_span_eq(plain.password, "pencil"));
	assert_int_equal(plain.authzid.len, 0);
	assert_int_equal(sasl_plain_write("al", "pencil", out, 9), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_prove_that_they_know_the_password),
		cmocka_unit_test(a_wrong_password_is_refused),
		cmocka_unit_test(a_name_may_have_commas),
		cmocka_unit_test(an_odd_challenge_is_refused),
		cmocka_unit_test(plain_is_name_and_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
