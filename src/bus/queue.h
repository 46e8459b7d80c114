/* queue.h -- events in a row, linked by their `next`. For the buses only. */
#ifndef BUS_QUEUE_H
#define BUS_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "server/event.h"

struct queue {
	struct event *first, *last;	/* owned; NULL when empty */
	size_t count, bytes;
};

static inline void
queue_push(struct queue *q, struct event *take)
{
	take->next = NULL;
	if (q->first == NULL)
		q->first = take;
	else
		q->last->next = take;
	q->last = take;
	q->count++;
	q->bytes += take->size;
}

/* NULL when empty. */
static inline struct event *
queue_pop(struct queue *q)
{
	struct event *e = q->first;

	if (e == NULL)
		return NULL;
	q->first = e->next;
	e->next = NULL;
	q->count--;
	q->bytes -= e->size;
	return e;
}

static inline void
queue_release(struct queue *q)
{
	struct event *e;

	while ((e = queue_pop(q)) != NULL)
		event_free(e);
}

#endif
