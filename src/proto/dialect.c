/* dialect.c -- a codec, whatever it speaks. */
#include "config.h"

#include "proto/dialect.h"

#include "base/banned.h"

struct codec *
codec_new(const struct dialect *d, enum dialect_side side)
{
	return d->new(side);
}

void
codec_free(struct codec *c)
{
	if (c != NULL)
		c->dialect->free(c);
}

bool
codec_feed(struct codec *c, const void *data, size_t len)
{
	return c->dialect->feed(c, data, len);
}

enum dialect_result
codec_next(struct codec *c, struct irc_msg *m)
{
	return c->dialect->next(c, m);
}

size_t
codec_held(const struct codec *c)
{
	return c->dialect->held(c);
}

bool
codec_write(struct codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	return c->dialect->write(c, m, sink);
}

void
codec_flush(struct codec *c, const struct segment_sink *sink)
{
	if (c->dialect->flush != NULL)
		c->dialect->flush(c, sink);
}

bool
codec_waits(const struct codec *c)
{
	return c->dialect->waits != NULL && c->dialect->waits(c);
}

void
codec_set_lobby(struct codec *c, const char *lobby)
{
	if (c->dialect->set_lobby != NULL)
		c->dialect->set_lobby(c, lobby);
}
