/* pace.c -- segments to a program that takes one read for one message. */
#include "config.h"

#include "daemon/pace.h"

#include <stdlib.h>

#include <event2/event.h>

#include "base/xalloc.h"
#include "daemon/conn.h"
#include "daemon/loop.h"
#include "net/timer.h"
#include "server/server.h"

#include "base/banned.h"

/* How soon it is looked whether the peer's kernel has all of it: first, and
 * at most; in between half of what it has taken already. */
enum { LOOK_MIN_MS = 2, LOOK_MAX_MS = 200 };

static void
on_due(evutil_socket_t fd, short what, void *arg)
{
	struct pace *p = arg;

	(void)fd;
	(void)what;
	loop_begin_turn(p->conn->loop);
	client_mark_dirty(p->conn->client);
}

struct pace *
pace_new(struct conn *conn)
{
	struct pace *p = xcalloc(1, sizeof *p);

	p->conn = conn;
	(void)evtimer_assign(&p->timer, loop_base(conn->loop), on_due, p);
	return p;
}

void
pace_free(struct pace *p)
{
	if (p == NULL)
		return;
	(void)evtimer_del(&p->timer);
	free(p);
}

static void
look_again(struct pace *p, int64_t now_ms)
{
	int64_t ms = (now_ms - p->written_ms) / 2;

	if (ms < LOOK_MIN_MS)
		ms = LOOK_MIN_MS;
	if (ms > LOOK_MAX_MS)
		ms = LOOK_MAX_MS;
	timer_in(&p->timer, ms);
}

/* May the next segment begin? If not, it is looked at again later. */
static bool
is_time(struct pace *p, int64_t now_ms)
{
	int64_t gap_ms = client_gap_ms(p->conn->client);

	if (p->done > 0)
		return true;
	if (p->written_ms != 0 && now_ms < p->written_ms + gap_ms)
		timer_in(&p->timer, p->written_ms + gap_ms - now_ms);
	else if (stream_unacknowledged(&p->conn->stream))
		look_again(p, now_ms);
	else
		return true;
	return false;
}

bool
pace_write(struct pace *p)
{
	struct conn *c = p->conn;
	int64_t now_ms = loop_now(c->loop).mono_ms;
	const void *data;
	size_t len;
	ssize_t taken;

	if (evtimer_pending(&p->timer, NULL))
		return true;
	while (client_segment(c->client, &data, &len)) {
		struct iovec iov;

		if (!is_time(p, now_ms))
			return true;
		iov.iov_base = (char *)(size_t)(const char *)data + p->done;
		iov.iov_len = len - p->done;
		taken = stream_writev(&c->stream, &iov, 1);
		if (taken < 0 && !stream_would_block(&c->stream))
			return false;
		p->done += taken > 0 ? (size_t)taken : 0;
		p->written_ms = now_ms;
		if (p->done < len) {
			look_again(p, now_ms);
			return true;
		}
		p->done = 0;
		client_segment_written(c->client);
	}
	return true;
}
