/*
 * sasl.h -- logging in to an account before registering: CAP sasl and
 * AUTHENTICATE (IRCv3 sasl-3.2; capability-negotiation holds the welcome up
 * until it is over).
 *
 * The best mechanism that both sides have is tried, then the next: EXTERNAL
 * (a certificate was shown), SCRAM-SHA-256-PLUS, SCRAM-SHA-256, and PLAIN,
 * which tells the server the password, only where nobody can listen.
 */
#ifndef SESSION_SASL_H
#define SESSION_SASL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct received;
struct sasl_login;
struct session;

/* Of one connection. Zeroed: nothing has happened. */
struct sasl {
	char offered[128];	/* mechanisms, commas between; "": all */
	bool is_offered;
	bool is_running;	/* CAP END waits for it */
	bool is_done;		/* logged in */
	unsigned tried;		/* a bit for each mechanism */
	struct sasl_login *login;	/* owned; NULL: none under way */
};

/* There is something to log in with. */
bool sasl_is_wanted(const struct session *s);

/* The connection is new, or has ended. */
void sasl_reset(struct session *s);

/* The value of the capability; may come again. */
void sasl_offer(struct session *s, struct str_span mechanisms);

/* The capability is ours: begins. Does nothing once it has. */
void sasl_start(struct session *s);

/* Once more, with another account or password. */
void sasl_again(struct session *s);

/* Lines of the server. */
void sasl_on_authenticate(struct session *s, const struct received *r);
void sasl_on_success(struct session *s, const struct received *r);
void sasl_on_failure(struct session *s, const struct received *r);
void sasl_on_mechanisms(struct session *s, const struct received *r);

#endif
