/* tls_internal.h -- certificates, for tls.c. Only for src/net/tls*.c. */
#ifndef NET_TLS_INTERNAL_H
#define NET_TLS_INTERNAL_H

#include <openssl/ssl.h>

#include "net/tls.h"

/* Reads a pair into `ctx`, and looks whether the two belong together. */
bool tls_load_pair(SSL_CTX *ctx, const struct tls_pair *pair, struct err *e)
    ATTR_USE_RESULT;

/* NULL gives an empty one. */
void tls_describe(const X509 *x, struct tls_certificate *out);

/* The hash of a certificate, as RFC 5929, section 4.1 wants it; its bytes. */
size_t tls_end_point(const X509 *x, uint8_t out[TLS_BINDING_MAX]);

/* OpenSSL's reason for the first failure since its errors were cleared; never
 * NULL. */
const char *tls_openssl_reason(void);

#endif
