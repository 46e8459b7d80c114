/* message_apply.c -- the moment of a message: its echo, and who gets it. */
#include "config.h"
#include "server/cmd_message.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/multiline.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* Not stored, and why: said to the sender alone. */
static void
tell_not_stored(const struct event *e, const char *target, struct answer *a)
{
	const char *why = e->why == NULL ? "Message could not be stored" :
	    e->why;

	if (a->client == NULL ||
	    (e->verb == EVENT_NOTICE && a->number == 0))
		return;
	if (client_has_cap(a->client, CAP_STANDARD_REPLIES))
		answer_fail(a, event_verb_name(e->verb), "NOT_STORED", why,
		    target, NULL);
	else if (e->channel != 0)
		answer_reply_text(a, ERR_CANNOTSENDTOCHAN, why, target, NULL);
	else
		answer_reply_text(a, ERR_UNKNOWNERROR, why,
		    event_verb_name(e->verb), NULL);
}

enum { TARGET_SIZE = 1 + CHANNEL_LEN + 1 };

/* Whom it is for: a channel may have been renamed since it was posted. */
static const char *
target_now(const struct server *s, const struct event *e,
    char out[TARGET_SIZE])
{
	const struct channel *ch = e->channel == 0 ? NULL :
	    channel_by_number(s, e->channel);

	if (ch == NULL)
		return e->s.target;
	snprintf(out, TARGET_SIZE, "%.*s%s",
	    member_rank_of_sign(e->s.target[0]) > 0, e->s.target, ch->name);
	return out;
}

/* `target`: see target_now(). */
static void
start(struct fanout *f, struct server *s, const struct event *e,
    const char *target)
{
	fanout_start(f, s, e, event_verb_name(e->verb), target,
	    e->kind == EVENT_REDACT ? e->s.extra : e->s.text);
	if (e->kind == EVENT_REDACT && e->s.text != NULL)
		f->msg.params[f->msg.nparams++] = e->s.text;
	f->msg.tags = e->s.tags;
	f->msg.colon = e->s.text != NULL;
	if (e->s.text != NULL)
		fanout_lines(f);
	if (e->verb == EVENT_TAGMSG)
		f->only_cap = CAP_MESSAGE_TAGS;
	if (e->kind == EVENT_REDACT)
		f->only_cap = CAP_MESSAGE_REDACTION;
}

/* The sender's own copy: what makes the tick in its client. */
static void
echo(struct fanout *f, struct answer *a)
{
	if (a->client == NULL)
		return;
	if (client_has_cap(a->client, CAP_ECHO_MESSAGE))
		fanout_answer(f, a);
	f->except = a->client;
}

/* A resend: the sender gets the echo of the first one, nobody else anything. */
static void
tell_duplicate(struct server *s, const struct event *e, struct answer *a)
{
	char target[TARGET_SIZE];
	struct fanout f;

	if (e->first == NULL)
		return;
	start(&f, s, e, target_now(s, e, target));
	f.msg.source = e->first->source;
	f.msgid = e->first->msgid;
	f.time_ms = e->first->time_ms;
	echo(&f, a);
	fanout_end(&f);
}

static void
log_text(const struct event *e, const char *target)
{
	struct multiline_walk w = { .rest = e->s.text };

	while (multiline_piece(&w))
		log_line(LEVEL_INFO, "message: from=%s to=%s text=%.*s",
		    e->s.source, target, (int)w.piece.len, w.piece.p);
}

static void
log_message(const struct server *s, const struct event *e,
    const char *target, const struct channel *ch)
{
	bool is_open = ch != NULL && ch->key == NULL &&
	    member_rank_of_sign(e->s.target[0]) == 0 &&
	    !(ch->modes & (CHANNEL_INVITE_ONLY | CHANNEL_SECRET));

	if (s->config.log_messages == SERVER_LOG_NONE || e->s.text == NULL)
		return;
	if (ch != NULL &&
	    (is_open || s->config.log_messages == SERVER_LOG_ALL))
		log_text(e, target);
	else
		log_line(LEVEL_INFO, "message: from=%s to=%s bytes=%zu",
		    e->s.source, target, strlen(e->s.text));
}

/* Who writes to those above it sees that on its other terminals, too. */
static void
tell_own_clients(const struct server *s, const struct event *e,
    struct fanout *f, const struct channel *ch)
{
	const struct user *from = user_by_number(s, e->user);

	if (from != NULL &&
	    member_rank(channel_member(ch, from)) < f->least_rank)
		fanout_to_user(f, from);
}

static void
deliver_to_channel(struct server *s, const struct event *e, struct fanout *f)
{
	struct channel *ch = channel_by_number(s, e->channel);

	if (ch == NULL)
		return;
	if (!ch->spoken && e->kind == EVENT_MESSAGE) {
		ch->spoken = true;
		channel_mark_dirty(s, ch);
	}
	if (e->kind == EVENT_MESSAGE)
		log_message(s, e, f->msg.params[0], ch);
	f->least_rank = member_rank_of_sign(e->s.target[0]);
	fanout_to_channel(f, ch);
	if (f->least_rank > 0)
		tell_own_clients(s, e, f, ch);
}

/* To the addressed, and to the sender's other terminals that ask for echoes. */
static void
deliver_to_user(struct server *s, const struct event *e, struct fanout *f)
{
	const struct user *from = user_by_number(s, e->user);
	const struct user *to = user_by_number(s, e->peer);
	struct client *c;

	if (e->kind == EVENT_MESSAGE)
		log_message(s, e, f->msg.params[0], NULL);
	for (c = from == NULL || from == to ? NULL : from->clients; c != NULL;
	    c = c->next_of_user)
		if (client_has_cap(c, CAP_ECHO_MESSAGE))
			fanout_to_client(f, c);
	if (from == to)
		f->except = NULL;	/* the echo is one, the delivery another */
	if (to != NULL)
		fanout_to_user(f, to);
}

void
message_apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *from = user_by_number(s, e->user);
	char target[TARGET_SIZE];
	struct fanout f;

	if (e->outcome == EVENT_NOT_STORED) {
		tell_not_stored(e, target_now(s, e, target), a);
		return;
	}
	if (e->outcome == EVENT_DUPLICATE) {
		tell_duplicate(s, e, a);
		return;
	}
	if (from != NULL && e->kind == EVENT_MESSAGE)
		from->spoke_ms = e->time_ms;
	start(&f, s, e, target_now(s, e, target));
	echo(&f, a);
	if (e->channel != 0)
		deliver_to_channel(s, e, &f);
	else
		deliver_to_user(s, e, &f);
	fanout_end(&f);
}
