/*
 * mode_channel.h -- MODE of a channel: changes, both halves.
 *
 * modern.ircdocs.horse/#mode-message. The event of a change names members by
 * number ("7:bob"), so that a nick which changes hands meanwhile makes nobody
 * else an operator.
 */
#ifndef SERVER_MODE_CHANNEL_H
#define SERVER_MODE_CHANNEL_H

#include "server/command.h"

struct channel;

/* MODE <channel> <changes>: answers what asks for lists, posts the rest. */
void mode_channel_run(struct client *c, struct channel *ch,
    const struct irc_msg *msg);

/* EVENT_MODE. */
apply_fn mode_channel_apply;

#endif
