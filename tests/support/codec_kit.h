/*
 * codec_kit.h -- a codec on its own, for the tests of the older dialects:
 * bytes in, lines out; lines in, segments out.
 */
#ifndef SUPPORT_CODEC_KIT_H
#define SUPPORT_CODEC_KIT_H

#include <stddef.h>

#include "base/buf.h"
#include "proto/dialect.h"

struct codec_kit {
	struct codec *codec;
	struct buf lines;	/* what it said, each with \n */
	struct buf segments;	/* what it sent: each with its padding taken
				   off, and \n behind it */
	size_t nsegments, longest, shortest;	/* bytes, padding included */
	size_t piece;		/* bytes fed at once; 0: all */
};

void codec_kit_init(struct codec_kit *k, const struct dialect *d,
    enum dialect_side side);
void codec_kit_release(struct codec_kit *k);

/* Feeds in pieces of k->piece bytes, takes the lines, and flushes. */
void codec_kit_feed(struct codec_kit *k, const char *bytes);
void codec_kit_feed_bytes(struct codec_kit *k, const void *bytes, size_t len);
/* Writes a line; then takes the lines that it may have let go. */
void codec_kit_write(struct codec_kit *k, const char *line);

/* All so far; forgotten with the next call of the same. */
const char *codec_kit_lines(struct codec_kit *k);
const char *codec_kit_segments(struct codec_kit *k);

#endif
