/* scram_kit.c -- the client's side of SCRAM-SHA-256, for tests. */
#include "config.h"
#include "support/scram_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/sasl.h"

#include "base/banned.h"

void
scram_kit_verifier(struct sasl_verifier *v, const char *password,
    unsigned char salt, unsigned iterations)
{
	unsigned char salts[SASL_SALT_BYTES], salted[DIGEST_BYTES];

	memset(salts, salt, sizeof salts);
	digest_pbkdf2(password, strlen(password), salts, sizeof salts,
	    iterations, salted);
	sasl_verifier_make(v, salted, salts, iterations);
}

/* The value of the attribute behind `mark`. */
static struct str_span
value_of(const char *message, const char *mark)
{
	const char *at = strstr(message, mark) + strlen(mark);

	return (struct str_span){ at, strcspn(at, ",") };
}

void
scram_kit_final(char *out, size_t size, const char *password,
    const void *header, size_t header_len, const char *bare,
    const char *server_first)
{
	struct str_span nonce = { server_first + 2,
	    strcspn(server_first + 2, ",") };
	struct str_span salt64 = value_of(server_first, ",s=");
	unsigned iterations = (unsigned)strtoul(strstr(server_first, ",i=") + 3,
	    NULL, 10);
	unsigned char salt[256], salted[DIGEST_BYTES], key[DIGEST_BYTES];
	unsigned char stored[DIGEST_BYTES], signature[DIGEST_BYTES];
	char channel[512], without[1024], auth[2048], proof[64];
	size_t salt_len, i;

	if (!base64_decode(salt64.p, salt64.len, salt, &salt_len))
		abort();
	digest_pbkdf2(password, strlen(password), salt, salt_len, iterations,
	    salted);
	digest_hmac(salted, sizeof salted, "Client Key", 10, key);
	digest_sha256(key, sizeof key, stored);
	base64_encode(header, header_len, channel);
	snprintf(without, sizeof without, "c=%s,r=%.*s", channel,
	    (int)nonce.len, nonce.p);
	snprintf(auth, sizeof auth, "%s,%s,%s", bare, server_first, without);
	digest_hmac(stored, sizeof stored, auth, strlen(auth), signature);
	for (i = 0; i < DIGEST_BYTES; i++)
		key[i] ^= signature[i];
	base64_encode(key, sizeof key, proof);
	snprintf(out, size, "%s,p=%s", without, proof);
}
