/* proxy.c -- the header by which a proxy says for whom it connects. */
#include "config.h"

#include "net/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

enum {
	LINE_MAX_BYTES = 107,	/* section 2.1: version 1, with CR LF */
	FIXED_BYTES = 16,	/* section 2.2: version 2, before the addresses */
	IPV4_BYTES = 12, IPV6_BYTES = 36,
	COMMAND_LOCAL = 0x20, COMMAND_PROXY = 0x21,
	FAMILY_TCP4 = 0x11, FAMILY_TCP6 = 0x21,
	TLV_SSL = 0x20, SSL_CLIENT = 0x01,
};

static const char signature[] = "\r\n\r\n\0\r\nQUIT\n";

enum { SIGNATURE_BYTES = sizeof signature - 1 };

/* The first bytes of `data` are those of `of`, as far as they have come. */
static bool
begins(const char *data, size_t len, const char *of, size_t of_len)
{
	return memcmp(data, of, len < of_len ? len : of_len) == 0;
}

static void
set_v4(struct proxy_peer *p, const void *address)
{
	struct sockaddr_in *in = (void *)&p->address;

	in->sin_family = AF_INET;
	memcpy(&in->sin_addr, address, sizeof in->sin_addr);
}

static void
set_v6(struct proxy_peer *p, const void *address)
{
	struct sockaddr_in6 *in6 = (void *)&p->address;

	if (IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)address)) {
		set_v4(p, (const char *)address + 12);
		return;
	}
	in6->sin6_family = AF_INET6;
	memcpy(&in6->sin6_addr, address, sizeof in6->sin6_addr);
}

/* --- version 1 --- */

static bool
is_port(const char *text)
{
	int64_t port;

	return str_to_int64(text, 0, 65535, &port);
}

/* "TCP4 192.0.2.7 192.0.2.1 56324 6667", cut into words. */
static bool
set_from_words(struct proxy_peer *p, char *const words[5])
{
	struct in6_addr from, to;
	bool is_v4 = str_eq(words[0], "TCP4");
	int family = is_v4 ? AF_INET : AF_INET6;

	if ((!is_v4 && !str_eq(words[0], "TCP6"))
	    || inet_pton(family, words[1], &from) != 1
	    || inet_pton(family, words[2], &to) != 1
	    || !is_port(words[3]) || !is_port(words[4]))
		return false;
	if (is_v4)
		set_v4(p, &from);
	else
		set_v6(p, &from);
	return true;
}

/* One blank between two words, none elsewhere: section 2.1. */
static size_t
cut(char *line, char *words[6])
{
	size_t n = 0;

	for (;;) {
		char *blank = strchr(line, ' ');

		words[n++] = line;
		if (blank == NULL || n == 6)
			return n;
		*blank = '\0';
		line = blank + 1;
	}
}

static enum proxy_result
parse_line(const char *data, size_t len, struct proxy_peer *p, size_t *used)
{
	char line[LINE_MAX_BYTES + 1], *words[6];
	size_t seen = len < LINE_MAX_BYTES ? len : LINE_MAX_BYTES;
	const char *end = memchr(data, '\n', seen);

	if (end == NULL)
		return len < LINE_MAX_BYTES ? PROXY_MORE : PROXY_BAD;
	*used = (size_t)(end - data) + 1;
	if (*used < 2 || end[-1] != '\r'
	    || memchr(data, '\0', *used) != NULL)
		return PROXY_BAD;
	memcpy(line, data, *used - 2);
	line[*used - 2] = '\0';
	if (str_starts(line, "PROXY UNKNOWN")
	    && (line[13] == '\0' || line[13] == ' '))
		return PROXY_DONE;
	return cut(line, words) == 6 && set_from_words(p, words + 1)
	    ? PROXY_DONE : PROXY_BAD;
}

/* --- version 2 --- */

static size_t
two_bytes(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* Section 2.2.6: the proxy has ended TLS for its peer. */
static bool
says_secure(const uint8_t *tlv, size_t len)
{
	while (len >= 3) {
		size_t size = two_bytes(tlv + 1);

		if (size > len - 3)
			return false;
		if (tlv[0] == TLV_SSL && size >= 1)
			return (tlv[3] & SSL_CLIENT) != 0;
		tlv += 3 + size;
		len -= 3 + size;
	}
	return false;
}

static enum proxy_result
set_from_binary(struct proxy_peer *p, uint8_t family, const uint8_t *at,
    size_t len)
{
	size_t addresses = family == FAMILY_TCP4 ? IPV4_BYTES
	    : family == FAMILY_TCP6 ? IPV6_BYTES : 0;

	if (addresses == 0)
		return PROXY_DONE;	/* unspec, unix: as if it were LOCAL */
	if (len < addresses)
		return PROXY_BAD;
	if (family == FAMILY_TCP4)
		set_v4(p, at);
	else
		set_v6(p, at);
	p->secure = says_secure(at + addresses, len - addresses);
	return PROXY_DONE;
}

static enum proxy_result
parse_binary(const uint8_t *data, size_t len, struct proxy_peer *p,
    size_t *used)
{
	size_t rest;

	if (len < FIXED_BYTES)
		return PROXY_MORE;
	rest = two_bytes(data + 14);
	if (FIXED_BYTES + rest > PROXY_HEADER_MAX)
		return PROXY_BAD;
	if (len < FIXED_BYTES + rest)
		return PROXY_MORE;
	*used = FIXED_BYTES + rest;
	if (data[12] == COMMAND_LOCAL)
		return PROXY_DONE;
	if (data[12] != COMMAND_PROXY)
		return PROXY_BAD;
	return set_from_binary(p, data[13], data + FIXED_BYTES, rest);
}

enum proxy_result
proxy_parse(const void *data, size_t len, struct proxy_peer *peer,
    size_t *used)
{
	memset(peer, 0, sizeof *peer);
	peer->address.ss_family = AF_UNSPEC;
	*used = 0;
	if (begins(data, len, signature, SIGNATURE_BYTES))
		return parse_binary(data, len, peer, used);
	if (begins(data, len, "PROXY ", 6))
		return parse_line(data, len, peer, used);
	return PROXY_BAD;
}
