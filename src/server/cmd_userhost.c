/* cmd_userhost.c -- USERHOST: modern.ircdocs.horse/#userhost-message */
#include "config.h"

#include <stdio.h>

#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { NICKS_MAX = 5 };

/* nick=+user@host; '-' for who is away. */
static size_t
add(const struct user *u, char *out, size_t size)
{
	return (size_t)snprintf(out, size, "%s%s=%c%s@%s", u->nick,
	    u->modes & USER_OPERATOR ? "*" : "",
	    u->away == NULL ? '+' : '-', u->username, u->host);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	char line[NICKS_MAX * (SOURCE_LEN + 5)] = "";
	size_t len = 0, i;

	for (i = 0; i < msg->nparams && i < NICKS_MAX; i++) {
		const struct user *u = user_find(c->server, msg->params[i]);

		if (u == NULL)
			continue;
		if (len > 0)
			line[len++] = ' ';
		len += add(u, line + len, sizeof line - len);
	}
	client_reply_text(c, RPL_USERHOST, line, NULL);
}

const struct command cmd_userhost = {
	.name = "USERHOST", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 1, .run = run,
};
