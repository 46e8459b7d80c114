/* sasl_text.c -- a verifier as one word of text. */
#include "config.h"

#include "proto/sasl_text.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

static const char scheme[] = "SCRAM-SHA-256$";

void
sasl_verifier_format(const struct sasl_verifier *v, char out[SASL_TEXT_SIZE])
{
	char salt[BASE64_SIZE(SASL_SALT_BYTES)];
	char stored[BASE64_SIZE(DIGEST_BYTES)], server[BASE64_SIZE(DIGEST_BYTES)];

	(void)base64_encode(v->salt, sizeof v->salt, salt);
	(void)base64_encode(v->stored_key, sizeof v->stored_key, stored);
	(void)base64_encode(v->server_key, sizeof v->server_key, server);
	snprintf(out, SASL_TEXT_SIZE, "%s%u:%s$%s:%s", scheme, v->iterations,
	    salt, stored, server);
}

/* The bytes up to `end`, which is passed; as many as `size`. */
static bool
read_bytes(const char **at, char end, unsigned char *out, size_t size)
{
	const char *stop = strchr(*at, end);
	unsigned char bytes[BASE64_BYTES(SASL_TEXT_SIZE)];
	size_t len;

	if (stop == NULL || (size_t)(stop - *at) >= SASL_TEXT_SIZE ||
	    !base64_decode(*at, (size_t)(stop - *at), bytes, &len) ||
	    len != size)
		return false;
	memcpy(out, bytes, size);
	*at = *stop == '\0' ? stop : stop + 1;
	return true;
}

bool
sasl_verifier_parse(struct sasl_verifier *v, const char *text)
{
	const char *at = text + strlen(scheme), *colon;
	char digits[16];
	int64_t iterations;

	if (strncmp(text, scheme, strlen(scheme)) != 0 ||
	    (colon = strchr(at, ':')) == NULL ||
	    !str_copy_span(digits, sizeof digits,
	    (struct str_span){ at, (size_t)(colon - at) }) ||
	    !str_to_int64(digits, SASL_ITERATIONS_MIN, SASL_ITERATIONS_MAX,
	    &iterations))
		return false;
	v->iterations = (unsigned)iterations;
	at = colon + 1;
	return read_bytes(&at, '$', v->salt, sizeof v->salt) &&
	    read_bytes(&at, ':', v->stored_key, sizeof v->stored_key) &&
	    read_bytes(&at, '\0', v->server_key, sizeof v->server_key);
}
