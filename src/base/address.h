/*
 * address.h -- addresses and prefixes of them: "192.0.2.7", "2001:db8::/32".
 *
 * Both families are sixteen bytes; an IPv4 address is the one that IPv6 maps
 * it to (::ffff:192.0.2.7), so that both spellings of it are the same.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>

#include "base/attr.h"

enum { ADDRESS_BYTES = 16, ADDRESS_BITS = 128, ADDRESS_IPV4_BITS = 96 };

/* No padding: it may be hashed and compared as bytes. */
struct address {
	unsigned char bytes[ADDRESS_BYTES];	/* zero behind the prefix */
	unsigned char bits;	/* of the prefix; ADDRESS_BITS: one address */
};

/* An address, or one with "/bits". Of IPv4 bits are counted as it does. What
 * stands behind the prefix is dropped. False: it is none. */
bool address_parse(struct address *a, const char *text) ATTR_USE_RESULT;

/* One address of IPv6 (ADDRESS_BYTES) or of IPv4 (4 bytes). */
void address_set(struct address *a, const void *bytes, bool is_ipv4);

/* Makes the prefix shorter. */
void address_cut(struct address *a, unsigned bits);

/* Whether `a` is the prefix `of`, or a part of it. */
bool address_is_in(const struct address *a, const struct address *of)
    ATTR_PURE;

bool address_is_ipv4(const struct address *a) ATTR_PURE;

#endif
