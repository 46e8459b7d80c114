/* known_test.c -- the file of known servers, and what it makes of one. */
#include "config.h"

#include "client/known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"

#include "base/banned.h"

static char folder[] = "known_test.XXXXXX";
static char path[sizeof folder + 16];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/known", folder);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

static int
forget(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void
remember(struct known *k, const char *host, char digit)
{
	struct known_server s = { .host = (char *)(uintptr_t)host,
	    .port = 6667, .tls_port = 6697 };
	struct err e = { "" };

	memset(s.fingerprint, digit, sizeof s.fingerprint - 1);
	assert_true(known_remember(k, &s, &e));
}

static char
digit_of(const struct known *k, const char *host)
{
	const struct known_server *s = known_find(k, host, 6667);

	return s != NULL ? s->fingerprint[0] : '-';
}

static void
what_is_remembered_is_read_again(void **state)
{
	struct known *k = known_open(path);

	(void)state;
	remember(k, "moulinsart", 'a');
	remember(k, "syldavia", 'b');
	remember(k, "moulinsart", 'c');
	known_close(k);
	k = known_open(path);
	assert_int_equal(digit_of(k, "Moulinsart"), 'c');
	assert_int_equal(digit_of(k, "syldavia"), 'b');
	assert_null(known_find(k, "syldavia", 6668));
	known_close(k);
}

static void
two_clients_at_once_lose_nothing(void **state)
{
	struct known *one = known_open(path), *other = known_open(path);

	(void)state;
	remember(one, "moulinsart", 'a');
	remember(other, "syldavia", 'b');
	remember(one, "borduria", 'c');
	known_close(one);
	known_close(other);
	one = known_open(path);
	assert_int_equal(digit_of(one, "moulinsart"), 'a');
	assert_int_equal(digit_of(one, "syldavia"), 'b');
	assert_int_equal(digit_of(one, "borduria"), 'c');
	known_close(one);
}

static void
lines_that_are_none_are_passed_over(void **state)
{
	FILE *f = fopen(path, "w");
	struct known *k;

	(void)state;
	assert_non_null(f);
	fputs("# a remark\nmoulinsart 6667\nsyldavia 6667 6697 cafe\n"
	    "borduria 6667 66970 authorities\nshire 6667 6697 authorities", f);
	assert_int_equal(fclose(f), 0);
	k = known_open(path);
	assert_int_equal(digit_of(k, "moulinsart"), '-');
	assert_int_equal(digit_of(k, "syldavia"), '-');
	assert_int_equal(digit_of(k, "borduria"), '-');
	assert_int_equal(digit_of(k, "shire"), '\0');
	known_close(k);
}

static void
a_certificate_is_judged_by_what_is_known(void **state)
{
	struct known_server met = { .fingerprint = "aa" };
	struct known_server vouched = { .fingerprint = "" };
	struct tls_peer same = { .certificate.fingerprint = "aa" };
	struct tls_peer other = { .certificate.fingerprint = "bb" };
	struct tls_peer verified = { .verified = true,
	    .certificate.fingerprint = "bb" };

	(void)state;
	assert_int_equal(known_judge(NULL, &same, false), KNOWN_ASK);
	assert_int_equal(known_judge(NULL, &same, true), KNOWN_FIRST);
	assert_int_equal(known_judge(&met, &same, false), KNOWN_TRUSTED);
	assert_int_equal(known_judge(&met, &other, true), KNOWN_CHANGED);
	assert_int_equal(known_judge(&met, &verified, false), KNOWN_TRUSTED);
	assert_int_equal(known_judge(&vouched, &same, false), KNOWN_CHANGED);
}

#define TEST(name) cmocka_unit_test_teardown(name, forget)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_remembered_is_read_again),
		TEST(two_clients_at_once_lose_nothing),
		TEST(lines_that_are_none_are_passed_over),
		TEST(a_certificate_is_judged_by_what_is_known),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
