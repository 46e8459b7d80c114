/* sasl_client.c -- the client's side of SASL: PLAIN and SCRAM-SHA-256. */
#include "config.h"
#include "proto/sasl_client.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

size_t
sasl_plain_write(const char *name, const char *password, char *out,
    size_t size)
{
	size_t n = strlen(name), p = strlen(password);

	if (n + p + 2 > size)
		return 0;
	out[0] = '\0';
	memcpy(out + 1, name, n);
	out[n + 1] = '\0';
	memcpy(out + n + 2, password, p);
	return n + p + 2;
}

/* saslname: a comma is "=2C", an equals sign "=3D". */
static bool
write_name(const char *name, char *out, size_t size)
{
	size_t n = 0;

	for (; *name != '\0' && n + 4 < size; name++) {
		if (*name == ',' || *name == '=')
			n += (size_t)snprintf(out + n, size - n, "=%02X",
			    (unsigned)*name);
		else
			out[n++] = *name;
	}
	out[n] = '\0';
	return *name == '\0' && n > 0;
}

/* c=: base64 of the header and the channel's own bytes. */
static bool
keep_header(struct scram_client *x, const char *header,
    const struct scram_channel *channel)
{
	char bytes[SCRAM_PART_MAX];
	size_t len = strlen(header), more = channel != NULL ? channel->len : 0;

	if (len + more > sizeof bytes)
		return false;
	memcpy(bytes, header, len);
	if (more > 0)
		memcpy(bytes + len, channel->bytes, more);
	base64_encode(bytes, len + more, x->header);
	return true;
}

bool
scram_client_first(struct scram_client *x, const char *name,
    const unsigned char nonce[SASL_NONCE_BYTES],
    const struct scram_channel *channel, char out[SCRAM_PART_MAX])
{
	char text[BASE64_SIZE(SASL_NONCE_BYTES)], user[SCRAM_PART_MAX / 2];
	char header[64];
	int n;

	memset(x, 0, sizeof *x);
	if (channel != NULL)
		snprintf(header, sizeof header, "p=%s,,", channel->type);
	else
		snprintf(header, sizeof header, "n,,");
	if (!write_name(name, user, sizeof user)
	    || !keep_header(x, header, channel))
		return false;
	base64_encode(nonce, SASL_NONCE_BYTES, text);
	snprintf(x->first, sizeof x->first, "n=%s,r=%s", user, text);
	n = snprintf(out, SCRAM_PART_MAX, "%s%s", header, x->first);
	return n > 0 && n < SCRAM_PART_MAX;
}

/* What the server says first: r=, s=, i=, in this order. */
struct challenge {
	char text[SCRAM_PART_MAX];
	struct str_span nonce;		/* in `text` */
	unsigned char salt[SCRAM_PART_MAX];
	size_t salt_len;
	unsigned iterations;
};

static bool
take(const char **at, const char *name, struct str_span *value)
{
	size_t len;

	if (!str_starts(*at, name))
		return false;
	*at += 2;
	len = strcspn(*at, ",");
	*value = (struct str_span){ *at, len };
	*at += len + ((*at)[len] == ',');
	return true;
}

static bool
read_challenge(struct challenge *c, const char *data, size_t len)
{
	const char *at = c->text;
	struct str_span salt, rounds;
	char number[16];
	int64_t n;

	if (len >= sizeof c->text || memchr(data, '\0', len) != NULL)
		return false;
	memcpy(c->text, data, len);
	c->text[len] = '\0';
	if (!take(&at, "r=", &c->nonce) || !take(&at, "s=", &salt)
	    || !take(&at, "i=", &rounds)
	    || !str_copy_span(number, sizeof number, rounds)
	    || !str_to_int64(number, SASL_ITERATIONS_MIN, SASL_ITERATIONS_MAX,
	    &n) || !base64_decode(salt.p, salt.len, c->salt, &c->salt_len))
		return false;
	c->iterations = (unsigned)n;
	return c->salt_len > 0;
}

/* The server's nonce begins with ours and has something of its own. */
static bool
nonce_is_ours(const struct scram_client *x, struct str_span nonce)
{
	const char *ours = strstr(x->first, ",r=") + 3;
	size_t len = strlen(ours);

	return nonce.len > len && memcmp(nonce.p, ours, len) == 0;
}

/* The proof, and what the server will have to show (RFC 5802, chapter 3). */
static void
prove(struct scram_client *x, const unsigned char salted[DIGEST_BYTES],
    const char *auth, unsigned char proof[DIGEST_BYTES])
{
	unsigned char key[DIGEST_BYTES], stored[DIGEST_BYTES];

	digest_hmac(salted, DIGEST_BYTES, "Client Key", 10, key);
	digest_sha256(key, sizeof key, stored);
	digest_hmac(stored, sizeof stored, auth, strlen(auth), proof);
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		proof[i] ^= key[i];
	digest_hmac(salted, DIGEST_BYTES, "Server Key", 10, key);
	digest_hmac(key, sizeof key, auth, strlen(auth), x->signature);
	digest_wipe(key, sizeof key);
}

bool
scram_client_final(struct scram_client *x, const char *password,
    const char *data, size_t len, char out[SCRAM_PART_MAX])
{
	unsigned char salted[DIGEST_BYTES], proof[DIGEST_BYTES];
	char auth[5 * SCRAM_PART_MAX], text[BASE64_SIZE(DIGEST_BYTES)];
	struct challenge c;
	int n;

	if (!read_challenge(&c, data, len) || !nonce_is_ours(x, c.nonce))
		return false;
	n = snprintf(out, SCRAM_PART_MAX, "c=%s,r=%.*s", x->header,
	    (int)c.nonce.len, c.nonce.p);
	if (n < 0 || n + 3 + (int)sizeof text > SCRAM_PART_MAX)
		return false;
	snprintf(auth, sizeof auth, "%s,%s,%s", x->first, c.text, out);
	digest_pbkdf2(password, strlen(password), c.salt, c.salt_len,
	    c.iterations, salted);
	prove(x, salted, auth, proof);
	digest_wipe(salted, sizeof salted);
	base64_encode(proof, sizeof proof, text);
	snprintf(out + n, (size_t)(SCRAM_PART_MAX - n), ",p=%s", text);
	return true;
}

bool
scram_client_verify(const struct scram_client *x, const char *data, size_t len)
{
	char want[BASE64_SIZE(DIGEST_BYTES)];
	size_t n = base64_encode(x->signature, DIGEST_BYTES, want);

	return len == n + 2 && memcmp(data, "v=", 2) == 0
	    && digest_equal(data + 2, want, n);
}
