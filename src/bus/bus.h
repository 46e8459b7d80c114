/*
 * bus.h -- one order for all events: the interface.
 *
 * post() hands an event in; it comes back from bus_take() exactly once, in
 * the one order, with its outcome. Implementations: bus_local.c (store first,
 * in this process), bus_held.c (tests: each event waits until it is released).
 */
#ifndef BUS_BUS_H
#define BUS_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"	/* BUS_EVENTS_MAX, BUS_BYTES_MAX */

struct bus;
struct event;
struct store_change;

/* Gives `take` its order number and queues it. Refuses nothing: bus_is_full(). */
void bus_post(struct bus *b, struct event *take);
/* The next event that is ready, with its outcome; the caller's. NULL: none. */
struct event *bus_take(struct bus *b);
/* A change of state that apply made: to disk with the next batch. */
void bus_change(struct bus *b, struct store_change *take);
/* A row of the history, of what apply did (happened.h): likewise. */
void bus_happened(struct bus *b, struct event *take);
/* Whether the store was handed all such rows up to that order number, and has
 * written them or failed to: a question about them can be answered. */
bool bus_has_written(const struct bus *b, uint64_t upto);
/* The edge's turn ends: what waits may go to the store. */
void bus_end_turn(struct bus *b);
/* The store's fd was readable (or a test's clock moved): take what is done. */
void bus_poll(struct bus *b);
/* Commands are to wait unread. */
bool bus_is_full(const struct bus *b);
/* Nothing waits and nothing is away: a stop loses nothing. */
bool bus_is_idle(const struct bus *b);
/* The order number of the newest event taken: what a question may see. */
uint64_t bus_applied(const struct bus *b);
/* A number that was never given before, in this or an earlier start. */
uint64_t bus_new_number(struct bus *b);
void bus_free(struct bus *b);		/* NULL is fine; not the store */

struct bus_ops {
	void (*post)(struct bus *, struct event *);
	struct event *(*take)(struct bus *);
	void (*change)(struct bus *, struct store_change *);
	void (*happened)(struct bus *, struct event *);	/* NULL: not kept */
	bool (*has_written)(const struct bus *, uint64_t);	/* NULL: always */
	void (*end_turn)(struct bus *);
	void (*poll)(struct bus *);
	bool (*is_full)(const struct bus *);
	bool (*is_idle)(const struct bus *);
	uint64_t (*applied)(const struct bus *);
	uint64_t (*new_number)(struct bus *);
	void (*free)(struct bus *);
};

struct bus {
	const struct bus_ops *ops;
};

struct store;

enum bus_durability { BUS_DURABILITY_FULL, BUS_DURABILITY_NORMAL,
	BUS_DURABILITY_OFF };

struct bus_local_config {
	bool history;		/* off: nothing is STORED */
	enum bus_durability durability;	/* OFF: handed over is OK at once */
};

/* `store` is borrowed and outlives the bus. */
struct bus *bus_local_new(struct store *store, struct bus_local_config config);

#endif
