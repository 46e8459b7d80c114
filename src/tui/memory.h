/*
 * memory.h -- what was typed, for the next start: input histories and drafts.
 *
 * As text, a line each: "target", then its lines "sent" and its "draft"; line
 * breaks in them are written \n. A line that may hold a password is left out.
 */
#ifndef TUI_MEMORY_H
#define TUI_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct buf;
struct destination;
struct input;

/* Appends one destination's; nothing if there is nothing. False: `out` has
 * not taken all. */
bool memory_save(const char *target, const struct input *in, struct buf *out)
    ATTR_USE_RESULT;

/* Takes what `text` says of `target` into an input that is empty. */
void memory_restore(const char *text, const char *target, struct input *in);

/* Appends all of `text` but what it says of targets for which `is_known`
 * returns true. */
bool memory_keep(const char *text, bool (*is_known)(void *arg,
    const char *target), void *arg, struct buf *out) ATTR_USE_RESULT;

#endif
