/* retention.h -- how long messages are kept: the settings, and the timer. */
#ifndef DAEMON_RETENTION_H
#define DAEMON_RETENTION_H

#include "base/attr.h"

struct err;
struct event_base;
struct retention;
struct settings;
struct store;
struct store_keep;

/* Of the settings history-keep, history-size and history-keep-channels. Heap,
 * one block. NULL: `e` says which word is wrong. */
struct store_keep *retention_keep(const struct settings *s, struct err *e)
    ATTR_USE_RESULT;

/* The same, but everything older than `age` ("30d") goes; NULL: as it is. */
struct store_keep *retention_keep_older(const struct settings *s,
    const char *age, struct err *e) ATTR_USE_RESULT;

/*
 * Has `store` delete what is not to be kept: once the loop runs, and each
 * minute. Borrows `*keep`, which may point at something else each time.
 */
struct retention *retention_new(struct event_base *base, struct store *store,
    struct store_keep *const *keep);
/* Now, not only when the minute is over. */
void retention_run(struct retention *r);
void retention_free(struct retention *r);	/* NULL is fine */

#endif
