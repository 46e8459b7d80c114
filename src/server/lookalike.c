/* lookalike.c -- names by what they look like. */
#include "config.h"
#include "server/lookalike.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/table.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_skeleton.h"

#include "base/banned.h"

struct lookalike_entry {
	struct table_node node;
	void *of;		/* borrowed */
	char skeleton[];
};

/* Whether the name is found as such: nothing is to be kept for it. */
static bool
is_plain(const char *name, char skeleton[SKELETON_SIZE])
{
	return !irc_skeleton(name, skeleton) || irc_case_eq(name, skeleton);
}

static struct lookalike_entry *
entry_of(struct table_node *n)
{
	return table_item(n, struct lookalike_entry, node);
}

uint32_t
lookalike_hash(const struct table_node *n)
{
	return irc_case_hash(table_item(n, const struct lookalike_entry,
	    node)->skeleton);
}

static struct lookalike_entry *
find(const struct table *t, const char *skeleton)
{
	struct table_node *n = table_chain(t, irc_case_hash(skeleton));

	while (n != NULL && !str_eq(entry_of(n)->skeleton, skeleton))
		n = n->next;
	return n == NULL ? NULL : entry_of(n);
}

void
lookalike_add(struct table *t, const char *name, void *of)
{
	char skeleton[SKELETON_SIZE];
	struct lookalike_entry *e;
	size_t size;

	if (is_plain(name, skeleton) || find(t, skeleton) != NULL)
		return;
	size = strlen(skeleton) + 1;
	e = xcalloc(1, sizeof *e + size);
	e->of = of;
	memcpy(e->skeleton, skeleton, size);
	table_add(t, &e->node);
}

void
lookalike_remove(struct table *t, const char *name, const void *of)
{
	char skeleton[SKELETON_SIZE];
	struct lookalike_entry *e;

	if (is_plain(name, skeleton))
		return;
	e = find(t, skeleton);
	if (e == NULL || e->of != of)
		return;
	table_remove(t, &e->node);
	free(e);
}

void *
lookalike_find(const struct table *t, const char *skeleton)
{
	struct lookalike_entry *e = find(t, skeleton);

	return e == NULL ? NULL : e->of;
}
