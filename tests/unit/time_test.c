/* time_test.c -- points in time as text, and durations. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"

#include "base/banned.h"

static const struct {
	int64_t ms;
	const char *iso;
} moments[] = {
	{ 0, "1970-01-01T00:00:00.000Z" },
	{ INT64_C(951782399999), "2000-02-28T23:59:59.999Z" },
	{ INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
	{ INT64_C(951868800000), "2000-03-01T00:00:00.000Z" },
	{ INT64_C(1795166400123), "2026-11-20T09:20:00.123Z" },
	{ INT64_C(4107542400000), "2100-03-01T00:00:00.000Z" },
	{ INT64_C(253402300799999), "9999-12-31T23:59:59.999Z" },
};

static void
writes_moments_in_iso_form(void **state)
{
	char out[TIME_ISO_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof moments / sizeof moments[0]; i++) {
		time_format_iso(out, moments[i].ms);
		assert_string_equal(out, moments[i].iso);
	}
	time_format_iso(out, -1);
	assert_string_equal(out, "1970-01-01T00:00:00.000Z");
	time_format_iso(out, INT64_MAX);
	assert_string_equal(out, "9999-12-31T23:59:59.999Z");
}

static void
reads_what_it_writes(void **state)
{
	char out[TIME_ISO_SIZE];
	int64_t t, back;

	(void)state;
	for (t = 0; t < INT64_C(253402300799999); t += INT64_C(86400000) * 37 +
	    12345677) {
		time_format_iso(out, t);
		assert_true(time_parse_iso(out, &back));
		assert_true(back == t);
	}
}

static void
reads_other_fractions_and_leap_seconds(void **state)
{
	int64_t t;

	(void)state;
	assert_true(time_parse_iso("1970-01-01T00:00:01Z", &t));
	assert_int_equal(t, 1000);
	assert_true(time_parse_iso("1970-01-01T00:00:01.5Z", &t));
	assert_int_equal(t, 1500);
	assert_true(time_parse_iso("1970-01-01T00:00:01.123456789Z", &t));
	assert_int_equal(t, 1123);
	assert_true(time_parse_iso("2016-12-31T23:59:60.000Z", &t));
	assert_true(t == INT64_C(1483228799000));
}

static void
refuses_what_is_no_moment(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-11-20",
	    "2026-11-20T09:20:00.123", "2026-11-20T09:20:00.123Zx",
	    "2026-11-20T09:20:00.Z", "2026-11-20T09:20:00.1234567890Z",
	    "2026-13-20T09:20:00Z", "2026-00-20T09:20:00Z",
	    "2026-02-29T09:20:00Z", "2026-04-31T09:20:00Z",
	    "2026-11-00T09:20:00Z", "2026-11-20T24:00:00Z",
	    "2026-11-20T09:60:00Z", "2026-11-20T09:20:61Z",
	    "1969-12-31T23:59:59Z", "2026-11-20 09:20:00Z",
	    "+026-11-20T09:20:00Z", "2026-11-20T09:20:00+00:00" };
	int64_t t = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(time_parse_iso(bad[i], &t));
	assert_int_equal(t, 7);
}

static void
reads_durations_with_units(void **state)
{
	int64_t ms = -1;

	(void)state;
	assert_true(time_parse_duration("90", &ms));
	assert_int_equal(ms, 90000);
	assert_true(time_parse_duration("250ms", &ms));
	assert_int_equal(ms, 250);
	assert_true(time_parse_duration("2m", &ms));
	assert_int_equal(ms, 120000);
	assert_true(time_parse_duration("7d", &ms));
	assert_int_equal(ms, 604800000);
	assert_true(time_parse_duration("1d2h30m", &ms));
	assert_int_equal(ms, 95400000);
	assert_true(time_parse_duration("1h5", &ms));
	assert_int_equal(ms, 3605000);
	assert_false(time_parse_duration("5200w5200w", &ms));
	assert_false(time_parse_duration("1dh", &ms));
	assert_true(time_parse_duration("0", &ms));
	assert_int_equal(ms, 0);
	assert_false(time_parse_duration("", &ms));
	assert_false(time_parse_duration("d", &ms));
	assert_false(time_parse_duration("-1s", &ms));
	assert_false(time_parse_duration("1 d", &ms));
	assert_false(time_parse_duration("1y", &ms));
	assert_false(time_parse_duration("5300w", &ms));
	assert_false(time_parse_duration("99999999999999999999s", &ms));
	assert_int_equal(ms, 0);
}

static void
says_durations_in_two_units(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{ 0, "0s" }, { 999, "0s" }, { -5, "0s" }, { 59999, "59s" },
		{ 60000, "1m" }, { 90000, "1m 30s" }, { 3600000, "1h" },
		{ 3660000, "1h 1m" }, { 3601000, "1h" },
		{ 183600000, "2d 3h" },
	};
	char out[TIME_DURATION_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		time_format_duration(out, rows[i].ms);
		assert_string_equal(out, rows[i].text);
	}
	time_format_duration(out, INT64_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_moments_in_iso_form),
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(reads_other_fractions_and_leap_seconds),
		cmocka_unit_test(refuses_what_is_no_moment),
		cmocka_unit_test(reads_durations_with_units),
		cmocka_unit_test(says_durations_in_two_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
