/*
 * bus_shared.h -- one order for the events of two servers: what a cluster's
 * bus will promise, in a test.
 *
 * Each server has a bus of its own on the same order. An event comes to both;
 * only where it was posted does it name a client.
 */
#ifndef SUPPORT_BUS_SHARED_H
#define SUPPORT_BUS_SHARED_H

#include <stddef.h>
#include <stdint.h>

struct bus;
struct shared;

enum { SHARED_NODES = 2 };

/* `seed`: which stored event is not stored, and how many come at a time. */
struct shared *shared_new(uint64_t seed);
void shared_free(struct shared *s);		/* with its buses */
/* Borrowed from `s`. */
struct bus *shared_bus(struct shared *s, size_t node);
/* From now on each node gets all there is. */
void shared_flow(struct shared *s);
size_t shared_count(const struct shared *s);	/* events so far */

#endif
