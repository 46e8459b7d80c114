/* cmd_kill.c -- KILL: modern.ircdocs.horse/#kill-message */
#include "config.h"

#include <stdio.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/cmd_quit.h"
#include "server/command.h"
#include "server/oper.h"
#include "server/server_internal.h"
#include "server/standing.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct user *who = user_find(c->server, msg->params[0]);
	const char *comment = irc_msg_param(msg, 1);
	char cut[KICK_LEN + 1];
	struct event_text text = { .source = c->user->source, .text = cut };
	struct event *e;

	if (str_eq_nocase(msg->params[0], c->server->config.name)) {
		client_reply(c, ERR_CANTKILLSERVER, NULL);
	} else if (who == NULL) {
		client_reply(c, ERR_NOSUCHNICK, msg->params[0], NULL);
	} else {
		str_copy(cut, sizeof cut, comment == NULL ||
		    comment[0] == '\0' ? "No reason given" : comment);
		text.target = who->nick;
		e = event_new(EVENT_KILL, &text);
		e->peer = who->number;
		post(c, e);
	}
}

/* KILL names who did it; ERROR, from client_close(), says it once more. */
static void
close_clients(const struct event *e, struct user *who, const char *by,
    const char *why)
{
	struct irc_msg m = { .source = by, .command = "KILL", .nparams = 2,
	    .params = { e->s.target, e->s.text }, .colon = true };
	struct client *c;

	for (c = who->clients; c != NULL; c = c->next_of_user) {
		client_push_msg(c, &m);
		client_close(c, why);
	}
}

/* Who is always on stays, without a client. */
static void
end_user(struct server *s, const struct event *e, struct user *who,
    const char *why)
{
	if (standing_is(who))
		return;
	while (who->clients != NULL)
		client_detach(who->clients);
	quit_user(s, e, who, why);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	const struct user *u = user_by_number(s, e->user);
	struct user *who = user_by_number(s, e->peer);
	char why[KICK_LEN + NICK_LEN + 16], by[SOURCE_LEN + 1];

	if (u == NULL)
		return;
	if (!user_is_operator(u)) {
		answer_reply(a, ERR_NOPRIVILEGES, NULL);
		return;
	}
	if (who == NULL) {
		answer_reply(a, ERR_NOSUCHNICK, e->s.target, NULL);
		return;
	}
	oper_note(s, e, a, "action=kill by=%s who=%s reason=%s", u->source,
	    who->source, e->s.text);
	str_copy(by, sizeof by, u->source);
	snprintf(why, sizeof why, "Killed (%s (%s))", u->nick, e->s.text);
	close_clients(e, who, by, why);
	end_user(s, e, who, why);
}

const struct command cmd_kill = {
	.name = "KILL", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .for_operators = true,
	.run = run,
	.event = EVENT_KILL, .apply = apply,
};
