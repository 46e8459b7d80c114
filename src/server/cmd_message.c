/*
 * cmd_message.c -- PRIVMSG, NOTICE, TAGMSG.
 *
 * modern.ircdocs.horse/#privmsg-message, IRCv3 message-tags and echo-message.
 * A message is decided when it is posted: what is stored is delivered, byte
 * for byte (DESIGN.md, chapter 2).
 */
#include "config.h"
#include "server/cmd_message.h"

#include <stdio.h>

#include "base/id.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/member.h"
#include "server/multiline.h"
#include "server/server_internal.h"
#include "server/service.h"
#include "server/speech.h"

#include "base/banned.h"

/* What one line says to each of its targets. */
struct message {
	enum event_verb verb;
	const char *text;		/* NULL: TAGMSG */
	const char *tags;		/* client-only; NULL: none */
	const char *id;			/* +tcpchat/id; NULL: none */
	enum event_kind kind;
};

/* --- the decision --- */

/* A NOTICE is never answered by an error; but who sent a label asked for one. */
static void
refuse(struct client *c, const struct message *m, enum numeric why,
    const char *target)
{
	if (m->verb != EVENT_NOTICE || c->server->answer->number != 0)
		client_reply(c, why, target, NULL);
}

static void
refuse_speech(struct client *c, const struct message *m,
    const struct refusal *r, const char *target)
{
	if (m->verb != EVENT_NOTICE || c->server->answer->number != 0)
		client_reply_text(c, r->why, r->text, target, NULL);
}

static bool
is_typing(const struct irc_tag *tag)
{
	return str_span_eq(tag->key, "+typing") ||
	    str_span_eq(tag->key, "+draft/typing");
}

/* ircv3.net/specs/client-tags/channel-context: the channel in which a private
 * PRIVMSG or NOTICE is to be shown; it belongs to nothing else. */
static bool
is_lost_context(const struct message *m, const struct irc_tag *tag,
    const char *target)
{
	char channel[CHANNEL_LEN + 1], name[CHANNEL_LEN + 1];

	if (!str_span_eq(tag->key, "+draft/channel-context") &&
	    !str_span_eq(tag->key, "+channel-context"))
		return false;
	(void)irc_tags_unescape(tag->value, channel, sizeof channel);
	return m->text == NULL || irc_is_channel(target +
	    (member_rank_of_sign(target[0]) > 0)) ||
	    !irc_channel_make(channel, name);
}

/*
 * What is kept with a message: that somebody is typing is worth nothing a
 * minute later. Terminated; NULL: nothing is left.
 */
static const char *
kept_tags(const struct message *m, const char *target, struct buf *out)
{
	const char *rest = m->tags;
	struct irc_tag tag;

	if (m->kind == EVENT_SIGNAL)
		return m->tags;
	while (irc_tags_next(&rest, &tag))
		if (!is_typing(&tag) && !is_lost_context(m, &tag, target) &&
		    !irc_tags_add_raw(out, &tag))
			return NULL;
	return out->len == 0 ? NULL : buf_str(out);
}

/* NULL: a TAGMSG without a tag that is of use. */
static struct event *
message_event(struct client *c, const struct message *m, const char *target)
{
	struct event_text text = { .source = c->user->source,
	    .account = user_account_name(c->user), .target = target,
	    .text = m->text, .id = m->id };
	struct event *e = NULL;
	struct buf tags;

	buf_init(&tags, IRC_TAGS_MAX + 1);
	text.tags = kept_tags(m, target, &tags);
	if (m->text != NULL || text.tags != NULL) {
		e = event_new(m->kind, &text);
		e->verb = m->verb;
	}
	buf_release(&tags);
	return e;
}

/* The line as relayed must fit, with the sender's real source before it. */
static bool
fits(const struct client *c, const struct message *m, const char *target)
{
	struct irc_msg line = { .source = c->user->source,
	    .command = event_verb_name(m->verb), .colon = true,
	    .params = { target, m->text }, .nparams = 2 };

	return m->text == NULL ||
	    multiline_longest(m->text) <= irc_msg_room(&line, 0);
}

