/* message.c -- PRIVMSG, NOTICE and TAGMSG: what people say. */
#include "config.h"

#include "session/message.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "proto/irc_tags.h"
#include "session/answer.h"
#include "session/clean.h"
#include "session/remark.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum { PING_MAX_MS = 10 * 60 * 1000 };	/* older: not the one we sent */

/* --- Lines ----------------------------------------------------------------- */

/* The text between the \001 of CTCP, without the last one. */
static char *
ctcp_body(struct arena *a, const char *text)
{
	size_t len = strlen(text);

	if (len > 1 && text[len - 1] == '\001')
		len--;
	return arena_copy(a, text + 1, len - 1);
}

bool
message_line(struct session *s, const struct received *r,
    struct session_line *line)
{
	const char *text = r->m->params[r->m->nparams - 1];
	struct arena *a = &s->arena;

	line->kind = irc_msg_is(r->m, "NOTICE") ? SESSION_LINE_NOTICE :
	    SESSION_LINE_TEXT;
	if (text[0] == '\001' && r->lines == NULL) {
		text = ctcp_body(a, text);
		if (line->kind == SESSION_LINE_NOTICE ||
		    !str_starts(text, "ACTION"))
			return false;
		line->kind = SESSION_LINE_ACTION;
		text += text[6] == ' ' ? 7 : 6;
	}
	line->own = r->is_own;
	line->from_server = r->is_server;
	line->ignored = r->is_ignored;
	line->time_ms = r->time_ms;
	line->msgid = r->msgid;
	line->id = r->id;
	line->reply_to = r->reply_to;
	line->nick = r->nick;
	line->source = r->m->source != NULL ?
	    clean_text(a, r->m->source) : "";
	line->object = "";
	line->text = r->lines != NULL ? r->lines :
	    clean_said(a, text, s->config.formats);
	line->text_len = strlen(line->text);
	return true;
}

void
message_tell(struct session *s, struct target *t,
    const struct session_line *line)
{
	history_live(s, t, line);
	if (ignore_may_tell(line))
		emit(s, SESSION_EVENT_MESSAGE, t)->line = *line;
}

/* --- CTCP ------------------------------------------------------------------ */

static void
answer_ctcp(struct session *s, const struct received *r, const char *word,
    const char *rest)
{
	char reply[400];

	if (str_eq(word, "VERSION") && s->config.version != NULL)
		snprintf(reply, sizeof reply, "\001VERSION %.200s\001",
		    s->config.version);
	else if (str_eq(word, "PING"))
		snprintf(reply, sizeof reply, "\001PING %.300s\001", rest);
	else
		return;
	if (s->queue.count == 0)	/* nobody can make us flood */
		queue_say(s, "NOTICE", r->nick, reply, NULL);
}

/* In how many ms the PING that we sent at that time was answered; -1: it was
 * not ours. */
static int64_t
ping_ms(const struct session *s, const char *word, const char *rest)
{
	int64_t sent;

	return str_eq(word, "PING") && str_to_int64(rest,
	    s->now.wall_ms - PING_MAX_MS, s->now.wall_ms, &sent) ?
	    s->now.wall_ms - sent : -1;
}

static void
tell_ctcp(struct session *s, const struct received *r, const char *word,
    const char *rest)
{
	bool is_answer = irc_msg_is(r->m, "NOTICE");
	int64_t ms = is_answer ? ping_ms(s, word, rest) : -1;
	char words[NAME_SIZE + 1024];

	word = clean_text(&s->arena, word);
	if (ms >= 0)
		snprintf(words, sizeof words, _("%s answered after %lld ms"),
		    r->nick, (long long)ms);
	else if (is_answer)
		snprintf(words, sizeof words, _("the program of %s: %.60s %s"),
		    r->nick, word, clean_text(&s->arena, rest));
	else
		snprintf(words, sizeof words, _("%s asks your program: %.60s"),
		    r->nick, word);
	/* Nobody writes to where we are by an answer to nothing. */
	answer_note(s, is_answer && session_same_name(s, r->nick, s->ctcp_to) ?
	    SESSION_NOTE_RAW : SESSION_NOTE_SERVER, "", emit_text(s, words));
}

static void
on_ctcp(struct session *s, const struct received *r)
{
	char *body = ctcp_body(&s->arena, r->m->params[1]), *rest;

	if (r->is_own || r->is_ignored)
		return;
	rest = strchr(body, ' ');
	if (rest != NULL)
		*rest++ = '\0';
	else
		rest = body + strlen(body);
	tell_ctcp(s, r, body, rest);
	if (irc_msg_is(r->m, "PRIVMSG") && !r->is_server)
		answer_ctcp(s, r, body, rest);
}

/* --- Where a message belongs ----------------------------------------------- */

/* "@#channel": said to its operators only; shown in the channel. */
static const char *
without_status(const struct session *s, const char *target)
{
	const char *signs = s->isupport.statusmsg;

	while (*target != '\0' && strchr(signs, *target) != NULL &&
	    isupport_is_channel(&s->isupport, target + 1))
		target++;
	return target;
}

