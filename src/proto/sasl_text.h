/*
 * sasl_text.h -- a verifier as one word of text, as RFC 5803 spells it:
 *
 *	SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY
 *
 * For files that must not hold a password. The last three are base64.
 */
#ifndef PROTO_SASL_TEXT_H
#define PROTO_SASL_TEXT_H

#include <stdbool.h>

#include "base/attr.h"
#include "proto/sasl.h"

enum { SASL_TEXT_SIZE = 192 };

void sasl_verifier_format(const struct sasl_verifier *v,
    char out[SASL_TEXT_SIZE]);
/* False: it is none, or one that costs too little or too much to check. */
bool sasl_verifier_parse(struct sasl_verifier *v, const char *text)
    ATTR_USE_RESULT;

#endif
