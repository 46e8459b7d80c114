/* cmd_part.c -- PART: modern.ircdocs.horse/#part-message */
#include "config.h"

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "server/speech.h"

#include "base/banned.h"

static void
part_one(struct client *c, const char *name, const char *reason)
{
	struct channel *ch = channel_find(c->server, name);
	struct event_text text = { .source = c->user->source, .text = reason };
	struct event *e;

	if (ch == NULL) {
		client_reply(c, ERR_NOSUCHCHANNEL, name, NULL);
	} else if (channel_member(ch, c->user) == NULL) {
		client_reply(c, ERR_NOTONCHANNEL, ch->name, NULL);
	} else {
		text.target = ch->name;
		e = event_new(EVENT_PART, &text);
		e->channel = ch->number;
		post(c, e);
	}
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *names = msg->params[0];
	const char *reason = irc_msg_param(msg, 1);
	char one[IRC_LINE_BODY_MAX], cut[PART_LEN + 1];
	struct str_span name;

	if (speech_is_muted(c->server, c->user))
		reason = NULL;
	if (reason != NULL) {
		str_copy(cut, sizeof cut, reason);
		reason = cut;
	}
	while (str_next_item(&names, ',', &name)) {
		str_copy_span(one, sizeof one, name);
		part_one(c, one, reason);
	}
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	struct user *u = user_by_number(s, e->user);
	struct member *m;
	struct fanout f;

	if (u == NULL)
		return;
	if (ch == NULL) {
		answer_reply(a, ERR_NOSUCHCHANNEL, e->s.target, NULL);
		return;
	}
	if ((m = channel_member(ch, u)) == NULL) {
		answer_reply(a, ERR_NOTONCHANNEL, ch->name, NULL);
		return;
	}
	fanout_start(&f, s, e, "PART", ch->name, e->s.text);
	f.msg.source = u->source;
	f.msg.colon = e->s.text != NULL;
	fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
	if (u->clients != NULL)
		log_line(LEVEL_INFO, "part: user=%s channel=%s", u->source,
		    ch->name);
	happened(s, e, ch, u, EVENT_VERB_PART, e->s.text, NULL);
	channel_remove_member(s, m, e->time_ms);
}

const struct command cmd_part = {
	.name = "PART", .when = COMMAND_REGISTERED, .min_params = 1, .cost = 2,
	.run = run,
	.event = EVENT_PART, .apply = apply,
};
