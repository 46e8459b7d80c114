/* cmd_mode.c -- MODE: modern.ircdocs.horse/#mode-message */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/mode_channel.h"
#include "server/mode_user.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* 324 and 329. The key is for members. */
static void
show_channel(struct client *c, const struct channel *ch)
{
	bool is_member = channel_member(ch, c->user) != NULL;
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "324" };
	char text[CHANNEL_MODE_SIZE], when[24], *at = text;

	channel_mode_text(ch, is_member, text, sizeof text);
	m.params[m.nparams++] = c->user->nick;
	m.params[m.nparams++] = ch->name;
	while (at != NULL) {
		m.params[m.nparams++] = at;
		if ((at = strchr(at, ' ')) != NULL)
			*at++ = '\0';
	}
	client_send(c, &m);
	snprintf(when, sizeof when, "%lld",
	    (long long)(ch->created_ms / 1000));
	client_reply(c, RPL_CREATIONTIME, ch->name, when, NULL);
}

static void
channel_mode(struct client *c, const struct irc_msg *msg)
{
	struct channel *ch = channel_find(c->server, msg->params[0]);

	if (ch == NULL)
		client_reply(c, ERR_NOSUCHCHANNEL, msg->params[0], NULL);
	else if (!channel_is_visible(ch, c->user))
		client_reply(c, ERR_NOTONCHANNEL, ch->name, NULL);
	else if (msg->nparams == 1)
		show_channel(c, ch);
	else
		mode_channel_run(c, ch, msg);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	if (irc_is_channel(msg->params[0]))
		channel_mode(c, msg);
	else
		mode_user_run(c, msg);
}

const struct command cmd_mode = {
	.name = "MODE", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2,
	.run = run,
	.event = EVENT_MODE, .apply = mode_channel_apply,
};
