/* cmd_admin.c -- ADMIN: modern.ircdocs.horse/#admin-message */
#include "config.h"

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* Where the server is (its network, its name) and whom to ask. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct server_config *cfg = &c->server->config;

	if (msg->nparams > 0 && !command_is_for_us(c, msg->params[0]))
		return;
	client_reply(c, RPL_ADMINME, cfg->name, NULL);
	client_reply_text(c, RPL_ADMINLOC1, cfg->network, NULL);
	client_reply_text(c, RPL_ADMINLOC2, cfg->name, NULL);
	client_reply_text(c, RPL_ADMINEMAIL, cfg->info != NULL ? cfg->info :
	    "Nobody is named", NULL);
}

const struct command cmd_admin = {
	.name = "ADMIN", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
