/*
 * pace.h -- segments to a program that takes one read for one message.
 *
 * Each is a write of its own, the next when the peer's kernel has all of the
 * one before and the dialect's gap has passed. Nobody tells when that is: it
 * is looked at again soon, and ever less often while nothing changes.
 */
#ifndef DAEMON_PACE_H
#define DAEMON_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <event2/event_struct.h>

struct conn;

struct pace {
	struct event timer;		/* pending while a segment waits */
	struct conn *conn;		/* borrowed */
	int64_t written_ms;		/* monotonic: the segment before */
	size_t  done;			/* bytes of this one already taken */
};

struct pace *pace_new(struct conn *conn);
void pace_free(struct pace *p);		/* NULL is fine */

/* Writes what may be written now. False: the socket is broken. */
bool pace_write(struct pace *p);

#endif
