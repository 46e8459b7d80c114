/*
 * account.h -- the account we are logged in to, and a new one: what SASL
 * (sasl.h) and REGISTER (IRCv3 draft/account-registration) come to.
 */
#ifndef SESSION_ACCOUNT_H
#define SESSION_ACCOUNT_H

#include "session/limits.h"

struct received;
struct session;

struct account {
	char name[NAME_SIZE];	/* "": a guest on this connection */
	char *wanted;		/* owned; asked for by REGISTER; or NULL */
	char *password;		/* owned; of it */
};

void account_reset(struct session *s);		/* a new connection */
void account_release(struct session *s);

/* Logged in while we were here already: told; the nick may be ours now. */
void account_is_in(struct session *s);

/* It was refused, and we stay as we are. `why`: words for people. */
void account_is_refused(struct session *s, const char *why);

void account_on_logged_in(struct session *s, const struct received *r);
void account_on_logged_out(struct session *s, const struct received *r);
void account_on_register(struct session *s, const struct received *r);

/* FAIL REGISTER: with what can be done about it. */
void account_on_register_failed(struct session *s, const struct received *r);

#endif
