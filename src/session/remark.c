/*
 * remark.c -- what is said about a message that is there: reactions
 * (ircv3.net/specs/client-tags/react) and that it is taken back
 * (ircv3.net/specs/extensions/message-redaction).
 */
#include "config.h"

#include "session/remark.h"

#include <string.h>

#include "base/i18n.h"
#include "proto/irc_tags.h"
#include "session/answer.h"
#include "session/clean.h"
#include "session/session_internal.h"

#include "base/banned.h"

bool
remark_may_tag(const struct session *s, const char *tag)
{
	struct str_span key = { tag, strlen(tag) };

	return session_has(s, HAS_TAGS) &&
	    !irc_tags_denied(s->isupport.tag_deny, key);
}

/* --- What others say ------------------------------------------------------- */

static void
tell_reaction(struct session *s, struct target *t, const struct received *r)
{
	struct session_event *ev = emit(s, SESSION_EVENT_REACTION, t);

	ev->reaction.is_gone = r->react[0] == '\0';
	ev->reaction.text = ev->reaction.is_gone ? r->unreact : r->react;
	ev->reaction.msgid = r->reply_to;
	ev->reaction.nick = r->nick;
	ev->reaction.own = r->is_own;
	ev->reaction.time_ms = r->time_ms;
}

/* REDACT <target> <msgid> [<reason>] */
static void
tell_redacted(struct session *s, struct target *t, const struct received *r)
{
	struct session_event *ev = emit(s, SESSION_EVENT_REDACTED, t);

	ev->redacted.msgid = clean_copy(&s->arena, r->m->params[1]);
	ev->redacted.by = r->nick;
	ev->redacted.reason = r->m->nparams > 2 ?
	    clean_copy(&s->arena, r->m->params[2]) : "";
}

void
remark_heard(struct session *s, struct target *t, const struct received *r)
{
	if (irc_msg_is(r->m, "REDACT") && r->m->nparams > 1)
		tell_redacted(s, t, r);
	else if (irc_msg_is(r->m, "TAGMSG") && !r->is_ignored && r->nick[0] != '\0' &&
	    r->reply_to[0] != '\0' &&
	    (r->react[0] != '\0' || r->unreact[0] != '\0'))
		tell_reaction(s, t, r);
}

/* --- What we say ----------------------------------------------------------- */

/* Without echoes nobody tells us what we have said. */
static void
tell_own(struct session *s, struct target *t, const char *msgid,
    const char *text, bool is_gone)
{
	struct session_event *ev = emit(s, SESSION_EVENT_REACTION, t);

	ev->reaction.is_gone = is_gone;
	ev->reaction.text = emit_text(s, text);
	ev->reaction.msgid = emit_text(s, msgid);
	ev->reaction.nick = emit_text(s, s->nick);
	ev->reaction.own = true;
	ev->reaction.time_ms = s->now.wall_ms;
}

void
session_react(struct session *s, const char *target, const char *msgid,
    const char *text, bool is_gone)
{
	const char *tag = is_gone ? "+draft/unreact" : "+draft/react";
	struct target *t = target_find(s, target);
	struct irc_msg m = { .command = "TAGMSG", .nparams = 1 };
	struct buf tags;

	if (t == NULL)
		return;
	if (session_is_on(s) && !remark_may_tag(s, tag)) {
		answer_note(s, SESSION_NOTE_ERROR, target,
		    _("this server passes no reactions on"));
		return;
	}
	buf_init(&tags, IRC_TAGS_CLIENT_MAX);
	if (irc_tags_add(&tags, tag, text) &&
	    irc_tags_add(&tags, "+draft/reply", msgid)) {
		m.tags = buf_str(&tags);
		m.params[0] = t->name;
		if (queue_send(s, &m) && !session_has(s, HAS_ECHO))
			tell_own(s, t, msgid, text, is_gone);
	}
	buf_release(&tags);
}

void
session_redact(struct session *s, const char *target, const char *msgid,
    const char *reason)
{
	if (session_is_on(s) && !session_has(s, HAS_REDACTION))
		answer_note(s, SESSION_NOTE_ERROR, target,
		    _("this server takes no message back"));
	else
		queue_say(s, "REDACT", target, msgid,
		    reason[0] != '\0' ? reason : NULL, NULL);
}

/* FAIL REDACT <code> <target> [<msgid>] :<words> */
const char *
remark_refusal(const char *code)
{
	static const struct {
		const char *code, *words;
	} rows[] = {
		{ "INVALID_TARGET", N_("no message can be deleted there") },
		{ "REDACT_FORBIDDEN",
		    N_("you may not delete this message") },
		{ "REDACT_WINDOW_EXPIRED",
		    N_("this message is too old to be deleted") },
		{ "UNKNOWN_MSGID",
		    N_("the server does not have this message any more") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i].code, code))
			return _(rows[i].words);
	return NULL;
}
