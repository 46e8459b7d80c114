/* world.c -- what the server asks for, from where it comes. */
#include "config.h"

#include "daemon/world.h"

#include <event2/util.h>

#include "daemon/hasher.h"
#include "daemon/loop.h"
#include "store/store.h"

#include "base/banned.h"

/* arc4random: seeded by the kernel, never blocks. */
static void
fill_random(void *self, void *buf, size_t len)
{
	(void)self;
	evutil_secure_rng_get_bytes(buf, len);
}

static void
ask(void *self, uint64_t number, const struct question *q)
{
	struct world_of *of = self;

	if (q->kind == QUESTION_REHASH) {
		of->rehash(of->arg, number);
		return;
	}
	if (q->kind == QUESTION_HASH) {
		hasher_ask(of->hasher, number, q);
		return;
	}
	store_ask(of->store, number, q);
	loop_asked(of->loop);
}

static void
stop_asking(void *self, uint64_t number)
{
	struct world_of *of = self;

	store_stop_asking(of->store, number);
	hasher_stop_asking(of->hasher, number);
}

struct world
world_make(struct world_of *of)
{
	return (struct world){ .self = of, .fill_random = fill_random,
	    .ask = ask, .stop_asking = stop_asking };
}
