/* cmd_message.h -- saying something, for other commands that do. */
#ifndef SERVER_CMD_MESSAGE_H
#define SERVER_CMD_MESSAGE_H

#include "server/event.h"

struct answer;
struct client;
struct server;

/*
 * What PRIVMSG, NOTICE and TAGMSG do: checks each of `targets` and posts a
 * message to it, or says why not. `text` may be of several lines (see
 * multiline.h); NULL for a TAGMSG. `tags`: all that came with it, or NULL.
 */
void message_send(struct client *c, enum event_verb verb,
    const char *targets, const char *text, const char *tags);

/* Its moment, and that of a REDACT: both are told in the same way. */
void message_apply(struct server *s, const struct event *e, struct answer *a);

#endif
