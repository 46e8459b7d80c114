/* answer.c -- numerics: answers to what was asked, errors, the server's words. */
#include "config.h"

#include "session/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "session/clean.h"
#include "session/numeric.h"
#include "session/remark.h"
#include "session/session_internal.h"

#include "base/banned.h"

/* --- Pieces ---------------------------------------------------------------- */

static const char *
param(struct session *s, const struct received *r, size_t i)
{
	return i < r->m->nparams ? clean_text(&s->arena, r->m->params[i]) : "";
}

/* The parameters from `i` on, as people read them. */
static const char *
params_from(struct session *s, const struct received *r, size_t i)
{
	struct buf text;
	const char *words;
	bool ok = true;

	buf_init(&text, IRC_LINE_FOREIGN_MAX);
	for (; i < r->m->nparams && ok; i++)
		ok = buf_add_str(&text, text.len > 0 ? " " : "") &&
		    buf_add_str(&text, r->m->params[i]);
	words = clean_copy(&s->arena, buf_str(&text));
	buf_release(&text);
	return words;
}

static uint64_t
number(const char *text)
{
	int64_t n;

	return str_to_int64(text, 0, INT64_MAX / 1000, &n) ? (uint64_t)n : 0;
}

static void
tell_note(struct session *s, enum session_note kind, const char *sender,
    const char *subject, const char *text, int64_t time_ms)
{
	struct session_event *ev = emit(s, SESSION_EVENT_NOTE, NULL);

	ev->note.kind = kind;
	ev->note.sender = sender;
	ev->note.subject = subject;
	ev->note.text = text;
	ev->note.time_ms = time_ms;
}

void
answer_note(struct session *s, enum session_note kind, const char *subject,
    const char *text)
{
	tell_note(s, kind, "", clean_copy(&s->arena, subject),
	    clean_copy(&s->arena, text), s->now.wall_ms);
}

/* --- WHOIS, LIST ----------------------------------------------------------- */

static enum session_whois
whois_kind(int numeric)
{
	switch (numeric) {
	case 311:
		return SESSION_WHOIS_USER;
	case 312:
		return SESSION_WHOIS_SERVER;
	case 313:
		return SESSION_WHOIS_OPERATOR;
	case 314:
		return SESSION_WHOIS_WAS;
	case 317:
		return SESSION_WHOIS_IDLE;
	case 318:
	case 369:
		return SESSION_WHOIS_END;
	case 319:
		return SESSION_WHOIS_CHANNELS;
	case 330:
		return SESSION_WHOIS_ACCOUNT;
	case 671:
		return SESSION_WHOIS_SECURE;
	}
	return SESSION_WHOIS_OTHER;
}

static const char *
at_host(struct session *s, const char *user, const char *host)
{
	size_t size = strlen(user) + strlen(host) + 2;
	char *both = arena_take(&s->arena, size);

	memcpy(both, user, strlen(user));
	both[strlen(user)] = '@';
	memcpy(both + strlen(user) + 1, host, strlen(host) + 1);
	return both;
}

/* <numeric> <client> <nick> ... */
void
answer_on_whois(struct session *s, const struct received *r)
{
	enum session_whois what = whois_kind(irc_msg_numeric(r->m));
	struct session_event *ev = emit(s, SESSION_EVENT_WHOIS, NULL);
	const char *nick = clean_name(&s->arena,
	    r->m->nparams > 1 ? r->m->params[1] : "");

	ev->whois.nick = nick;
	ev->whois.what = what;
	ev->whois.text = ev->whois.more = "";
	str_copy(s->whois, sizeof s->whois,
	    what == SESSION_WHOIS_END ? "" : nick);
	if (what == SESSION_WHOIS_USER || what == SESSION_WHOIS_WAS) {
		ev->whois.text = at_host(s, param(s, r, 2), param(s, r, 3));
		ev->whois.more = param(s, r, 5);
	} else if (what == SESSION_WHOIS_IDLE) {
		ev->whois.number = number(param(s, r, 2));
		ev->whois.time_ms = r->m->nparams > 4 ?
		    (int64_t)number(param(s, r, 3)) * 1000 : 0;
	} else if (what == SESSION_WHOIS_OTHER) {
		ev->whois.text = params_from(s, r, 2);
	} else if (what != SESSION_WHOIS_END) {
		ev->whois.text = param(s, r, 2);
	}
}

