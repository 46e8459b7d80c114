/*
 * value.h -- one value as people write it, in a setting or an option.
 *
 * False: it is none of what it may be; `e` says so, of `name`, and nothing is
 * changed.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct err;

/* on, true, yes, 1, or off, false, no, 0; in either case. */
bool value_switch(const char *name, const char *text, bool *out,
    struct err *e) ATTR_USE_RESULT;
/* A whole decimal number from `min` to `max`. */
bool value_count(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *out, struct err *e) ATTR_USE_RESULT;
/* Bytes, plain or with K, M, G or T behind (of 1024). */
bool value_size(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *out, struct err *e) ATTR_USE_RESULT;
/* One of `choices`, which are separated by '|'. */
bool value_is_choice(const char *name, const char *text, const char *choices,
    struct err *e) ATTR_USE_RESULT;

#endif
