/* time.c -- points in time as text, and durations. */
#include "config.h"

#include "base/time.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define LAST_MS INT64_C(253402300799999)	/* the end of the year 9999 */
#define DURATION_MAX_MS (36525 * DAY_MS)

/* Days since 1970 of the 1st of March: the leap day is a year's last day. */
static int64_t
days_to_march(int64_t year)
{
	return year * 365 + year / 4 - year / 100 + year / 400 - 719468;
}

/* Days before the 1st of month `m` (0 is March) in such a year. */
static int
days_before_month(int m)
{
	return (m * 153 + 2) / 5;
}

static int64_t
days_of_date(int year, int month, int day)
{
	int m = (month + 9) % 12;
	int y = month > 2 ? year : year - 1;

	return days_to_march(y) + days_before_month(m) + day - 1;
}

static void
date_of_days(int64_t days, int *year, int *month, int *day)
{
	int64_t y = (days + 719468) * 400 / 146097;
	int m, rest;

	while (days_to_march(y + 1) <= days)
		y++;
	while (days_to_march(y) > days)
		y--;
	rest = (int)(days - days_to_march(y));
	m = (rest * 5 + 2) / 153;
	*day = rest - days_before_month(m) + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(m < 10 ? y : y + 1);
}

/* `n` in so many digits, and what stands behind it. */
static char *
put(char *at, int n, int digits, char behind)
{
	for (int i = digits; i-- > 0; n /= 10)
		at[i] = (char)('0' + n % 10);
	at[digits] = behind;
	return at + digits + 1;
}

/* Not by snprintf: each line with a `time` tag asks, and each of the log. */
void
time_format_iso(char out[TIME_ISO_SIZE], int64_t wall_ms)
{
	int year, month, day, ms;

	if (wall_ms < 0)
		wall_ms = 0;
	if (wall_ms > LAST_MS)
		wall_ms = LAST_MS;
	date_of_days(wall_ms / DAY_MS, &year, &month, &day);
	ms = (int)(wall_ms % DAY_MS);
	out = put(out, year, 4, '-');
	out = put(out, month, 2, '-');
	out = put(out, day, 2, 'T');
	out = put(out, ms / 3600000, 2, ':');
	out = put(out, ms / 60000 % 60, 2, ':');
	out = put(out, ms / 1000 % 60, 2, '.');
	out = put(out, ms % 1000, 3, 'Z');
	*out = '\0';
}

/* Reads `n` digits at *s, which must stand before `after` ('\0': anything). */
static bool
read_digits(const char **s, int n, char after, int *out)
{
	int i, value = 0;

	for (i = 0; i < n; i++) {
		if (!str_is_digit((*s)[i]))
			return false;
		value = value * 10 + (*s)[i] - '0';
	}
	*s += n;
	if (after != '\0' && *(*s)++ != after)
		return false;
	*out = value;
	return true;
}

static int
days_in_month(int year, int month)
{
	int next_year = month == 12 ? year + 1 : year;

	return (int)(days_of_date(next_year, month % 12 + 1, 1) -
	    days_of_date(year, month, 1));
}

static bool
read_date(const char **s, int64_t *days)
{
	int year, month, day;

	if (!read_digits(s, 4, '-', &year) || !read_digits(s, 2, '-', &month) ||
	    !read_digits(s, 2, 'T', &day))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month))
		return false;
	*days = days_of_date(year, month, day);
	return true;
}

/* ".5" is 500; nothing is 0. */
static bool
read_fraction(const char **s, int *ms)
{
	int n, weight = 100;

	*ms = 0;
	if (**s != '.')
		return true;
	(*s)++;
	for (n = 0; str_is_digit(**s); n++, (*s)++) {
		*ms += (**s - '0') * weight;
		weight /= 10;
	}
	return n >= 1 && n <= 9;
}

static bool
read_clock(const char **s, int64_t *out)
{
	int hour, minute, second, ms;

	if (!read_digits(s, 2, ':', &hour) || !read_digits(s, 2, ':', &minute) ||
	    !read_digits(s, 2, '\0', &second) || !read_fraction(s, &ms))
		return false;
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	if (second == 60)
		second = 59;
	*out = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + ms;
	return true;
}

bool
time_parse_iso(const char *s, int64_t *wall_ms)
{
	int64_t days, clock_ms;

	if (!read_date(&s, &days) || !read_clock(&s, &clock_ms) ||
	    !str_eq(s, "Z"))
		return false;
	*wall_ms = days * DAY_MS + clock_ms;
	return true;
}

static const struct unit {
	const char *name;
	int64_t ms;
} units[] = {
	{ "w", 7 * DAY_MS },
	{ "d", DAY_MS },
	{ "h", HOUR_MS },
	{ "m", MINUTE_MS },
	{ "s", SECOND_MS },
	{ "ms", 1 },
};

enum { NUNITS = sizeof units / sizeof units[0], UNIT_DAY = 1, UNIT_S = 4 };

/* Of the letters at *at, which are passed; 0: no unit. */
static int64_t
read_unit(const char **at)
{
	size_t len = strcspn(*at, "0123456789");
	struct str_span name = { *at, len };
	int i;

	*at += len;
	for (i = 0; i < NUNITS; i++)
		if (str_span_eq(name, units[i].name))
			return units[i].ms;
	return 0;
}

/* One number and its unit, added to *ms. */
static bool
read_part(const char **at, int64_t *ms)
{
	size_t ndigits = strspn(*at, "0123456789");
	struct str_span number = { *at, ndigits };
	char digits[16];
	int64_t count, unit;

	*at += ndigits;
	unit = **at == '\0' ? SECOND_MS : read_unit(at);
	if (unit == 0 || !str_copy_span(digits, sizeof digits, number) ||
	    !str_to_int64(digits, 0, (DURATION_MAX_MS - *ms) / unit, &count))
		return false;
	*ms += count * unit;
	return true;
}

bool
time_parse_duration(const char *s, int64_t *ms)
{
	int64_t sum = 0;

	do
		if (!read_part(&s, &sum))
			return false;
	while (*s != '\0');
	*ms = sum;
	return true;
}

void
time_format_duration(char out[TIME_DURATION_SIZE], int64_t ms)
{
	int i = UNIT_DAY;
	int64_t first, second;

	if (ms < 0)
		ms = 0;
	while (i < UNIT_S && ms < units[i].ms)
		i++;
	first = ms / units[i].ms;
	second = i < UNIT_S ? ms % units[i].ms / units[i + 1].ms : 0;
	if (second > 0)
		snprintf(out, TIME_DURATION_SIZE, "%lld%s %d%s", (long long)first,
		    units[i].name, (int)second, units[i + 1].name);
	else
		snprintf(out, TIME_DURATION_SIZE, "%lld%s", (long long)first,
		    units[i].name);
}