/* 322 <client> <channel> <members> :<topic>; 323: that was all */
void
answer_on_list(struct session *s, const struct received *r)
{
	struct session_event *ev = emit(s, SESSION_EVENT_LIST, NULL);

	ev->list.is_end = irc_msg_numeric(r->m) == 323;
	ev->list.channel = ev->list.topic = "";
	if (ev->list.is_end)
		return;
	ev->list.channel = param(s, r, 1);
	ev->list.members = (unsigned long)number(param(s, r, 2));
	ev->list.topic = param(s, r, 3);
}

/* --- Away ------------------------------------------------------------------ */

static void
tell_away(struct session *s, const char *nick, bool own, bool away,
    const char *text)
{
	struct session_event *ev = emit(s, SESSION_EVENT_AWAY, NULL);

	ev->away.nick = nick;
	ev->away.own = own;
	ev->away.away = away;
	ev->away.text = text;
	ev->away.time_ms = s->now.wall_ms;
}

/* 301 <client> <nick> :<text>: part of a WHOIS, or we have written there. */
void
answer_on_away(struct session *s, const struct received *r)
{
	const char *nick = clean_name(&s->arena,
	    r->m->nparams > 1 ? r->m->params[1] : "");
	struct session_event *ev;

	if (s->whois[0] == '\0' || !session_same_name(s, nick, s->whois)) {
		tell_away(s, nick, false, true, param(s, r, 2));
		return;
	}
	ev = emit(s, SESSION_EVENT_WHOIS, NULL);
	ev->whois.nick = nick;
	ev->whois.what = SESSION_WHOIS_AWAY;
	ev->whois.text = param(s, r, 2);
	ev->whois.more = "";
}

void
answer_on_own_away(struct session *s, const struct received *r)
{
	tell_away(s, emit_text(s, s->nick), true,
	    irc_msg_numeric(r->m) == 306, "");
}

/* --- Topic ----------------------------------------------------------------- */

/* 331 none, 332 its text, 333 <nick> <time> */
void
answer_on_topic(struct session *s, const struct received *r)
{
	struct target *t = r->m->nparams > 1 ?
	    target_find(s, r->m->params[1]) : NULL;
	int numeric = irc_msg_numeric(r->m);
	struct session_event *ev;

	if (t == NULL || !t->is_joined)
		return;
	if (numeric != 333) {
		free(t->topic);
		t->topic = xstrdup(numeric == 332 ? param(s, r, 2) : "");
	}
	ev = emit(s, SESSION_EVENT_TOPIC, t);
	ev->topic.text = emit_text(s, t->topic != NULL ? t->topic : "");
	ev->topic.by = "";
	if (numeric != 333)
		return;
	ev->topic.by = arena_copy(&s->arena, param(s, r, 2),
	    strcspn(param(s, r, 2), "!"));
	ev->topic.time_ms = (int64_t)number(param(s, r, 3)) * 1000;
}

/* --- The server's words ---------------------------------------------------- */

void
answer_on_motd(struct session *s, const struct received *r)
{
	if (irc_msg_numeric(r->m) == 372)
		tell_note(s, SESSION_NOTE_MOTD, r->nick, "",
		    param(s, r, r->m->nparams - 1), r->time_ms);
}

/* WALLOPS, KILL */
void
answer_on_words(struct session *s, const struct received *r)
{
	tell_note(s, SESSION_NOTE_SERVER, r->nick, "",
	    param(s, r, r->m->nparams - 1), r->time_ms);
}

/* --- Refusals -------------------------------------------------------------- */

static bool
is_about_joining(int numeric)
{
	switch (numeric) {
	case 403: case 405: case 437: case 471: case 473: case 474:
	case 475: case 476: case 477: case 479: case 480: case 489:
	case 520:
		return true;
	}
	return false;
}

/* We wait to be let in, and are not. */
static void
join_refused(struct session *s, struct target *t, const char *reason)
{
	struct session_event *ev;

	t->is_wanted = false;
	if (t->was_joined) {
		t->was_joined = false;
		roster_clear(t);
		ev = emit(s, SESSION_EVENT_PARTED, t);
		ev->parted.by = "";
		ev->parted.reason = reason;
	}
	delivery_decide(s, t);
}

