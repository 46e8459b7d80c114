/* paced.c -- shared lines into the segments of an older dialect, one by one. */
#include "config.h"
#include "server/paced.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/client_input.h"
#include "server/outq.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum {
	/* What one line can become: a list of all names is the longest. */
	SEGMENTS_BYTES_MAX = 4 << 20,
	LINES_AT_ONCE = 64,
};

struct paced {
	struct client *client;		/* borrowed */
	struct buf segments;		/* each behind its length */
	size_t at;			/* of the next in `segments` */
};

struct paced *
paced_new(struct client *c)
{
	struct paced *p = xcalloc(1, sizeof *p);

	p->client = c;
	buf_init(&p->segments, SEGMENTS_BYTES_MAX);
	return p;
}

void
paced_free(struct paced *p)
{
	if (p == NULL)
		return;
	buf_release(&p->segments);
	free(p);
}

bool
paced_is_empty(const struct paced *p)
{
	return p->at == p->segments.len;
}

static void
take_segment(void *self, const void *data, size_t len)
{
	struct paced *p = self;

	if (!buf_add(&p->segments, &len, sizeof len) ||
	    !buf_add(&p->segments, data, len))
		client_close(p->client, "Too far behind");
}

/* One rendered line, with CR LF, in the words of the dialect. */
static void
put_line(struct paced *p, const char *line, size_t len)
{
	const struct segment_sink sink = { p, take_segment };
	char *copy = xstrndup(line, len - 2);
	struct irc_msg m;

	if (irc_msg_parse(&m, copy))
		(void)!codec_write(p->client->codec, &m, &sink);
	free(copy);
}

/* Takes the first line of the queue. A slice of it has whole lines. */
static void
take_line(struct paced *p)
{
	struct client *c = p->client;
	struct iovec slice;
	const char *line, *lf;
	size_t len;

	(void)outq_peek(&c->out, &slice, 1);
	line = slice.iov_base;
	lf = memchr(line, '\n', slice.iov_len);
	assert(lf != NULL);
	len = (size_t)(lf - line) + 1;
	put_line(p, line, len);
	client_written(c, len);
}

static void
fill(struct paced *p)
{
	const struct segment_sink sink = { p, take_segment };
	struct client *c = p->client;
	int n;

	codec_flush(c->codec, &sink);
	for (n = 0; paced_is_empty(p) && c->out.bytes > 0 &&
	    n < LINES_AT_ONCE; n++)
		take_line(p);
	if (n > 0 && (c->is_waiting || codec_held(c->codec) > 0))
		client_resume(c);	/* a NICK may have been answered */
	if (paced_is_empty(p) && c->out.bytes > 0)
		client_mark_dirty(c);	/* many lines that say it nothing */
}

bool
client_is_paced(const struct client *c)
{
	return c->paced != NULL;
}

unsigned
client_gap_ms(const struct client *c)
{
	return c->codec->dialect->gap_ms;
}

bool
client_segment(struct client *c, const void **data, size_t *len)
{
	struct paced *p = c->paced;

	if (paced_is_empty(p)) {
		buf_release(&p->segments);
		p->at = 0;
		fill(p);
		if (paced_is_empty(p))
			return false;
	}
	memcpy(len, p->segments.data + p->at, sizeof *len);
	*data = p->segments.data + p->at + sizeof *len;
	return true;
}

void
client_segment_written(struct client *c)
{
	struct paced *p = c->paced;
	size_t len;

	memcpy(&len, p->segments.data + p->at, sizeof len);
	p->at += sizeof len + len;
	client_mark_dirty(c);
}
