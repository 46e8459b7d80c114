/* cmd_isupport.c -- ISUPPORT: ircv3.net/specs/extensions/extended-isupport */
#include "config.h"

#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/isupport.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* Before the registration only for who has asked for the capability. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	(void)msg;
	if (c->user == NULL && !client_has_cap(c, CAP_EXTENDED_ISUPPORT))
		client_reply(c, ERR_NOTREGISTERED, NULL);
	else
		isupport_send(c->server->answer);
}

const struct command cmd_isupport = {
	.name = "ISUPPORT", .when = COMMAND_ANY, .cost = 2, .run = run,
};
