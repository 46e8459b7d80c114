/* presence.c -- who comes, goes, is renamed or away: changes as they happen. */
#include "config.h"

#include "session/presence.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "session/answer.h"
#include "session/clean.h"
#include "session/message.h"
#include "session/session_internal.h"

#include "base/banned.h"

static struct session_line
make_line(struct session *s, const struct received *r,
    enum session_line_kind kind, const char *object, const char *text)
{
	return (struct session_line){
		.kind = kind, .own = r->is_own, .from_server = r->is_server,
		.time_ms = r->time_ms, .msgid = r->msgid, .id = "",
		.reply_to = "", .nick = r->nick, .object = object,
		.text = text, .text_len = strlen(text),
		.source = r->m->source != NULL ?
		    clean_text(&s->arena, r->m->source) : "",
	};
}

/* A line of the pane about what `r` did. */
static void
tell_line(struct session *s, struct target *t, const struct received *r,
    enum session_line_kind kind, const char *object, const char *text)
{
	struct session_line line = make_line(s, r, kind, object, text);

	message_tell(s, t, &line);
}

/* The parameter, clean, or "". */
static const char *
words(struct session *s, const struct received *r, size_t i)
{
	return i < r->m->nparams ? clean_text(&s->arena, r->m->params[i]) : "";
}

static const char *
name(struct session *s, const struct received *r, size_t i)
{
	return i < r->m->nparams ? clean_name(&s->arena, r->m->params[i]) : "";
}

/* --- Coming ---------------------------------------------------------------- */

static void
own_join(struct session *s, struct target *t, int64_t time_ms)
{
	struct session_event *ev;
	bool is_return = t->was_joined || t->newest.time_ms != 0;

	if (t->is_joined)
		return;		/* another terminal of ours */
	t->is_joined = t->is_wanted = true;
	t->was_joined = false;
	t->joined_ms = time_ms;
	ev = emit(s, SESSION_EVENT_JOINED, t);
	ev->joined.is_lobby = session_same_name(s, t->name,
	    s->isupport.lobby);
	ev->joined.is_return = is_return;
	history_joined(s, t, is_return);
	if (t->is_leaving && s->resume.is_done)
		queue_say(s, "PART", t->name, NULL);
	t->is_leaving = false;
}

/* JOIN <channel> [<account> <real name>] */
void
presence_on_join(struct session *s, const struct received *r)
{
	struct target *t;
	struct member *m;

	if (r->is_own)
		register_complete(s);	/* who is let in is welcome */
	t = r->is_own ? target_get(s, name(s, r, 0)) :
	    target_find(s, name(s, r, 0));
	if (t == NULL || !t->is_channel || r->nick[0] == '\0')
		return;
	if (r->is_own) {
		own_join(s, t, r->time_ms);
		return;
	}
	m = t->is_joined ? member_get(s, t, r->nick) : NULL;
	if (m == NULL)
		return;
	if (r->m->nparams > 1)
		(void)member_set_account(m, name(s, r, 1));
	member_tell(s, t, m);
	tell_line(s, t, r, SESSION_LINE_JOIN, "", "");
}

/* --- Going ----------------------------------------------------------------- */

static void
own_part(struct session *s, struct target *t, const char *by,
    const char *reason)
{
	struct session_event *ev;

	t->is_joined = t->is_wanted = t->was_joined = false;
	ask_forget(s, t);
	roster_clear(t);
	history_parted(t);
	ev = emit(s, SESSION_EVENT_PARTED, t);
	ev->parted.by = by;
	ev->parted.reason = reason;
}

void
presence_left(struct session *s, struct target *t, const char *reason)
{
	own_part(s, t, "", reason);
}

/* PART <channel> [<reason>] */
void
presence_on_part(struct session *s, const struct received *r)
{
	struct target *t = target_find(s, name(s, r, 0));
	struct member *m;

	if (t == NULL || !t->is_joined)
		return;
	if (r->is_own) {
		own_part(s, t, "", words(s, r, 1));
		return;
	}
	m = member_find(s, t, r->nick);
	if (m != NULL)
		member_tell_gone(s, t, m);
	tell_line(s, t, r, SESSION_LINE_PART, "", words(s, r, 1));
}

