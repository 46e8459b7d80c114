/* cmd_topic.c -- TOPIC: modern.ircdocs.horse/#topic-message */
#include "config.h"
#include "server/cmd_topic.h"

#include <stdio.h>

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

void
topic_show(struct answer *a, const struct channel *ch)
{
	char when[24];

	if (ch->topic == NULL) {
		answer_reply(a, RPL_NOTOPIC, ch->name, NULL);
		return;
	}
	answer_reply_text(a, RPL_TOPIC, ch->topic, ch->name, NULL);
	snprintf(when, sizeof when, "%lld", (long long)(ch->topic_ms / 1000));
	answer_reply_text(a, RPL_TOPICWHOTIME, NULL, ch->name, ch->topic_by,
	    when, NULL);
}

/* Why `u` may not set the topic of `ch`; 0 if it may. Shared state only. */
static enum numeric
refused(const struct channel *ch, const struct user *u)
{
	const struct member *m = channel_member(ch, u);

	if (m == NULL)
		return ERR_NOTONCHANNEL;
	if ((ch->modes & CHANNEL_TOPIC_LOCKED) && !m->is_operator)
		return ERR_CHANOPRIVSNEEDED;
	return 0;
}

static struct event *
topic_event(struct client *c, const struct channel *ch, const char *topic)
{
	char cut[TOPIC_LEN + 1];
	struct event_text text = { .source = c->user->source,
	    .target = ch->name, .text = cut };
	struct event *e;

	str_copy(cut, sizeof cut, topic);
	e = event_new(EVENT_TOPIC, &text);
	e->channel = ch->number;
	return e;
}

static void
show(struct client *c, const struct channel *ch)
{
	if (!channel_is_visible(ch, c->user))
		client_reply(c, ERR_NOTONCHANNEL, ch->name, NULL);
	else
		topic_show(c->server->answer, ch);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct channel *ch = channel_find(c->server, msg->params[0]);
	struct refusal muted;
	enum numeric why;

	if (ch == NULL)
		client_reply(c, ERR_NOSUCHCHANNEL, msg->params[0], NULL);
	else if (msg->nparams == 1)
		show(c, ch);
	else if ((why = refused(ch, c->user)) != 0)
		client_reply(c, why, ch->name, NULL);
	else if ((muted = speech_in_topic(c->server, c->user)).why != 0)
		client_reply_text(c, muted.why, muted.text, ch->name, NULL);
	else
		post(c, topic_event(c, ch, msg->params[1]));
}

static void
set_and_tell(struct server *s, struct channel *ch, const struct event *e,
    const struct user *by, struct answer *a)
{
	const char *source = by == NULL ? e->s.source : by->source;
	struct fanout f;

	channel_set_topic(s, ch, e->s.text, source, e->time_ms);
	fanout_start(&f, s, e, "TOPIC", ch->name, e->s.text);
	f.msg.source = source;
	f.msg.colon = true;
	if (a != NULL)
		fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
	happened(s, e, ch, by, EVENT_VERB_TOPIC, e->s.text, NULL);
}

void
topic_set_own(struct server *s, struct channel *ch, const struct event *e)
{
	set_and_tell(s, ch, e, NULL, NULL);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	struct user *u = user_by_number(s, e->user);
	enum numeric why;

	if (u == NULL)
		return;
	if (ch == NULL) {
		answer_reply(a, ERR_NOSUCHCHANNEL, e->s.target, NULL);
		return;
	}
	if ((why = refused(ch, u)) != 0) {
		answer_reply(a, why, ch->name, NULL);
		return;
	}
	log_line(LEVEL_INFO, "topic: user=%s channel=%s", u->source, ch->name);
	set_and_tell(s, ch, e, u, a);
}

const struct command cmd_topic = {
	.name = "TOPIC", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2,
	.run = run,
	.event = EVENT_TOPIC, .apply = apply,
};
