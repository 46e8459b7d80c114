/* cmd_pass.c -- PASS: the password that the server asks of everyone. */
#include "config.h"

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *password = c->server->config.password;

	c->registration->password_ok = password != NULL &&
	    str_eq_secret(password, msg->params[0]);
}

const struct command cmd_pass = {
	.name = "PASS", .when = COMMAND_UNREGISTERED, .min_params = 1,
	.cost = 1, .run = run,
};
