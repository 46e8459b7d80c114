/*
 * sasl.h -- the payloads of SASL: PLAIN (RFC 4616) and SCRAM-SHA-256 (RFC
 * 5802, 7677), the server's side. Pure: salts and nonces are arguments.
 *
 * A password is known here only while it is checked. What is kept of it is a
 * verifier, from which it can't be got back and which opens nothing itself.
 */
#ifndef PROTO_SASL_H
#define PROTO_SASL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"
#include "proto/base64.h"
#include "proto/digest.h"
#include "proto/limits.h"

enum { SASL_SALT_BYTES = 16, SASL_NONCE_BYTES = 18 };

/* What is kept of a password; `iterations` 0: there is none. */
struct sasl_verifier {
	unsigned iterations;	/* SASL_ITERATIONS_MIN to _MAX */
	unsigned char salt[SASL_SALT_BYTES];
	unsigned char stored_key[DIGEST_BYTES];
	unsigned char server_key[DIGEST_BYTES];
};

/* From the PBKDF2 of a password (SaltedPassword of RFC 5802, chapter 3). */
void sasl_verifier_make(struct sasl_verifier *v,
    const unsigned char salted[DIGEST_BYTES],
    const unsigned char salt[SASL_SALT_BYTES], unsigned iterations);
/* Whether that PBKDF2, made with the salt of `v`, is the password's. */
bool sasl_verifier_matches(const struct sasl_verifier *v,
    const unsigned char salted[DIGEST_BYTES]);
/*
 * The verifier of a name that nobody has: always the same salt, so that
 * nobody learns by asking whether there is such an account. No password
 * opens it. `secret`: of this server, never told.
 */
void sasl_verifier_fake(struct sasl_verifier *v, const char *name,
    const unsigned char secret[DIGEST_BYTES]);

/* PLAIN: the parts of `[authzid] NUL authcid NUL password`, borrowed. */
struct sasl_plain {
	struct str_span authzid, authcid, password;
};
bool sasl_plain_read(const char *data, size_t len, struct sasl_plain *out)
    ATTR_USE_RESULT;

enum { SCRAM_PART_MAX = 512 };	/* bytes of one message of the exchange */

/* An exchange under way. No pointers: it may be kept anywhere. */
struct scram {
	bool plus;			/* -PLUS: the channel is bound */
	char user[ACCOUNT_LEN + 1];	/* authentication identity, unescaped */
	char gs2[SCRAM_PART_MAX];	/* header, as the client repeats it */
	size_t bare;			/* bytes of the header in client_first */
	char client_first[SCRAM_PART_MAX];
	char server_first[SCRAM_PART_MAX];
	char nonce[SCRAM_NONCE_MAX + BASE64_SIZE(SASL_NONCE_BYTES)];	/* the
					   client's and ours */
};

/*
 * The client's first message. `plus`: the mechanism is SCRAM-SHA-256-PLUS;
 * `offered`: that one is offered on this connection (a client that could bind
 * the channel but believes that we can't is being lied to). False: malformed.
 */
bool scram_first(struct scram *x, const char *data, size_t len, bool plus,
    bool offered) ATTR_USE_RESULT;
/* Our answer to it: x->server_first. */
void scram_challenge(struct scram *x, const struct sasl_verifier *v,
    const unsigned char nonce[SASL_NONCE_BYTES]);

/* The channel a client is on, for -PLUS; either may be empty. */
struct sasl_binding {
	unsigned char end_point[64];	/* tls-server-end-point (RFC 5929) */
	size_t end_point_len;
	unsigned char exporter[64];	/* tls-exporter (RFC 9266) */
	size_t exporter_len;
};

enum { SCRAM_FINAL_SIZE = 2 + BASE64_SIZE(DIGEST_BYTES) };

/* The client's proof. True: it knows the password, and `out` ("v=...") shows
 * it that we do. `binding` is looked at only for -PLUS. */
bool scram_final(const struct scram *x, const struct sasl_verifier *v,
    const struct sasl_binding *binding, const char *data, size_t len,
    char out[SCRAM_FINAL_SIZE]) ATTR_USE_RESULT;

#endif
