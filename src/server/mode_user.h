/*
 * mode_user.h -- MODE of a user: one's own, changed and shown.
 *
 * modern.ircdocs.horse/#mode-message
 */
#ifndef SERVER_MODE_USER_H
#define SERVER_MODE_USER_H

#include "server/command.h"

struct user;

/* MODE <own nick> [<changes>]. */
void mode_user_run(struct client *c, const struct irc_msg *msg);

/* Gives `u` these modes and tells it what that changed; `a` is the poster's. */
void mode_user_set(struct server *s, const struct event *e, struct user *u,
    unsigned modes, struct answer *a);

/* EVENT_USER_MODE. */
extern const struct command event_user_mode;

#endif
