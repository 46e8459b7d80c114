/* cidr.c -- lists of addresses and networks: RFC 4632, RFC 4291. */
#include "config.h"

#include "net/cidr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

/* All are kept as IPv6: an IPv4 address is the end of a network of 96 bits. */
enum { BYTES = 16, V4_BITS = 96, BITS = 128 };

struct cidr {
	uint8_t  address[BYTES];
	unsigned bits;
};

static const uint8_t v4_prefix[12] = { [10] = 0xff, [11] = 0xff };

static bool
read_address(uint8_t out[BYTES], const char *text, unsigned *first_bit)
{
	*first_bit = 0;
	if (inet_pton(AF_INET6, text, out) == 1)
		return true;
	memcpy(out, v4_prefix, sizeof v4_prefix);
	*first_bit = V4_BITS;
	return inet_pton(AF_INET, text, out + sizeof v4_prefix) == 1;
}

static bool
read_one(struct cidr *c, char *word)
{
	char *slash = strchr(word, '/');
	unsigned first;
	int64_t bits;

	if (slash != NULL)
		*slash = '\0';
	if (!read_address(c->address, word, &first))
		return false;
	c->bits = BITS;
	if (slash == NULL)
		return true;
	if (!str_to_int64(slash + 1, 0, BITS - first, &bits))
		return false;
	c->bits = first + (unsigned)bits;
	return true;
}

static bool
add_word(struct cidr_list *l, struct str_span span, struct err *e)
{
	char word[INET6_ADDRSTRLEN + sizeof "/128"];
	bool fits = str_copy_span(word, sizeof word, span);

	if (str_eq(word, "unix")) {
		l->has_unix = true;
		return true;
	}
	l->all = xreallocarray(l->all, l->n + 1, sizeof *l->all);
	if (fits && read_one(&l->all[l->n], word)) {
		l->n++;
		return true;
	}
	err_set(e, _("'%.*s' is no address and no network: write 192.0.2.7, "
	    "10.0.0.0/8, 2001:db8::/32 or unix"), (int)span.len, span.p);
	return false;
}

bool
cidr_list_parse(struct cidr_list *l, const char *text, struct err *e)
{
	struct str_span word;

	*l = (struct cidr_list){ NULL, 0, false };
	for (;;) {
		text += strspn(text, " \t,");
		word = (struct str_span){ text, strcspn(text, " \t,") };
		if (word.len == 0)
			return true;
		if (!add_word(l, word, e))
			break;
		text += word.len;
	}
	cidr_list_release(l);
	return false;
}

void
cidr_list_release(struct cidr_list *l)
{
	free(l->all);
	*l = (struct cidr_list){ NULL, 0, false };
}

static bool
is_in(const struct cidr *c, const uint8_t address[BYTES])
{
	unsigned bytes = c->bits / 8, rest = c->bits % 8;

	if (memcmp(c->address, address, bytes) != 0)
		return false;
	return rest == 0
	    || ((c->address[bytes] ^ address[bytes]) >> (8 - rest)) == 0;
}

bool
cidr_list_has(const struct cidr_list *l, const struct sockaddr *peer)
{
	const struct sockaddr_in6 *in6 = (const void *)peer;
	const struct sockaddr_in *in = (const void *)peer;
	uint8_t address[BYTES];

	switch (peer->sa_family) {
	case AF_INET6:
		memcpy(address, &in6->sin6_addr, BYTES);
		break;
	case AF_INET:
		memcpy(address, v4_prefix, sizeof v4_prefix);
		memcpy(address + sizeof v4_prefix, &in->sin_addr, 4);
		break;
	default:
		return l->has_unix;
	}
	for (size_t i = 0; i < l->n; i++)
		if (is_in(&l->all[i], address))
			return true;
	return false;
}
