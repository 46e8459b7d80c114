/*
 * bus_held.h -- a bus that holds every event until the test releases it.
 *
 * The order is that of the posts, as with every bus; only the moment is the
 * test's, and whether a message is stored. Casts are never held.
 */
#ifndef SUPPORT_BUS_HELD_H
#define SUPPORT_BUS_HELD_H

#include <stddef.h>
#include <stdint.h>

struct bus;
struct event;
struct store;

/* `store` is borrowed: one that answers at once (store_mem). */
struct bus *bus_held_new(struct store *store);

/* Events that are held. */
size_t bus_held_count(const struct bus *b);
/* The oldest of them, or NULL. Borrowed until it is released. */
const struct event *bus_held_first(const struct bus *b);

/*
 * Releases the oldest: bus_take() gives it from now on. A stored one is handed
 * to the store, which says OK or DUPLICATE.
 */
void bus_held_release(struct bus *b);
/* The same, but a stored one is NOT_STORED; `why` is a constant. */
void bus_held_refuse(struct bus *b, const char *why);
void bus_held_release_all(struct bus *b);

/*
 * From now on each end of a turn and each bus_poll() releases none, some or
 * all of what is held, as chance has it; the same seed gives the same chances.
 */
void bus_held_release_at_random(struct bus *b, uint64_t seed);

#endif
