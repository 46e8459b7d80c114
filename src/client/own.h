/*
 * own.h -- a certificate of one's own, to log in with (SASL EXTERNAL): made
 * here, known to a server by its fingerprint.
 */
#ifndef CLIENT_OWN_H
#define CLIENT_OWN_H

#include <stdbool.h>

#include "base/attr.h"
#include "net/tls.h"

struct err;

/* Makes both files, for their owner alone. It names nobody. False: `e` says
 * why not, and what was there is still there. */
bool own_make(const struct tls_pair *pair, struct err *e) ATTR_USE_RESULT;

/* What a server knows it by; false: `e` says what is wrong with the files. */
bool own_fingerprint(const struct tls_pair *pair,
    char out[TLS_FINGERPRINT_SIZE], struct err *e) ATTR_USE_RESULT;

#endif