/* "@#c" is for the operators of #c, "+#c" for those with a voice, too: ISUPPORT
 * STATUSMSG. */
static bool
is_channel_target(const char *target)
{
	return irc_is_channel(target + (member_rank_of_sign(target[0]) > 0));
}

static void
post_to_channel(struct client *c, const struct message *m,
    const struct channel *ch, const char *target)
{
	struct event *e = message_event(c, m, target);

	if (e == NULL)
		return;
	e->channel = ch->number;
	if (m->kind == EVENT_MESSAGE)
		speech_posted(c->server, ch, c->user);
	post(c, e);
}

static void
send_to_channel(struct client *c, const struct message *m, const char *target)
{
	bool has_sign = member_rank_of_sign(target[0]) > 0;
	struct channel *ch = channel_find(c->server, target + has_sign);
	char shown[1 + CHANNEL_LEN + 1];
	struct refusal r;

	if (ch == NULL) {
		refuse(c, m, ERR_NOSUCHCHANNEL, target);
		return;
	}
	snprintf(shown, sizeof shown, "%.*s%s", has_sign, target, ch->name);
	r = speech_to_channel(c->server, ch, c->user, m->kind == EVENT_SIGNAL);
	if (r.why != 0)
		refuse_speech(c, m, &r, shown);
	else if (!fits(c, m, shown))
		refuse(c, m, ERR_INPUTTOOLONG, NULL);
	else
		post_to_channel(c, m, ch, shown);
}

/* A command rather than a message: nobody else sees it, nothing keeps it. */
static void
send_to_service(struct client *c, const struct message *m,
    const struct service *service)
{
	struct irc_msg echo = { .source = c->user->source, .tags = m->tags,
	    .command = event_verb_name(m->verb), .nparams = 2, .colon = true,
	    .params = { service->name, m->text } };

	if (m->verb == EVENT_TAGMSG)
		return;
	if (!client_has_cap(c, CAP_MESSAGE_TAGS))
		echo.tags = NULL;
	if (client_has_cap(c, CAP_ECHO_MESSAGE))
		client_send(c, &echo);
	if (m->verb == EVENT_PRIVMSG)
		service_message(service, c, m->text);
}

static void
send_to_user(struct client *c, const struct message *m, const char *target)
{
	struct user *to = user_find(c->server, target);
	struct refusal r = { .why = 0 };
	struct event *e;

	if (to != NULL)
		r = speech_to_user(c->server, c->user, to);
	if (to == NULL) {
		refuse(c, m, ERR_NOSUCHNICK, target);
	} else if (r.why != 0) {
		refuse_speech(c, m, &r, to->nick);
	} else if (!fits(c, m, to->nick)) {
		refuse(c, m, ERR_INPUTTOOLONG, NULL);
	} else {
		if (to->away != NULL && m->verb == EVENT_PRIVMSG)
			client_reply_text(c, RPL_AWAY, to->away, to->nick,
			    NULL);
		e = message_event(c, m, to->nick);
		if (e == NULL)
			return;
		e->peer = to->number;
		e->peer_account = to->account == NULL ? 0 :
		    to->account->number;
		post(c, e);
	}
}

static bool
is_first(const char *list, const char *name, const char *at)
{
	struct str_span item;

	while (str_next_item(&list, ',', &item) && item.p < at) {
		char other[IRC_LINE_BODY_MAX];

		str_copy_span(other, sizeof other, item);
		if (irc_case_eq(other, name))
			return false;
	}
	return true;
}