/*
 * The channel, or the talk it belongs to. NULL: it belongs to no talk. A
 * notice opens none: services use them; nor does who is ignored.
 */
static struct target *
place_of(struct session *s, const struct received *r)
{
	const char *to = clean_name(&s->arena,
	    without_status(s, r->m->params[0]));
	bool is_notice = irc_msg_is(r->m, "NOTICE");

	if (isupport_is_channel(&s->isupport, to))
		return target_get(s, to);
	if (!s->login.is_done || r->is_server || r->nick[0] == '\0')
		return NULL;
	if (!session_same_name(s, to, s->nick))
		return r->is_own ? target_get(s, to) : NULL;
	return is_notice || r->is_ignored ? target_find(s, r->nick) :
	    target_get(s, r->nick);
}

static void
tell_note(struct session *s, const struct received *r,
    const struct session_line *line)
{
	struct session_event *ev = emit(s, SESSION_EVENT_NOTE, NULL);

	ev->note.kind = SESSION_NOTE_SERVER;
	ev->note.sender = r->nick;
	ev->note.subject = "";
	ev->note.text = clean_text(&s->arena, line->text);
	ev->note.time_ms = r->time_ms;
}

/*
 * The message of ours that this is the echo of, and where it belongs. One that
 * was sent again may have been stored under another name of ours: then only
 * its label says so.
 */
static struct message *
find_echoed(struct session *s, const struct received *r,
    const struct session_line *line, struct target **t)
{
	struct message *msg = NULL;

	if (!session_has(s, HAS_ECHO))
		return NULL;
	if (r->label[0] != '\0')
		msg = outbox_find(s, r->label);
	else if (r->is_own && *t != NULL)
		msg = delivery_match(s, *t, line, false);
	if (msg != NULL)
		*t = msg->target;	/* whoever it is called by now */
	return msg;
}

void
message_on_text(struct session *s, const struct received *r)
{
	struct session_line line;
	struct message *msg;
	struct target *t;

	if (!message_line(s, r, &line)) {
		on_ctcp(s, r);
		return;
	}
	t = place_of(s, r);
	msg = find_echoed(s, r, &line, &t);
	if (t == NULL) {
		if (!r->is_ignored)
			tell_note(s, r, &line);
		return;
	}
	if (msg != NULL) {
		line.own = true;
		line.id = emit_text(s, msg->id);
	}
	message_tell(s, t, &line);
	if (msg != NULL)
		delivery_stored(s, msg, &line);
}

/* --- Tags alone ------------------------------------------------------------ */

/* The channel, or the other side of the talk; NULL: none that we know. */
static struct target *
known_place(const struct session *s, const struct received *r)
{
	const char *to = without_status(s, r->m->params[0]);

	return target_find(s, session_same_name(s, to, s->nick) ? r->nick :
	    to);
}

static void
tell_typing(struct session *s, struct target *t, const struct received *r)
{
	struct session_event *ev = emit(s, SESSION_EVENT_TYPING, t);

	ev->typing.nick = r->nick;
	ev->typing.state = str_eq(r->typing, "active") ?
	    SESSION_TYPING_ACTIVE : str_eq(r->typing, "paused") ?
	    SESSION_TYPING_PAUSED : SESSION_TYPING_DONE;
}

void
message_on_tagmsg(struct session *s, const struct received *r)
{
	struct target *t = known_place(s, r);

	if (t == NULL || r->nick[0] == '\0')
		return;
	if (r->is_ignored)
		return;
	if (r->typing[0] != '\0' && !r->is_own)
		tell_typing(s, t, r);
	remark_heard(s, t, r);
}

void
message_tell_read(struct session *s, struct target *t)
{
	char stamp[TIME_ISO_SIZE + 16] = "timestamp=";

	if (!session_is_on(s) || !session_has(s, HAS_READ_MARKER) ||
	    t->read_told_ms == t->read_ms)
		return;
	t->read_told_ms = t->read_ms;
	time_format_iso(stamp + strlen(stamp), t->read_ms);
	queue_say(s, "MARKREAD", t->name, stamp, NULL);
}

/*
 * MARKREAD <target> timestamp=..., or "*": nothing. Markers only go forward
 * (read-marker specification): what we have read and this server does not
 * know, because there was no connection, it is told once.
 */
void
message_on_markread(struct session *s, const struct received *r)
{
	struct target *t = target_find(s, r->m->params[0]);
	const char *stamp = r->m->params[1];
	struct session_event *ev;
	int64_t time_ms = 0;

	if (t == NULL || (!str_eq(stamp, "*") &&
	    (!str_starts(stamp, "timestamp=") ||
	    !time_parse_iso(stamp + strlen("timestamp="), &time_ms))))
		return;
	if (time_ms < t->read_ms) {
		message_tell_read(s, t);
		return;
	}
	if (time_ms == 0)
		return;
	t->read_ms = t->read_told_ms = time_ms;
	ev = emit(s, SESSION_EVENT_READ, t);
	ev->read.time_ms = time_ms;
}

void
message_on_redact(struct session *s, const struct received *r)
{
	struct target *t = known_place(s, r);

	if (t != NULL)
		remark_heard(s, t, r);
}
