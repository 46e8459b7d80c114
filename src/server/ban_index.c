/* ban_index.c -- the bans that an address or user@host may fit. */
#include "config.h"
#include "server/ban_index.h"

#include <string.h>

#include "proto/irc_case.h"
#include "server/ban.h"

#include "base/banned.h"

static struct ban *
ban_at(const struct table_node *n)
{
	return table_item(n, struct ban, by_key);
}

/* What stands behind the '@'; the whole of what has none. */
static const char *
host_of(const char *who)
{
	const char *at = strchr(who, '@');

	return at == NULL ? who : at + 1;
}

bool
ban_is_pattern(const char *mask)
{
	return strpbrk(host_of(mask), "*?") != NULL;
}

/* FNV-1a, as irc_case_hash(). */
static uint32_t
hash_address(const struct address *a)
{
	uint32_t hash = UINT32_C(2166136261) ^ a->bits;

	for (int i = 0; i < ADDRESS_BYTES; i++)
		hash = (hash ^ a->bytes[i]) * UINT32_C(16777619);
	return hash;
}

static uint32_t
address_hash(const struct table_node *n)
{
	return hash_address(&ban_at(n)->address);
}

static uint32_t
host_hash(const struct table_node *n)
{
	return irc_case_hash(host_of(ban_at(n)->mask));
}

void
ban_index_init(struct ban_index *x)
{
	*x = (struct ban_index){ .npatterns = 0 };
	table_init(&x->by_address, address_hash);
	table_init(&x->by_host, host_hash);
	LIST_INIT(&x->patterns);
}

void
ban_index_release(struct ban_index *x)
{
	table_release(&x->by_address);
	table_release(&x->by_host);
}

static bool
is_by_address(const struct ban *b)
{
	return b->kind == BAN_DLINE || b->address.bits > 0;
}

void
ban_index_add(struct ban_index *x, struct ban *b)
{
	if (is_by_address(b)) {
		x->prefixes[b->address.bits]++;
		table_add(&x->by_address, &b->by_key);
	} else if (ban_is_pattern(b->mask)) {
		x->npatterns++;
		LIST_INSERT_HEAD(&x->patterns, b, of_patterns);
	} else {
		table_add(&x->by_host, &b->by_key);
	}
}

void
ban_index_remove(struct ban_index *x, struct ban *b)
{
	if (is_by_address(b)) {
		x->prefixes[b->address.bits]--;
		table_remove(&x->by_address, &b->by_key);
	} else if (ban_is_pattern(b->mask)) {
		x->npatterns--;
		LIST_REMOVE(b, of_patterns);
	} else {
		table_remove(&x->by_host, &b->by_key);
	}
}

struct ban *
ban_index_dline(const struct ban_index *x, const struct address *a)
{
	struct table_node *n = table_chain(&x->by_address, hash_address(a));

	while (n != NULL && (ban_at(n)->kind != BAN_DLINE ||
	    memcmp(&ban_at(n)->address, a, sizeof *a) != 0))
		n = n->next;
	return n == NULL ? NULL : ban_at(n);
}

/* `source` NULL: any DLINE of exactly that prefix; else a KLINE that it fits. */
static const struct ban *
of_prefix(const struct ban_index *x, const struct address *a,
    const char *source, int64_t now_ms)
{
	const struct table_node *n = table_chain(&x->by_address,
	    hash_address(a));

	for (; n != NULL; n = n->next) {
		const struct ban *b = ban_at(n);

		if (memcmp(&b->address, a, sizeof *a) == 0 &&
		    !ban_has_expired(b, now_ms) && (source == NULL ?
		    b->kind == BAN_DLINE : ban_fits_source(b, source)))
			return b;
	}
	return NULL;
}

/* From the longest prefix that there is to the shortest. */
static const struct ban *
of_prefixes(const struct ban_index *x, const char *address,
    const char *source, int64_t now_ms)
{
	const struct ban *b = NULL;
	struct address a;
	int bits;

	if (x->by_address.count == 0 || !address_parse(&a, address))
		return NULL;
	for (bits = a.bits; b == NULL && bits >= 0; bits--) {
		if (x->prefixes[bits] == 0)
			continue;
		address_cut(&a, (unsigned)bits);
		b = of_prefix(x, &a, source, now_ms);
	}
	return b;
}

const struct ban *
ban_index_of_address(const struct ban_index *x, const char *address,
    int64_t now_ms)
{
	return of_prefixes(x, address, NULL, now_ms);
}

static const struct ban *
of_host(const struct ban_index *x, const char *source, int64_t now_ms)
{
	const struct table_node *n = table_chain(&x->by_host,
	    irc_case_hash(host_of(source)));

	for (; n != NULL; n = n->next)
		if (!ban_has_expired(ban_at(n), now_ms) &&
		    ban_fits_source(ban_at(n), source))
			return ban_at(n);
	return NULL;
}

const struct ban *
ban_index_of_source(const struct ban_index *x, const char *source,
    int64_t now_ms)
{
	const struct ban *b = of_host(x, source, now_ms);

	if (b == NULL)
		b = of_prefixes(x, host_of(source), source, now_ms);
	if (b != NULL)
		return b;
	LIST_FOREACH(b, &x->patterns, of_patterns)
		if (!ban_has_expired(b, now_ms) && ban_fits_source(b, source))
			return b;
	return NULL;
}
