/* outq.c -- slices of shared blocks, in pieces from a free list. */
#include "config.h"
#include "server/outq.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum {
	ENTRIES_PER_BLOCK = 15,
	POOL_BLOCKS_MAX = 8192,		/* 2 MiB kept for the next burst */
	LIVE = 1,			/* bit 0 of `ref` */
};

struct entry {
	uintptr_t ref;		/* counted struct payload *, and LIVE */
	unsigned start, len;
};

struct outq_block {
	struct outq_block *next;
	struct entry entry[ENTRIES_PER_BLOCK];
};

static struct payload *
payload_of(const struct entry *e)
{
	return (struct payload *)(e->ref & ~(uintptr_t)LIVE);
}

static struct outq_block *
block_new(struct outq_pool *pool)
{
	struct outq_block *b = pool->free;

	if (b == NULL)
		return xmalloc(sizeof *b);
	pool->free = b->next;
	pool->nfree--;
	return b;
}

static void
block_free(struct outq_pool *pool, struct outq_block *b)
{
	if (pool->nfree >= POOL_BLOCKS_MAX) {
		free(b);
		return;
	}
	b->next = pool->free;
	pool->free = b;
	pool->nfree++;
}

static struct entry *
new_entry(struct outq *q, struct outq_pool *pool)
{
	struct outq_block *b = q->last;

	if (b == NULL || q->last_used == ENTRIES_PER_BLOCK) {
		b = block_new(pool);
		b->next = NULL;
		if (q->last != NULL)
			q->last->next = b;
		else
			q->first = b;
		q->last = b;
		q->last_used = 0;
	}
	return &b->entry[q->last_used++];
}

void
outq_push(struct outq *q, struct outq_pool *pool, struct slice s, bool live)
{
	uintptr_t ref = (uintptr_t)s.payload | (live ? LIVE : 0);
	struct entry *e = q->last == NULL ? NULL :
	    &q->last->entry[q->last_used - 1];

	if (e != NULL && e->ref == ref && e->start + e->len == s.start) {
		e->len += s.len;
	} else {
		payload_ref(s.payload);
		e = new_entry(q, pool);
		*e = (struct entry){ ref, s.start, s.len };
	}
	q->bytes += s.len;
	if (live)
		q->live_bytes += s.len;
}

int
outq_peek(const struct outq *q, struct iovec *iov, int max)
{
	const struct outq_block *b = q->first;
	unsigned at = q->first_at;
	int n = 0;

	while (b != NULL && n < max) {
		unsigned used = b == q->last ? q->last_used :
		    ENTRIES_PER_BLOCK;

		if (at == used) {
			b = b->next;
			at = 0;
			continue;
		}
		iov[n].iov_base = payload_of(&b->entry[at])->data +
		    b->entry[at].start;
		iov[n++].iov_len = b->entry[at++].len;
	}
	return n;
}

static void
drop_first(struct outq *q, struct outq_pool *pool)
{
	struct outq_block *b = q->first;

	payload_unref(payload_of(&b->entry[q->first_at++]));
	if (b == q->last && q->first_at == q->last_used) {
		block_free(pool, b);
		q->first = q->last = NULL;
		q->first_at = q->last_used = 0;
	} else if (q->first_at == ENTRIES_PER_BLOCK) {
		q->first = b->next;
		q->first_at = 0;
		block_free(pool, b);
	}
}

void
outq_wrote(struct outq *q, struct outq_pool *pool, size_t n)
{
	assert(n <= q->bytes);
	q->bytes -= (unsigned)n;
	while (n > 0) {
		struct entry *e = &q->first->entry[q->first_at];
		unsigned part = n < e->len ? (unsigned)n : e->len;

		if (e->ref & LIVE)
			q->live_bytes -= part;
		e->start += part;
		e->len -= part;
		n -= part;
		if (e->len == 0)
			drop_first(q, pool);
	}
}

void
outq_clear(struct outq *q, struct outq_pool *pool)
{
	while (q->first != NULL)
		drop_first(q, pool);
	q->bytes = q->live_bytes = 0;
}

void
outq_pool_release(struct outq_pool *pool)
{
	while (pool->free != NULL) {
		struct outq_block *b = pool->free;

		pool->free = b->next;
		free(b);
	}
	pool->nfree = 0;
}
