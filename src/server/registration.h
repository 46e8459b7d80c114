/*
 * registration.h -- from the first line to 001: what is collected until a
 * CONNECT event can be posted. modern.ircdocs.horse/#connection-registration
 */
#ifndef SERVER_REGISTRATION_H
#define SERVER_REGISTRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/command.h"

struct client;
struct dialect;

struct registration {
	char nick[NICK_LEN + 1];	/* "": none yet */
	char user[USER_LEN + 1];
	char realname[REALNAME_LEN + 1];
	bool has_user;
	bool negotiates;		/* CAP LS or REQ seen, END not yet */
	bool password_ok;		/* PASS was right */
	uint64_t account;		/* proved by SASL; 0: none */
	uint64_t resume_user;		/* whose RESUME's token is; 0: none */
	char resume_token[RESUME_TOKEN_LEN + 1];
	int64_t began_ms;		/* monotonic: its time runs from then */
	/* What it speaks by its first bytes, and the word of its gateway: see
	 * struct client_facts. */
	const struct dialect *(*tell)(const void *data, size_t len);
	char *webirc;			/* owned; NULL */
	char *away;			/* owned: AWAY; "": is here; NULL: not said */
};

struct registration *registration_new(void);
void registration_free(struct registration *r);		/* NULL is fine */
/* The nick asked for, "*" when none or `r` is NULL. */
const char *registration_nick(const struct registration *r);

/* After each line that may complete it: posts CONNECT when all is there. */
void registration_advance(struct client *c);

/* Why this client, once it registers, may not have it (see nick.h); NULL: it
 * may, or will be somebody who is here already. */
const char *registration_nick_refused(const struct client *c, const char *nick);

/* Said by RESUME and CONNECT. */
extern const char resume_refused[];
/* Numerics 251 to 266, and the message of the day. */
void lusers_send(struct answer *a);
void motd_send(struct answer *a);

#endif
