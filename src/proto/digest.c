/* digest.c -- SHA-256 and what is made of it, by OpenSSL. */
#include "config.h"
#include "proto/digest.h"

#include <assert.h>
#include <limits.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/banned.h"

void
digest_sha256(const void *data, size_t len, unsigned char out[DIGEST_BYTES])
{
	int done = EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL);

	assert(done == 1);
	(void)done;
}

void
digest_hmac(const void *key, size_t key_len, const void *data, size_t len,
    unsigned char out[DIGEST_BYTES])
{
	const unsigned char *done;

	assert(key_len <= INT_MAX);
	done = HMAC(EVP_sha256(), key, (int)key_len, data, len, out, NULL);
	assert(done != NULL);
	(void)done;
}

void
digest_pbkdf2(const void *password, size_t len, const unsigned char *salt,
    size_t salt_len, unsigned iterations, unsigned char out[DIGEST_BYTES])
{
	int done;

	assert(len <= INT_MAX && salt_len <= INT_MAX && iterations <= INT_MAX);
	done = PKCS5_PBKDF2_HMAC(password, (int)len, salt, (int)salt_len,
	    (int)iterations, EVP_sha256(), DIGEST_BYTES, out);
	assert(done == 1);
	(void)done;
}

bool
digest_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

void
digest_wipe(void *secret, size_t len)
{
	OPENSSL_cleanse(secret, len);
}
