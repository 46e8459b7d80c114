/* cmd_pass.c -- PASS: the password that the server asks of everyone. */
#include "config.h"

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* Takes as long for a wrong one, however much of it is right. */
static bool
same(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), i;
	unsigned differs = la != lb;

	for (i = 0; i < lb; i++)
		differs |= (unsigned)(a[la == 0 ? 0 : i % la] ^ b[i]);
	return differs == 0;
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *password = c->server->config.password;

	c->registration->password_ok = password != NULL &&
	    same(msg->params[0], password);
}

const struct command cmd_pass = {
	.name = "PASS", .when = COMMAND_UNREGISTERED, .min_params = 1,
	.cost = 1, .run = run,
};
