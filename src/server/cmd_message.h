/* cmd_message.h -- saying something, for other commands that do. */
#ifndef SERVER_CMD_MESSAGE_H
#define SERVER_CMD_MESSAGE_H

#include "server/event.h"

struct client;

/*
 * What PRIVMSG, NOTICE and TAGMSG do: checks each of `targets` and posts a
 * message to it, or says why not. `text` may be of several lines (see
 * multiline.h); NULL for a TAGMSG. `tags`: all that came with it, or NULL.
 */
void message_send(struct client *c, enum event_verb verb,
    const char *targets, const char *text, const char *tags);

#endif
