/* cloak.c -- a host that tells nobody where somebody is. */
#include "config.h"

#include "server/cloak.h"

#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "base/str.h"
#include "proto/digest.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { PART_LETTERS = 12, PARTS = 3 };	/* 60 bits each */

/* "k3v8qz1a..." of the address cut to `bits`. */
static void
hash_part(const unsigned char *key, struct address a, unsigned bits,
    char out[PART_LETTERS + 1])
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char data[ADDRESS_BYTES + 1], hash[DIGEST_BYTES];
	int i;

	address_cut(&a, bits);
	memcpy(data, a.bytes, ADDRESS_BYTES);
	data[ADDRESS_BYTES] = (unsigned char)bits;
	digest_hmac(key, CLOAK_KEY_BYTES, data, sizeof data, hash);
	for (i = 0; i < PART_LETTERS; i++)
		out[i] = letters[hash[i] % (sizeof letters - 1)];
	out[PART_LETTERS] = '\0';
}

/* Host as shown to others; as it is where it is no address. */
static void
cloak_make(const unsigned char key[CLOAK_KEY_BYTES], const char *host,
    char out[HOST_LEN + 1])
{
	static const unsigned ipv4[PARTS] = { 128, 120, 112 };
	static const unsigned ipv6[PARTS] = { 64, 48, 32 };
	char part[PARTS][PART_LETTERS + 1];
	const unsigned *bits;
	struct address a;
	int i;

	if (!address_parse(&a, host)) {
		str_copy(out, HOST_LEN + 1, host);
		return;
	}
	bits = address_is_ipv4(&a) ? ipv4 : ipv6;
	for (i = 0; i < PARTS; i++)
		hash_part(key, a, bits[i], part[i]);
	snprintf(out, HOST_LEN + 1, "%s.%s.%s.ip", part[0], part[1], part[2]);
}

void
cloak_source(const struct client *c, char out[SOURCE_LEN + 1])
{
	const struct server_config *cfg = &c->server->config;
	const struct registration *r = c->registration;
	char host[HOST_LEN + 1];

	if (cfg->cloak && !c->is_local)
		cloak_make(cfg->cloak_key, c->host, host);
	else
		str_copy(host, sizeof host, c->host);
	snprintf(out, SOURCE_LEN + 1, "%s!%s@%s", r->nick, r->user, host);
}
