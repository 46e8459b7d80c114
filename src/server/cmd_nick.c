/* cmd_nick.c -- NICK: modern.ircdocs.horse/#nick-message */
#include "config.h"

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/monitor.h"
#include "server/nick.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* The nick of an account may be that of whom this client is about to say that
 * it is, by SASL: it is asked again at CAP END. */
static const char *
refused(const struct client *c, const char *nick)
{
	const struct user *u = c->user, *other = user_find(c->server, nick);

	if (u != NULL)
		return nick_refused(c->server, u, u->account, nick);
	if (c->registration->negotiates && !nick_is_reserved(nick) &&
	    (other == NULL || other->account != NULL))
		return NULL;
	return registration_nick_refused(c, nick);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *wanted = msg->nparams > 0 ? msg->params[0] : "";
	char nick[NICK_LEN + 1];
	struct event_text text = { .text = nick };
	const char *why;

	if (wanted[0] == '\0') {
		client_reply(c, ERR_NONICKNAMEGIVEN, NULL);
	} else if (!irc_nick_make(wanted, nick)) {
		client_reply(c, ERR_ERRONEUSNICKNAME, wanted, NULL);
	} else if ((why = refused(c, nick)) != NULL) {
		client_reply_text(c, ERR_NICKNAMEINUSE, why, nick, NULL);
	} else if (c->user == NULL) {
		str_copy(c->registration->nick, NICK_LEN + 1, nick);
		registration_advance(c);
	} else if (!str_eq(nick, c->user->nick)) {
		text.source = c->user->source;
		post(c, event_new(EVENT_NICK, &text));
	}
}

void
user_rename(struct server *s, const struct event *e, struct user *u,
    const char *nick, struct answer *a)
{
	bool other_name = !irc_case_eq(u->nick, nick);
	struct fanout f;

	if (u->clients != NULL)
		log_line(LEVEL_INFO, "nick: user=%s new=%s", u->source, nick);
	fanout_start(&f, s, e, "NICK", NULL, NULL);
	fanout_of_user(&f, u);
	f.msg.params[f.msg.nparams++] = nick;
	f.msg.colon = true;
	if (a != NULL)
		fanout_answer(&f, a);
	fanout_to_user(&f, u);
	fanout_to_neighbours(&f, u);
	fanout_end(&f);
	happened_everywhere(s, e, u, EVENT_VERB_NICK, nick);
	whowas_add(&s->whowas, u, e->time_ms);
	if (other_name)
		monitor_tell_offline(s, e, u->nick);
	user_set_nick(s, u, nick);
	if (other_name)
		monitor_tell_online(s, e, u);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	const char *why;

	if (u == NULL)
		return;
	why = nick_refused(s, u, u->account, e->s.text);
	if (why != NULL)
		answer_reply_text(a, ERR_NICKNAMEINUSE, why, e->s.text, NULL);
	else
		user_rename(s, e, u, e->s.text, a);
}

const struct command cmd_nick = {
	.name = "NICK", .when = COMMAND_ANY, .cost = 4,
	.run = run,
	.event = EVENT_NICK, .apply = apply,
};
