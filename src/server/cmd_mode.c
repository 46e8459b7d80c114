/* cmd_mode.c -- MODE: modern.ircdocs.horse/#mode-message */
#include "config.h"

#include <stdio.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/mode_channel.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* --- a channel --- */

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

/* --- a user: oneself --- */

static const struct irc_mode_classes user_modes = {
	.list = "", .always = "", .set = "", .flag = "i", .member = "",
};

static void
show_user(struct client *c)
{
	client_reply(c, RPL_UMODEIS,
	    c->user->modes & USER_INVISIBLE ? "+i" : "+", NULL);
}

/* event->flags: what `i` is to be. A letter that is not known is said once. */
static void
change_user(struct client *c, const struct irc_msg *msg)
{
	struct event_text text = { .source = c->user->source };
	struct irc_mode_reader r;
	struct irc_mode_change m;
	bool knows_all = true, changes = false, invisible = false;
	struct event *e;

	irc_mode_start(&r, &user_modes, msg->params + 1, msg->nparams - 1);
	while (irc_mode_next(&r, &m)) {
		if (m.kind == IRC_MODE_UNKNOWN) {
			knows_all = false;
		} else {
			changes = true;
			invisible = m.adding;
		}
	}
	if (!knows_all)
		client_reply(c, ERR_UMODEUNKNOWNFLAG, NULL);
	if (!changes)
		return;
	e = event_new(EVENT_USER_MODE, &text);
	e->flags = invisible ? USER_INVISIBLE : 0;
	post(c, e);
}

static void
user_mode(struct client *c, const struct irc_msg *msg)
{
	const struct user *u = user_find(c->server, msg->params[0]);

	if (u == NULL)
		client_reply(c, ERR_NOSUCHNICK, msg->params[0], NULL);
	else if (u != c->user)
		client_reply(c, ERR_USERSDONTMATCH, NULL);
	else if (msg->nparams == 1)
		show_user(c);
	else
		change_user(c, msg);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	if (irc_is_channel(msg->params[0]))
		channel_mode(c, msg);
	else
		user_mode(c, msg);
}

const struct command cmd_mode = {
	.name = "MODE", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2,
	.run = run,
	.event = EVENT_MODE, .apply = mode_channel_apply,
};

static void
apply_user(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct fanout f;

	if (u == NULL || u->modes == e->flags)
		return;
	user_set_modes(s, u, e->flags);
	fanout_start(&f, s, e, "MODE", u->nick,
	    e->flags & USER_INVISIBLE ? "+i" : "-i");
	f.msg.source = u->source;
	fanout_answer(&f, a);
	fanout_to_user(&f, u);
	fanout_end(&f);
}

const struct command event_user_mode = {
	.event = EVENT_USER_MODE, .apply = apply_user,
};
