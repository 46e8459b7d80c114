/*
 * digest.h -- SHA-256 and what is made of it: the one file of proto/ that
 * knows OpenSSL.
 *
 * Nothing here fails but for want of memory, which ends the program as it
 * does in xalloc.
 */
#ifndef PROTO_DIGEST_H
#define PROTO_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_BYTES = 32 };

void digest_sha256(const void *data, size_t len,
    unsigned char out[DIGEST_BYTES]);
void digest_hmac(const void *key, size_t key_len, const void *data, size_t len,
    unsigned char out[DIGEST_BYTES]);
/* PBKDF2-HMAC-SHA-256 (RFC 8018). Slow on purpose: never in the loop. */
void digest_pbkdf2(const void *password, size_t len,
    const unsigned char *salt, size_t salt_len, unsigned iterations,
    unsigned char out[DIGEST_BYTES]);
/* Takes as long for different bytes, wherever they differ. */
bool digest_equal(const void *a, const void *b, size_t len);
/* Forgets a secret; is not optimised away. */
void digest_wipe(void *secret, size_t len);

#endif
