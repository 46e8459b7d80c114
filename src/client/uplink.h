/*
 * uplink.h -- a session and the socket it talks through: the edge of every
 * client, for one place.
 *
 * The session asks (CONNECT, CLOSE), the uplink does it: it tries the hosts
 * one after the other, hands over what is read, and writes what the session
 * has to say. The program pulls the events that are left for it:
 *
 *	uplink_start(u, base, now)
 *	each turn of the loop, until nothing more is said:
 *		uplink_tick(u, now)
 *		while (uplink_next(u, &ev, now)) ...
 *		uplink_write(u, now)
 *	and again at uplink_due_ms()
 */
#ifndef CLIENT_UPLINK_H
#define CLIENT_UPLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "client/locator.h"

struct event_base;
struct session;
struct session_config;
struct session_event;
struct uplink;

struct uplink_config {
	const char *const *hosts;	/* copied; the first that answers */
	size_t nhosts;
	uint16_t port;
	enum locator_dialect dialect;
	int priority;		/* of its events in the loop */
	/* Something has happened: the first call of whatever follows. Tells
	 * all sessions the time (session_tick) and returns it. */
	struct now (*turn)(void *arg);
	void *arg;		/* borrowed */
};

/* With its session, made from `session` but for host and port. */
struct uplink *uplink_new(const struct uplink_config *config,
    const struct session_config *session);

/* At once, with whatever is not written. NULL is fine. */
void uplink_free(struct uplink *u);

/* Once: the place is opened. `base` is borrowed until uplink_free(). */
void uplink_start(struct uplink *u, struct event_base *base, struct now now);

struct session *uplink_session(const struct uplink *u);

/* The host that is tried or talked to; why the last connection failed ("":
 * none has). Borrowed. */
const char *uplink_host(const struct uplink *u);
const char *uplink_reason(const struct uplink *u);

bool uplink_is_connected(const struct uplink *u);

void uplink_tick(struct uplink *u, struct now now);

/* The next event that is not for the socket; false: there is none. */
bool uplink_next(struct uplink *u, struct session_event *ev, struct now now);

/* Gives the kernel what the session has to say; what does not fit waits.
 * Returns whether some went: the session has more to tell then. */
bool uplink_write(struct uplink *u, struct now now);

/* When to call uplink_tick() and uplink_write() although nothing happens, on
 * the steady clock; INT64_MAX: never. */
int64_t uplink_due_ms(const struct uplink *u);

#endif