/* A request of our own that the server does not know or want: nobody's news. */
static bool
is_about_ask(const struct session *s, const struct received *r, int numeric,
    const char *about)
{
	const struct ask *a = s->asks.out;

	if (a == NULL)
		return false;
	if (r->label[0] != '\0')
		return str_eq(r->label, a->label);
	if (numeric != 263 && numeric != 402 && numeric != 403 &&
	    numeric != 416 && numeric != 421 && numeric != 461)
		return false;
	return str_eq(about, "CHATHISTORY") || str_eq(about, "SEARCH") || str_eq(about, "WHO") ||
	    str_eq(about, "NAMES") || (a->target != NULL &&
	    session_same_name(s, about, a->target->name));
}

static enum session_note
error_kind(int numeric)
{
	if (numeric == 401 || numeric == 406)
		return SESSION_NOTE_NO_NICK;
	if (numeric == 403 || numeric == 442)
		return SESSION_NOTE_NO_CHANNEL;
	return SESSION_NOTE_ERROR;
}

static void
on_error(struct session *s, const struct received *r, int numeric)
{
	const char *about = r->m->nparams > 2 ? param(s, r, 1) : "";
	const char *text = numeric_words(&s->arena, r->m);
	struct target *t = target_find(s, about);

	if (text == NULL)
		text = param(s, r, r->m->nparams - 1);
	if (is_about_ask(s, r, numeric, about)) {
		ask_failed(s, numeric == 263 ? HISTORY_NO_ANSWER :
		    HISTORY_REFUSED);
		return;
	}
	if (t != NULL && t->is_wanted && !t->is_joined &&
	    is_about_joining(numeric))
		join_refused(s, t, text);
	else
		(void)delivery_error(s, r->label, about, text);
	tell_note(s, error_kind(numeric), r->nick, about, text, r->time_ms);
}

/* Those of the welcome are no answers to anything. */
static bool
is_greeting(int numeric)
{
	return numeric < 10 || (numeric >= 250 && numeric <= 255) ||
	    numeric == 265 || numeric == 266;
}

void
answer_on_numeric(struct session *s, const struct received *r)
{
	int numeric = irc_msg_numeric(r->m);
	const char *text;

	if (numeric == 0 || r->m->nparams == 0)
		return;
	if (numeric >= 400 && numeric < 600) {
		on_error(s, r, numeric);
		return;
	}
	if (numeric == 2 || numeric == 3)
		return;		/* 4 says what the server runs */
	text = numeric_words(&s->arena, r->m);
	tell_note(s, is_greeting(numeric) ? SESSION_NOTE_SERVER :
	    SESSION_NOTE_RAW,
	    text != NULL || is_greeting(numeric) ? "" : r->nick, "",
	    text != NULL ? text : params_from(s, r, 1), r->time_ms);
}

/* FAIL <command> <code> [<context> ...] :<words>; WARN and NOTE likewise */
void
answer_on_standard(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const char *text = param(s, r, m->nparams - 1);
	const char *about = m->nparams > 3 ? param(s, r, m->nparams - 2) : "";
	struct ask *a = s->asks.out;

	if (str_eq(m->params[0], "RESUME")) {
		resume_forget(s);	/* we come as a new one: no news */
		return;
	}
	if (str_eq(m->params[0], "MARKREAD"))
		return;		/* our own doing, in a channel just left */
	if (str_eq(m->params[0], "REGISTER") && irc_msg_is(m, "FAIL")) {
		account_on_register_failed(s, r);
		return;
	}
	if (!irc_msg_is(m, "FAIL")) {
		tell_note(s, SESSION_NOTE_SERVER, r->nick, about, text,
		    r->time_ms);
		return;
	}
	if (str_eq(m->params[0], "CHATHISTORY") && a != NULL &&
	    (a->kind == ASK_GAP || a->kind == ASK_OLDER ||
	    a->kind == ASK_AROUND || a->kind == ASK_QUOTE ||
	    a->kind == ASK_TARGETS)) {
		ask_failed(s, str_eq(m->params[1], "INVALID_TARGET") ?
		    HISTORY_REFUSED : HISTORY_NO_MSGID);
		return;
	}
	if (str_eq(m->params[0], "SEARCH") && a != NULL &&
	    a->kind == ASK_SEARCH) {
		ask_failed(s, HISTORY_REFUSED);
		return;
	}
	if (str_eq(m->params[0], "REDACT") &&
	    remark_refusal(m->params[1]) != NULL) {
		tell_note(s, SESSION_NOTE_ERROR, r->nick, "",
		    remark_refusal(m->params[1]), r->time_ms);
		return;
	}
	(void)delivery_error(s, r->label, about, text);
	tell_note(s, SESSION_NOTE_ERROR, r->nick, about, text, r->time_ms);
}
