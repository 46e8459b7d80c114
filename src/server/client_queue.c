/* client_queue.c -- clients whose turn comes, first come first served. */
#include "config.h"
#include "server/client_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "server/client.h"

#include "base/banned.h"

enum { ROOM_MIN = 64 };

static void
make_room(struct client_queue *q)
{
	size_t n = q->end - q->first;

	if (n > 0 && q->first > 0)
		memmove(q->numbers, q->numbers + q->first,
		    n * sizeof *q->numbers);
	q->first = 0;
	q->end = n;
	if (n <= q->room / 2 && q->room > 0)
		return;
	q->room = q->room == 0 ? ROOM_MIN : q->room * 2;
	q->numbers = xreallocarray(q->numbers, q->room, sizeof *q->numbers);
}

void
client_queue_push(struct client_queue *q, const struct client *c)
{
	if (q->end == q->room)
		make_room(q);
	q->numbers[q->end++] = c->number;
}

struct client *
client_queue_pop(struct client_queue *q, const struct server *s)
{
	struct client *c = NULL;

	while (c == NULL && q->first < q->end)
		c = client_by_number(s, q->numbers[q->first++]);
	if (q->first == q->end)
		q->first = q->end = 0;
	return c;
}

size_t
client_queue_count(const struct client_queue *q)
{
	return q->end - q->first;
}

void
client_queue_release(struct client_queue *q)
{
	free(q->numbers);
	*q = (struct client_queue){ NULL, 0, 0, 0 };
}
