/* cmd_away.h -- what others need of AWAY. */
#ifndef SERVER_CMD_AWAY_H
#define SERVER_CMD_AWAY_H

struct answer;
struct event;
struct server;
struct user;

/* After a change of its attachments: whether the user is away as a whole, and
 * who may know it is told. Not the client of `a`. */
void away_changed(struct server *s, const struct event *e, struct user *u,
    const struct answer *a);

#endif
