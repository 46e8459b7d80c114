/* cmd_quit.h -- what others need of QUIT. */
#ifndef SERVER_CMD_QUIT_H
#define SERVER_CMD_QUIT_H

struct event;
struct server;
struct user;

/* In apply: without a client, and not always on (any more), it leaves. */
void quit_if_alone(struct server *s, const struct event *e, struct user *u);
/* In apply: tells everyone who shares a channel, and frees it. None of its
 * clients is attached any more. */
void quit_user(struct server *s, const struct event *e, struct user *u,
    const char *why);

#endif
