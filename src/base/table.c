/* table.c -- a hash table of things that exist in great numbers. */
#include "config.h"

#include "base/table.h"

#include <stdlib.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum { CHAINS_MIN = 64 };

void
table_init(struct table *t, uint32_t (*hash)(const struct table_node *))
{
	*t = (struct table){ .hash = hash };
}

void
table_release(struct table *t)
{
	free(t->chains);
	table_init(t, t->hash);
}

static struct table_node **
chain_of(const struct table *t, uint32_t hash)
{
	return &t->chains[hash & (t->nchains - 1)];
}

static void
link_node(struct table *t, struct table_node *node)
{
	struct table_node **chain = chain_of(t, t->hash(node));

	node->next = *chain;
	*chain = node;
}

/* Twice as many chains: as many as things, so that they stay short. */
static void
grow(struct table *t)
{
	struct table_node **old = t->chains, *node;
	size_t n = t->nchains, i;

	t->nchains = n == 0 ? CHAINS_MIN : n * 2;
	t->chains = xcalloc(t->nchains, sizeof(struct table_node *));
	for (i = 0; i < n; i++) {
		while ((node = old[i]) != NULL) {
			old[i] = node->next;
			link_node(t, node);
		}
	}
	free(old);
}

void
table_add(struct table *t, struct table_node *node)
{
	if (t->count == t->nchains)
		grow(t);
	t->count++;
	link_node(t, node);
}

void
table_remove(struct table *t, struct table_node *node)
{
	struct table_node **at = chain_of(t, t->hash(node));

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
	t->count--;
}

struct table_node *
table_chain(const struct table *t, uint32_t hash)
{
	return t->count == 0 ? NULL : *chain_of(t, hash);
}

uint32_t
table_hash_number(uint64_t number)
{
	return (uint32_t)((number * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}
