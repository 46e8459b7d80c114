/* wire.c -- messages into bytes, and how many of them have left. */
#include "config.h"

#include "session/wire.h"

#include <stdarg.h>
#include <string.h>

#include "session/session_internal.h"

#include "base/banned.h"

/* A peer that takes nothing for so long is lost anyway. */
enum { OUT_MAX_BYTES = 1024 * 1024 };

void
wire_init(struct wire *w)
{
	buf_init(&w->out, OUT_MAX_BYTES);
	buf_init(&w->cuts, OUT_MAX_BYTES);
	w->queued = w->taken = 0;
	w->gap_until_ms = 0;
}

void
wire_release(struct wire *w)
{
	buf_release(&w->out);
	buf_release(&w->cuts);
}

static void
take(void *self, const void *data, size_t len)
{
	struct session *s = self;

	if (!buf_add(&s->wire.out, data, len))
		return;
	s->wire.queued += len;
	if (s->dialect->whole_writes && !buf_add(&s->wire.cuts, &len,
	    sizeof len))
		s->wire.cuts.len = 0;
	s->wire.gap_until_ms = s->now.mono_ms + s->dialect->gap_ms;
}

bool
wire_is_ready(const struct session *s)
{
	return !s->dialect->whole_writes || (s->wire.out.len == 0 &&
	    s->now.mono_ms >= s->wire.gap_until_ms);
}

void
wire_answered(struct session *s)
{
	s->wire.gap_until_ms = 0;
}

void
wire_flush(struct session *s)
{
	struct segment_sink sink = { s, take };

	if (s->link.is_up)
		codec_flush(s->codec, &sink);
}

bool
wire_send(struct session *s, const struct irc_msg *m)
{
	struct segment_sink sink = { s, take };

	return s->link.is_up && codec_write(s->codec, m, &sink);
}

void
wire_say(struct session *s, const char *command, ...)
{
	struct irc_msg m = { .command = command };
	va_list params;

	va_start(params, command);
	irc_msg_add_params(&m, params);
	va_end(params);
	(void)wire_send(s, &m);
}

bool
session_output(struct session *s, const char **data, size_t *len, bool *alone)
{
	struct wire *w = &s->wire;

	if (w->out.len == 0)
		return false;
	*data = w->out.data;
	*len = w->out.len;
	*alone = w->cuts.len > 0;
	if (*alone)
		memcpy(len, w->cuts.data, sizeof *len);
	return true;
}

void
session_wrote(struct session *s, size_t n, struct now now)
{
	struct wire *w = &s->wire;
	size_t first;

	s->now = now;
	if (s->dialect->whole_writes && w->gap_until_ms != 0)
		w->gap_until_ms = now.mono_ms + s->dialect->gap_ms;
	if (n > w->out.len)
		n = w->out.len;
	buf_consume(&w->out, n);
	w->taken += n;
	if (w->cuts.len > 0) {
		memcpy(&first, w->cuts.data, sizeof first);
		first -= n < first ? n : first;
		memcpy(w->cuts.data, &first, sizeof first);
		if (first == 0)
			buf_consume(&w->cuts, sizeof first);
	}
	if (w->out.len == 0)
		buf_fit(&w->out);
	outbox_written(s);
}
