/* uplink.c -- the socket of one place, between the loop and its session. */
#include "config.h"

#include "client/uplink.h"

#include <stdlib.h>
#include <sys/uio.h>

#include <event2/event.h>

#include "adapter/oldserver.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/known.h"
#include "client/machine.h"
#include "net/connect.h"
#include "net/stream.h"
#include "session/session.h"

#include "base/banned.h"

enum {
	READ_CHUNK_BYTES = 16 * 1024,	/* of a socket, before keys are seen */
	ALONE_MS = 5,			/* looked at again: has it left? */
	CONNECT_TIMEOUT_MS = 20 * 1000,
};

struct uplink {
	struct session *session;	/* owned */
	struct event_base *base;	/* borrowed; NULL: not started */
	int priority;
	struct now (*turn)(void *arg);
	void *arg;

	char *hosts[LOCATOR_HOSTS];	/* owned */
	size_t nhosts;
	size_t host;			/* which one now */
	uint16_t port;
	struct connect *connect;	/* owned while connecting */
	struct stream stream;
	struct event *readable, *writable;	/* owned while connected */
	bool is_connected;		/* the session knows */
	bool is_open;			/* there is a socket */
	bool is_closing;		/* when all is written */
	char reason[256];

	struct known *known;		/* borrowed */
	char *own_certificate, *own_key;	/* owned; NULL: none */
	struct tls_context *context;	/* owned; NULL: not needed so far */
	bool tls;			/* this connection */
	uint16_t tls_port;
	bool is_local;			/* loopback or a unix socket */
	struct uplink_question question;
	bool is_asked;
	char once[TLS_FINGERPRINT_SIZE];	/* trusted until the end */
	char trust[TLS_FINGERPRINT_SIZE];	/* trusted from now on */

	int64_t tick_ms;		/* next session_tick */
	int64_t alone_ms;		/* write on then; INT64_MAX */
};

static const struct dialect *const dialects[] = {
	[LOCATOR_IRC] = NULL,	/* the session's own */
	[LOCATOR_JSON] = &dialect_oldserver_json,
	[LOCATOR_TEXT] = &dialect_oldserver_text,
};

/* --- The connection -------------------------------------------------------- */

static void
drop_connection(struct uplink *u)
{
	connect_cancel(u->connect);
	u->connect = NULL;
	u->is_closing = u->is_connected = false;
	if (!u->is_open)
		return;
	u->is_open = false;
	event_free(u->readable);
	event_free(u->writable);
	u->readable = u->writable = NULL;
	stream_release(&u->stream);
}

static void
lose(struct uplink *u, const char *reason, struct now now)
{
	bool was_asked_for = u->is_closing;

	str_copy(u->reason, sizeof u->reason, reason);
	drop_connection(u);
	if (!was_asked_for)
		session_lost(u->session, SESSION_WHY_LINK, u->reason, now);
}

/* --- TLS ------------------------------------------------------------------- */

static void
remember(struct uplink *u, const struct tls_peer *peer)
{
	struct known_server server = { .host = u->hosts[u->host],
	    .port = u->port, .tls_port = u->tls_port };
	const struct known_server *old = known_find(u->known, server.host,
	    server.port);
	struct err e = { "" };

	if (!peer->verified)
		(void)str_copy(server.fingerprint, sizeof server.fingerprint,
		    peer->certificate.fingerprint);
	if (old != NULL && old->tls_port == server.tls_port
	    && str_eq(old->fingerprint, server.fingerprint))
		return;
	/* What can't be written is asked for again next time. */
	if (!known_remember(u->known, &server, &e))
		str_copy(u->reason, sizeof u->reason, e.text);
}

/* Whether the one at the other end is who is meant; false: not yet, or the
 * connection is over. */
static bool
is_trusted(struct uplink *u)
{
	struct uplink_question *q = &u->question;
	enum known_verdict verdict;

	*q = (struct uplink_question){ .host = u->hosts[u->host],
	    .port = u->tls_port };
	tls_peer(u->stream.tls, &q->peer);
	verdict = known_judge(known_find(u->known, q->host, u->port),
	    &q->peer, u->is_local);
	if (verdict == KNOWN_TRUSTED || verdict == KNOWN_FIRST
	    || str_eq(u->trust, q->peer.certificate.fingerprint)) {
		remember(u, &q->peer);
		return true;
	}
	if (str_eq(u->once, q->peer.certificate.fingerprint))
		return true;
	q->has_changed = verdict == KNOWN_CHANGED;
	u->is_asked = true;
	event_del(u->readable);
	return false;
}

static void
is_ready(struct uplink *u, struct now now)
{
	struct session_link link = { .tls = u->tls, .local = u->is_local };
	unsigned char binding[TLS_BINDING_MAX];
	struct tls_peer peer;

	if (u->tls) {
		tls_peer(u->stream.tls, &peer);
		link.verified = peer.verified;
		link.binding = binding;
		link.binding_len = tls_binding(u->stream.tls, TLS_EXPORTER,
		    binding);
	}
	u->is_connected = true;
	session_connected(u->session, &link, now);
}

