/* bus.c -- one order for all events: what all buses share. */
#include "config.h"
#include "bus/bus.h"

#include "server/event.h"

#include <stddef.h>

#include "base/banned.h"

void
bus_post(struct bus *b, struct event *take)
{
	b->ops->post(b, take);
}

struct event *
bus_take(struct bus *b)
{
	return b->ops->take(b);
}

void
bus_change(struct bus *b, struct store_change *take)
{
	b->ops->change(b, take);
}

void
bus_happened(struct bus *b, struct event *take)
{
	if (b->ops->happened != NULL)
		b->ops->happened(b, take);
	else
		event_free(take);
}

bool
bus_has_written(const struct bus *b, uint64_t upto)
{
	return b->ops->has_written == NULL || b->ops->has_written(b, upto);
}

void
bus_end_turn(struct bus *b)
{
	b->ops->end_turn(b);
}

void
bus_poll(struct bus *b)
{
	b->ops->poll(b);
}

bool
bus_is_full(const struct bus *b)
{
	return b->ops->is_full(b);
}

bool
bus_is_idle(const struct bus *b)
{
	return b->ops->is_idle(b);
}

uint64_t
bus_applied(const struct bus *b)
{
	return b->ops->applied(b);
}

uint64_t
bus_new_number(struct bus *b)
{
	return b->ops->new_number(b);
}

void
bus_free(struct bus *b)
{
	if (b != NULL)
		b->ops->free(b);
}
