/* cmd_info.c -- INFO: modern.ircdocs.horse/#info-message */
#include "config.h"

#include <stdio.h>

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct server *s = c->server;
	char text[IRC_LINE_BODY_MAX], when[TIME_ISO_SIZE];

	if (msg->nparams > 0 && !command_is_for_us(c, msg->params[0]))
		return;
	client_reply_text(c, RPL_INFO, s->config.version, NULL);
	client_reply_text(c, RPL_INFO,
	    "tcpchatd, a chat server that speaks IRC: tcpchat-proto(7)", NULL);
	time_format_iso(when, s->created_ms);
	snprintf(text, sizeof text, "Started at %s", when);
	client_reply_text(c, RPL_INFO, text, NULL);
	if (s->config.info != NULL)
		client_reply_text(c, RPL_INFO, s->config.info, NULL);
	client_reply(c, RPL_ENDOFINFO, NULL);
}

const struct command cmd_info = {
	.name = "INFO", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
