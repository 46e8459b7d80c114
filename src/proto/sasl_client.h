/*
 * sasl_client.h -- the client's side of SASL: PLAIN (RFC 4616) and
 * SCRAM-SHA-256, -PLUS too (RFC 5802, 7677). Pure: the nonce is an argument.
 */
#ifndef PROTO_SASL_CLIENT_H
#define PROTO_SASL_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"
#include "proto/sasl.h"

/* NUL, name, NUL, password. Returns its bytes; 0: it does not fit. */
size_t sasl_plain_write(const char *name, const char *password, char *out,
    size_t size);

/* What -PLUS binds to; `bytes` is borrowed, len 0: no binding. */
struct scram_channel {
	const char *type;	/* "tls-exporter" */
	const unsigned char *bytes;
	size_t len;
};

/* An exchange under way; wipe it when it has ended. */
struct scram_client {
	char first[SCRAM_PART_MAX];	/* our first message, behind its header */
	char header[2 * SCRAM_PART_MAX];	/* base64: header and binding */
	unsigned char signature[DIGEST_BYTES];	/* the server must show it */
};

/* Our first message, a string in `out`. `channel` NULL: not -PLUS. False: the
 * name is too long. */
bool scram_client_first(struct scram_client *x, const char *name,
    const unsigned char nonce[SASL_NONCE_BYTES],
    const struct scram_channel *channel, char out[SCRAM_PART_MAX])
    ATTR_USE_RESULT;

/*
 * Our answer to the server's first message. Takes as long as the server asks
 * for: at most SASL_ITERATIONS_MAX rounds (about half a second), at least
 * SASL_ITERATIONS_MIN. False: the message is malformed, not for us, or wants
 * another number of rounds.
 */
bool scram_client_final(struct scram_client *x, const char *password,
    const char *data, size_t len, char out[SCRAM_PART_MAX]) ATTR_USE_RESULT;

/* Whether the server, by its last message, knows the password's verifier. */
bool scram_client_verify(const struct scram_client *x, const char *data,
    size_t len) ATTR_USE_RESULT;

#endif
