/* payload.c -- rendered lines, shared by their readers. */
#include "config.h"
#include "server/payload.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

/* Small enough that one late reader of one line pins little. */
enum { BLOCK_BYTES = 4096 - (int)sizeof(struct payload) };

void
payload_unref(struct payload *p)
{
	if (p != NULL && --p->refs == 0)
		free(p);
}

void
payload_writer_release(struct payload_writer *w)
{
	payload_unref(w->open);
	w->open = NULL;
}

/* Makes room for `len` more bytes. */
static struct payload *
block_for(struct payload_writer *w, size_t len)
{
	struct payload *p = w->open;
	size_t size = len > BLOCK_BYTES ? len : BLOCK_BYTES;

	if (p != NULL && p->refs == 1)
		p->used = 0;		/* nobody reads it any more */
	if (p != NULL && p->size - p->used >= len)
		return p;
	payload_unref(p);
	p = xmalloc(sizeof *p + size);
	p->refs = 1;
	p->used = 0;
	p->size = (unsigned)size;
	w->open = p;
	return p;
}

struct slice
payload_write(struct payload_writer *w, const void *data, size_t len)
{
	struct payload *p = block_for(w, len);
	struct slice slice = { p, p->used, (unsigned)len };

	memcpy(p->data + p->used, data, len);
	p->used += (unsigned)len;
	return slice;
}
