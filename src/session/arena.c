/* arena.c -- memory for what lives until a moment. */
#include "config.h"

#include "session/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum { CHUNK_BYTES = 8 * 1024 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;	/* of `bytes` */
	size_t used;
	alignas(max_align_t) char bytes[];
};

void
arena_init(struct arena *a)
{
	a->chunks = NULL;
}

void
arena_release(struct arena *a)
{
	struct arena_chunk *c;

	while ((c = a->chunks) != NULL) {
		a->chunks = c->next;
		free(c);
	}
}

void
arena_reset(struct arena *a)
{
	struct arena_chunk *c = a->chunks, *next, *kept = NULL;

	for (; c != NULL; c = next) {
		next = c->next;
		if (kept == NULL && c->size == CHUNK_BYTES)
			kept = c;
		else
			free(c);
	}
	if (kept != NULL) {
		kept->next = NULL;
		kept->used = 0;
	}
	a->chunks = kept;
}

static struct arena_chunk *
add_chunk(struct arena *a, size_t size)
{
	struct arena_chunk *c;

	if (size < CHUNK_BYTES)
		size = CHUNK_BYTES;
	c = xmalloc(sizeof *c + size);
	c->size = size;
	c->used = 0;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

static void *
take(struct arena *a, size_t size, size_t align)
{
	struct arena_chunk *c = a->chunks;
	size_t at;

	at = c == NULL ? 0 : (c->used + align - 1) & ~(align - 1);
	if (c == NULL || at > c->size || c->size - at < size) {
		c = add_chunk(a, size);
		at = 0;
	}
	c->used = at + size;
	return c->bytes + at;
}

void *
arena_take(struct arena *a, size_t size)
{
	return take(a, size, alignof(max_align_t));
}

char *
arena_copy(struct arena *a, const char *p, size_t len)
{
	char *s = take(a, len + 1, 1);

	if (len > 0)
		memcpy(s, p, len);
	s[len] = '\0';
	return s;
}

char *
arena_dup(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}
