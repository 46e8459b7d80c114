/* connect.c -- tries every address of a host until one connects. */
#include "config.h"

#include "net/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/xalloc.h"
#include "net/resolve.h"
#include "net/stream.h"
#include "net/timer.h"

#include "base/banned.h"

enum {
	ADDRESSES_MAX = 16,	/* more addresses of one host are not tried */
	HEAD_START_MS = 250,	/* RFC 8305, "Connection Attempt Delay" */
};

struct attempt {
	struct connect         *owner;
	struct sockaddr_storage address;
	socklen_t               length;
	struct event           *writable;	/* owned; NULL: not under way */
	int                     fd;		/* owned; -1: as above */
};

struct connect {
	struct event_base          *base;	/* borrowed */
	const struct connect_calls *calls;	/* borrowed */
	void                       *arg;
	struct resolve             *resolve;	/* owned; NULL: not under way */
	struct event               *next;	/* owned; the next is due */
	struct event               *deadline;	/* owned */
	int                         error;	/* of the last that failed */
	unsigned                    n, begun, failed;
	struct attempt              attempts[ADDRESSES_MAX];
};

static void
attempt_release(struct attempt *a)
{
	if (a->writable != NULL)
		event_free(a->writable);
	a->writable = NULL;
	if (a->fd >= 0)
		(void)close(a->fd);
	a->fd = -1;
}

void
connect_cancel(struct connect *c)
{
	if (c == NULL)
		return;
	resolve_cancel(c->resolve);
	for (unsigned i = 0; i < c->n; i++)
		attempt_release(&c->attempts[i]);
	event_free(c->next);
	event_free(c->deadline);
	free(c);
}

/* Takes `c` apart first: the owner may start the next connect in its call. */
static void
fail(struct connect *c, const char *reason)
{
	const struct connect_calls *calls = c->calls;
	void *arg = c->arg;

	connect_cancel(c);
	calls->failed(arg, reason);
}

static void
name_address(const struct attempt *a, char *text, size_t size)
{
	const struct sockaddr_un *un = (const void *)&a->address;

	if (a->address.ss_family == AF_UNIX)
		(void)snprintf(text, size, "%s", un->sun_path);
	else if (getnameinfo((const void *)&a->address, a->length, text,
	    (socklen_t)size, NULL, 0, NI_NUMERICHOST) != 0)
		(void)snprintf(text, size, "?");
}

static void
succeed(struct connect *c, struct attempt *a)
{
	const struct connect_calls *calls = c->calls;
	void *arg = c->arg;
	int fd = a->fd;
	char address[sizeof ((struct sockaddr_un *)0)->sun_path + 1];

	name_address(a, address, sizeof address);
	if (a->address.ss_family != AF_UNIX)
		stream_tune(fd);
	a->fd = -1;
	connect_cancel(c);
	calls->connected(arg, fd, address);
}

/* The attempt is over; the next begins at once, or there is none left. */
static void
attempt_fail(struct attempt *a, int error)
{
	struct connect *c = a->owner;

	attempt_release(a);
	c->error = error;
	c->failed++;
	timer_in(c->next, 0);
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct attempt *a = arg;
	socklen_t size = sizeof (int);
	int error = 0;

	(void)what;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
		error = errno;
	if (error != 0)
		attempt_fail(a, error);
	else
		succeed(a->owner, a);
}

static bool
open_socket(struct attempt *a)
{
	a->fd = socket(a->address.ss_family, SOCK_STREAM, 0);
	if (a->fd < 0)
		return false;
	return evutil_make_socket_nonblocking(a->fd) == 0
	    && evutil_make_socket_closeonexec(a->fd) == 0;
}

static void
attempt_begin(struct attempt *a)
{
	struct connect *c = a->owner;

	if (!open_socket(a)) {
		attempt_fail(a, errno);
		return;
	}
	if (connect(a->fd, (const void *)&a->address, a->length) != 0
	    && errno != EINPROGRESS && errno != EINTR) {
		attempt_fail(a, errno);
		return;
	}
	a->writable = event_new(c->base, a->fd, EV_WRITE, on_writable, a);
	if (a->writable == NULL || event_add(a->writable, NULL) != 0) {
		attempt_fail(a, ENOMEM);
		return;
	}
	timer_in(c->next, HEAD_START_MS);
}

static void
on_next(evutil_socket_t fd, short what, void *arg)
{
	struct connect *c = arg;

	(void)fd;
	(void)what;
	if (c->begun < c->n)
		attempt_begin(&c->attempts[c->begun++]);
	else if (c->failed == c->n)
		fail(c, strerror(c->error));
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	fail(arg, strerror(ETIMEDOUT));
}

static void
add_address(struct connect *c, const struct sockaddr *address, socklen_t length)
{
	struct attempt *a = &c->attempts[c->n];

	if (c->n == ADDRESSES_MAX || length > sizeof a->address)
		return;
	memcpy(&a->address, address, length);
	a->length = length;
	a->owner = c;
	a->fd = -1;
	c->n++;
}

static void
on_resolved(void *arg, const struct addrinfo *list, const char *reason)
{
	struct connect *c = arg;

	c->resolve = NULL;
	for (; list != NULL; list = list->ai_next)
		add_address(c, list->ai_addr, list->ai_addrlen);
	if (c->n > 0) {
		timer_in(c->next, 0);
		return;
	}
	fail(c, reason != NULL ? reason : gai_strerror(EAI_NONAME));
}

static void
add_path(struct connect *c, const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	size_t len = strlen(path);

	c->error = ENAMETOOLONG;
	if (len >= sizeof un.sun_path)
		return;
	memcpy(un.sun_path, path, len + 1);
	add_address(c, (const void *)&un, sizeof un);
}

struct connect *
connect_start(struct event_base *base, const char *host, uint16_t port,
    int timeout_ms, const struct connect_calls *calls, void *arg)
{
	struct connect *c = xcalloc(1, sizeof *c);

	c->base = base;
	c->calls = calls;
	c->arg = arg;
	c->next = evtimer_new(base, on_next, c);
	c->deadline = evtimer_new(base, on_deadline, c);
	if (c->next == NULL || c->deadline == NULL)
		abort();	/* out of memory */
	timer_in(c->deadline, timeout_ms);
	if (host[0] == '/') {
		add_path(c, host);
		timer_in(c->next, 0);
	} else {
		c->resolve = resolve_start(base, host, port, on_resolved, c);
	}
	return c;
}
