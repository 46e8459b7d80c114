/* cmd_links.c -- LINKS: modern.ircdocs.horse/#links-message */
#include "config.h"

#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* LINKS [[<server>] <mask>]: there is this server, and no other. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct server_config *cfg = &c->server->config;
	const char *mask = msg->nparams == 0 ? "*" :
	    msg->params[msg->nparams > 1];

	if (msg->nparams > 1 && !command_is_for_us(c, msg->params[0]))
		return;
	if (mask[0] == '\0' || irc_mask_match(mask, cfg->name))
		client_reply_text(c, RPL_LINKS, "0 tcpchatd", cfg->name,
		    cfg->name, NULL);
	client_reply(c, RPL_ENDOFLINKS, mask, NULL);
}

const struct command cmd_links = {
	.name = "LINKS", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