/* KICK <channel> <nick> [<reason>] */
void
presence_on_kick(struct session *s, const struct received *r)
{
	struct target *t = target_find(s, name(s, r, 0));
	const char *who = name(s, r, 1);
	struct member *m;

	if (t == NULL || !t->is_joined)
		return;
	tell_line(s, t, r, SESSION_LINE_KICK, who, words(s, r, 2));
	if (session_same_name(s, who, s->nick)) {
		own_part(s, t, r->nick, words(s, r, 2));
		return;
	}
	m = member_find(s, t, who);
	if (m != NULL)
		member_tell_gone(s, t, m);
}

/* QUIT [<reason>] */
void
presence_on_quit(struct session *s, const struct received *r)
{
	struct target *t, *next;
	struct member *m;

	if (r->is_own)
		return;	/* the end of the connection follows */
	HASH_ITER(hh, s->targets, t, next) {
		m = member_find(s, t, r->nick);
		if (m != NULL)
			member_tell_gone(s, t, m);
		if (m != NULL || (!t->is_channel &&
		    session_same_name(s, t->name, r->nick)))
			tell_line(s, t, r, SESSION_LINE_QUIT, "",
			    words(s, r, 0));
	}
	register_nick_is_free(s, r->nick);
}

/* --- Another name ---------------------------------------------------------- */

static bool
rename_talk(struct session *s, const char *from, const char *to)
{
	struct target *t = target_find(s, from), *other = target_find(s, to);

	if (t == NULL || t->is_channel || (other != NULL && other != t))
		return false;
	target_rename(s, t, to);
	return true;
}

static void
tell_nick(struct session *s, const struct received *r, const char *to)
{
	bool is_target = rename_talk(s, r->nick, to);
	struct session_event *ev = emit(s, SESSION_EVENT_NICK, NULL);

	ev->nick.from = r->nick;
	ev->nick.to = to;
	ev->nick.own = r->is_own;
	ev->nick.is_target = is_target;
}

/* NICK <new nick> */
void
presence_on_nick(struct session *s, const struct received *r)
{
	const char *to = name(s, r, 0);
	struct target *t, *next;
	struct member *m;

	if (to[0] == '\0' || r->nick[0] == '\0')
		return;
	if (r->is_own)
		str_copy(s->nick, sizeof s->nick, to);
	tell_nick(s, r, to);
	HASH_ITER(hh, s->targets, t, next) {
		m = member_find(s, t, r->nick);
		if (m != NULL)
			member_tell_renamed(s, t, m, to);
		if (m != NULL || (!t->is_channel &&
		    session_same_name(s, t->name, to)))
			tell_line(s, t, r, SESSION_LINE_NICK, to, "");
	}
	if (!r->is_own)
		register_nick_is_free(s, r->nick);
}

/* --- What they are --------------------------------------------------------- */

/* The modes of members among those of a MODE. */
static void
set_member_modes(struct session *s, struct target *t,
    const struct received *r)
{
	struct irc_mode_classes classes = isupport_mode_classes(&s->isupport);
	struct irc_mode_reader reader;
	struct irc_mode_change c;
	struct member *m;
	char signs[PREFIXES_SIZE + 2] = "", sign, *at;

	irc_mode_start(&reader, &classes, r->m->params + 1,
	    r->m->nparams - 1);
	while (irc_mode_next(&reader, &c)) {
		if (c.kind != IRC_MODE_MEMBER || c.param == NULL ||
		    (m = member_find(s, t, c.param)) == NULL)
			continue;
		sign = isupport_sign_of_mode(&s->isupport, c.letter);
		str_copy(signs, PREFIXES_SIZE, m->prefixes);
		if (c.adding) {
			at = signs + strlen(signs);
			at[0] = sign;
			at[1] = '\0';
		} else if ((at = strchr(signs, sign)) != NULL && *at != '\0') {
			memmove(at, at + 1, strlen(at));
		}
		if (member_set_prefixes(s, m, signs))
			member_tell(s, t, m);
	}
}

/* The parameters from the second on, as one text. */
static const char *
change_words(struct session *s, const struct received *r)
{
	const char *words;
	struct buf text;
	bool ok = true;
	size_t i;

	buf_init(&text, IRC_LINE_FOREIGN_MAX);
	for (i = 1; i < r->m->nparams && ok; i++)
		ok = buf_add_str(&text, i > 1 ? " " : "") &&
		    buf_add_str(&text, r->m->params[i]);
	words = clean_copy(&s->arena, buf_str(&text));
	buf_release(&text);
	return words;
}

