/* keyring.c -- the hashes of some lines, to know them when they come again. */
#include "config.h"

#include "session/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "session/limits.h"

#include "base/banned.h"

void
keyring_add(struct keyring *k, uint64_t key)
{
	if (k->keys == NULL)
		k->keys = xcalloc(KEYS_MAX, sizeof *k->keys);
	k->keys[k->at] = key;
	k->at = (k->at + 1) % KEYS_MAX;
	if (k->count < KEYS_MAX)
		k->count++;
}

bool
keyring_has(const struct keyring *k, uint64_t key)
{
	unsigned i;

	for (i = 0; i < k->count; i++)
		if (k->keys[i] == key)
			return true;
	return false;
}

void
keyring_copy(struct keyring *to, const struct keyring *from)
{
	keyring_release(to);
	if (from->keys != NULL)
		to->keys = xmemdup(from->keys, KEYS_MAX * sizeof *to->keys);
	to->count = from->count;
	to->at = from->at;
}

void
keyring_release(struct keyring *k)
{
	free(k->keys);
	memset(k, 0, sizeof *k);
}
