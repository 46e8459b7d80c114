/* link.h -- whether the connection lives, and when to try the next one. */
#ifndef SESSION_LINK_H
#define SESSION_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "session/session.h"

struct received;
struct session;

struct link {
	bool is_up;		/* bytes may flow */
	int64_t heard_ms;	/* last byte from the server, steady clock */
	int64_t pinged_ms;	/* an unanswered PING of ours; 0: none */
	int64_t measured_ms;	/* when the lag was last known */
	int64_t lag_ms;		/* -1: not known */
	int64_t welcome_ms;	/* steady clock; 0: not yet on this connection */
	int64_t lost_wall_ms;	/* when the connection broke */
	int64_t retry_at_ms;
	int64_t minute;		/* wall minutes, of the last mark */
	int64_t refresh_ms;	/* steady clock: the last list of an old server */
	unsigned attempts;	/* in a row, in vain */
	enum session_why why;	/* said by the server before it closes */
	char reason[512];	/* the server's last ERROR, clean */
};

void link_connect(struct session *s);
void link_up(struct session *s);
void link_heard(struct session *s);
void link_welcome(struct session *s);

/* Leaves the connection for one by TLS, at once, for good. */
void link_upgrade(struct session *s, uint16_t port);

/* Ends the connection; tries again unless `why` forbids it. `is_ours`: the
 * edge is asked to close it. */
void link_down(struct session *s, enum session_why why, const char *reason,
    bool is_ours);

/* When it wants to be called next, on the steady clock. */
int64_t link_tick(struct session *s, struct now before);

/* Lines of the server. */
void link_on_pong(struct session *s, const struct received *r);
void link_on_error(struct session *s, const struct received *r);

#endif
