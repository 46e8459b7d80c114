/*
 * irc_msg_fuzz.c -- any bytes, in any pieces, through the native dialect.
 *
 * The first byte of an input says how the rest is cut and which side reads
 * it. Whatever cutting: the same messages; and what was read, written and
 * read again is the same message.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/rand.h"
#include "base/str.h"
#include "base/utf8.h"
#include "proto/dialect.h"
#include "proto/irc_mask.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"

#include "base/banned.h"

enum { SEEN_MAX_BYTES = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
assert_same(const struct irc_msg *a, const struct irc_msg *b)
{
	size_t i;

	assert(str_eq(a->tags, b->tags));
	assert(str_eq(a->source, b->source));
	assert(str_eq(a->command, b->command));
	assert(a->nparams == b->nparams);
	for (i = 0; i < a->nparams; i++)
		assert(str_eq(a->params[i], b->params[i]));
}

/* What we write is one line, and is read as what it was. */
static void
check_writing(const struct irc_msg *m)
{
	struct irc_msg again;
	struct buf out;
	char *line;

	buf_init(&out, IRC_LINE_MAX);
	if (irc_msg_write(m, &out)) {
		line = buf_str(&out);
		assert(strcspn(line, "\r\n") == out.len - 2);
		/* A body at its limit may have been cut. */
		if (out.len < IRC_LINE_BODY_MAX - 3) {
			line[out.len - 2] = '\0';
			assert(irc_msg_parse(&again, line));
			assert_same(m, &again);
		}
	}
	buf_release(&out);
}

static void
check_tags(const char *tags)
{
	struct irc_tag tag;
	struct buf out;
	char value[64];

	buf_init(&out, 2 * IRC_LINE_FOREIGN_MAX);
	assert(irc_tags_add_client_only(&out, tags, NULL));
	buf_reset(&out);
	while (irc_tags_next(&tags, &tag)) {
		irc_tags_unescape(tag.value, value, sizeof value);
		assert(strlen(value) < sizeof value);
		assert(irc_tags_add(&out, "key", value));
	}
	buf_release(&out);
}

static void
check_params(const struct irc_msg *m)
{
	struct irc_mode_change change;
	struct irc_mode_reader modes;
	char mask[MASK_LEN + 1];
	size_t i;

	irc_mode_start(&modes, &irc_mode_channel, m->params, m->nparams);
	while (irc_mode_next(&modes, &change))
		assert(change.letter != '\0');
	for (i = 0; i + 1 < m->nparams; i++)
		if (irc_mask_make(m->params[i], mask)) {
			assert(irc_mask_match("*!*@*", mask));
			(void)irc_mask_match(mask, m->params[i + 1]);
		}
}

/* Remembers messages and faults as text, so that two runs can be compared. */
static void
remember(struct buf *seen, enum dialect_result result,
    const struct irc_msg *m)
{
	size_t i;
	bool ok = buf_addf(seen, "%d", (int)result);

	if (result == DIALECT_MESSAGE) {
		ok = ok && buf_addf(seen, " %s %s %s",
		    m->tags != NULL ? m->tags : "",
		    m->source != NULL ? m->source : "", m->command);
		for (i = 0; i < m->nparams; i++)
			ok = ok && buf_addf(seen, " <%s>", m->params[i]);
	}
	ok = ok && buf_add_char(seen, '\n');
	assert(ok);
}

/* False: the connection would be closed. */
static bool
read_all(struct codec *c, struct buf *seen, enum dialect_side side)
{
	enum dialect_result result;
	struct irc_msg m;

	while ((result = codec_next(c, &m)) != DIALECT_MORE) {
		remember(seen, result, &m);
		if (result == DIALECT_FOREIGN)
			return false;
		if (result != DIALECT_MESSAGE)
			continue;
		if (side == DIALECT_SERVER)
			assert(m.tags == NULL ||
			    utf8_valid(m.tags, strlen(m.tags)));
		check_writing(&m);
		check_tags(m.tags);
		check_params(&m);
	}
	return true;
}

/* `seed` 0: a byte at a time. */
static void
play(const uint8_t *data, size_t size, enum dialect_side side, uint64_t seed,
    struct buf *seen)
{
	struct codec *c = codec_new(&dialect_irc, side);
	struct rand r;
	bool open = true;

	rand_seed(&r, seed);
	while (open && size > 0) {
		size_t n = seed == 0 ? 1 : 1 + (size_t)rand_below(&r, 4096);

		if (n > size)
			n = size;
		assert(codec_feed(c, data, n));
		open = read_all(c, seen, side);
		data += n;
		size -= n;
	}
	codec_free(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum dialect_side side;
	struct buf whole, pieces;

	if (size == 0)
		return 0;
	side = data[0] & 1 ? DIALECT_CLIENT : DIALECT_SERVER;
	buf_init(&whole, SEEN_MAX_BYTES);
	buf_init(&pieces, SEEN_MAX_BYTES);
	play(data + 1, size - 1, side, 1 + data[0], &whole);
	play(data + 1, size - 1, side, 0, &pieces);
	assert(str_eq(buf_str(&whole), buf_str(&pieces)));
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
