/* dates.h -- times and days as people read them; local, by the edge's zone. */
#ifndef TUI_DATES_H
#define TUI_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;

enum { DATES_TIME_SIZE = sizeof "00:00", DATES_DAY_SIZE = 96 };

/* Whether two times are in the same minute, on the same local day. Asks the
 * zone, which is slow, only when it matters. */
bool dates_same_minute(int64_t a_ms, int64_t b_ms);
bool dates_same_day(const struct model *m, int64_t a_ms, int64_t b_ms);

/* From when to before when it is the day of `wall_ms` here, all else being
 * as at that moment. */
void dates_day_of(const struct model *m, int64_t wall_ms, int64_t *begin_ms,
    int64_t *end_ms);

/* "09:20". */
void dates_time(const struct model *m, int64_t wall_ms,
    char out[DATES_TIME_SIZE]);

/* "Friday 20 November 2026". */
void dates_name(const struct model *m, int64_t wall_ms,
    char out[DATES_DAY_SIZE]);

/* "20 November 2026". */
void dates_date(const struct model *m, int64_t wall_ms,
    char out[DATES_DAY_SIZE]);

/* "09:20"; "20 November 09:20" if that is another day than `day_ms` is. */
void dates_moment(const struct model *m, int64_t wall_ms, int64_t day_ms,
    char out[DATES_DAY_SIZE]);

/* "2 h", "14 m", "3 d", "9 s": how long something lasts. */
void dates_span(int64_t ms, char *out, size_t size);

#endif