static void
shake_hands(struct uplink *u, struct now now)
{
	for (;;) {
		switch (stream_handshake(&u->stream)) {
		case TLS_READY:
			is_ready(u, now);
			return;
		case TLS_WAITS_READ:
			return;
		case TLS_WAITS_WRITE:
			event_add(u->writable, NULL);
			return;
		case TLS_WAITS_TRUST:
			if (!is_trusted(u))
				return;
			tls_trust(u->stream.tls);
			break;
		case TLS_FAILED:
			lose(u, stream_reason(&u->stream), now);
			return;
		}
	}
}

const struct uplink_question *
uplink_question(const struct uplink *u)
{
	return u->is_asked ? &u->question : NULL;
}

/* The server may have lost patience meanwhile: then it is tried again. */
void
uplink_answer(struct uplink *u, enum uplink_answer answer, struct now now)
{
	struct uplink_question *q = &u->question;

	if (!u->is_asked)
		return;
	u->is_asked = false;
	if (answer == UPLINK_REFUSE || q->has_changed) {
		drop_connection(u);
		session_lost(u->session, SESSION_WHY_TRUST, q->has_changed
		    ? _("the server's certificate is not the one it was")
		    : _("the server's certificate was not trusted"), now);
		return;
	}
	(void)str_copy(u->once, sizeof u->once,
	    q->peer.certificate.fingerprint);
	if (answer == UPLINK_TRUST)
		remember(u, &q->peer);
	event_add(u->readable, NULL);
	shake_hands(u, now);
}

/* --- The loop -------------------------------------------------------------- */

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct uplink *u = arg;
	struct now now = u->turn(u->arg);
	char chunk[READ_CHUNK_BYTES];
	ssize_t n;

	(void)fd;
	(void)what;
	if (!u->is_connected) {
		shake_hands(u, now);
		return;
	}
	n = stream_read(&u->stream, chunk, sizeof chunk);
	if (n > 0)
		session_input(u->session, chunk, (size_t)n, now);
	else if (n == 0)
		lose(u, _("the server has closed the connection"), now);
	else if (!stream_would_block(&u->stream))
		lose(u, stream_reason(&u->stream), now);
	else if (stream_waits_for_write(&u->stream))
		event_add(u->writable, NULL);
	/* TLS has read more than was asked for: no event will come. */
	if (u->is_open && stream_pending(&u->stream))
		event_active(u->readable, EV_READ, 0);
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct uplink *u = arg;
	struct now now = u->turn(u->arg);

	(void)fd;
	(void)what;
	if (!u->is_connected && !u->is_asked)
		shake_hands(u, now);
	/* What is to be written goes at the turn's end. */
}

static struct event *
add_event(struct uplink *u, int fd, short what, event_callback_fn call)
{
	struct event *e = event_new(u->base, fd, what, call, u);

	if (e == NULL)
		abort();	/* out of memory */
	event_priority_set(e, u->priority);
	return e;
}

static void
on_connected(void *arg, int fd_take, const char *address)
{
	struct uplink *u = arg;
	struct now now = u->turn(u->arg);

	u->connect = NULL;
	u->is_local = address[0] == '/' || str_starts(address, "127.")
	    || str_eq(address, "::1");
	stream_init(&u->stream, fd_take);
	u->is_open = true;
	u->readable = add_event(u, fd_take, EV_READ | EV_PERSIST, on_readable);
	u->writable = add_event(u, fd_take, EV_WRITE, on_writable);
	event_add(u->readable, NULL);
	if (u->tls)
		stream_connect_tls(&u->stream, u->context,
		    u->hosts[u->host]);
	shake_hands(u, now);
}

static void start_connecting(struct uplink *u);

static void
on_failed(void *arg, const char *reason)
{
	struct uplink *u = arg;
	struct now now = u->turn(u->arg);

	u->connect = NULL;
	str_copy(u->reason, sizeof u->reason, reason);
	if (++u->host < u->nhosts) {
		start_connecting(u);
		return;
	}
	u->host = 0;
	session_lost(u->session, SESSION_WHY_LINK, u->reason, now);
}

static void
start_connecting(struct uplink *u)
{
	static const struct connect_calls calls = { on_connected, on_failed };

	u->connect = connect_start(u->base, u->hosts[u->host],
	    u->tls ? u->tls_port : u->port,
	    CONNECT_TIMEOUT_MS, &calls, u);
}

/* The authorities are read with the first connection that needs them: it
 * takes some 15 ms. */
static bool
make_context(struct uplink *u, struct now now)
{
	struct tls_pair own = { u->own_certificate, u->own_key };
	struct err e = { "" };

	if (u->context == NULL)
		u->context = tls_client_new(NULL,
		    own.certificate != NULL ? &own : NULL, &e);
	if (u->context != NULL)
		return true;
	str_copy(u->reason, sizeof u->reason, e.text);
	session_lost(u->session, SESSION_WHY_TRUST, u->reason, now);
	return false;
}

