/* cmd_ison.c -- ISON: RFC 2812, 4.9: which of these are here. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* What fits a line behind ":server 303 nick :". */
enum { LINE_BYTES = IRC_LINE_BODY_MAX - 2 - (1 + SERVER_NAME_LEN) - 5 -
    (NICK_LEN + 1) - 1 };

/* The nicks of one parameter; false: the line is full. */
static bool
add_present(const struct server *s, const char *nicks, char *line,
    size_t *len)
{
	char nick[IRC_LINE_BODY_MAX];
	struct str_span word;

	while (str_next_word(&nicks, &word)) {
		const struct user *u;

		str_copy_span(nick, sizeof nick, word);
		if ((u = user_find(s, nick)) == NULL)
			continue;
		if (*len + strlen(u->nick) + 1 > LINE_BYTES)
			return false;
		*len += (size_t)snprintf(line + *len, LINE_BYTES + 1 - *len,
		    "%s%s", *len == 0 ? "" : " ", u->nick);
	}
	return true;
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	char line[LINE_BYTES + 1] = "";
	size_t len = 0, i;

	for (i = 0; i < msg->nparams; i++)
		if (!add_present(c->server, msg->params[i], line, &len))
			break;
	client_reply_text(c, RPL_ISON, line, NULL);
}

const struct command cmd_ison = {
	.name = "ISON", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 1, .run = run,
};
