/* listen.c -- listening sockets, and what to do when descriptors run out. */
#include "config.h"

#include "net/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "net/stream.h"
#include "net/timer.h"

#include "base/banned.h"

enum {
	BACKLOG = 4096,
	ACCEPTS_PER_TURN = 128,	/* those who are connected have a right too */
	PAUSE_MS = 100,
};

struct listener {
	struct listener  *next;
	struct listeners *all;
	struct event     *readable;	/* owned */
	int               fd;		/* owned */
	char             *path;		/* owned; of a unix socket, else NULL */
	const void       *tag;		/* borrowed */
};

struct listeners {
	struct event_base         *base;
	struct listen_config       config;
	const struct listen_calls *calls;
	void                      *arg;
	struct listener           *first;	/* owned */
	struct event              *resume;	/* owned: ends a pause */
	int                        reserve;	/* to give up; -1: gone */
};

static int
open_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void
on_resume(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	listeners_start(arg);
}

struct listeners *
listeners_new(struct event_base *base, struct listen_config config,
    const struct listen_calls *calls, void *arg)
{
	struct listeners *l = xcalloc(1, sizeof *l);

	l->base = base;
	l->config = config;
	l->calls = calls;
	l->arg = arg;
	l->reserve = open_reserve();
	l->resume = evtimer_new(base, on_resume, l);
	if (l->resume == NULL)
		abort();	/* out of memory */
	return l;
}

void
listeners_start(struct listeners *l)
{
	for (struct listener *one = l->first; one != NULL; one = one->next)
		(void)event_add(one->readable, NULL);
}

static void
pause_all(struct listeners *l)
{
	for (struct listener *one = l->first; one != NULL; one = one->next)
		(void)event_del(one->readable);
	timer_in(l->resume, PAUSE_MS);
}

static void
turn_away(struct listeners *l, int fd_take)
{
	const char *sorry = l->config.sorry;

	(void)!send(fd_take, sorry, strlen(sorry), MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)close(fd_take);
	if (l->calls->turned_away != NULL)
		l->calls->turned_away(l->arg);
}

static void
use_reserve(struct listener *one)
{
	struct listeners *l = one->all;
	int fd;

	if (l->reserve >= 0)
		(void)close(l->reserve);
	fd = accept(one->fd, NULL, NULL);
	if (fd >= 0)
		turn_away(l, fd);
	l->reserve = open_reserve();
	pause_all(l);
}

static bool
is_shortage(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS
	    || error == ENOMEM;
}

/* False: no more for now. */
static bool
accept_one(struct listener *one)
{
	struct listeners *l = one->all;
	struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
	socklen_t length = sizeof peer;
	int fd = accept4(one->fd, (void *)&peer, &length,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0 && is_shortage(errno)) {
		use_reserve(one);
		return false;
	}
	if (fd < 0)	/* a peer that gave up while it waited is no end */
		return errno == EINTR || errno == ECONNABORTED
		    || errno == EPROTO;
	if (l->config.fd_max > 0 && fd > l->config.fd_max)
		turn_away(l, fd);
	else
		l->calls->accepted(l->arg, one->tag, fd, (const void *)&peer);
	return true;
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	for (int n = 0; n < ACCEPTS_PER_TURN; n++)
		if (!accept_one(arg))
			break;
}

static bool
open_socket(int fd, const struct sockaddr *address, socklen_t length)
{
	int on = 1;

	if (address->sa_family != AF_UNIX)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (address->sa_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	/* Linux and the BSDs hand it on to every socket that is accepted,
	 * which saves five system calls per client. */
	if (address->sa_family != AF_UNIX)
		stream_tune(fd);
	return bind(fd, address, length) == 0 && listen(fd, BACKLOG) == 0;
}

static void
add(struct listeners *l, int fd_take, const char *path, const void *tag)
{
	struct listener *one = xcalloc(1, sizeof *one);

	one->all = l;
	one->fd = fd_take;
	one->path = xstrdup(path);
	one->tag = tag;
	one->readable = event_new(l->base, fd_take, EV_READ | EV_PERSIST,
	    on_readable, one);
	if (one->readable == NULL)
		abort();	/* out of memory */
	one->next = l->first;
	l->first = one;
}

static enum listen_result
refused(struct err *e, int error)
{
	err_set(e, "%s", strerror(error));
	return error == EADDRNOTAVAIL || error == EAFNOSUPPORT
	    ? LISTEN_NO_SUCH_ADDRESS : LISTEN_FAILED;
}

/* An address that is named twice, or that two names have. */
static bool
is_open(const struct listeners *l, const struct sockaddr *address,
    socklen_t length, const void *tag)
{
	for (const struct listener *one = l->first; one != NULL;
	    one = one->next) {
		struct sockaddr_storage its = { .ss_family = AF_UNSPEC };
		socklen_t size = sizeof its;

		if (one->tag == tag
		    && getsockname(one->fd, (void *)&its, &size) == 0
		    && size == length && memcmp(&its, address, size) == 0)
			return true;
	}
	return false;
}

static enum listen_result
open_and_add(struct listeners *l, const struct sockaddr *address,
    socklen_t length, const char *path, const void *tag, struct err *e)
{
	int fd = socket(address->sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return refused(e, errno);
	if (!open_socket(fd, address, length)) {
		error = errno;
		(void)close(fd);
		return refused(e, error);
	}
	add(l, fd, path, tag);
	return LISTEN_OK;
}

enum listen_result
listeners_add(struct listeners *l, const struct sockaddr *address,
    socklen_t length, const void *tag, struct err *e)
{
	return is_open(l, address, length, tag) ? LISTEN_OK
	    : open_and_add(l, address, length, NULL, tag, e);
}

/* Only a socket that nobody listens on is taken away. */
static void
remove_dead(const struct sockaddr_un *un)
{
	struct stat st;
	int fd;

	if (lstat(un->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const void *)un, sizeof *un) != 0
	    && errno == ECONNREFUSED)
		(void)unlink(un->sun_path);
	(void)close(fd);
}

enum listen_result
listeners_add_path(struct listeners *l, const char *path, const void *tag,
    struct err *e)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	size_t len = strlen(path);

	if (len >= sizeof un.sun_path)
		return refused(e, ENAMETOOLONG);
	memcpy(un.sun_path, path, len + 1);
	remove_dead(&un);
	return open_and_add(l, (const void *)&un, sizeof un, path, tag, e);
}

static void
listener_free(struct listener *one)
{
	event_free(one->readable);
	(void)close(one->fd);
	if (one->path != NULL)
		(void)unlink(one->path);
	free(one->path);
	free(one);
}

void
listeners_free(struct listeners *l)
{
	struct listener *one, *next;

	if (l == NULL)
		return;
	for (one = l->first; one != NULL; one = next) {
		next = one->next;
		listener_free(one);
	}
	event_free(l->resume);
	if (l->reserve >= 0)
		(void)close(l->reserve);
	free(l);
}
