/* hosts.c -- where clients come from, how many, how fast. */
#include "config.h"
#include "server/hosts.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { IPV6_BITS = 64 };

/* --- networks --- */

struct address
hosts_network_address(const char *name)
{
	struct address a = { .bits = 0 };

	if (!address_parse(&a, name))
		return (struct address){ .bits = 0 };
	if (!address_is_ipv4(&a))
		address_cut(&a, IPV6_BITS);
	return a;
}

struct network *
hosts_network(const struct server *s, const char *name)
{
	struct address a = hosts_network_address(name);
	struct network *n;

	HASH_FIND(hh, s->networks, &a, sizeof a, n);
	return n;
}

static struct network *
make_network(struct server *s, const char *name)
{
	struct network *n = hosts_network(s, name);

	if (n == NULL) {
		n = xcalloc(1, sizeof *n);
		n->address = hosts_network_address(name);
		HASH_ADD(hh, s->networks, address, sizeof n->address, n);
	}
	return n;
}

static void
forget_network(struct server *s, struct network *n)
{
	if (n->clients > 0 || n->full_us > s->now.mono_ms * 1000)
		return;
	HASH_DEL(s->networks, n);
	free(n);
}

/* --- clients --- */

const char *
hosts_add_client(struct server *s, const char *name)
{
	size_t size = strlen(name) + 1;
	struct host *h;

	HASH_FIND_STR(s->hosts, name, h);
	if (h == NULL) {
		h = xcalloc(1, sizeof *h + size);
		memcpy(h->name, name, size);
		h->network = make_network(s, name);
		HASH_ADD_STR(s->hosts, name, h);
	}
	h->clients++;
	h->network->clients++;
	return h->name;
}

void
hosts_remove_client(struct server *s, const char *name)
{
	struct host *h;

	HASH_FIND_STR(s->hosts, name, h);
	h->network->clients--;
	forget_network(s, h->network);
	if (--h->clients > 0)
		return;
	HASH_DEL(s->hosts, h);
	free(h);
}

/* --- how fast they come --- */

int64_t
hosts_wait_ms(const struct server *s, const char *name)
{
	const struct network *n = hosts_network(s, name);
	int64_t over_us;

	if (n == NULL || s->config.connect_rate == 0)
		return 0;
	over_us = n->full_us + 1000000 / s->config.connect_rate -
	    s->now.mono_ms * 1000 - CONNECT_BURST_S * INT64_C(1000000);
	return over_us <= 0 ? 0 : (over_us + 999) / 1000;
}

void
hosts_charge(struct server *s, const char *name)
{
	int64_t now_us = s->now.mono_ms * 1000;
	struct network *n;

	if (s->config.connect_rate == 0)
		return;
	n = make_network(s, name);
	if (n->full_us < now_us)
		n->full_us = now_us;
	n->full_us += 1000000 / s->config.connect_rate;
}

void
hosts_sweep(struct server *s)
{
	struct network *n, *next;

	HASH_ITER(hh, s->networks, n, next)
		forget_network(s, n);
}

void
hosts_free_all(struct server *s)
{
	struct network *n, *next;

	HASH_ITER(hh, s->networks, n, next) {
		HASH_DEL(s->networks, n);
		free(n);
	}
}
