/* cidr.h -- lists of addresses and networks, as people write them. */
#ifndef NET_CIDR_H
#define NET_CIDR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct address;
struct err;
struct sockaddr;

struct cidr_list {
	struct address *all;	/* owned */
	size_t n;
	bool   has_unix;	/* "unix": peers that come by a unix socket */
};

/*
 * Reads words such as 192.0.2.7, 10.0.0.0/8, 2001:db8::/32 and unix, separated
 * by blanks or commas. False, `l` empty: `e` names the word.
 */
bool cidr_list_parse(struct cidr_list *l, const char *text, struct err *e)
    ATTR_USE_RESULT;
void cidr_list_release(struct cidr_list *l);

/* An IPv4 address in IPv6 clothes (::ffff:192.0.2.7) is the IPv4 address. */
bool cidr_list_has(const struct cidr_list *l, const struct sockaddr *peer);

#endif
