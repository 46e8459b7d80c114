/* dates.c -- times and days as people read them. */
#include "config.h"

#include "tui/dates.h"

#include <stdio.h>
#include <time.h>

#include "base/i18n.h"
#include "tui/model_internal.h"

#include "base/banned.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
};

static const char *const weekdays[] = {
	N_("Sunday"), N_("Monday"), N_("Tuesday"), N_("Wednesday"),
	N_("Thursday"), N_("Friday"), N_("Saturday"),
};

static const char *const months[] = {
	N_("January"), N_("February"), N_("March"), N_("April"), N_("May"),
	N_("June"), N_("July"), N_("August"), N_("September"), N_("October"),
	N_("November"), N_("December"),
};

static int64_t
local_ms(const struct model *m, int64_t wall_ms)
{
	if (m->config.zone_seconds == NULL)
		return wall_ms;
	return wall_ms + (int64_t)m->config.zone_seconds(wall_ms) * SECOND;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Zones differ by whole minutes (those of today do). */
bool
dates_same_minute(int64_t a_ms, int64_t b_ms)
{
	return floor_div(a_ms, MINUTE) == floor_div(b_ms, MINUTE);
}

bool
dates_same_day(const struct model *m, int64_t a_ms, int64_t b_ms)
{
	if (dates_same_minute(a_ms, b_ms))
		return true;
	return floor_div(local_ms(m, a_ms), DAY) ==
	    floor_div(local_ms(m, b_ms), DAY);
}

void
dates_day_of(const struct model *m, int64_t wall_ms, int64_t *begin_ms,
    int64_t *end_ms)
{
	int64_t local = local_ms(m, wall_ms);

	*begin_ms = floor_div(local, DAY) * DAY - (local - wall_ms);
	*end_ms = *begin_ms + DAY;
}

void
dates_time(const struct model *m, int64_t wall_ms, char out[DATES_TIME_SIZE])
{
	int64_t minute = floor_div(local_ms(m, wall_ms), MINUTE);
	int64_t of_day = minute - floor_div(minute, 1440) * 1440;

	snprintf(out, DATES_TIME_SIZE, "%02u:%02u",
	    (unsigned)(of_day / 60) % 24, (unsigned)(of_day % 60));
}

void
dates_name(const struct model *m, int64_t wall_ms, char out[DATES_DAY_SIZE])
{
	time_t t = (time_t)floor_div(local_ms(m, wall_ms), SECOND);
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL) {	/* a year beyond all years */
		out[0] = '\0';
		return;
	}
	/* TRANSLATORS: weekday, day, month, year */
	snprintf(out, DATES_DAY_SIZE, _("%s %d %s %d"),
	    _(weekdays[tm.tm_wday]), tm.tm_mday, _(months[tm.tm_mon]),
	    tm.tm_year + 1900);
}

void
dates_date(const struct model *m, int64_t wall_ms, char out[DATES_DAY_SIZE])
{
	time_t t = (time_t)floor_div(local_ms(m, wall_ms), SECOND);
	struct tm tm;

	out[0] = '\0';
	if (gmtime_r(&t, &tm) != NULL)
		/* TRANSLATORS: day, month, year */
		snprintf(out, DATES_DAY_SIZE, _("%d %s %d"), tm.tm_mday,
		    _(months[tm.tm_mon]), tm.tm_year + 1900);
}

void
dates_moment(const struct model *m, int64_t wall_ms, int64_t day_ms,
    char out[DATES_DAY_SIZE])
{
	time_t t = (time_t)floor_div(local_ms(m, wall_ms), SECOND);
	char time[DATES_TIME_SIZE], day[DATES_DAY_SIZE / 2];
	struct tm tm;

	dates_time(m, wall_ms, time);
	if (dates_same_day(m, wall_ms, day_ms) || gmtime_r(&t, &tm) == NULL) {
		snprintf(out, DATES_DAY_SIZE, "%s", time);
		return;
	}
	/* TRANSLATORS: day, month */
	snprintf(day, sizeof day, _("%d %s"), tm.tm_mday,
	    _(months[tm.tm_mon]));
	snprintf(out, DATES_DAY_SIZE, "%s %s", day, time);
}

void
dates_span(int64_t ms, char *out, size_t size)
{
	if (ms < MINUTE)
		snprintf(out, size, _("%d s"), (int)(ms / SECOND));
	else if (ms < HOUR)
		snprintf(out, size, _("%d m"), (int)(ms / MINUTE));
	else if (ms < DAY)
		snprintf(out, size, _("%d h"), (int)(ms / HOUR));
	else
		snprintf(out, size, _("%d d"), (int)(ms / DAY));
}
