/* connect.h -- EVENT_CONNECT: whom a client that has registered becomes. */
#ifndef SERVER_CONNECT_H
#define SERVER_CONNECT_H

#include <stdint.h>

#include "server/command.h"

struct attachment;
struct client;
struct server;
struct user;

/* What of a registration decides whether its user is there already. */
struct connect_claim {
	uint64_t    account;	/* proved; 0: none */
	uint64_t    user;	/* RESUME: whose; 0: nobody's */
	const char *token;	/* RESUME: the secret; NULL: none */
};

/*
 * The user that the client will be one more client of; NULL: it will be a new
 * one. `*old` is then the attachment that it takes over, NULL: none. Asked by
 * the handlers, to answer sooner, and by apply, which decides.
 */
struct user *connect_target(const struct server *s,
    const struct connect_claim *claim, struct attachment **old);

/* All that a client has said: CONNECT, and the JOIN of the lobby behind it. */
void connect_post(struct client *c);

extern const struct command event_connect;

#endif
