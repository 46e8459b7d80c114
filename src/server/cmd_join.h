/* cmd_join.h -- what others need of JOIN. */
#ifndef SERVER_CMD_JOIN_H
#define SERVER_CMD_JOIN_H

#include "proto/irc_numeric.h"

struct channel;
struct client;
struct user;

/* Posts the JOIN of a new user to the lobby, if the settings say so. */
void join_lobby(struct client *c, const char *source);

/* Why `u` may not join `ch`; 0 if it may. Shared state only. */
enum numeric channel_join_refused(const struct channel *ch,
    const struct user *u, const char *key);

#endif
