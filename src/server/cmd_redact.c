/*
 * cmd_redact.c -- REDACT: ircv3.net/specs/extensions/message-redaction
 *
 * Whose a message is, and how old, the store knows: it is asked first, and
 * the rights are looked at when it has answered. What is posted then is final
 * like a message; the text is overwritten where the REDACT is stored.
 */
#include "config.h"

#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/cmd_message.h"
#include "server/command.h"
#include "server/member.h"
#include "server/oper.h"
#include "server/reading.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* event->flags */
enum { AS_OPERATOR = 1 };	/* of the server: others are told */

/* What `then` must know of the question. */
struct asked {
	uint64_t user;		/* user_identity() of the asker */
	uint64_t channel;	/* its number; 0: a private talk */
	char target[CHANNEL_LEN + 1];
	char msgid[ID_SIZE];
	bool has_reason;
	char reason[KICK_LEN + 1];
};

static void
invalid_target(struct client *c, const char *target)
{
	client_fail(c, "REDACT", "INVALID_TARGET",
	    "You cannot delete messages from there", target, NULL);
}

static void
unknown(struct client *c, const char *target, const char *msgid)
{
	client_fail(c, "REDACT", "UNKNOWN_MSGID",
	    "This message does not exist or is too old", target, msgid, NULL);
}

/* --- who may --- */

static bool
rules(const struct client *c, const struct channel *ch)
{
	const struct member *m = ch == NULL ? NULL :
	    channel_member(ch, c->user);

	return m != NULL && m->is_operator;
}

/* An operator of the server, where nothing less would do: in a channel, and of
 * what it sees there. */
static bool
acts_as_operator(const struct client *c, const struct asked *asked,
    const struct channel *ch, const struct history_row *row)
{
	return ch != NULL && user_is_operator(c->user) && !rules(c, ch) &&
	    row->sender != asked->user && reading_sees(c, row);
}

/* `ch` NULL: a private talk. Operators may take back what anyone said, others
 * for a while what they said themselves. */
static bool
is_refused(struct client *c, const struct asked *asked,
    const struct channel *ch, const struct history_row *row)
{
	int64_t window = c->server->config.redact_window_ms;
	char seconds[24];

	if (rules(c, ch) || acts_as_operator(c, asked, ch, row))
		return false;
	if (row->sender != asked->user) {
		if (!reading_sees(c, row))
			unknown(c, asked->target, asked->msgid);
		else
			client_fail(c, "REDACT", "REDACT_FORBIDDEN",
			    "You are not authorised to delete this message",
			    asked->target, asked->msgid, NULL);
		return true;
	}
	if (c->server->now.wall_ms - row->time_ms <= window)
		return false;
	snprintf(seconds, sizeof seconds, "%lld", (long long)(window / 1000));
	client_fail(c, "REDACT", "REDACT_WINDOW_EXPIRED",
	    "You can no longer delete this message", asked->target,
	    asked->msgid, seconds, NULL);
	return true;
}

/* --- the answer --- */

/* Towards those who saw the message, under the name it has now. */
static void
post_redaction(struct client *c, const struct asked *asked,
    const struct channel *ch, const struct history_row *row)
{
	struct event_text text = { .source = c->user->source,
	    .account = user_account_name(c->user), .extra = asked->msgid,
	    .text = asked->has_reason ? asked->reason : NULL };
	char shown[1 + CHANNEL_LEN + 1];
	const struct user *to;
	struct event *e;

	if (ch != NULL) {
		bool sign = row->target != NULL;

		snprintf(shown, sizeof shown, "%.*s%s", sign,
		    sign ? row->target : "", ch->name);
	} else {
		(void)str_copy(shown, sizeof shown, asked->target);
	}
	text.target = shown;
	e = event_new(EVENT_REDACT, &text);
	e->verb = EVENT_VERB_REDACT;
	e->flags = acts_as_operator(c, asked, ch, row) ? AS_OPERATOR : 0;
	if (ch != NULL) {
		e->channel = ch->number;
	} else if ((to = user_find(c->server, asked->target)) != NULL) {
		e->peer = to->number;
		e->peer_account = to->account == NULL ? 0 :
		    to->account->number;
	}
	post(c, e);
}

static void
then(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;
	const struct channel *ch = channel_by_number(c->server,
	    asked->channel);
	struct question_channel now;

	if (asked->channel != 0 ? !reading_channel(c, ch, &now) :
	    asked->user != user_identity(c->user) ||
	    user_find(c->server, asked->target) == NULL)
		invalid_target(c, asked->target);
	else if (r->code == RESULT_FAILED)
		client_fail(c, "REDACT", "NOT_STORED", r->why, asked->target,
		    NULL);
	else if (r->nrows == 0 || !str_eq(r->rows[0].msgid, asked->msgid))
		unknown(c, asked->target, asked->msgid);
	else if (!is_refused(c, asked, ch, &r->rows[0]))
		post_redaction(c, asked, ch, &r->rows[0]);
}

/* --- the question --- */

/* The one message: the nearest to itself. */
static void
ask(struct client *c, struct question *q, const struct irc_msg *msg,
    const char *target)
{
	const char *reason = irc_msg_param(msg, 2);
	struct asked *asked = xcalloc(1, sizeof *asked);

	q->kind = QUESTION_HISTORY;
	q->part = HISTORY_AROUND;
	q->limit = 1;
	q->upto = bus_applied(c->server->bus);
	q->verbs = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE | 1 << EVENT_TAGMSG;
	q->from.type = HISTORY_REF_MSGID;
	(void)str_copy(q->from.msgid, sizeof q->from.msgid, msg->params[1]);
	asked->user = q->user;
	asked->channel = q->channel.number;
	(void)str_copy(asked->target, sizeof asked->target, target);
	(void)str_copy(asked->msgid, sizeof asked->msgid, msg->params[1]);
	asked->has_reason = reason != NULL;
	if (reason != NULL)
		(void)str_copy(asked->reason, sizeof asked->reason, reason);
	client_ask(c, q, then, asked);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct question q = { .user = user_identity(c->user) };
	const char *target = msg->params[0];
	const struct channel *ch = channel_find(c->server, target);
	const struct user *peer = user_find(c->server, target);
	char folded[NICK_LEN + 1];

	if (!client_has_cap(c, CAP_MESSAGE_REDACTION))
		client_reply(c, ERR_UNKNOWNCOMMAND, "REDACT", NULL);
	else if (irc_is_channel(target) ? !reading_channel(c, ch, &q.channel) :
	    peer == NULL || !reading_talk(c, target, &q, folded))
		invalid_target(c, target);
	else if (!id_valid(msg->params[1]))
		unknown(c, target, msg->params[1]);
	else {
		q.channel.since = q.channel.nhidden = 0;
		ask(c, &q, msg, ch != NULL ? ch->name : peer->nick);
	}
}

/* --- its moment --- */

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	if (e->outcome == EVENT_OK)
		log_line(LEVEL_INFO, "redact: user=%s target=%s msgid=%s",
		    e->s.source, e->s.target, e->s.extra);
	message_apply(s, e, a);
	if (e->outcome == EVENT_OK && (e->flags & AS_OPERATOR) != 0)
		oper_note(s, e, a, "action=redact by=%s target=%s msgid=%s",
		    e->s.source, e->s.target, e->s.extra);
}

const struct command cmd_redact = {
	.name = "REDACT", .when = COMMAND_REGISTERED, .min_params = 2,
	.cost = 2, .asks = true,
	.run = run,
	.event = EVENT_REDACT, .apply = apply,
};
