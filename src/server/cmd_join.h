/* cmd_join.h -- what others need of JOIN. */
#ifndef SERVER_CMD_JOIN_H
#define SERVER_CMD_JOIN_H

#include "proto/irc_numeric.h"

struct answer;
struct channel;
struct client;
struct event;
struct fanout;
struct server;
struct user;

/* Posts the JOIN of a new user to the lobby, if the settings say so. */
void join_lobby(struct client *c, const char *source);

/* What a client that becomes one more of `u` is shown of one of its channels:
 * its JOIN, topic and names. */
void join_show(struct server *s, const struct event *e, struct channel *ch,
    const struct user *u, struct answer *a);

/* The JOIN of `u` as its readers see it; ended by fanout_end(). */
void join_start(struct fanout *f, struct server *s, const struct event *e,
    const struct channel *ch, const struct user *u);
/* ... and its AWAY, for who wants to know. */
void join_away_start(struct fanout *f, struct server *s, const struct event *e,
    const struct user *u);
/* Topic and members, for one who came in: the client of `a`, if any. */
void join_tell_newcomer(struct channel *ch, struct answer *a);

#endif
