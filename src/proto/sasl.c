/* sasl.c -- the payloads of SASL: PLAIN and SCRAM-SHA-256. */
#include "config.h"
#include "proto/sasl.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

/* --- verifiers: RFC 5802, chapter 3 --- */

static void
keys_of(const unsigned char salted[DIGEST_BYTES],
    unsigned char stored_key[DIGEST_BYTES],
    unsigned char server_key[DIGEST_BYTES])
{
	unsigned char client_key[DIGEST_BYTES];

	digest_hmac(salted, DIGEST_BYTES, "Client Key", 10, client_key);
	digest_sha256(client_key, DIGEST_BYTES, stored_key);
	digest_hmac(salted, DIGEST_BYTES, "Server Key", 10, server_key);
	digest_wipe(client_key, sizeof client_key);
}

void
sasl_verifier_make(struct sasl_verifier *v,
    const unsigned char salted[DIGEST_BYTES],
    const unsigned char salt[SASL_SALT_BYTES], unsigned iterations)
{
	v->iterations = iterations;
	memcpy(v->salt, salt, SASL_SALT_BYTES);
	keys_of(salted, v->stored_key, v->server_key);
}

bool
sasl_verifier_matches(const struct sasl_verifier *v,
    const unsigned char salted[DIGEST_BYTES])
{
	unsigned char stored_key[DIGEST_BYTES], server_key[DIGEST_BYTES];

	keys_of(salted, stored_key, server_key);
	return v->iterations != 0 &&
	    digest_equal(stored_key, v->stored_key, DIGEST_BYTES);
}

void
sasl_verifier_fake(struct sasl_verifier *v, const char *name,
    const unsigned char secret[DIGEST_BYTES])
{
	unsigned char made[DIGEST_BYTES];

	digest_hmac(secret, DIGEST_BYTES, name, strlen(name), made);
	memset(v, 0, sizeof *v);
	v->iterations = SASL_ITERATIONS;
	memcpy(v->salt, made, SASL_SALT_BYTES);
	/* Nobody knows what these would be the keys of. */
	digest_hmac(secret, DIGEST_BYTES, made, sizeof made, v->stored_key);
	digest_hmac(made, sizeof made, secret, DIGEST_BYTES, v->server_key);
}

/* --- PLAIN: RFC 4616 --- */

bool
sasl_plain_read(const char *data, size_t len, struct sasl_plain *out)
{
	const char *first = memchr(data, '\0', len), *second;
	const char *end = data + len;

	if (first == NULL)
		return false;
	second = memchr(first + 1, '\0', (size_t)(end - first) - 1);
	if (second == NULL)
		return false;
	out->authzid = (struct str_span){ data, (size_t)(first - data) };
	out->authcid = (struct str_span){ first + 1,
	    (size_t)(second - first) - 1 };
	out->password = (struct str_span){ second + 1,
	    (size_t)(end - second) - 1 };
	return out->authcid.len > 0 && out->password.len > 0 &&
	    memchr(out->password.p, '\0', out->password.len) == NULL;
}

/* --- SCRAM: RFC 5802, chapter 7 --- */

/* The attribute that `*at` begins with, if it is `name`; moves behind its
 * comma, or to the end. */
static bool
take_attribute(const char **at, char name, struct str_span *value)
{
	const char *p = *at;
	size_t len;

	if (p[0] != name || p[1] != '=')
		return false;
	len = strcspn(p + 2, ",");
	*value = (struct str_span){ p + 2, len };
	*at = p[2 + len] == ',' ? p + 2 + len + 1 : p + 2 + len;
	return true;
}

