/* register.h -- from a connection to a name on the network: CAP, NICK, USER. */
#ifndef SESSION_REGISTER_H
#define SESSION_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/irc_isupport.h"

struct received;
struct session;

enum cap_bit {
	HAS_ACCOUNT_NOTIFY = 1 << 0,
	HAS_AWAY_NOTIFY = 1 << 1,
	HAS_BATCH = 1 << 2,
	HAS_CAP_NOTIFY = 1 << 3,
	HAS_CHGHOST = 1 << 4,
	HAS_HISTORY = 1 << 5,
	HAS_ECHO = 1 << 6,
	HAS_EXTENDED_JOIN = 1 << 7,
	HAS_INVITE_NOTIFY = 1 << 8,
	HAS_LABELS = 1 << 9,
	HAS_TAGS = 1 << 10,
	HAS_MULTI_PREFIX = 1 << 11,
	HAS_READ_MARKER = 1 << 12,
	HAS_REDACTION = 1 << 13,
	HAS_SERVER_TIME = 1 << 14,
	HAS_SETNAME = 1 << 15,
	HAS_STANDARD_REPLIES = 1 << 16,
	HAS_STORED = 1 << 17,
	HAS_USERHOST_IN_NAMES = 1 << 18,
	HAS_SASL = 1 << 19,
	HAS_MULTILINE = 1 << 20,
	HAS_RESUME = 1 << 21,
	HAS_REGISTRATION = 1 << 22,
	HAS_EVENTS = 1 << 23,
	HAS_SEARCH = 1 << 24
};

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

/* When it wants to be called next, on the steady clock. */
int64_t register_tick(struct session *s);

/* We are let in: WELCOME, unless that was told. */
void register_complete(struct session *s);

/* Logged in: nothing holds up the welcome any more. */
void register_sasl_is_over(struct session *s);

/* The nick we want may be free now: somebody called `nick` left it. */
void register_nick_is_free(struct session *s, const char *nick);

/* Whether the server has said that it can that. */
bool register_is_offered(const struct session *s, uint32_t bit);

/* Lines of the server. */
void register_on_cap(struct session *s, const struct received *r);
void register_on_no_cap(struct session *s, const struct received *r);
void register_on_nick_refused(struct session *s, const struct received *r);
void register_on_refused(struct session *s, const struct received *r);
void register_on_welcome(struct session *s, const struct received *r);
void register_on_isupport(struct session *s, const struct received *r);
void register_on_motd_end(struct session *s, const struct received *r);

#endif
