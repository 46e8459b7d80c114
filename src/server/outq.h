/*
 * outq.h -- what one client still has to be written: slices of shared blocks.
 * Nothing is copied per reader, lines that lie side by side are one slice, and
 * an empty queue holds no memory.
 */
#ifndef SERVER_OUTQ_H
#define SERVER_OUTQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "server/payload.h"

struct outq_block;

/* The blocks' free list: one per server. */
struct outq_pool {
	struct outq_block *free;
	unsigned nfree;
};

struct outq {
	struct outq_block *first, *last;	/* owned; NULL: empty */
	unsigned bytes;		/* still to be written */
	unsigned live_bytes;	/* of them: not of a long answer (see limits.h) */
	uint8_t  first_at;	/* index of the first slice in `first` */
	uint8_t  last_used;	/* slices in `last` */
};

/* Queues `s`, with a reference of its own where it needs one. `live`: counts
 * against the reader's limit. */
void outq_push(struct outq *q, struct outq_pool *pool, struct slice s,
    bool live);
/* Fills up to `max` iovecs with what comes first; returns how many. */
int outq_peek(const struct outq *q, struct iovec *iov, int max);
/* The kernel took `n` bytes. */
void outq_wrote(struct outq *q, struct outq_pool *pool, size_t n);
/* Drops everything. */
void outq_clear(struct outq *q, struct outq_pool *pool);
void outq_pool_release(struct outq_pool *pool);

#endif
