/* world.h -- the world of a server that runs: random bytes, the store, the
 * hasher of passwords. */
#ifndef DAEMON_WORLD_H
#define DAEMON_WORLD_H

#include "server/world.h"

struct hasher;
struct loop;
struct store;

/* Borrowed by what world_make() makes. */
struct world_of {
	struct loop  *loop;
	struct store *store;
	struct hasher *hasher;
	/* The settings are to be read again; in a later turn server_result(). */
	void (*rehash)(void *arg, uint64_t number);
	void  *arg;
};

struct world world_make(struct world_of *of);

#endif
