/*
 * paced.h -- output of a client whose program takes one read for one message.
 *
 * Its queue holds the same shared lines as everybody's; they are put into the
 * words of its dialect one by one, when the one before has gone. So what
 * waits for a slow one has the ceiling of every client.
 */
#ifndef SERVER_PACED_H
#define SERVER_PACED_H

#include <stdbool.h>

struct client;
struct paced;

struct paced *paced_new(struct client *c);
void paced_free(struct paced *p);	/* NULL is fine */
bool paced_is_empty(const struct paced *p);

#endif