/* MODE <channel> <modes> ...; our own user modes are nobody's business. */
void
presence_on_mode(struct session *s, const struct received *r)
{
	struct target *t = target_find(s, name(s, r, 0));

	if (t == NULL || !t->is_joined)
		return;
	set_member_modes(s, t, r);
	tell_line(s, t, r, SESSION_LINE_MODE, "", change_words(s, r));
}

/* AWAY [<text>]: away-notify */
void
presence_on_away(struct session *s, const struct received *r)
{
	bool away = r->m->nparams > 0 && r->m->params[0][0] != '\0';
	struct session_event *ev = emit(s, SESSION_EVENT_AWAY, NULL);
	struct target *t, *next;
	struct member *m;

	ev->away.nick = r->nick;
	ev->away.own = r->is_own;
	ev->away.away = away;
	ev->away.text = words(s, r, 0);
	ev->away.time_ms = r->time_ms;
	HASH_ITER(hh, s->targets, t, next) {
		m = member_find(s, t, r->nick);
		if (m == NULL)
			continue;
		m->knows_away = true;	/* else we would have been told */
		if (member_set_away(m, away))
			member_tell(s, t, m);
	}
}

/* ACCOUNT <account>: account-notify */
void
presence_on_account(struct session *s, const struct received *r)
{
	struct target *t, *next;
	struct member *m;

	HASH_ITER(hh, s->targets, t, next) {
		m = member_find(s, t, r->nick);
		if (m != NULL && member_set_account(m, name(s, r, 0)))
			member_tell(s, t, m);
	}
}

/* CHGHOST <user> <host>: how much of a line is ours changes with it. */
void
presence_on_chghost(struct session *s, const struct received *r)
{
	if (r->is_own)
		s->userhost_len = strlen(r->m->params[0]) + 1 +
		    strlen(r->m->params[1]);
}

/* TOPIC <channel> <text> */
void
presence_on_topic(struct session *s, const struct received *r)
{
	struct target *t = target_find(s, name(s, r, 0));
	const char *text = words(s, r, 1);
	struct session_event *ev;

	if (t == NULL || !t->is_joined)
		return;
	free(t->topic);
	t->topic = xstrdup(text);
	ev = emit(s, SESSION_EVENT_TOPIC, t);
	ev->topic.text = text;
	ev->topic.by = r->nick;
	ev->topic.time_ms = r->time_ms;
	ev->topic.is_change = true;
	tell_line(s, t, r, SESSION_LINE_TOPIC, "", text);
}

/* INVITE <nick> <channel>: of us, or (invite-notify) of somebody else */
void
presence_on_invite(struct session *s, const struct received *r)
{
	const char *who = name(s, r, 0), *channel = name(s, r, 1);
	struct target *t = target_find(s, channel);
	struct session_event *ev;

	if (!session_same_name(s, who, s->nick)) {
		if (t != NULL && t->is_joined)
			tell_line(s, t, r, SESSION_LINE_INVITE, who, "");
		return;
	}
	if (r->is_ignored)
		return;
	ev = emit(s, SESSION_EVENT_NOTE, NULL);
	ev->note.kind = SESSION_NOTE_INVITE;
	ev->note.sender = r->nick;
	ev->note.subject = channel;
	ev->note.text = "";
	ev->note.time_ms = r->time_ms;
}

/* --- What happened before -------------------------------------------------- */

bool
presence_past(struct session *s, const struct received *r,
    struct session_line *line)
{
	if (r->nick[0] == '\0')
		return false;
	if (irc_msg_is(r->m, "JOIN"))
		*line = make_line(s, r, SESSION_LINE_JOIN, "", "");
	else if (irc_msg_is(r->m, "PART"))
		*line = make_line(s, r, SESSION_LINE_PART, "",
		    words(s, r, 1));
	else if (irc_msg_is(r->m, "QUIT"))
		*line = make_line(s, r, SESSION_LINE_QUIT, "",
		    words(s, r, 0));
	else if (irc_msg_is(r->m, "KICK"))
		*line = make_line(s, r, SESSION_LINE_KICK, name(s, r, 1),
		    words(s, r, 2));
	else if (irc_msg_is(r->m, "NICK"))
		*line = make_line(s, r, SESSION_LINE_NICK, name(s, r, 0), "");
	else if (irc_msg_is(r->m, "TOPIC"))
		*line = make_line(s, r, SESSION_LINE_TOPIC, "",
		    words(s, r, 1));
	else if (irc_msg_is(r->m, "MODE"))
		*line = make_line(s, r, SESSION_LINE_MODE, "",
		    change_words(s, r));
	else
		return false;
	return true;
}
