/* cidr.c -- lists of addresses and networks: RFC 4632, RFC 4291. */
#include "config.h"

#include "net/cidr.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/address.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

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
	if (fits && address_parse(&l->all[l->n], word)) {
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

bool
cidr_list_has(const struct cidr_list *l, const struct sockaddr *peer)
{
	const struct sockaddr_in6 *in6 = (const void *)peer;
	const struct sockaddr_in *in = (const void *)peer;
	struct address address;
	size_t i;

	if (peer->sa_family == AF_INET6)
		address_set(&address, &in6->sin6_addr, false);
	else if (peer->sa_family == AF_INET)
		address_set(&address, &in->sin_addr, true);
	else
		return l->has_unix;
	for (i = 0; i < l->n; i++)
		if (address_is_in(&address, &l->all[i]))
			return true;
	return false;
}
