/* cmd_ping.c -- PING and PONG: modern.ircdocs.horse/#ping-message */
#include "config.h"

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run_ping(struct client *c, const struct irc_msg *msg)
{
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "PONG", .colon = true };

	if (msg->nparams == 0 || msg->params[0][0] == '\0') {
		client_reply(c, ERR_NOORIGIN, NULL);
		return;
	}
	m.params[m.nparams++] = c->server->config.name;
	m.params[m.nparams++] = msg->params[0];
	client_send(c, &m);
}

/* Every byte read is a sign of life: nothing is left to do. */
static void
run_pong(struct client *c, const struct irc_msg *msg)
{
	(void)c;
	(void)msg;
}

const struct command cmd_ping = {
	.name = "PING", .when = COMMAND_ANY, .cost = 1, .run = run_ping,
};

const struct command cmd_pong = {
	.name = "PONG", .when = COMMAND_ANY, .cost = 0, .run = run_pong,
};
