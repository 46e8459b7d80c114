/* address.c -- addresses and prefixes of them. */
#include "config.h"

#include "base/address.h"

#include <string.h>

#include "base/str.h"

#include "base/banned.h"

enum { GROUPS = 8, TEXT_SIZE = 64 };

static const unsigned char ipv4_prefix[] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
};

/* Reads digits of a base up to `max`; false: none, too many, too big. */
static bool
read_number(const char **at, unsigned base, unsigned max_digits, unsigned max,
    unsigned *out)
{
	unsigned n = 0;

	for (*out = 0; n < max_digits; n++, (*at)++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit = **at == '\0' ? NULL :
		    strchr(digits, str_lower(**at));

		if (digit == NULL || digit >= digits + base)
			break;
		*out = *out * base + (unsigned)(digit - digits);
	}
	return n > 0 && *out <= max;
}

static bool
read_ipv4(const char *at, unsigned char out[4])
{
	unsigned i, byte;

	for (i = 0; i < 4; i++) {
		if ((i > 0 && *at++ != '.') ||
		    !read_number(&at, 10, 3, 255, &byte))
			return false;
		out[i] = (unsigned char)byte;
	}
	return *at == '\0';
}

/* Groups up to the end or to "::", whose place is then *at. */
static bool
read_groups(const char **at, unsigned char *out, unsigned room, unsigned *n)
{
	unsigned group;

	for (*n = 0; **at != '\0' && strncmp(*at, "::", 2) != 0;) {
		if (*n > 0 && *(*at)++ != ':')
			return false;
		if (room - *n >= 2 && strchr(*at, ':') == NULL &&
		    read_ipv4(*at, out + 2 * *n)) {
			*n += 2;
			*at += strlen(*at);
			return true;
		}
		if (*n == room || !read_number(at, 16, 4, 0xffff, &group))
			return false;
		out[2 * *n] = (unsigned char)(group >> 8);
		out[2 * *n + 1] = (unsigned char)group;
		++*n;
	}
	return true;
}

/* RFC 4291, chapter 2.2. */
static bool
read_ipv6(const char *at, unsigned char out[ADDRESS_BYTES])
{
	unsigned char tail[ADDRESS_BYTES] = { 0 };
	unsigned before, behind;

	memset(out, 0, ADDRESS_BYTES);
	if (!read_groups(&at, out, GROUPS, &before))
		return false;
	if (*at == '\0')
		return before == GROUPS;
	at += 2;
	if (before == GROUPS ||
	    !read_groups(&at, tail, GROUPS - 1 - before, &behind) ||
	    *at != '\0')
		return false;
	memcpy(out + ADDRESS_BYTES - 2 * behind, tail, 2 * behind);
	return true;
}

void
address_cut(struct address *a, unsigned bits)
{
	unsigned i;

	for (i = 0; i < ADDRESS_BYTES; i++)
		if (8 * i >= bits)
			a->bytes[i] = 0;
		else if (8 * i + 8 > bits)
			a->bytes[i] &= (unsigned char)(0xff00 >> (bits - 8 * i));
	a->bits = (unsigned char)bits;
}

bool
address_parse(struct address *a, const char *text)
{
	const char *slash = strchr(text, '/');
	size_t len = slash == NULL ? strlen(text) : (size_t)(slash - text);
	char own[TEXT_SIZE];
	int64_t bits;
	unsigned first = 0;

	if (!str_copy_span(own, sizeof own, (struct str_span){ text, len }))
		return false;
	if (read_ipv4(own, a->bytes + sizeof ipv4_prefix)) {
		memcpy(a->bytes, ipv4_prefix, sizeof ipv4_prefix);
		first = ADDRESS_IPV4_BITS;
	} else if (!read_ipv6(own, a->bytes)) {
		return false;
	}
	bits = ADDRESS_BITS - first;
	if (slash != NULL && !str_to_int64(slash + 1, 0, bits, &bits))
		return false;
	address_cut(a, first + (unsigned)bits);
	return true;
}

void
address_set(struct address *a, const void *bytes, bool is_ipv4)
{
	size_t first = is_ipv4 ? sizeof ipv4_prefix : 0;

	memcpy(a->bytes, ipv4_prefix, first);
	memcpy(a->bytes + first, bytes, ADDRESS_BYTES - first);
	a->bits = ADDRESS_BITS;
}

bool
address_is_in(const struct address *a, const struct address *of)
{
	struct address cut = *a;

	if (a->bits < of->bits)
		return false;
	address_cut(&cut, of->bits);
	return memcmp(&cut, of, sizeof cut) == 0;
}

bool
address_is_ipv4(const struct address *a)
{
	return a->bits >= ADDRESS_IPV4_BITS &&
	    memcmp(a->bytes, ipv4_prefix, sizeof ipv4_prefix) == 0;
}
