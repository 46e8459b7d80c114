/*
 * arena.h -- memory for what lives until a moment, given back all at once.
 *
 * The strings of events are taken here: nothing is allocated for a usual
 * line, because the first chunk is kept.
 */
#ifndef SESSION_ARENA_H
#define SESSION_ARENA_H

#include <stddef.h>

#include "base/attr.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;	/* owned; the one in use first */
};

void arena_init(struct arena *a);
void arena_release(struct arena *a);

/* Everything taken is void; one chunk of usual size is kept. */
void arena_reset(struct arena *a);

/* Memory for anything, not zeroed; never NULL. */
void *arena_take(struct arena *a, size_t size) ATTR_USE_RESULT;

/* Terminated copies. */
char *arena_copy(struct arena *a, const char *p, size_t len) ATTR_USE_RESULT;
char *arena_dup(struct arena *a, const char *s) ATTR_USE_RESULT;

#endif
