/* client_output.c -- what one connection is answered, and its queue. */
#include "config.h"
#include "server/client.h"

#include <stdarg.h>

#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/long_answer.h"
#include "server/server_internal.h"

#include "base/banned.h"

void
client_push(struct client *c, const void *data, size_t len, bool live)
{
	struct server *s = c->server;

	if (c->is_closed)
		return;
	outq_push(&c->out, &s->outq_pool,
	    payload_write(&s->own_lines, data, len), live);
	client_mark_dirty(c);
	if (c->out.live_bytes > OUTQ_LIVE_MAX_BYTES)
		client_close_behind(c);
}

void
client_push_msg(struct client *c, const struct irc_msg *m)
{
	struct buf *out = &c->server->scratch;

	buf_reset(out);
	if (irc_msg_write(m, out))
		client_push(c, out->data, out->len, true);
	buf_reset(out);
}

void
client_reply(struct client *c, enum numeric n, ...)
{
	va_list params;

	va_start(params, n);
	answer_vreply(c->server->answer, n, numeric_text(n), params);
	va_end(params);
}

void
client_reply_text(struct client *c, enum numeric n, const char *text, ...)
{
	va_list params;

	va_start(params, text);
	answer_vreply(c->server->answer, n, text, params);
	va_end(params);
}

void
client_fail(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "FAIL", command, code, text,
	    context);
	va_end(context);
}

void
client_warn(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "WARN", command, code, text,
	    context);
	va_end(context);
}

void
client_note(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "NOTE", command, code, text,
	    context);
	va_end(context);
}

void
client_send(struct client *c, const struct irc_msg *m)
{
	answer_send(c->server->answer, m, 0);
}

struct outq *
client_outq(struct client *c)
{
	return &c->out;
}

void
client_written(struct client *c, size_t n)
{
	outq_wrote(&c->out, &c->server->outq_pool, n);
	if (c->longs != NULL)	/* perhaps not read, but alive: it reads us */
		c->heard_ms = c->server->now.mono_ms;
	client_want_piece(c);
}

void
client_want_piece(struct client *c)
{
	struct server *s = c->server;

	if (c->longs == NULL || c->makes_piece || c->is_closed ||
	    c->out.bytes >= LONG_PIECE_BYTES)
		return;
	c->makes_piece = true;
	client_queue_push(&s->producing, c);
	s->has_work = true;
}
