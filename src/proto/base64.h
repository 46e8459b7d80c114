/* base64.h -- bytes as text (RFC 4648, chapter 4: padded, strict). */
#ifndef PROTO_BASE64_H
#define PROTO_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

/* What `n` bytes need as text, the NUL counted; what `n` characters hold. */
#define BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)
#define BASE64_BYTES(n) ((n) / 4 * 3)

/* `out` has BASE64_SIZE(len) bytes; returns the length without the NUL. */
size_t base64_encode(const void *data, size_t len, char *out);

/* `out` has BASE64_BYTES(len) bytes. False: it is not base64; no blanks, full
 * padding, and nothing in the bits that the padding leaves over. */
bool base64_decode(const char *text, size_t len, void *out, size_t *out_len)
    ATTR_USE_RESULT;

#endif