static void
open_connection(struct uplink *u, const struct session_event *ev,
    struct now now)
{
	drop_connection(u);
	u->is_asked = false;
	u->host = 0;
	u->tls = ev->connect.tls;
	if (u->tls)
		u->tls_port = ev->connect.port;
	if (!u->tls || make_context(u, now))
		start_connecting(u);
}

/* --- What the session says ------------------------------------------------- */

void
uplink_tick(struct uplink *u, struct now now)
{
	u->tick_ms = session_tick(u->session, now);
}

bool
uplink_next(struct uplink *u, struct session_event *ev, struct now now)
{
	while (session_next(u->session, ev)) {
		switch (ev->type) {
		case SESSION_EVENT_CONNECT:
			open_connection(u, ev, now);
			break;
		case SESSION_EVENT_CLOSE:
			u->is_closing = true;
			break;
		default:
			return true;
		}
	}
	return false;
}

/* One piece; false: no more for now. */
static bool
write_piece(struct uplink *u, const char *data, size_t len, struct now now)
{
	struct iovec piece = { (void *)(uintptr_t)data, len };
	ssize_t n = stream_writev(&u->stream, &piece, 1);

	if (n >= 0) {
		session_wrote(u->session, (size_t)n, now);
		return true;
	}
	if (stream_would_block(&u->stream))
		event_add(u->writable, NULL);
	else
		lose(u, stream_reason(&u->stream), now);
	return false;
}

bool
uplink_write(struct uplink *u, struct now now)
{
	const char *data;
	size_t len;
	bool alone, any = false;

	u->alone_ms = INT64_MAX;
	while (u->is_connected &&
	    session_output(u->session, &data, &len, &alone)) {
		if (alone && stream_unacknowledged(&u->stream)) {
			u->alone_ms = now.mono_ms + ALONE_MS;
			return any;
		}
		if (!write_piece(u, data, len, now))
			return any;
		any = true;
	}
	if (u->is_closing)
		drop_connection(u);
	return any;
}

int64_t
uplink_due_ms(const struct uplink *u)
{
	return u->alone_ms < u->tick_ms ? u->alone_ms : u->tick_ms;
}

/* --- Life ------------------------------------------------------------------ */

struct uplink *
uplink_new(const struct uplink_config *config,
    const struct session_config *session)
{
	struct uplink *u = xcalloc(1, sizeof *u);
	struct session_config full = *session;
	const struct known_server *met;

	while (u->nhosts < config->nhosts && u->nhosts < LOCATOR_HOSTS) {
		u->hosts[u->nhosts] = xstrdup(config->hosts[u->nhosts]);
		u->nhosts++;
	}
	u->port = config->port;
	u->priority = config->priority;
	u->turn = config->turn;
	u->arg = config->arg;
	u->tick_ms = u->alone_ms = INT64_MAX;
	u->known = config->known;
	if (config->trust != NULL)
		(void)str_copy(u->trust, sizeof u->trust, config->trust);
	if (config->own != NULL) {
		u->own_certificate = xstrdup(config->own->certificate);
		u->own_key = xstrdup(config->own->key);
	}
	full.host = u->hosts[0];
	full.port = u->port;
	full.has_certificate = config->own != NULL;
	met = known_find(u->known, u->hosts[0], u->port);
	if (met != NULL && session->may_upgrade) {
		full.tls = true;
		full.port = met->tls_port;
	}
	u->session = session_new(&full, dialects[config->dialect],
	    machine_seed());
	return u;
}

void
uplink_free(struct uplink *u)
{
	if (u == NULL)
		return;
	drop_connection(u);
	session_free(u->session);
	while (u->nhosts > 0)
		free(u->hosts[--u->nhosts]);
	tls_context_free(u->context);
	free(u->own_certificate);
	free(u->own_key);
	free(u);
}

void
uplink_start(struct uplink *u, struct event_base *base, struct now now)
{
	u->base = base;
	session_open(u->session, now);
}

/* What stands keeps its own context. */
void
uplink_show_certificate(struct uplink *u, const struct tls_pair *own)
{
	free(u->own_certificate);
	free(u->own_key);
	u->own_certificate = own != NULL ? xstrdup(own->certificate) : NULL;
	u->own_key = own != NULL ? xstrdup(own->key) : NULL;
	tls_context_free(u->context);
	u->context = NULL;
	session_show_certificate(u->session, own != NULL);
}

bool
uplink_peer(const struct uplink *u, struct tls_peer *out)
{
	if (!u->is_connected || !u->tls)
		return false;
	tls_peer(u->stream.tls, out);
	return true;
}

struct session *
uplink_session(const struct uplink *u)
{
	return u->session;
}

const char *
uplink_host(const struct uplink *u)
{
	return u->hosts[u->host];
}

const char *
uplink_reason(const struct uplink *u)
{
	return u->reason;
}

bool
uplink_is_connected(const struct uplink *u)
{
	return u->is_connected;
}
