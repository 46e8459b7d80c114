/* cmd_kick.c -- KICK: modern.ircdocs.horse/#kick-message */
#include "config.h"

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
kick_one(struct client *c, const struct channel *ch, const char *nick,
    const char *comment)
{
	const struct user *who = user_find(c->server, nick);
	struct event_text text = { .source = c->user->source,
	    .target = ch->name, .text = comment };
	struct event *e;

	if (who == NULL) {
		client_reply(c, ERR_NOSUCHNICK, nick, NULL);
	} else if (channel_member(ch, who) == NULL) {
		client_reply(c, ERR_USERNOTINCHANNEL, who->nick, ch->name,
		    NULL);
	} else {
		text.extra = who->nick;
		e = event_new(EVENT_KICK, &text);
		e->channel = ch->number;
		e->peer = who->number;
		post(c, e);
	}
}

/* Past the fourth nobody is kicked: ISUPPORT TARGMAX. */
static void
kick_each(struct client *c, const struct channel *ch, const char *nicks,
    const char *comment)
{
	char nick[IRC_LINE_BODY_MAX];
	struct str_span item;
	unsigned n = 0;

	while (str_next_item(&nicks, ',', &item)) {
		str_copy_span(nick, sizeof nick, item);
		if (++n > TARGETS_MAX) {
			client_reply(c, ERR_TOOMANYTARGETS, nick, NULL);
			return;
		}
		kick_one(c, ch, nick, comment);
	}
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct channel *ch = channel_find(c->server, msg->params[0]);
	const char *comment = irc_msg_param(msg, 2);
	char cut[KICK_LEN + 1];
	enum numeric why;

	if (comment == NULL || comment[0] == '\0')
		comment = c->user->nick;
	str_copy(cut, sizeof cut, comment);
	if (ch == NULL)
		client_reply(c, ERR_NOSUCHCHANNEL, msg->params[0], NULL);
	else if ((why = channel_operator_refused(ch, c->user)) != 0)
		client_reply(c, why, ch->name, NULL);
	else
		kick_each(c, ch, msg->params[1], cut);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	const struct user *u = user_by_number(s, e->user);
	const struct user *who = user_by_number(s, e->peer);
	struct member *m;
	enum numeric why;
	struct fanout f;

	if (u == NULL)
		return;
	if (ch == NULL) {
		answer_reply(a, ERR_NOSUCHCHANNEL, e->s.target, NULL);
		return;
	}
	if ((why = channel_operator_refused(ch, u)) != 0) {
		answer_reply(a, why, ch->name, NULL);
		return;
	}
	if (who == NULL || (m = channel_member(ch, who)) == NULL) {
		answer_reply(a, ERR_USERNOTINCHANNEL,
		    who == NULL ? e->s.extra : who->nick, ch->name, NULL);
		return;
	}
	fanout_start(&f, s, e, "KICK", ch->name, who->nick);
	f.msg.source = u->source;
	f.msg.params[f.msg.nparams++] = e->s.text;
	f.msg.colon = true;
	fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
	log_line(LEVEL_INFO, "kick: user=%s channel=%s by=%s reason=%s",
	    who->source, ch->name, u->source, e->s.text);
	happened(s, e, ch, u, EVENT_VERB_KICK, e->s.text, who->nick);
	channel_remove_member(s, m, e->time_ms);
}

const struct command cmd_kick = {
	.name = "KICK", .when = COMMAND_REGISTERED, .min_params = 2,
	.cost = 2,
	.run = run,
	.event = EVENT_KICK, .apply = apply,
};
