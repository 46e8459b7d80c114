/* rehash.c -- REHASH of an operator: what SIGHUP does, with an answer. */
#include "config.h"

#include "daemon/rehash.h"

#include <stdlib.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "daemon/daemon_internal.h"
#include "daemon/loop.h"
#include "server/server.h"
#include "server/world.h"

#include "base/banned.h"

struct rehash {
	struct daemon *d;	/* borrowed */
	struct event *event;	/* owned: made active, never waited for */
	uint64_t *numbers;	/* owned: of the questions that wait */
	size_t n;
};

/* Read once for all who wait; who asks meanwhile is answered the next time. */
static void
on_asked(evutil_socket_t fd, short what, void *arg)
{
	struct rehash *r = arg;
	struct err e = { "" };
	bool ok = daemon_reload(r->d, &e);
	struct result result = { .code = ok ? RESULT_OK : RESULT_FAILED,
	    .why = e.text };
	size_t n = r->n;

	(void)fd;
	(void)what;
	r->n = 0;
	loop_begin_turn(r->d->loop);
	for (size_t i = 0; i < n; i++)
		server_result(r->d->server, r->numbers[i], &result);
}

struct rehash *
rehash_new(struct daemon *d)
{
	struct rehash *r = xcalloc(1, sizeof *r);

	r->d = d;
	r->event = event_new(loop_base(d->loop), -1, 0, on_asked, r);
	if (r->event == NULL)
		abort();	/* out of memory */
	return r;
}

void
rehash_free(struct rehash *r)
{
	if (r == NULL)
		return;
	event_free(r->event);
	free(r->numbers);
	free(r);
}

void
rehash_ask(void *arg, uint64_t number)
{
	struct rehash *r = arg;

	r->numbers = xreallocarray(r->numbers, r->n + 1, sizeof *r->numbers);
	r->numbers[r->n++] = number;
	event_active(r->event, EV_TIMEOUT, 0);
}
