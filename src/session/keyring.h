/* keyring.h -- the hashes of some lines, to know them when they come again. */
#ifndef SESSION_KEYRING_H
#define SESSION_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed is empty. Holds the last KEYS_MAX keys. */
struct keyring {
	uint64_t *keys;		/* owned; NULL until the first */
	unsigned count, at;	/* at: where the next one goes */
};

void keyring_add(struct keyring *k, uint64_t key);
bool keyring_has(const struct keyring *k, uint64_t key);
void keyring_copy(struct keyring *to, const struct keyring *from);
void keyring_release(struct keyring *k);

#endif
