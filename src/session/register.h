/* register.h -- from a connection to a name on the network: NICK, USER. */
#ifndef SESSION_REGISTER_H
#define SESSION_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/irc_isupport.h"

struct received;
struct session;

struct login {
	bool is_introduced;	/* NICK and USER have been said */
	bool is_welcome;	/* 001 has come */
	bool is_done;		/* and its end: WELCOME was told */
	bool is_ever;		/* we were welcome before */
	uint32_t offered;	/* a bit for each row of what we want */
	unsigned requests;	/* CAP REQ without an answer */
	unsigned collisions;	/* nicks tried in vain */
	int64_t since_ms;	/* steady clock */
	struct isupport isupport;	/* what 005 says, until it is complete */
	char offered_stored[8];	/* value of tcpchat/stored */
};

/* `is_private`: nobody listens on the way, all may be said at once. */
void register_start(struct session *s, bool is_private);

/* Says who we are, unless that was said. */
void register_introduce(struct session *s);

/* When it wants to be called next, on the steady clock. */
int64_t register_tick(struct session *s);

/* We are let in: WELCOME, unless that was told. */
void register_complete(struct session *s);

/* The nick we want may be free now: somebody called `nick` left it. */
void register_nick_is_free(struct session *s, const char *nick);

/* Lines of the server. */
void register_on_nick_refused(struct session *s, const struct received *r);
void register_on_refused(struct session *s, const struct received *r);
void register_on_welcome(struct session *s, const struct received *r);
void register_on_isupport(struct session *s, const struct received *r);
void register_on_motd_end(struct session *s, const struct received *r);

#endif
