/* resolve.c -- names to addresses, in a thread where one is needed. */
#include "config.h"

#include "net/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/xalloc.h"

#include "base/banned.h"

/* Shared by the loop and the thread; the last of the two frees it. */
struct lookup {
	atomic_int       owners;
	char            *host;		/* owned */
	char             port[8];
	int              flags;		/* AI_... */
	struct addrinfo *list;		/* owned; the thread's until its end */
	int              code;		/* of getaddrinfo */
	int              error;		/* errno beside EAI_SYSTEM */
	int              told;		/* closed by the thread at its end */
};

struct resolve {
	struct lookup *lookup;
	struct event  *ready;		/* owned */
	int            fd;		/* readable at its end; -1: no thread */
	resolve_done  *done;
	void          *arg;
};

static void
lookup_unref(struct lookup *l)
{
	if (atomic_fetch_sub(&l->owners, 1) > 1)
		return;
	if (l->list != NULL)
		freeaddrinfo(l->list);
	free(l->host);
	free(l);
}

static void
look_up(struct lookup *l)
{
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV | l->flags,
	};

	l->code = getaddrinfo(l->host, l->port, &hints, &l->list);
	l->error = errno;
	if (l->code != 0)
		l->list = NULL;
}

static void *
thread(void *arg)
{
	struct lookup *l = arg;
	int told = l->told;

	look_up(l);
	lookup_unref(l);
	(void)close(told);
	return NULL;
}

static const char *
lookup_reason(const struct lookup *l)
{
	return l->code == EAI_SYSTEM ? strerror(l->error)
	    : gai_strerror(l->code);
}

static void
release(struct resolve *r)
{
	event_free(r->ready);
	if (r->fd >= 0)
		(void)close(r->fd);
	lookup_unref(r->lookup);
	free(r);
}

static void
on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct resolve *r = arg;

	(void)fd;
	(void)what;
	if (r->lookup->list != NULL)
		r->done(r->arg, r->lookup->list, NULL);
	else
		r->done(r->arg, NULL, lookup_reason(r->lookup));
	release(r);
}

/* Signals are the loop's: the thread is started with all of them blocked. */
static int
start_detached(struct lookup *l)
{
	pthread_attr_t attr;
	pthread_t id;
	sigset_t all, before;
	int error;

	error = pthread_attr_init(&attr);
	if (error != 0)
		return error;
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&id, &attr, thread, l);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	return error;
}

/* False: no thread; the lookup has its reason. */
static bool
start_thread(struct resolve *r)
{
	struct lookup *l = r->lookup;
	int ends[2];
	int error;

	l->code = EAI_SYSTEM;
	if (pipe(ends) != 0) {
		l->error = errno;
		return false;
	}
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	l->told = ends[1];
	(void)atomic_fetch_add(&l->owners, 1);
	error = start_detached(l);
	if (error != 0) {
		(void)atomic_fetch_sub(&l->owners, 1);
		(void)close(ends[0]);
		(void)close(ends[1]);
		l->error = error;
		return false;
	}
	r->fd = ends[0];
	return true;
}

static struct lookup *
lookup_new(const char *host, uint16_t port)
{
	struct lookup *l = xcalloc(1, sizeof *l);

	atomic_init(&l->owners, 1);
	l->host = xstrdup(host);
	(void)snprintf(l->port, sizeof l->port, "%u", (unsigned)port);
	l->flags = AI_NUMERICHOST;
	return l;
}

struct resolve *
resolve_start(struct event_base *base, const char *host, uint16_t port,
    resolve_done *done, void *arg)
{
	struct resolve *r = xcalloc(1, sizeof *r);

	r->done = done;
	r->arg = arg;
	r->fd = -1;
	r->lookup = lookup_new(host, port);
	look_up(r->lookup);
	if (r->lookup->code == EAI_NONAME) {
		r->lookup->flags = 0;
		(void)start_thread(r);
	}
	r->ready = event_new(base, r->fd, r->fd >= 0 ? EV_READ : 0, on_ready,
	    r);
	if (r->ready == NULL)
		abort();	/* out of memory */
	if (r->fd >= 0)
		(void)event_add(r->ready, NULL);
	else
		event_active(r->ready, EV_TIMEOUT, 0);
	return r;
}

void
resolve_cancel(struct resolve *r)
{
	if (r != NULL)
		release(r);
}
