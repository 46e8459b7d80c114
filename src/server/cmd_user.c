/* cmd_user.c -- USER: user name and real name, once. */
#include "config.h"

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct registration *r = c->registration;

	if (msg->params[0][0] == '\0') {
		client_reply(c, ERR_NEEDMOREPARAMS, "USER", NULL);
		return;
	}
	irc_user_make(msg->params[0], r->user);
	str_copy(r->realname, sizeof r->realname, msg->params[3]);
	r->has_user = true;
	registration_advance(c);
}

const struct command cmd_user = {
	.name = "USER", .when = COMMAND_UNREGISTERED, .min_params = 4,
	.cost = 1, .run = run,
};
