/*
 * cmd_chghost.c -- CHGHOST <nick> <host> [<user>]: an operator gives somebody
 * another host, seen by ircv3.net/specs/extensions/chghost.
 *
 * Neighbours without the capability are shown what that calls the fallback:
 * QUIT, and JOIN with what else they knew. Bans go on fitting the real host.
 */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/cmd_join.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/monitor.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* A name or an address, which no mask, source or parameter can mistake. */
static bool
is_host(const char *host)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/";
	size_t len = strlen(host);

	return len > 0 && len <= HOST_LEN && host[0] != ':' &&
	    strspn(host, allowed) == len;
}

static bool
is_username(const char *name)
{
	char made[USER_LEN + 1];

	irc_user_make(name, made);
	return str_eq(name, made);
}

/* CHGHOST <nick> <host> [<user>] */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct user *who = user_find(c->server, msg->params[0]);
	struct event_text text = { .source = c->user->source,
	    .text = msg->params[1], .extra = irc_msg_param(msg, 2) };
	struct event *e;

	if (who == NULL) {
		client_reply(c, ERR_NOSUCHNICK, msg->params[0], NULL);
	} else if (!is_host(msg->params[1])) {
		client_fail(c, "CHGHOST", "INVALID_HOST",
		    "This is no host", msg->params[1], NULL);
	} else if (text.extra != NULL && !is_username(text.extra)) {
		client_fail(c, "CHGHOST", "INVALID_USERNAME",
		    "This is no user name", text.extra, NULL);
	} else {
		text.target = who->nick;
		e = event_new(EVENT_HOST, &text);
		e->peer = who->number;
		post(c, e);
	}
}

/* --- its moment --- */

static void
say_change(struct server *s, const struct event *e, const struct user *u,
    const char *old)
{
	struct fanout f;

	fanout_start(&f, s, e, "QUIT", "Changing host", NULL);
	fanout_of_user(&f, u);
	f.msg.source = old;
	f.alt_cap = CAP_CHGHOST;
	f.alt = (struct irc_msg){ .source = old, .command = "CHGHOST",
	    .params = { u->username, u->host }, .nparams = 2 };
	f.msg.colon = true;
	f.only_cap = CAP_CHGHOST;
	fanout_to_user(&f, u);
	f.only_cap = 0;
	fanout_to_neighbours(&f, u);
	f.only_cap = CAP_CHGHOST;
	monitor_fanout(&f, u);
	fanout_end(&f);
}

/* To those who do not know CHGHOST, and not to `u` itself. */
static void
fanout_fallback(struct fanout *f, const struct channel *ch,
    const struct user *u)
{
	const struct list_node *n;

	f->not_cap = CAP_CHGHOST;
	for (n = ch->members.first; n != NULL; n = n->next) {
		const struct user *to = list_item(n, struct member, node)->
		    user;

		if (to != u)
			fanout_to_user(f, to);
	}
	fanout_end(f);
}

static void
say_again(struct server *s, const struct event *e, const struct user *u,
    const struct member *m)
{
	const char *letters = m->is_operator && m->is_voiced ? "+ov" :
	    m->is_operator ? "+o" : "+v";
	struct fanout f;

	join_start(&f, s, e, m->channel, u);
	fanout_fallback(&f, m->channel, u);
	if (m->is_operator || m->is_voiced) {
		fanout_start(&f, s, e, "MODE", m->channel->name, letters);
		fanout_from_server(&f);
		f.msg.params[f.msg.nparams++] = u->nick;
		if (m->is_operator && m->is_voiced)
			f.msg.params[f.msg.nparams++] = u->nick;
		fanout_fallback(&f, m->channel, u);
	}
	if (u->away != NULL) {
		join_away_start(&f, s, e, u);
		fanout_fallback(&f, m->channel, u);
	}
}

/* 396 to its own terminals, whatever they can do. */
static void
say_own(const struct user *u, struct answer *a)
{
	struct client *c, *poster = a->client;

	if (poster != NULL && poster->user == u)
		answer_reply(a, RPL_VISIBLEHOST, u->host, NULL);
	for (c = u->clients; c != NULL; c = c->next_of_user)
		if (c != poster && !c->is_closed)
			answer_reply(answer_find(c, 0), RPL_VISIBLEHOST,
			    u->host, NULL);
}

static void
change(struct server *s, const struct event *e, struct user *u,
    struct answer *a)
{
	const struct member *m;
	char old[SOURCE_LEN + 1];

	str_copy(old, sizeof old, u->source);
	user_set_host(s, u, e->s.extra == NULL ? u->username : e->s.extra,
	    e->s.text);
	if (str_eq(old, u->source))
		return;
	say_change(s, e, u, old);
	for (m = u->members; m != NULL; m = m->next_of_user)
		say_again(s, e, u, m);
	say_own(u, a);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	const struct user *by = user_by_number(s, e->user);
	struct user *u = user_by_number(s, e->peer);

	if (by == NULL)
		return;
	if (!user_is_operator(by)) {
		answer_reply(a, ERR_NOPRIVILEGES, NULL);
		return;
	}
	if (u == NULL) {
		answer_reply(a, ERR_NOSUCHNICK, e->s.target, NULL);
		return;
	}
	oper_note(s, e, a, "action=chghost by=%s who=%s host=%s", by->source,
	    u->source, e->s.text);
	change(s, e, u, a);
}

const struct command cmd_chghost = {
	.name = "CHGHOST", .when = COMMAND_REGISTERED, .min_params = 2,
	.cost = 2, .for_operators = true,
	.run = run,
	.event = EVENT_HOST, .apply = apply,
};
