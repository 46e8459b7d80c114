/* cmd_invite.c -- INVITE: modern.ircdocs.horse/#invite-message */
#include "config.h"

#include "base/log.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

static bool
may_invite(const struct channel *ch, const struct member *m)
{
	return m->is_operator || !(ch->modes & CHANNEL_INVITE_ONLY);
}

/* Why `u` may not invite `who` to `ch`; 0 if it may. */
static enum numeric
refused(const struct channel *ch, const struct user *u,
    const struct user *who)
{
	const struct member *m = channel_member(ch, u);

	if (m == NULL)
		return ERR_NOTONCHANNEL;
	if (!may_invite(ch, m))
		return ERR_CHANOPRIVSNEEDED;
	return channel_member(ch, who) != NULL ? ERR_USERONCHANNEL : 0;
}

static void
say_refused(struct answer *a, enum numeric why, const struct channel *ch,
    const struct user *who)
{
	if (why == ERR_USERONCHANNEL)
		answer_reply(a, why, who->nick, ch->name, NULL);
	else
		answer_reply(a, why, ch->name, NULL);
}

/* INVITE alone: where one is invited. */
static void
show_own(struct client *c)
{
	const struct invitation *i;

	LIST_FOREACH(i, &c->user->invitations, of_user)
		client_reply(c, RPL_INVITELIST, i->channel->name, NULL);
	client_reply(c, RPL_ENDOFINVITELIST, NULL);
}

static void
post_invite(struct client *c, const struct channel *ch,
    const struct user *who)
{
	struct event_text text = { .source = c->user->source,
	    .target = ch->name, .extra = who->nick };
	struct event *e = event_new(EVENT_INVITE, &text);

	e->channel = ch->number;
	e->peer = who->number;
	post(c, e);
}

static void
invite(struct client *c, const char *nick, const char *name)
{
	const struct user *who = user_find(c->server, nick);
	const struct channel *ch = channel_find(c->server, name);
	enum numeric why;

	if (who == NULL)
		client_reply(c, ERR_NOSUCHNICK, nick, NULL);
	else if (ch == NULL)
		client_reply(c, ERR_NOSUCHCHANNEL, name, NULL);
	else if ((why = refused(ch, c->user, who)) != 0)
		say_refused(c->server->answer, why, ch, who);
	else
		post_invite(c, ch, who);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	if (msg->nparams == 0)
		show_own(c);
	else if (msg->nparams == 1)
		client_reply(c, ERR_NEEDMOREPARAMS, "INVITE", NULL);
	else
		invite(c, msg->params[0], msg->params[1]);
}

/* The invited, and by invite-notify those who could have invited. */
static void
tell(struct server *s, const struct event *e, const struct channel *ch,
    const struct user *u, const struct user *who, const struct answer *a)
{
	const struct list_node *n;
	struct fanout f;

	fanout_start(&f, s, e, "INVITE", who->nick, ch->name);
	f.msg.source = u->source;
	fanout_to_user(&f, who);
	f.only_cap = CAP_INVITE_NOTIFY;
	f.except = a->client;
	for (n = ch->members.first; n != NULL; n = n->next) {
		const struct member *m = list_item(n, struct member, node);

		if (may_invite(ch, m))
			fanout_to_user(&f, m->user);
	}
	fanout_end(&f);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	const struct user *u = user_by_number(s, e->user);
	struct user *who = user_by_number(s, e->peer);
	enum numeric why;

	if (u == NULL)
		return;
	if (ch == NULL) {
		answer_reply(a, ERR_NOSUCHCHANNEL, e->s.target, NULL);
		return;
	}
	if (who == NULL) {
		answer_reply(a, ERR_NOSUCHNICK, e->s.extra, NULL);
		return;
	}
	if ((why = refused(ch, u, who)) != 0) {
		say_refused(a, why, ch, who);
		return;
	}
	channel_invite(ch, who);
	answer_reply(a, RPL_INVITING, who->nick, ch->name, NULL);
	if (who->away != NULL)
		answer_reply_text(a, RPL_AWAY, who->away, who->nick, NULL);
	tell(s, e, ch, u, who, a);
	log_line(LEVEL_INFO, "invite: user=%s channel=%s by=%s", who->source,
	    ch->name, u->source);
}

const struct command cmd_invite = {
	.name = "INVITE", .when = COMMAND_REGISTERED, .cost = 4,
	.run = run,
	.event = EVENT_INVITE, .apply = apply,
};
