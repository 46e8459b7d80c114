/*
 * client_queue.h -- clients whose turn comes, first come first served.
 *
 * It holds their numbers: who is freed meanwhile is passed over, so a client
 * carries nothing for the queues that it may stand in (but its own word that
 * it does, so as not to stand there twice).
 */
#ifndef SERVER_CLIENT_QUEUE_H
#define SERVER_CLIENT_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct client;
struct server;

/* A zeroed one is empty. */
struct client_queue {
	uint64_t *numbers;	/* owned */
	size_t first, end, room;
};

void client_queue_push(struct client_queue *q, const struct client *c);
/* Takes the first out that is still there; NULL: the queue is empty. */
struct client *client_queue_pop(struct client_queue *q,
    const struct server *s);
/* With those who have gone and were not yet passed over. */
size_t client_queue_count(const struct client_queue *q);
void client_queue_release(struct client_queue *q);

#endif
