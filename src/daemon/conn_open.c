/* conn_open.c -- how a connection begins: a proxy's word, TLS, a client. */
#include "config.h"

#include "daemon/conn.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "daemon/gate.h"
#include "daemon/loop.h"
#include "daemon/protocol.h"
#include "net/proxy.h"
#include "proto/dialect.h"
#include "server/server.h"

#include "base/banned.h"

enum {
	TLS_HANDSHAKE = 0x16,	/* RFC 8446, section 5.1: a ClientHello's record */
	/* 44 KB are kept of each; then who stands still longest goes. */
	HANDSHAKES_MAX = 8192,
	LOOKED_AT_MAX = 64,
};

/* A connection of which a proxy has not yet said whose it is. */
struct opening {
	const struct protocol *protocol;	/* borrowed */
	struct sockaddr_storage proxy;
	size_t len;
	char   bytes[PROXY_HEADER_MAX];
};

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
	conn_free(c);
}

static enum conn_tls
first_state(const struct protocol *protocol)
{
	switch (protocol->tls) {
	case PROTOCOL_EITHER:
		return CONN_MAY_BE_TLS;
	case PROTOCOL_TLS:
		return CONN_MUST_BE_TLS;
	case PROTOCOL_PLAIN:
		break;
	}
	return CONN_PLAIN;
}

/* Whose connection it is is known. False: it was refused, and is gone. A proxy
 * elsewhere does not speak for this machine. */
static bool
make_client(struct conn *c, const struct protocol *protocol,
    const struct sockaddr *peer, bool local, bool secure)
{
	char host[INET6_ADDRSTRLEN];
	struct client_facts facts = { .host = host, .edge = c,
	    .dialect = protocol->dialect, .tell = protocol->tell,
	    .silent_ok = protocol->silent_ok, .local = local && is_local(peer),
	    .secure = secure,
	    .webirc = gate_webirc(loop_gate(c->loop), peer) };
	const char *why;

	name_peer(peer, host, sizeof host);
	c->tls = first_state(protocol);
	c->client = client_new(loop_server(c->loop), &facts, &why);
	if (c->client == NULL) {
		refuse(c, why);
		return false;
	}
	loop_move(c->loop, c, CONN_SERVED);
	return true;
}

/* --- a proxy's word --- */

static void
expect_header(struct conn *c, const struct protocol *protocol,
    const struct sockaddr *peer)
{
	struct opening *o = c->opening = xcalloc(1, sizeof *o);

	o->protocol = protocol;
	memcpy(&o->proxy, peer, sizeof o->proxy);
	c->cut_ms = loop_now(c->loop).mono_ms + CONN_LAST_BYTES_MS;
	loop_move(c->loop, c, CONN_CLOSING);
}

static void
log_bad_header(const struct opening *o)
{
	char host[INET6_ADDRSTRLEN];

	name_peer((const void *)&o->proxy, host, sizeof host);
	log_line(LEVEL_WARNING, "proxy: host=%s sent no PROXY header; see the "
	    "setting proxies", host);
}

/* What is behind the header is told apart as if it were the beginning. */
static void
believe(struct conn *c, const struct proxy_peer *says, size_t used)
{
	struct opening *o = c->opening;
	const struct sockaddr *peer = (const void *)&says->address;

	if (peer->sa_family == AF_UNSPEC)
		peer = (const void *)&o->proxy;
	c->opening = NULL;
	stream_unread(&c->stream, o->bytes + used, o->len - used);
	if (make_client(c, o->protocol, peer,
	    is_local((const void *)&o->proxy), says->secure)
	    && stream_pending(&c->stream))
		loop_again(c->loop, c);
	free(o);
}

void
conn_read_header(struct conn *c)
{
	struct opening *o = c->opening;
	struct proxy_peer says;
	size_t used;
	ssize_t n = stream_read(&c->stream, o->bytes + o->len,
	    sizeof o->bytes - o->len);

	if (n < 0 && stream_would_block(&c->stream))
		return;
	if (n <= 0) {
		conn_free(c);
		return;
	}
	o->len += (size_t)n;
	switch (proxy_parse(o->bytes, o->len, &says, &used)) {
	case PROXY_MORE:
		break;
	case PROXY_DONE:
		believe(c, &says, used);
		break;
	case PROXY_BAD:
		log_bad_header(o);
		conn_free(c);
		break;
	}
}

/* --- TLS --- */

/* Of those that wait for their peer, not for us, the one that has done so for
 * longest; NULL: we are what is slow. */