/* A target named twice is written to once; past the fourth none is. */
static void
send_to_each(struct client *c, const struct message *m, const char *targets)
{
	const char *rest = targets;
	char target[IRC_LINE_BODY_MAX];
	const struct service *service;
	struct str_span item;
	unsigned n = 0;

	while (str_next_item(&rest, ',', &item)) {
		str_copy_span(target, sizeof target, item);
		if (!is_first(targets, target, item.p))
			continue;
		if (++n > TARGETS_MAX) {
			refuse(c, m, ERR_TOOMANYTARGETS, target);
			return;
		}
		service = service_find(target);
		if (service != NULL)
			send_to_service(c, m, service);
		else if (is_channel_target(target))
			send_to_channel(c, m, target);
		else
			send_to_user(c, m, target);
	}
}

/* The client-only tags to relay and keep, terminated; NULL: none. */
static const char *
relayed_tags(const struct client *c, const char *all, struct buf *tags)
{
	if (all == NULL || !irc_tags_add_client_only(tags, all,
	    c->server->config.tag_deny) || tags->len == 0 ||
	    !buf_add(tags, "", 1))
		return NULL;
	return tags->data;
}

/* A TAGMSG that says +typing alone is worth nothing a minute later. */
static bool
is_passing(const char *tags)
{
	struct irc_tag tag;

	while (irc_tags_next(&tags, &tag))
		if (!is_typing(&tag))
			return false;
	return true;
}

void
message_send(struct client *c, enum event_verb verb, const char *targets,
    const char *text, const char *all_tags)
{
	struct message m = { .verb = verb, .kind = EVENT_MESSAGE,
	    .text = text };
	char id[ID_SIZE];
	struct buf tags;

	buf_init(&tags, IRC_TAGS_MAX + 1);
	m.tags = relayed_tags(c, all_tags, &tags);
	if (irc_tags_get(m.tags, "+tcpchat/id", id, sizeof id) && id_valid(id))
		m.id = id;
	if (verb == EVENT_TAGMSG && m.tags != NULL && is_passing(m.tags))
		m.kind = EVENT_SIGNAL;
	if (verb != EVENT_TAGMSG || m.tags != NULL)
		send_to_each(c, &m, targets);
	buf_release(&tags);
}

static void
send_text(struct client *c, const struct irc_msg *msg, enum event_verb verb)
{
	bool silent = verb == EVENT_NOTICE && c->server->answer->number == 0;

	if (msg->nparams == 0 || msg->params[0][0] == '\0') {
		if (!silent)
			client_reply_text(c, ERR_NORECIPIENT,
			    verb == EVENT_NOTICE ?
			    "No recipient given (NOTICE)" :
			    "No recipient given (PRIVMSG)", NULL);
	} else if (msg->nparams == 1 || msg->params[1][0] == '\0') {
		if (!silent)
			client_reply(c, ERR_NOTEXTTOSEND, NULL);
	} else {
		message_send(c, verb, msg->params[0], msg->params[1],
		    msg->tags);
	}
}

static void
run_privmsg(struct client *c, const struct irc_msg *msg)
{
	send_text(c, msg, EVENT_PRIVMSG);
}

static void
run_notice(struct client *c, const struct irc_msg *msg)
{
	send_text(c, msg, EVENT_NOTICE);
}

static void
run_tagmsg(struct client *c, const struct irc_msg *msg)
{
	if (!client_has_cap(c, CAP_MESSAGE_TAGS))
		client_reply(c, ERR_UNKNOWNCOMMAND, "TAGMSG", NULL);
	else
		message_send(c, EVENT_TAGMSG, msg->params[0], NULL, msg->tags);
}

const struct command cmd_privmsg = {
	.name = "PRIVMSG", .when = COMMAND_REGISTERED, .cost = 1,
	.is_message = true, .has_secrets = true,
	.run = run_privmsg,
	.event = EVENT_MESSAGE, .apply = message_apply,
};

const struct command cmd_notice = {
	.name = "NOTICE", .when = COMMAND_REGISTERED, .cost = 1,
	.is_message = true,
	.run = run_notice,
};

const struct command cmd_tagmsg = {
	.name = "TAGMSG", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 1, .is_message = true,
	.run = run_tagmsg,
	.event = EVENT_SIGNAL, .apply = message_apply,
};
