/*
 * client_input.h -- the lines of one connection, each in its turn.
 *
 * The edge feeds bytes (client_input, client_input_end in server.h). A line
 * whose turn has not come is held, and its client waits: it is not read, and
 * goes on in the order in which clients began to wait (DESIGN.md, chapter 2,
 * "Order per client").
 */
#ifndef SERVER_CLIENT_INPUT_H
#define SERVER_CLIENT_INPUT_H

#include <stdbool.h>

struct client;
struct command;
struct dialect;

/* From now on the connection speaks `d`. */
void client_speak(struct client *c, const struct dialect *d);

/* May a line of this command (NULL: of none that we know) be looked at now? */
bool client_must_wait(const struct client *c, const struct command *cmd);
/* It is read no longer, or again. */
void client_set_waiting(struct client *c, bool waits);
/* Its codec may have a line now that it held back: looked at next turn. */
void client_resume(struct client *c);
/* Handles lines of what was read until it must wait. */
void client_go_on(struct client *c);

#endif
