/*
 * table.h -- a hash table of things that exist in great numbers.
 *
 * A thing in it carries one pointer (uthash's handle has 56 bytes: with two
 * tables that was a third of a user), and the table 8 to 16 bytes for each.
 * It owns nothing and knows no keys: who looks something up walks the chain
 * of its hash and compares.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table_node {
	struct table_node *next;	/* of the chain; NULL: its end */
};

struct table {
	struct table_node **chains;	/* owned; NULL: nothing was ever added */
	size_t nchains;			/* a power of two */
	size_t count;
	uint32_t (*hash)(const struct table_node *node);
};

/* The thing that holds `node` as its member `field`. */
#define table_item(node, type, field) \
	((type *)(void *)((char *)(node) - offsetof(type, field)))

/* Neither allocates nor fails. `hash` tells it of what a node stands in; the
 * same as long as that is in the table. */
void table_init(struct table *t, uint32_t (*hash)(const struct table_node *));
/* The things are the caller's. */
void table_release(struct table *t);

void table_add(struct table *t, struct table_node *node);
/* `node` is in it. */
void table_remove(struct table *t, struct table_node *node);

/* The first of those that may have this hash, the newest first; NULL: none. */
struct table_node *table_chain(const struct table *t, uint32_t hash);

/* Numbers that are handed out one by one, spread well. */
uint32_t table_hash_number(uint64_t number);

#endif
