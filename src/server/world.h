/*
 * world.h -- what the server asks of its surroundings. Every call returns at
 * once, copies what it keeps, and never calls back before it has returned.
 */
#ifndef SERVER_WORLD_H
#define SERVER_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "proto/limits.h"
#include "proto/sasl.h"

enum question_kind {
	QUESTION_HISTORY,	/* CHATHISTORY LATEST, BEFORE, AFTER, AROUND, BETWEEN */
	QUESTION_TARGETS,	/* CHATHISTORY TARGETS */
	QUESTION_SEARCH,	/* soju.im/search */
	QUESTION_ACCOUNT,	/* who has this number, name or certificate */
	QUESTION_ACCOUNT_ADD,	/* unique and durable, or not at all */
	QUESTION_ACCOUNT_CHANGE,
	QUESTION_ACCOUNT_DROP,
	QUESTION_FORGET,	/* what `user` has said and done is deleted */
	QUESTION_OWN,		/* what `user` has said, wherever it was */
	QUESTION_HASH,		/* PBKDF2 of a password */
	QUESTION_REHASH,	/* the settings are to be read again */
};

enum history_part { HISTORY_LATEST, HISTORY_BEFORE, HISTORY_AFTER,
	HISTORY_AROUND, HISTORY_BETWEEN };

/* A place in a talk. A msgid names a message, a time any moment. */
struct history_ref {
	enum { HISTORY_REF_NONE, HISTORY_REF_MSGID, HISTORY_REF_TIME } type;
	char    msgid[ID_SIZE];
	int64_t time_ms;
};

/* Rows of an order number from `from` up to but without `to`. */
struct question_span {
	uint64_t from, to;
};

/* A channel whose history the asker may read, from an order number on. */
struct question_channel {
	uint64_t number;
	uint64_t since;		/* rows of a lower order number are not seen */
	int      rank;		/* 0, or that of the asker's sign: 1 '+', 2 '@'.
				   What is for a higher one is seen only by
				   who said it */
	unsigned nhidden;	/* rows in these are not seen either; by */
	struct question_span hidden[HIDDEN_MAX];	/* number, apart */
};

/* Whether a row of that order number is seen, for all but its rank. */
static inline bool
question_shows(const struct question_channel *c, uint64_t order)
{
	unsigned i;

	for (i = 0; i < c->nhidden; i++)
		if (order >= c->hidden[i].from && order < c->hidden[i].to)
			return false;
	return order >= c->since;
}

/* An account as it is kept. */
struct account_row {
	uint64_t    number;
	const char *name;
	int64_t     registered_ms;
	unsigned    flags;		/* enum account_flag */
	struct sasl_verifier verifier;
	const char *certs;		/* fingerprints with a blank between; NULL */
};

/* What QUESTION_ACCOUNT_CHANGE sets: the rest of the row stays. */
enum account_part {
	ACCOUNT_PART_NAME     = 1 << 0,
	ACCOUNT_PART_FLAGS    = 1 << 1,
	ACCOUNT_PART_VERIFIER = 1 << 2,
	ACCOUNT_PART_CERT_ADD = 1 << 3,	/* question.cert; of CERTS_MAX at most */
	ACCOUNT_PART_CERT_DEL = 1 << 4,
};

struct question {
	enum question_kind kind;
	enum history_part  part;

	/* HISTORY: a channel (number != 0) or the private talk of two users. */
	struct question_channel channel;
	uint64_t    user;	/* number of the asker */
	uint64_t    peer;	/* number of the other; 0: known by name only */
	const char *peer_name;	/* borrowed; folded nick, used where peer is 0 */

	/* LATEST: `from` NONE or the newest not wanted; BETWEEN and TARGETS: both.
	 * BETWEEN from a later to an earlier place counts from the later one down. */
	struct history_ref from, to;
	unsigned limit;		/* 1 to CHATHISTORY_MAX */
	uint64_t upto;		/* rows of a higher order number are not seen */
	uint64_t after;		/* OWN: only rows of a higher order number.
				   FORGET: 0; rows up to it are looked at already */
	unsigned verbs;		/* 1 << enum event_verb of the rows that are
				   wanted; others are neither told nor counted;
				   0: PRIVMSG and NOTICE */

	/* TARGETS, SEARCH: the asker's channels (private talks go by `user`). */
	const struct question_channel *channels;	/* borrowed */
	size_t nchannels;

	/* SEARCH: PRIVMSG and NOTICE in all of these; or, with `channel`, `peer`
	 * or `peer_name` as for HISTORY, in that one alone. `from` and `to` are
	 * NONE or times, both ends meant too; with `from` the oldest `limit` rows
	 * are wanted, else the newest. Rows always come oldest first. */
	const char *text;	/* borrowed; see store/search.h; NULL: any */
	const char *nick;	/* borrowed; of the sender; NULL: anyone */
	/* ACCOUNT: by row.number, row.name or cert, the first that there is.
	 * ADD: the row, with at most `cert`. CHANGE, DROP: the one of row.number. */
	struct account_row row;		/* strings borrowed */
	unsigned    parts;		/* enum account_part */
	const char *cert;		/* borrowed; a fingerprint, or NULL */

	/* HASH. Whoever copies the password wipes it. */
	const char *password;		/* borrowed */
	unsigned char salt[SASL_SALT_BYTES];
	unsigned    iterations;
};

enum result_code {
	RESULT_OK,
	RESULT_FAILED,		/* the store could not: `why` */
	RESULT_NO_SUCH_MSGID,	/* the reference names no message of this talk */
	RESULT_NO_SUCH_ACCOUNT,
	RESULT_EXISTS,		/* the name or certificate is another account's */
	RESULT_LOOKS_LIKE,	/* the name looks like another account's */
	RESULT_TOO_MANY,	/* certificates */
};

struct history_row {
	uint64_t    order;
	int64_t     time_ms;
	const char *msgid, *source;
	const char *account, *text, *tags;	/* NULL: none */
	const char *target;	/* the nick addressed, or "@#c"; else NULL */
	const char *subject;	/* KICK: the nick; REDACT: the msgid; else NULL */
	uint64_t    channel;	/* number; 0: a private talk */
	uint64_t    sender;	/* number of its account, or of the user */
	int         verb;	/* enum event_verb */
};

struct target_row {
	uint64_t    channel;	/* number; 0: a private talk */
	const char *name;	/* of the other person, as last seen; channels: NULL */
	int64_t     latest_ms;
};

struct result {
	enum result_code code;
	const char *why;		/* owned by `block` or constant; FAILED only */
	struct history_row *rows;	/* owned; oldest first */
	size_t nrows;
	bool stopped;	/* SEARCH took too long: there may be more rows */
	uint64_t next;	/* OWN: it goes on behind this number; 0: that is all */
	struct target_row *targets;	/* owned; oldest first */
	size_t ntargets;
	struct account_row account;	/* ACCOUNT: strings in `block` */
	unsigned char hash[DIGEST_BYTES];	/* HASH */
	void *block;			/* owned: the strings of the rows */
};

/* Frees what `r` owns (rows, targets, block: each by free) and empties it. */
void result_release(struct result *r);

struct world {
	void *self;
	/* Fills with unpredictable bytes: salts, nonces, tokens. Tests fill a
	 * pattern. */
	void (*fill_random)(void *self, void *buf, size_t len);
	void (*ask)(void *self, uint64_t number, const struct question *q);
	/* The answer may still come. */
	void (*stop_asking)(void *self, uint64_t number);
};

#endif
