/* lookalike.c -- names by what they look like. */
#include "config.h"
#include "server/lookalike.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_skeleton.h"

#include "base/banned.h"

struct lookalike_entry {
	UT_hash_handle hh;
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
find(struct lookalike_entry *table, const char *skeleton)
{
	struct lookalike_entry *e;

	HASH_FIND_STR(table, skeleton, e);
	return e;
}

void
lookalike_add(struct lookalike_entry **table, const char *name, void *of)
{
	char skeleton[SKELETON_SIZE];
	struct lookalike_entry *e;
	size_t size;

	if (is_plain(name, skeleton) || find(*table, skeleton) != NULL)
		return;
	size = strlen(skeleton) + 1;
	e = xcalloc(1, sizeof *e + size);
	e->of = of;
	memcpy(e->skeleton, skeleton, size);
	HASH_ADD_STR(*table, skeleton, e);
}

void
lookalike_remove(struct lookalike_entry **table, const char *name,
    const void *of)
{
	char skeleton[SKELETON_SIZE];
	struct lookalike_entry *e;

	if (is_plain(name, skeleton))
		return;
	e = find(*table, skeleton);
	if (e == NULL || e->of != of)
		return;
	HASH_DEL(*table, e);
	free(e);
}

void *
lookalike_find(struct lookalike_entry *table, const char *skeleton)
{
	struct lookalike_entry *e = find(table, skeleton);

	return e == NULL ? NULL : e->of;
}
