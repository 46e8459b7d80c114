/*
 * mode_channel.h -- MODE of a channel: changes, both halves.
 *
 * modern.ircdocs.horse/#mode-message. The event of a change names members by
 * number ("7:bob"), so that a nick which changes hands meanwhile makes nobody
 * else an operator.
 */
#ifndef SERVER_MODE_CHANNEL_H
#define SERVER_MODE_CHANNEL_H

#include "proto/irc_numeric.h"
#include "server/command.h"

struct channel;
struct user;

/* MODE <channel> <changes>: answers what asks for lists, posts the rest. */
void mode_channel_run(struct client *c, struct channel *ch,
    const struct irc_msg *msg);

/* Why `u` may not do it by the access list, operator in the channel or not; 0
 * if it may. Shared state only. */
enum numeric mode_channel_by_access_refused(const struct channel *ch,
    const struct user *u);
/* ... does it: `change` is "+o" or its like, of `target`; ChanServ is seen. */
void mode_channel_post_by_access(struct client *c, const struct channel *ch,
    const struct user *target, const char *change);

/* EVENT_MODE. */
apply_fn mode_channel_apply;

#endif
