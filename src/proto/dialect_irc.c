/* dialect_irc.c -- the native dialect: lines that end with LF or CR LF. */
#include "config.h"

#include "proto/dialect.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

/* An unfinished line keeps no more memory than this beyond its length. */
enum { SLACK_BYTES = 512 };

struct irc_codec {
	struct codec codec;	/* first: a codec is one of these */
	struct buf in;
	size_t at;	/* in.data: where the next line begins */
	size_t seen;	/* bytes from there in which there is no LF */
	bool strict;	/* we are a server */
	bool skipping;	/* to the end of a line that is too long */
	bool begun;	/* a first line was there */
};

static struct codec *
new(enum dialect_side side)
{
	struct irc_codec *c = xcalloc(1, sizeof *c);

	c->codec.dialect = &dialect_irc;
	c->strict = side == DIALECT_SERVER;
	buf_init(&c->in, IRC_INPUT_MAX_BYTES);
	return &c->codec;
}

static void
free_codec(struct codec *codec)
{
	struct irc_codec *c = (struct irc_codec *)codec;

	buf_release(&c->in);
	free(c);
}

/* Drops what was handed out. */
static void
compact(struct irc_codec *c)
{
	buf_consume(&c->in, c->at);
	c->at = 0;
	if (c->in.cap > c->in.len + SLACK_BYTES || c->in.len == 0)
		buf_fit(&c->in);
}

static bool
feed(struct codec *codec, const void *data, size_t len)
{
	struct irc_codec *c = (struct irc_codec *)codec;

	buf_consume(&c->in, c->at);
	c->at = 0;
	return buf_add(&c->in, data, len);
}

static size_t
held(const struct codec *codec)
{
	const struct irc_codec *c = (const struct irc_codec *)codec;

	return c->in.len - c->at;
}

/* --- What a line may be --- */

/* Bytes of a line, without its end. */
struct line {
	char *p;
	size_t len;
};

/* `line` may be unfinished: then what follows could only make it longer. */
static bool
is_too_long(const struct irc_codec *c, struct line line)
{
	const size_t body_max = IRC_LINE_BODY_MAX - 2;
	size_t tags;
	const char *blank;

	if (!c->strict)
		return line.len > IRC_LINE_FOREIGN_MAX;
	if (line.len == 0 || line.p[0] != '@')
		return line.len > body_max;
	blank = memchr(line.p, ' ', line.len);
	tags = blank != NULL ? (size_t)(blank - line.p) : line.len;
	if (tags - 1 > IRC_TAGS_CLIENT_MAX)
		return true;
	return blank != NULL && line.len - tags - 1 > body_max;
}

static bool
starts(struct line line, const char *start)
{
	size_t len = strlen(start);

	return line.len >= len && memcmp(line.p, start, len) == 0;
}

/*
 * A web page can make its reader's browser say nearly anything to a server on
 * loopback, but not without a request line first, and one of these methods.
 */
static bool
is_foreign(struct line line)
{
	static const char *const starts_of[] = { "GET ", "POST ", "PUT ",
	    "HEAD ", "OPTIONS ", "DELETE ", "CONNECT ", "PATCH ", "TRACE ",
	    "PRI ", "\x16\x03" };
	size_t i;

	for (i = 0; i < sizeof starts_of / sizeof starts_of[0]; i++)
		if (starts(line, starts_of[i]))
			return true;
	return false;
}

bool
dialect_irc_is_foreign(const void *data, size_t len)
{
	struct line line = { .len = len };

	/* Nothing here writes to a line; its codec does. */
	line.p = (char *)(size_t)data;
	return is_foreign(line);
}

static bool
has_bad_bytes(struct line line)
{
	return memchr(line.p, '\0', line.len) != NULL ||
	    memchr(line.p, '\r', line.len) != NULL;
}

static void
remove_nuls(struct line *line)
{
	size_t i, kept = 0;

	if (memchr(line->p, '\0', line->len) == NULL)
		return;
	for (i = 0; i < line->len; i++)
		if (line->p[i] != '\0')
			line->p[kept++] = line->p[i];
	line->len = kept;
}

/* DIALECT_MORE: nothing is wrong with it. */
static enum dialect_result
fault_of(struct irc_codec *c, struct line *line)
{
	if (is_too_long(c, *line))
		return DIALECT_TOO_LONG;
	if (!c->strict)
		remove_nuls(line);
	else if (has_bad_bytes(*line))
		return DIALECT_BAD_BYTES;
	else if (!utf8_valid(line->p, line->len))
		return DIALECT_NOT_UTF8;
	return DIALECT_MORE;
}

/* --- One line after the other --- */

static void
trim_cr(struct line *line)
{
	while (line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
}

/* Whether the connection is not IRC: its first bytes, finished or not, say. */
static bool
begins_foreign(struct irc_codec *c, struct line line)
{
	if (c->begun || !c->strict || line.len == 0)
		return false;
	return is_foreign(line);
}

/* What is known of a line whose end has not come. */
static enum dialect_result
unfinished(struct irc_codec *c)
{
	enum dialect_result result = DIALECT_MORE;
	struct line line;

	if (c->at == c->in.len) {
		compact(c);
		return DIALECT_MORE;
	}
	line.p = c->in.data + c->at;
	line.len = c->seen = c->in.len - c->at;
	trim_cr(&line);
	if (begins_foreign(c, line)) {
		result = DIALECT_FOREIGN;
	} else if (!c->skipping && is_too_long(c, line)) {
		c->skipping = c->begun = true;
		result = DIALECT_TOO_LONG;
	}
	if (c->skipping || result == DIALECT_FOREIGN) {
		c->at = c->in.len;
		c->seen = 0;
	}
	compact(c);
	return result;
}

/* The next line, without its end; false: it has not come. */
static bool
take_line(struct irc_codec *c, struct line *line)
{
	char *start, *end;

	if (c->at == c->in.len)
		return false;
	start = c->in.data + c->at;
	end = memchr(start + c->seen, '\n', c->in.len - c->at - c->seen);
	if (end == NULL)
		return false;
	line->p = start;
	line->len = (size_t)(end - start);
	c->at += line->len + 1;
	c->seen = 0;
	trim_cr(line);
	return true;
}

static enum dialect_result
next(struct codec *codec, struct irc_msg *m)
{
	struct irc_codec *c = (struct irc_codec *)codec;
	enum dialect_result fault;
	struct line line;

	while (take_line(c, &line)) {
		if (c->skipping) {
			c->skipping = false;
			continue;
		}
		if (line.len == 0)
			continue;
		if (begins_foreign(c, line))
			return DIALECT_FOREIGN;
		c->begun = true;
		fault = fault_of(c, &line);
		if (fault != DIALECT_MORE)
			return fault;
		line.p[line.len] = '\0';
		if (irc_msg_parse(m, line.p))
			return DIALECT_MESSAGE;
	}
	return unfinished(c);
}

static bool
write_msg(struct codec *codec, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct buf out;
	bool ok;

	(void)codec;
	buf_init(&out, IRC_LINE_MAX);
	ok = irc_msg_write(m, &out);
	if (ok)
		sink->take(sink->self, out.data, out.len);
	buf_release(&out);
	return ok;
}

const struct dialect dialect_irc = {
	.name = "irc",
	.new = new,
	.free = free_codec,
	.feed = feed,
	.next = next,
	.write = write_msg,
	.held = held,
};
