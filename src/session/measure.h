/* measure.h -- what a text of ours becomes on the wire. */
#ifndef SESSION_MEASURE_H
#define SESSION_MEASURE_H

#include <stddef.h>

#include "session/session.h"

struct arena;

/* The lines of a person's text, clean, in `a`; blank ones at both ends go. */
char *measure_clean(const struct session *s, struct arena *a,
    const char *text);

/*
 * The length of what the next message takes of clean `text`; *skip: bytes
 * behind it that fall away. `max` is session_text_max(). Several lines are one
 * message where the server has draft/multiline and they are within its limits.
 */
size_t measure_next(const struct session *s, enum session_line_kind kind,
    size_t max, const char *text, size_t *skip);

/* The same text as lines of a batch: the length of the first one. It is cut
 * between two characters, and nothing falls away. */
size_t measure_batch_line(const char *text, size_t max);

#endif
