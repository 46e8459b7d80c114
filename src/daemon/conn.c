/* conn.c -- moves bytes between a stream and a client. */
#include "config.h"

#include "daemon/conn.h"

#include <stdlib.h>

#include "daemon/loop.h"
#include "daemon/pace.h"
#include "server/outq.h"
#include "server/server.h"

#include "base/banned.h"

enum {
	READ_CHUNK_BYTES = 16 * 1024,
	PIECES_PER_WRITE = 256,		/* below every system's IOV_MAX */
	WRITE_SHARE_BYTES = 256 * 1024,	/* of one client in one turn */
	DISCARDS_MAX = 8,
};

static void on_event(evutil_socket_t fd, short what, void *arg);

static short
waits_for(const struct conn *c)
{
	return event_get_events(&c->event) & (EV_READ | EV_WRITE);
}

void
conn_watch(struct conn *c)
{
	(void)event_assign(&c->event, loop_base(c->loop), c->stream.fd, 0,
	    on_event, c);
}

void
conn_wait_for(struct conn *c, short what)
{
	if (what == waits_for(c))
		return;
	(void)event_del(&c->event);
	(void)event_assign(&c->event, loop_base(c->loop), c->stream.fd,
	    what | EV_PERSIST, on_event, c);
	if (what != 0)
		(void)event_add(&c->event, NULL);
}

static void
stop_reading(struct conn *c)
{
	conn_wait_for(c, waits_for(c) & EV_WRITE);
}

void
conn_read(struct conn *c)
{
	char chunk[READ_CHUNK_BYTES];	/* an idle client has none */
	ssize_t n;

	if (c->opening != NULL) {
		conn_read_header(c);
		return;
	}
	if (c->tls == CONN_SHAKES) {
		conn_shake(c);
		return;
	}
	if (c->is_ended || client_is_closed(c->client)
	    || client_is_waiting(c->client)) {
		stop_reading(c);	/* conn_update() begins again */
		return;
	}
	n = stream_read(&c->stream, chunk, sizeof chunk);
	c->is_read_blocked = n < 0 && stream_would_block(&c->stream)
	    && stream_waits_for_write(&c->stream);
	if (n > 0) {
		if (conn_is_for_client(c, chunk, (size_t)n))
			client_input(c->client, chunk, (size_t)n);
	} else if (n == 0) {
		c->is_ended = true;
		stop_reading(c);
		client_input_end(c->client);
	} else if (!stream_would_block(&c->stream)) {
		stop_reading(c);
		client_lost(c->client, stream_reason(&c->stream));
	}
	if (c->is_read_blocked)
		client_mark_dirty(c->client);
	if (stream_pending(&c->stream))
		loop_again(c->loop, c);
}

static size_t
bytes_of(const struct iovec *iov, int n)
{
	size_t bytes = 0;

	for (int i = 0; i < n; i++)
		bytes += iov[i].iov_len;
	return bytes;
}

/* The older dialects: segment by segment. */
static bool
write_paced(struct conn *c)
{
	if (c->pace == NULL)
		c->pace = pace_new(c);
	return pace_write(c->pace);
}

/* Writes as much as the kernel takes, or this turn's share. False: the socket
 * is broken. */
static bool
write_queue(struct conn *c)
{
	const struct outq *q = client_outq(c->client);
	struct iovec iov[PIECES_PER_WRITE];
	size_t share = WRITE_SHARE_BYTES, offered;
	ssize_t taken;
	int n;

	while (q->bytes > 0) {
		n = outq_peek(q, iov, PIECES_PER_WRITE);
		offered = bytes_of(iov, n);
		taken = stream_writev(&c->stream, iov, n);
		if (taken < 0)
			return stream_would_block(&c->stream);
		client_written(c->client, (size_t)taken);
		if ((size_t)taken < offered || (size_t)taken >= share)
			break;
		share -= (size_t)taken;
	}
	return true;
}

static void
on_event(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	loop_begin_turn(c->loop);
	if (c->tls == CONN_SHAKES) {	/* in its order, see conn_shake() */
		loop_again(c->loop, c);
		return;
	}
	if ((what & EV_READ) || c->is_read_blocked)
		conn_read(c);
	if (what & EV_WRITE) {
		c->is_blocked = false;
		client_mark_dirty(c->client);
	}
}

/* Closing while bytes of the peer are unread makes the kernel throw away what
 * we have said last. */
static void
discard_input(struct conn *c)
{
	char chunk[READ_CHUNK_BYTES];

	for (int i = 0; i < DISCARDS_MAX; i++)
		if (stream_read(&c->stream, chunk, sizeof chunk) <= 0)
			break;
}

static void
begin_closing(struct conn *c)
{
	struct loop *l = c->loop;

	if (c->list == CONN_CLOSING)
		return;
	c->cut_ms = loop_now(l).mono_ms + CONN_LAST_BYTES_MS;
	loop_move(l, c, CONN_CLOSING);
}

static short
wanted(const struct conn *c)
{
	short what = c->is_blocked || c->is_read_blocked ? EV_WRITE : 0;

	if (c->is_read_blocked || c->is_ended || client_is_closed(c->client))
		return what;
	/* A wait may be over before a byte comes: conn_read() finds out. */
	if (client_is_waiting(c->client))
		return what | (waits_for(c) & EV_READ);
	return what | EV_READ;
}

void
conn_update(struct conn *c)
{
	if (conn_is_opening(c)) {
		/* Not a byte of ours may go out in the clear. */
		if (client_is_closed(c->client))
			conn_free(c);
		return;
	}
	if (client_is_paced(c->client) ? !write_paced(c) :
	    !c->is_blocked && !write_queue(c)) {
		client_lost(c->client, stream_reason(&c->stream));
		conn_free(c);
		return;
	}
	if (client_is_done(c->client)) {
		discard_input(c);
		conn_free(c);
		return;
	}
	if (client_is_closed(c->client))
		begin_closing(c);
	c->is_blocked = c->pace == NULL &&
	    client_outq(c->client)->bytes > 0;
	conn_wait_for(c, wanted(c));
}

void
conn_free(struct conn *c)
{
	struct loop *l = c->loop;

	loop_move(l, c, CONN_NOWHERE);
	loop_forget(l, c);
	(void)event_del(&c->event);
	pace_free(c->pace);
	stream_release(&c->stream);
	if (c->client != NULL)
		client_free(c->client);
	free(c->opening);
	free(c);
}
