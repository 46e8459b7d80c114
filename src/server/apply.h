/*
 * apply.h -- the only code that changes shared state (DESIGN.md, chapter 2).
 *
 * apply reads the event, its outcome and the state, nothing else: no clock,
 * no capability, no setting of this node. What it tells this node's clients
 * is its second half and changes nothing.
 */
#ifndef SERVER_APPLY_H
#define SERVER_APPLY_H

#include <stdbool.h>

struct answer;
struct client;
struct event;
struct server;

/* Hands `take` to the bus as the client's: with its user, the time of now and
 * the answer of the call that runs. The last thing a handler does with what
 * it looked up. */
void post(struct client *c, struct event *take);
/* The same for the server itself. */
void post_own(struct server *s, struct event *take);

/* Applies what the bus has ready, up to this turn's share of deliveries. */
void apply_ready(struct server *s);

#endif
