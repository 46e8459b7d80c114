/*
 * proxy.h -- the header by which a proxy says for whom it connects.
 *
 * The PROXY protocol, versions 1 (a line) and 2 (binary), by its revision of
 * 2020/03/05: haproxy.org/download/2.3/doc/proxy-protocol.txt. Whoever calls
 * must know that its peer may be believed: anybody can send such a header.
 */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/attr.h"

enum { PROXY_HEADER_MAX = 2048 };	/* bytes; the addresses take 232 */

enum proxy_result {
	PROXY_MORE,	/* so far it is one */
	PROXY_DONE,
	PROXY_BAD,	/* it is none, or longer than PROXY_HEADER_MAX */
};

struct proxy_peer {
	/* AF_UNSPEC: the proxy speaks for itself (LOCAL, UNKNOWN, a family
	 * that has no address). */
	struct sockaddr_storage address;
	bool secure;		/* the peer came to the proxy by TLS */
};

/* Looks at the first `len` bytes. After PROXY_DONE the first *used of them
 * were the header. */
enum proxy_result proxy_parse(const void *data, size_t len,
    struct proxy_peer *peer, size_t *used) ATTR_USE_RESULT;

#endif
