/* sasl_fuzz.c -- any bytes as what a client sends to log in. */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "proto/sasl.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is base64 is so in one way only; nothing reads behind its end. */
static void
try_base64(const char *text, size_t len)
{
	unsigned char *bytes = xmalloc(BASE64_BYTES(len) + 1);
	char *again = xmalloc(BASE64_SIZE(len));
	size_t n;

	if (base64_decode(text, len, bytes, &n)) {
		assert(base64_encode(bytes, n, again) == len);
		assert(memcmp(again, text, len) == 0);
	}
	free(again);
	free(bytes);
}

static void
try_plain(const char *data, size_t len)
{
	struct sasl_plain p;

	if (!sasl_plain_read(data, len, &p))
		return;
	assert(p.authzid.p == data && p.password.p + p.password.len ==
	    data + len);
	assert(p.authzid.len + p.authcid.len + p.password.len + 2 == len);
}

/* A first message up to the first LF, and the last one behind it. The proof
 * of a verifier that nobody knows the password of is never right. */
static void
try_scram(const char *data, size_t len, bool plus)
{
	static const unsigned char secret[DIGEST_BYTES] = "secret";
	static const unsigned char nonce[SASL_NONCE_BYTES] = "nonce";
	static const struct sasl_binding binding = { .end_point = "bytes",
	    .end_point_len = 5, .exporter = "others", .exporter_len = 6 };
	const char *lf = memchr(data, '\n', len);
	size_t first = lf == NULL ? len : (size_t)(lf - data);
	struct sasl_verifier v;
	char out[SCRAM_FINAL_SIZE];
	struct scram x;

	if (!scram_first(&x, data, first, plus, plus))
		return;
	assert(x.user[0] != '\0' && strlen(x.user) <= ACCOUNT_LEN);
	sasl_verifier_fake(&v, x.user, secret);
	scram_challenge(&x, &v, nonce);
	assert(strlen(x.server_first) < SCRAM_PART_MAX - 1);
	if (lf != NULL)
		assert(!scram_final(&x, &v, &binding, lf + 1,
		    len - first - 1, out));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Of exactly that size: a sanitizer sees a step too far. */
	char *copy = xmalloc(size == 0 ? 1 : size);

	if (size > 0)
		memcpy(copy, data, size);
	try_base64(copy, size);
	try_plain(copy, size);
	try_scram(copy, size, false);
	try_scram(copy, size, true);
	free(copy);
	return 0;
}
