/* conn.c -- moves bytes between a stream and a client. */
#include "config.h"

#include "daemon/conn.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "daemon/loop.h"
#include "daemon/pace.h"
#include "daemon/protocol.h"
#include "server/outq.h"
#include "server/server.h"

#include "base/banned.h"

enum {
	READ_CHUNK_BYTES = 16 * 1024,
	PIECES_PER_WRITE = 256,		/* below every system's IOV_MAX */
	WRITE_SHARE_BYTES = 256 * 1024,	/* of one client in one turn */
	LAST_BYTES_MS = 3000,		/* a closed peer may take so long */
	DISCARDS_MAX = 8,
};

static void on_event(evutil_socket_t fd, short what, void *arg);

static short
waits_for(const struct conn *c)
{
	return event_get_events(&c->event) & (EV_READ | EV_WRITE);
}

static void
wait_for(struct conn *c, short what)
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
	wait_for(c, waits_for(c) & EV_WRITE);
}

void
conn_read(struct conn *c)
{
	char chunk[READ_CHUNK_BYTES];	/* an idle client has none */
	ssize_t n;

	if (c->is_ended || client_is_closed(c->client)
	    || client_is_waiting(c->client)) {
		stop_reading(c);	/* conn_update() begins again */
		return;
	}
	n = stream_read(&c->stream, chunk, sizeof chunk);
	if (n > 0) {
		client_input(c->client, chunk, (size_t)n);
	} else if (n == 0) {
		c->is_ended = true;
		stop_reading(c);
		client_input_end(c->client);
	} else if (!stream_would_block(&c->stream)) {
		stop_reading(c);
		client_lost(c->client, stream_reason(&c->stream));
	}
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
	if (what & EV_READ)
		conn_read(c);
	if (what & EV_WRITE) {
		c->is_blocked = false;
		loop_touch(c->loop, c);
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

	if (c->is_closing)
		return;
	c->is_closing = true;
	c->cut_ms = loop_now(l).mono_ms + LAST_BYTES_MS;
	TAILQ_REMOVE(loop_conns(l), c, link);
	TAILQ_INSERT_TAIL(loop_closing(l), c, link);
}

static short
wanted(const struct conn *c)
{
	short what = c->is_blocked ? EV_WRITE : 0;

	if (c->is_ended || client_is_closed(c->client))
		return what;
	/* A wait may be over before a byte comes: conn_read() finds out. */
	if (client_is_waiting(c->client))
		return what | (waits_for(c) & EV_READ);
	return what | EV_READ;
}

void
conn_update(struct conn *c)
{
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
	wait_for(c, wanted(c));
}

void
conn_free(struct conn *c)
{
	struct loop *l = c->loop;

	TAILQ_REMOVE(c->is_closing ? loop_closing(l) : loop_conns(l), c, link);
	loop_forget(l, c);
	(void)event_del(&c->event);
	pace_free(c->pace);
	stream_release(&c->stream);
	client_free(c->client);
	free(c);
}

static void
name_peer(const struct sockaddr *peer, char *host, socklen_t size)
{
	const struct sockaddr_in6 *in6 = (const void *)peer;
	const struct sockaddr_in *in = (const void *)peer;
	const void *address = NULL;

	if (peer->sa_family == AF_INET6)
		address = &in6->sin6_addr;
	else if (peer->sa_family == AF_INET)
		address = &in->sin_addr;
	if (address == NULL
	    || inet_ntop(peer->sa_family, address, host, size) == NULL)
		(void)str_copy(host, size, "localhost");
}

static bool
is_local(const struct sockaddr *peer)
{
	const struct sockaddr_in6 *in6 = (const void *)peer;
	const struct sockaddr_in *in = (const void *)peer;

	if (peer->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	if (peer->sa_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	return true;
}

/* `why` is a constant of the server: nothing of a peer reaches this line. */
static void
refuse(struct conn *c, const char *why)
{
	struct iovec iov[] = {
		{ (char[]){ "ERROR :" }, 7 },
		{ xstrdup(why), strlen(why) },
		{ (char[]){ "\r\n" }, 2 },
	};

	(void)!stream_writev(&c->stream, iov, 3);
	free(iov[1].iov_base);
	stream_release(&c->stream);
	free(c);
}

void
conn_accepted(struct loop *loop, const struct protocol *protocol, int fd_take,
    const struct sockaddr *peer)
{
	struct conn *c = xcalloc(1, sizeof *c);
	char host[INET6_ADDRSTRLEN];
	struct client_facts facts = { .host = host, .edge = c,
	    .dialect = protocol->dialect, .tell = protocol->tell,
	    .silent_ok = protocol->silent_ok };
	const char *why;

	c->loop = loop;
	loop_begin_turn(c->loop);
	stream_init(&c->stream, fd_take);
	name_peer(peer, host, sizeof host);
	facts.local = is_local(peer);
	c->client = client_new(loop_server(c->loop), &facts, &why);
	if (c->client == NULL) {
		refuse(c, why);
		return;
	}
	TAILQ_INSERT_TAIL(loop_conns(c->loop), c, link);
	(void)event_assign(&c->event, loop_base(c->loop), fd_take,
	    EV_READ | EV_PERSIST, on_event, c);
	(void)event_add(&c->event, NULL);
}
