/*
 * adapter.h -- the two older dialects, as codecs.
 *
 * Towards our server each plays an IRC client: it asks for echo-message,
 * registers under the name its program gives, and turns what the server says
 * into objects or sentences. Facts of the wire: the design's chapter on the
 * older dialects; its faults and what is answered stand in the .c files.
 */
#ifndef ADAPTER_ADAPTER_H
#define ADAPTER_ADAPTER_H

#include <stddef.h>

#include "proto/dialect.h"

/* "Python TCP Chat": JSON objects back to back; each of ours is 1,024 bytes. */
extern const struct dialect dialect_json;

/* "console chat": a nickname, then "NICK : TEXT"; one read is one message. */
extern const struct dialect dialect_text;

/* IRC or JSON, by the first byte that is not white space; NULL: none yet. */
const struct dialect *adapter_tell(const void *data, size_t len);

#endif
