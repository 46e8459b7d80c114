/* codec_kit.c -- a codec on its own. */
#include "config.h"
#include "support/codec_kit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

enum { KIT_BYTES_MAX = 8 << 20 };

/* A buffer and what of it was given out already. */
static const char *
give(struct buf *b)
{
	static char *last;

	free(last);
	last = b->len > 0 ? xstrndup(b->data, b->len) : xstrdup("");
	buf_reset(b);
	return last;
}

static void
take_segment(void *self, const void *data, size_t len)
{
	struct codec_kit *k = self;
	size_t n = len;

	assert(len > 0);
	while (n > 0 && ((const char *)data)[n - 1] == ' ')
		n--;
	if (!buf_add(&k->segments, data, n) ||
	    !buf_add_char(&k->segments, '\n'))
		abort();
	k->nsegments++;
	if (len > k->longest)
		k->longest = len;
	if (k->shortest == 0 || len < k->shortest)
		k->shortest = len;
}

static void
flush(struct codec_kit *k)
{
	const struct segment_sink sink = { k, take_segment };

	codec_flush(k->codec, &sink);
}

static void
take_lines(struct codec_kit *k)
{
	struct irc_msg m;

	while (codec_next(k->codec, &m) == DIALECT_MESSAGE) {
		if (!irc_msg_write(&m, &k->lines))
			abort();
		k->lines.len -= 2;
		if (!buf_add_char(&k->lines, '\n'))
			abort();
	}
	flush(k);
}

void
codec_kit_init(struct codec_kit *k, const struct dialect *d,
    enum dialect_side side)
{
	*k = (struct codec_kit){ .codec = codec_new(d, side) };
	buf_init(&k->lines, KIT_BYTES_MAX);
	buf_init(&k->segments, KIT_BYTES_MAX);
	codec_set_lobby(k->codec, "#all");
	flush(k);
}

void
codec_kit_release(struct codec_kit *k)
{
	codec_free(k->codec);
	buf_release(&k->lines);
	buf_release(&k->segments);
}

void
codec_kit_feed_bytes(struct codec_kit *k, const void *bytes, size_t len)
{
	size_t at = 0, n;

	while (at < len) {
		n = k->piece == 0 || k->piece > len - at ? len - at : k->piece;
		if (!codec_feed(k->codec, (const char *)bytes + at, n))
			abort();
		at += n;
		take_lines(k);
	}
}

void
codec_kit_feed(struct codec_kit *k, const char *bytes)
{
	codec_kit_feed_bytes(k, bytes, strlen(bytes));
}

void
codec_kit_write(struct codec_kit *k, const char *line)
{
	const struct segment_sink sink = { k, take_segment };
	char *copy = xstrdup(line);
	struct irc_msg m;

	if (!irc_msg_parse(&m, copy) || !codec_write(k->codec, &m, &sink))
		abort();
	free(copy);
	take_lines(k);
}

const char *
codec_kit_lines(struct codec_kit *k)
{
	return give(&k->lines);
}

const char *
codec_kit_segments(struct codec_kit *k)
{
	return give(&k->segments);
}