/* saslname: "=2C" is a comma, "=3D" an equals sign, nothing else has one. */
static bool
read_name(struct str_span in, char *out, size_t size)
{
	size_t n = 0, i;

	for (i = 0; i < in.len && n + 1 < size; i++) {
		char c = in.p[i];

		if (c == '=') {
			if (in.len - i < 3)
				return false;
			if (memcmp(in.p + i, "=2C", 3) == 0)
				c = ',';
			else if (memcmp(in.p + i, "=3D", 3) != 0)
				return false;
			i += 2;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	return n > 0 && i == in.len;
}

/* gs2-cbind-flag: what the client says of binding, and what fits it. */
static bool
flag_is_fine(const char *message, bool plus, bool offered)
{
	switch (message[0]) {
	case 'n':
		return !plus;
	case 'y':	/* "I could, but you did not offer it" */
		return !plus && !offered;
	case 'p':
		return plus && message[1] == '=';
	default:
		return false;
	}
}

static bool
copy_message(char out[SCRAM_PART_MAX], const char *data, size_t len)
{
	if (len >= SCRAM_PART_MAX || memchr(data, '\0', len) != NULL)
		return false;
	memcpy(out, data, len);
	out[len] = '\0';
	return true;
}

/* gs2-header: flag, authzid (its own name or none), each with a comma. */
static bool
read_header(struct scram *x, const char **at, struct str_span *authzid)
{
	size_t flag = strcspn(*at, ",");

	*authzid = (struct str_span){ NULL, 0 };
	*at += flag;
	if (**at != ',')
		return false;
	(*at)++;
	if (**at == ',') {
		(*at)++;
	} else if (!take_attribute(at, 'a', authzid) || (*at)[-1] != ',') {
		return false;
	}
	x->bare = (size_t)(*at - x->client_first);
	memcpy(x->gs2, x->client_first, x->bare);
	x->gs2[x->bare] = '\0';
	return true;
}

static bool
is_own_name(const struct scram *x, struct str_span authzid)
{
	char name[ACCOUNT_LEN + 1];

	return authzid.p == NULL ||
	    (read_name(authzid, name, sizeof name) &&
	    strcmp(name, x->user) == 0);
}

bool
scram_first(struct scram *x, const char *data, size_t len, bool plus,
    bool offered)
{
	struct str_span authzid, user, nonce;
	const char *at = x->client_first;

	memset(x, 0, sizeof *x);
	x->plus = plus;
	if (!copy_message(x->client_first, data, len) ||
	    !flag_is_fine(at, plus, offered) ||
	    !read_header(x, &at, &authzid) ||
	    !take_attribute(&at, 'n', &user) ||
	    !take_attribute(&at, 'r', &nonce) || nonce.len == 0 ||
	    nonce.len > SCRAM_NONCE_MAX)
		return false;
	memcpy(x->nonce, nonce.p, nonce.len);
	return read_name(user, x->user, sizeof x->user) &&
	    is_own_name(x, authzid);
}

void
scram_challenge(struct scram *x, const struct sasl_verifier *v,
    const unsigned char nonce[SASL_NONCE_BYTES])
{
	char salt[BASE64_SIZE(SASL_SALT_BYTES)];

	base64_encode(v->salt, SASL_SALT_BYTES, salt);
	base64_encode(nonce, SASL_NONCE_BYTES, x->nonce + strlen(x->nonce));
	snprintf(x->server_first, sizeof x->server_first, "r=%s,s=%s,i=%u",
	    x->nonce, salt, v->iterations);
}

/* c=: the header of the first message, and the channel's own bytes. */
static bool
binding_is_right(const struct scram *x, const struct sasl_binding *binding,
    struct str_span sent)
{
	unsigned char want[SCRAM_PART_MAX + sizeof binding->exporter];
	char text[BASE64_SIZE(sizeof want)];
	size_t len = x->bare, n;

	memcpy(want, x->gs2, len);
	if (x->plus) {
		const unsigned char *bytes = NULL;
		size_t more = 0;

		if (str_starts(x->gs2, "p=tls-server-end-point,")) {
			bytes = binding->end_point;
			more = binding->end_point_len;
		} else if (str_starts(x->gs2, "p=tls-exporter,")) {
			bytes = binding->exporter;
			more = binding->exporter_len;
		}
		if (more == 0)
			return false;
		memcpy(want + len, bytes, more);
		len += more;
	}
	n = base64_encode(want, len, text);
	return n == sent.len && digest_equal(text, sent.p, n);
}

/* The proof gives the ClientKey, whose digest we know. */
static bool
proof_is_right(const struct sasl_verifier *v, const char *auth, size_t auth_len,
    struct str_span proof)
{
	unsigned char signature[DIGEST_BYTES], key[DIGEST_BYTES];
	unsigned char sent[BASE64_BYTES(BASE64_SIZE(DIGEST_BYTES))];
	size_t n, i;

	if (proof.len >= BASE64_SIZE(DIGEST_BYTES) ||
	    !base64_decode(proof.p, proof.len, sent, &n) || n != DIGEST_BYTES)
		return false;
	digest_hmac(v->stored_key, DIGEST_BYTES, auth, auth_len, signature);
	for (i = 0; i < DIGEST_BYTES; i++)
		key[i] = sent[i] ^ signature[i];
	digest_sha256(key, DIGEST_BYTES, signature);
	digest_wipe(key, sizeof key);
	return digest_equal(signature, v->stored_key, DIGEST_BYTES);
}

bool
scram_final(const struct scram *x, const struct sasl_verifier *v,
    const struct sasl_binding *binding, const char *data, size_t len,
    char out[SCRAM_FINAL_SIZE])
{
	char message[SCRAM_PART_MAX], auth[3 * SCRAM_PART_MAX];
	unsigned char signature[DIGEST_BYTES];
	struct str_span channel, nonce, proof;
	const char *at = message, *last;
	int n;

	if (!copy_message(message, data, len))
		return false;
	last = strstr(message, ",p=");	/* of all behind it: the proof is last */
	if (last == NULL || !take_attribute(&at, 'c', &channel) ||
	    !take_attribute(&at, 'r', &nonce))
		return false;
	at = last + 1;
	if (!take_attribute(&at, 'p', &proof) || *at != '\0' ||
	    nonce.len != strlen(x->nonce) ||
	    memcmp(nonce.p, x->nonce, nonce.len) != 0 ||
	    !binding_is_right(x, binding, channel))
		return false;
	n = snprintf(auth, sizeof auth, "%s,%s,%.*s",
	    x->client_first + x->bare, x->server_first,
	    (int)(last - message), message);
	if (!proof_is_right(v, auth, (size_t)n, proof))
		return false;
	digest_hmac(v->server_key, DIGEST_BYTES, auth, (size_t)n, signature);
	memcpy(out, "v=", 2);
	base64_encode(signature, DIGEST_BYTES, out + 2);
	return true;
}
