/* store_account_test.c -- every store: accounts are unique, and are kept. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/store_kit.h"

#include "base/banned.h"

static const char cert_a[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char cert_b[] =
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

static enum result_code
ask_account(struct store *s, const struct question *q, struct account_row *row)
{
	static char name[ACCOUNT_LEN + 1], certs[CERTS_MAX * (CERT_LEN + 1)];
	enum result_code code;
	struct result r;

	kit_ask(s, q, &r);
	if (row != NULL) {
		*row = r.account;
		(void)str_copy(name, sizeof name, r.account.name == NULL ? "" :
		    r.account.name);
		(void)str_copy(certs, sizeof certs, r.account.certs == NULL ?
		    "" : r.account.certs);
		row->name = name;
		row->certs = certs;
	}
	code = r.code;
	result_release(&r);
	return code;
}

static enum result_code
add_account(struct store *s, uint64_t number, const char *name,
    const char *cert)
{
	struct question q = { .kind = QUESTION_ACCOUNT_ADD, .cert = cert,
	    .row = { .number = number, .name = name, .registered_ms = 777,
	    .verifier = { .iterations = 4096, .salt = "salt",
	    .stored_key = "stored", .server_key = "server" } } };

	return ask_account(s, &q, NULL);
}

static enum result_code
find_account(struct store *s, const char *name, const char *cert,
    struct account_row *row)
{
	struct question q = { .kind = QUESTION_ACCOUNT, .row.name = name,
	    .cert = cert };

	return ask_account(s, &q, row);
}

static enum result_code
change_account(struct store *s, uint64_t number, unsigned parts,
    const char *cert)
{
	struct question q = { .kind = QUESTION_ACCOUNT_CHANGE, .parts = parts,
	    .cert = cert, .row = { .number = number, .name = "Dana",
	    .flags = 1, .verifier = { .iterations = 5000,
	    .stored_key = "new" } } };

	return ask_account(s, &q, NULL);
}

static void
an_account_is_found_in_any_case_and_by_certificate(void **state)
{
	struct store *s = kit_store_of(state);
	struct account_row row;

	assert_int_equal(add_account(s, 41, "Al", cert_a), RESULT_OK);
	s = kit_reopen(state);
	assert_int_equal(find_account(s, "aL", NULL, &row), RESULT_OK);
	assert_int_equal(row.number, 41);
	assert_string_equal(row.name, "Al");
	assert_int_equal(row.registered_ms, 777);
	assert_int_equal(row.flags, 0);
	assert_int_equal(row.verifier.iterations, 4096);
	assert_string_equal((const char *)row.verifier.salt, "salt");
	assert_string_equal((const char *)row.verifier.stored_key, "stored");
	assert_string_equal((const char *)row.verifier.server_key, "server");
	assert_string_equal(row.certs, cert_a);
	assert_int_equal(find_account(s, NULL, cert_a, &row), RESULT_OK);
	assert_int_equal(row.number, 41);
	assert_int_equal(find_account(s, "bo", NULL, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
	assert_int_equal(find_account(s, NULL, cert_b, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
	if (kit_is_on_disk(state))
		assert_int_equal(store_high(s), 41);
}

static void
a_name_and_a_certificate_are_one_accounts(void **state)
{
	struct store *s = kit_store_of(state);
	struct account_row row;

	assert_int_equal(add_account(s, 1, "al", cert_a), RESULT_OK);
	assert_int_equal(add_account(s, 2, "AL", NULL), RESULT_EXISTS);
	assert_int_equal(add_account(s, 2, "\xd0\xb0l", NULL),	/* Cyrillic */
	    RESULT_LOOKS_LIKE);
	assert_int_equal(add_account(s, 3, "bo", cert_a), RESULT_EXISTS);
	assert_int_equal(find_account(s, "bo", NULL, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
	assert_int_equal(add_account(s, 4, "bo", NULL), RESULT_OK);
	assert_int_equal(change_account(s, 4, ACCOUNT_PART_CERT_ADD, cert_a),
	    RESULT_EXISTS);
	assert_int_equal(change_account(s, 4, ACCOUNT_PART_CERT_ADD, cert_b),
	    RESULT_OK);
	assert_int_equal(change_account(s, 4, ACCOUNT_PART_CERT_ADD, cert_b),
	    RESULT_OK);
	assert_int_equal(find_account(s, "bo", NULL, &row), RESULT_OK);
	assert_string_equal(row.certs, cert_b);
	assert_int_equal(change_account(s, 4, ACCOUNT_PART_CERT_DEL, cert_b),
	    RESULT_OK);
	assert_int_equal(find_account(s, NULL, cert_b, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
}

static void
an_account_changes_in_what_is_named(void **state)
{
	struct store *s = kit_store_of(state);
	struct account_row row;

	assert_int_equal(add_account(s, 1, "al", NULL), RESULT_OK);
	assert_int_equal(add_account(s, 2, "bo", NULL), RESULT_OK);
	assert_int_equal(change_account(s, 1, ACCOUNT_PART_FLAGS, NULL),
	    RESULT_OK);
	assert_int_equal(find_account(s, "al", NULL, &row), RESULT_OK);
	assert_int_equal(row.flags, 1);
	assert_int_equal(row.verifier.iterations, 4096);
	assert_int_equal(change_account(s, 1, ACCOUNT_PART_VERIFIER |
	    ACCOUNT_PART_NAME, NULL), RESULT_OK);
	assert_int_equal(change_account(s, 2, ACCOUNT_PART_NAME, NULL),
	    RESULT_EXISTS);
	assert_int_equal(add_account(s, 3, "d\xd0\xb0na", NULL),
	    RESULT_LOOKS_LIKE);
	assert_int_equal(add_account(s, 3, "\xd0\xb0l", NULL), RESULT_OK);
	s = kit_reopen(state);
	assert_int_equal(find_account(s, "al", NULL, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
	assert_int_equal(find_account(s, "dana", NULL, &row), RESULT_OK);
	assert_int_equal(row.number, 1);
	assert_int_equal(row.verifier.iterations, 5000);
	assert_string_equal((const char *)row.verifier.stored_key, "new");
	assert_int_equal(change_account(s, 99, ACCOUNT_PART_FLAGS, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
}

static void
a_dropped_account_leaves_name_and_certificates(void **state)
{
	struct store *s = kit_store_of(state);
	struct question drop = { .kind = QUESTION_ACCOUNT_DROP,
	    .row.number = 1 };

	assert_int_equal(add_account(s, 1, "al", cert_a), RESULT_OK);
	assert_int_equal(ask_account(s, &drop, NULL), RESULT_OK);
	assert_int_equal(ask_account(s, &drop, NULL), RESULT_NO_SUCH_ACCOUNT);
	assert_int_equal(add_account(s, 2, "al", cert_a), RESULT_OK);
}

static void
an_account_has_a_few_certificates_at_most(void **state)
{
	struct store *s = kit_store_of(state);
	char cert[CERT_LEN + 1];

	assert_int_equal(add_account(s, 1, "al", NULL), RESULT_OK);
	memset(cert, 'c', sizeof cert);
	cert[CERT_LEN] = '\0';
	for (int i = 0; i < CERTS_MAX; i++) {
		cert[0] = (char)('0' + i);
		assert_int_equal(change_account(s, 1, ACCOUNT_PART_CERT_ADD,
		    cert), RESULT_OK);
	}
	cert[0] = 'f';
	assert_int_equal(change_account(s, 1, ACCOUNT_PART_CERT_ADD, cert),
	    RESULT_TOO_MANY);
	assert_int_equal(find_account(s, NULL, cert, NULL),
	    RESULT_NO_SUCH_ACCOUNT);
}

static void
note_account(void *ctx, const struct account_row *row)
{
	char *out = ctx;
	size_t len = strlen(out);

	assert_int_equal(row->verifier.iterations, 0);
	snprintf(out + len, 64 - len, "%s=%d ", row->name, (int)row->number);
}

static void
all_accounts_are_there_at_the_start(void **state)
{
	struct store *s = kit_store_of(state);
	char all[64] = "";

	assert_int_equal(add_account(s, 7, "bo", NULL), RESULT_OK);
	assert_int_equal(add_account(s, 9, "al", NULL), RESULT_OK);
	s = kit_reopen(state);
	assert_true(store_load_accounts(s, note_account, all));
	assert_string_equal(all, "bo=7 al=9 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_EVERY(an_account_is_found_in_any_case_and_by_certificate),
		KIT_EVERY(a_name_and_a_certificate_are_one_accounts),
		KIT_EVERY(an_account_changes_in_what_is_named),
		KIT_EVERY(a_dropped_account_leaves_name_and_certificates),
		KIT_EVERY(an_account_has_a_few_certificates_at_most),
		KIT_EVERY(all_accounts_are_there_at_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
