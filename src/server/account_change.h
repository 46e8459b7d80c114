/*
 * account_change.h -- accounts made, changed and ended: for REGISTER, for
 * NickServ, and for the administrator's socket.
 *
 * Each asks the store first, which makes it unique and durable, and then posts
 * the event that everybody sees (DESIGN.md, chapter 2). It is done whether or
 * not whoever wanted it stays to be told.
 */
#ifndef SERVER_ACCOUNT_CHANGE_H
#define SERVER_ACCOUNT_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/sasl.h"
#include "server/question.h"

struct account;
struct client;
struct server;

enum account_verdict {
	ACCOUNT_DONE,
	ACCOUNT_BAD_NAME,		/* no nick, or reserved */
	ACCOUNT_NAME_IN_USE,		/* somebody else has that nick now */
	ACCOUNT_EXISTS,			/* the name, or the certificate */
	ACCOUNT_WEAK_PASSWORD,
	ACCOUNT_UNACCEPTABLE_PASSWORD,
	ACCOUNT_UNKNOWN,		/* there is none (any more) */
	ACCOUNT_TOO_MANY,		/* certificates */
	ACCOUNT_UNAVAILABLE,		/* the store can't, or too many passwords
					   wait: the same may succeed later */
	ACCOUNT_VERDICTS
};

/* A sentence for people that says what was wrong. */
const char *account_verdict_text(enum account_verdict v);

/* What is told to `done`; borrowed. */
struct account_outcome {
	enum account_verdict verdict;
	uint64_t    number;
	const char *name;
};

/*
 * Runs once: at once where nothing had to be asked, else in a later turn; then
 * with NULL for a client that is gone. `wanted` is what was handed in.
 */
typedef void account_done(struct server *s, struct client *c,
    const struct account_outcome *outcome, void *wanted);

/* Who wants it. `c` NULL: the administrator; `wanted` is then to outlive it,
 * and NULL for a client. */
struct account_wish {
	struct server *server;
	struct client *client;
	account_done  *done;
	void          *wanted;
};

void account_add(const struct account_wish *w, const char *name,
    const char *password);
void account_set_password(const struct account_wish *w,
    const struct account *a, const char *password);
void account_set_flags(const struct account_wish *w, const struct account *a,
    unsigned flags);
/* `cert`: a fingerprint, SHA-256 in lower-case hexadecimal digits. */
void account_add_cert(const struct account_wish *w, const struct account *a,
    const char *cert);
void account_remove_cert(const struct account_wish *w,
    const struct account *a, const char *cert);
/* Its users are guests from then on; its channels lose their founder. */
void account_drop(const struct account_wish *w, const struct account *a);

/* All that it has said and done so far is deleted from the history. Nobody is
 * told: what clients show, they keep. */
void account_forget(const struct account_wish *w, const struct account *a);

/* QUESTION_HASH of a password that a client has to prove, in the normal form
 * in which they are kept. */
void account_ask_hash(struct client *c, const char *password,
    const unsigned char salt[SASL_SALT_BYTES], unsigned iterations,
    asking_then *then);

#endif
