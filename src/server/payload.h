/*
 * payload.h -- rendered lines: immutable, counted, shared by their readers.
 *
 * Lines that are written one after the other lie side by side in one block,
 * so a reader of several gets them as one piece: a slice of the block. What
 * stands in a block never changes; it only grows at its end.
 */
#ifndef SERVER_PAYLOAD_H
#define SERVER_PAYLOAD_H

#include <stddef.h>

struct payload {
	unsigned refs;
	unsigned used, size;	/* bytes of data */
	char     data[];
};

/* Part of a block; the pointer is a reference where its holder says so. */
struct slice {
	struct payload *payload;
	unsigned start, len;	/* bytes */
};

/* Where the next line goes. A zeroed one is empty. */
struct payload_writer {
	struct payload *open;	/* counted; NULL: none */
};

/* Copies `len` bytes. The slice is good while the caller holds a reference
 * (payload_ref) or until the next write. */
struct slice payload_write(struct payload_writer *w, const void *data,
    size_t len);
void payload_writer_release(struct payload_writer *w);

static inline struct payload *
payload_ref(struct payload *p)
{
	p->refs++;
	return p;
}
void payload_unref(struct payload *p);	/* NULL is fine */

#endif
