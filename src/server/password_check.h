/*
 * password_check.h -- is this the password of that account? The store is asked
 * for the verifier, the hashing thread for the hash; the client waits.
 */
#ifndef SERVER_PASSWORD_CHECK_H
#define SERVER_PASSWORD_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct client;
struct password_check;
struct sasl_verifier;

enum password_verdict {
	PASSWORD_RIGHT,
	PASSWORD_WRONG,		/* or there is no such account: nobody learns */
	PASSWORD_UNAVAILABLE,	/* the store can't, or too many wait */
	PASSWORD_TOO_MANY,	/* wrong ones before: told how long to wait */
};

/* `account` is its number, `name` as it is spelled; borrowed. */
typedef void password_done(struct client *c, enum password_verdict verdict,
    uint64_t account, const char *name);

/* `done` runs once, unless the client goes; at once for TOO_MANY. `how`: for
 * the log, a constant. The password is copied, and wiped. */
void password_check(struct client *c, const char *name, const char *password,
    const char *how, password_done *done);
void password_check_free(struct password_check *p);	/* NULL is fine */

/* The verifier of a name that nobody has: always the same, opened by nothing. */
void password_fake(struct client *c, const char *name,
    struct sasl_verifier *v);

#endif
