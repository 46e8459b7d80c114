/*
 * time.h -- points in time as text, and durations. No clock: the edge has it.
 *
 * A point in time is `wall_ms`, milliseconds since 1970-01-01T00:00:00Z.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

/* Said by the edge once per turn; nothing else asks a clock. */
struct now {
	int64_t mono_ms;	/* never steps: timeouts, flood, lag */
	int64_t wall_ms;	/* Unix time: what people and the store see */
};

enum {
	TIME_ISO_SIZE = sizeof "2026-11-20T09:20:00.123Z",
	TIME_DURATION_SIZE = 32,
};

/* "2026-11-20T09:20:00.123Z". Below 1970 and beyond 9999 it stands still. */
void time_format_iso(char out[TIME_ISO_SIZE], int64_t wall_ms);

/*
 * Reads what time_format_iso writes (years 1970 to 9999; the fraction may be
 * missing or have 1 to 9 digits, those behind the third are dropped). A leap
 * second counts as the one before it. False, *wall_ms untouched, for
 * anything else.
 */
bool time_parse_iso(const char *s, int64_t *wall_ms) ATTR_USE_RESULT;

/*
 * A duration: digits and a unit out of ms s m h d w, "90s", "7d", or several,
 * "1d2h"; without a unit seconds. False for anything else and beyond 100 years.
 */
bool time_parse_duration(const char *s, int64_t *ms) ATTR_USE_RESULT;

/* The two largest units that count, "2d 3h", "1m 30s", "0s". */
void time_format_duration(char out[TIME_DURATION_SIZE], int64_t ms);

#endif
