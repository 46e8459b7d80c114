/* cmd_time.c -- TIME: modern.ircdocs.horse/#time-message */
#include "config.h"

#include <stdio.h>

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* The offset of 391 is that of a server whose clock is wrong: ours is 0. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	struct server *s = c->server;
	char stamp[24], when[TIME_ISO_SIZE];

	if (msg->nparams > 0 && !command_is_for_us(c, msg->params[0]))
		return;
	snprintf(stamp, sizeof stamp, "%lld",
	    (long long)(s->now.wall_ms / 1000));
	time_format_iso(when, s->now.wall_ms);
	client_reply_text(c, RPL_TIME, when, s->config.name, stamp, "0",
	    NULL);
}

const struct command cmd_time = {
	.name = "TIME", .when = COMMAND_REGISTERED, .cost = 1, .run = run,
};
