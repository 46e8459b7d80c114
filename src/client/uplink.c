/* uplink.c -- the socket of one place, between the loop and its session. */
#include "config.h"

#include "client/uplink.h"

#include <stdlib.h>
#include <sys/uio.h>

#include <event2/event.h>

#include "adapter/oldserver.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
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
	bool is_connected;
	bool is_closing;		/* when all is written */
	char reason[256];

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
	u->is_closing = false;
	if (!u->is_connected)
		return;
	u->is_connected = false;
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

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct uplink *u = arg;
	struct now now = u->turn(u->arg);
	char chunk[READ_CHUNK_BYTES];
	ssize_t n = stream_read(&u->stream, chunk, sizeof chunk);

	(void)fd;
	(void)what;
	if (n > 0)
		session_input(u->session, chunk, (size_t)n, now);
	else if (n == 0)
		lose(u, _("the server has closed the connection"), now);
	else if (!stream_would_block(&u->stream))
		lose(u, stream_reason(&u->stream), now);
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct uplink *u = arg;

	(void)fd;
	(void)what;
	(void)u->turn(u->arg);	/* what is to be written goes at its end */
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
	const struct session_link link = { .tls = false };

	(void)address;
	u->connect = NULL;
	stream_init(&u->stream, fd_take);
	u->is_connected = true;
	u->readable = add_event(u, fd_take, EV_READ | EV_PERSIST, on_readable);
	u->writable = add_event(u, fd_take, EV_WRITE, on_writable);
	event_add(u->readable, NULL);
	session_connected(u->session, &link, now);
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

	u->connect = connect_start(u->base, u->hosts[u->host], u->port,
	    CONNECT_TIMEOUT_MS, &calls, u);
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
	(void)now;
	while (session_next(u->session, ev)) {
		switch (ev->type) {
		case SESSION_EVENT_CONNECT:
			drop_connection(u);
			u->host = 0;
			start_connecting(u);
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

	while (u->nhosts < config->nhosts && u->nhosts < LOCATOR_HOSTS) {
		u->hosts[u->nhosts] = xstrdup(config->hosts[u->nhosts]);
		u->nhosts++;
	}
	u->port = config->port;
	u->priority = config->priority;
	u->turn = config->turn;
	u->arg = config->arg;
	u->tick_ms = u->alone_ms = INT64_MAX;
	full.host = u->hosts[0];
	full.port = u->port;
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
	free(u);
}

void
uplink_start(struct uplink *u, struct event_base *base, struct now now)
{
	u->base = base;
	session_open(u->session, now);
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
