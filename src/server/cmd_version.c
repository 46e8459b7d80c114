/* cmd_version.c -- VERSION: modern.ircdocs.horse/#version-message */
#include "config.h"

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/isupport.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct server_config *cfg = &c->server->config;

	if (msg->nparams > 0 && !command_is_for_us(c, msg->params[0]))
		return;
	client_reply_text(c, RPL_VERSION, "see tcpchat-proto(7)",
	    cfg->version, cfg->name, NULL);
	isupport_send(c->server->answer);
}

const struct command cmd_version = {
	.name = "VERSION", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