static struct conn *
find_stalled(struct loop *l)
{
	struct conn *c;
	int looked_at = 0;

	for (c = loop_first(l, CONN_SHAKING); c != NULL;
	    c = TAILQ_NEXT(c, link)) {
		if (!c->is_again)
			return c;
		if (++looked_at == LOOKED_AT_MAX)
			break;
	}
	return NULL;
}

static void
begin_tls(struct conn *c, const void *data, size_t len)
{
	struct loop *l = c->loop;
	struct conn *stalled = loop_nshaking(l) < HANDSHAKES_MAX ? NULL
	    : find_stalled(l);

	if (stalled != NULL)
		client_close(stalled->client, "Too many handshakes at a time");
	stream_unread(&c->stream, data, len);
	stream_accept_tls(&c->stream, gate_tls(loop_gate(l)));
	c->tls = CONN_SHAKES;
	loop_move(l, c, CONN_SHAKING);
	client_begin_tls(c->client);
	loop_again(l, c);
}

/* Who speaks IRC gets an answer in IRC; a web page gets none. */
static void
refuse_plain(struct conn *c, const void *data, size_t len)
{
	c->tls = CONN_PLAIN;
	if (dialect_irc_is_foreign(data, len))
		client_input(c->client, data, len);
	else
		client_close(c->client, "This port speaks TLS only; connect "
		    "with TLS, or to another port");
}

bool
conn_is_for_client(struct conn *c, const void *data, size_t len)
{
	if (c->tls == CONN_PLAIN || c->tls == CONN_TLS)
		return true;
	if (*(const unsigned char *)data == TLS_HANDSHAKE)
		begin_tls(c, data, len);
	else if (c->tls == CONN_MUST_BE_TLS)
		refuse_plain(c, data, len);
	else
		c->tls = CONN_PLAIN;
	return c->tls == CONN_PLAIN && !client_is_closed(c->client);
}

bool
conn_is_opening(const struct conn *c)
{
	return c->tls == CONN_SHAKES || c->tls == CONN_MUST_BE_TLS;
}

static void
tell_server(struct conn *c)
{
	const struct tls *t = c->stream.tls;
	struct tls_peer peer;
	struct client_tls tls;

	_Static_assert(sizeof tls.fingerprint == TLS_FINGERPRINT_SIZE
	    && sizeof tls.end_point == TLS_BINDING_MAX
	    && sizeof tls.exporter == TLS_BINDING_MAX, "of one size");
	tls_peer(t, &peer);
	tls.version = peer.version;
	tls.cipher = peer.cipher;
	memcpy(tls.fingerprint, peer.certificate.fingerprint,
	    sizeof tls.fingerprint);
	tls.end_point_len = tls_binding(t, TLS_SERVER_END_POINT,
	    tls.end_point);
	tls.exporter_len = tls_binding(t, TLS_EXPORTER, tls.exporter);
	client_set_tls(c->client, &tls);
}

static void
shaken(struct conn *c)
{
	c->tls = CONN_TLS;
	loop_move(c->loop, c, CONN_SERVED);
	tell_server(c);
	conn_wait_for(c, EV_READ);
	client_mark_dirty(c->client);	/* a greeting may wait */
	if (stream_pending(&c->stream))
		loop_again(c->loop, c);
}

/* Taken from the loop's `again` alone: so all get theirs in turn. */
void
conn_shake(struct conn *c)
{
	if (client_is_closed(c->client))
		return;		/* conn_update() frees it */
	if (!loop_take_step(c->loop)) {
		conn_wait_for(c, 0);
		loop_again(c->loop, c);
		return;
	}
	loop_move(c->loop, c, CONN_SHAKING);	/* to its end */
	switch (stream_handshake(&c->stream)) {
	case TLS_READY:
		shaken(c);
		break;
	case TLS_WAITS_WRITE:
		conn_wait_for(c, EV_WRITE);
		break;
	case TLS_WAITS_READ:
	case TLS_WAITS_TRUST:	/* a client's alone */
		conn_wait_for(c, EV_READ);
		break;
	case TLS_FAILED:
		conn_wait_for(c, 0);
		client_close(c->client, stream_reason(&c->stream));
		break;
	}
}

void
conn_accepted(struct loop *loop, const struct protocol *protocol, int fd_take,
    const struct sockaddr *peer)
{
	struct conn *c = xcalloc(1, sizeof *c);

	c->loop = loop;
	loop_begin_turn(c->loop);
	stream_init(&c->stream, fd_take);
	conn_watch(c);
	if (gate_is_proxy(loop_gate(loop), peer))
		expect_header(c, protocol, peer);
	else if (!make_client(c, protocol, peer, true, false))
		return;
	conn_wait_for(c, EV_READ);
}
