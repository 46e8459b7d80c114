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
#include "net/tls.h"

struct event_base;
struct known;
struct session;
struct session_config;
struct session_event;
struct uplink;

struct uplink_config {
	const char *const *hosts;	/* copied; the first that answers */
	size_t nhosts;
	uint16_t port;
	enum locator_dialect dialect;
	struct known *known;	/* borrowed: the servers met by TLS */
	const char *trust;	/* a fingerprint to trust and to remember;
				   NULL: none. Copied */
	const struct tls_pair *own;	/* certificate to show; NULL: none.
					   Copied */
	int priority;		/* of its events in the loop */
	/* Something has happened: the first call of whatever follows. Tells
	 * all sessions the time (session_tick) and returns it. */
	struct now (*turn)(void *arg);
	void *arg;		/* borrowed */
};

/* A certificate that nobody vouches for: the person is asked. */
struct uplink_question {
	const char *host;		/* as the person named it */
	uint16_t port;			/* of TLS */
	bool has_changed;		/* another one than before: only told */
	struct tls_peer peer;
};

enum uplink_answer { UPLINK_TRUST, UPLINK_TRUST_ONCE, UPLINK_REFUSE };

/* With its session, made from `session` but for host, port and tls. */
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

/* What waits for an answer; NULL: nothing. Good until the answer. */
const struct uplink_question *uplink_question(const struct uplink *u);
/* A changed certificate can only be refused; the way out is to take it off
 * the file of known servers. */
void uplink_answer(struct uplink *u, enum uplink_answer answer,
    struct now now);

/* Shown from the next connection on; NULL: none any more. Copied. */
void uplink_show_certificate(struct uplink *u, const struct tls_pair *own);

/* Who is at the other end; false: there is no TLS. */
bool uplink_peer(const struct uplink *u, struct tls_peer *out);

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
