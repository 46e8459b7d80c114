/* register.c -- from a connection to a name on the network. */
#include "config.h"

#include "session/register.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "session/answer.h"
#include "session/clean.h"
#include "session/remark.h"
#include "session/session_internal.h"
#include "session/talks.h"

#include "base/banned.h"

enum {
	CAP_ANSWER_MS = 3 * 1000,	/* old servers may say nothing at all */
	DEADLINE_MS = 30 * 1000,
	COLLISIONS_MAX = 8
};

/* --- Saying who we are ----------------------------------------------------- */

void
register_introduce(struct session *s)
{
	struct login *l = &s->login;
	const struct settings *c = &s->config;

	if (l->is_introduced)
		return;
	l->is_introduced = true;
	if (c->password != NULL)
		wire_say(s, "PASS", c->password, NULL);
	else if (c->pass_too && !s->sasl.is_offered)
		wire_say(s, "PASS", c->account_password, NULL);
	resume_say(s);
	wire_say(s, "NICK", c->nick, NULL);
	wire_say(s, "USER", c->user, "0", "*", c->realname, NULL);
}

/* To a server without TLS nothing is said before it has told what it can; and
 * a password not before it is known whether it is for an account, a token not
 * before it is known that there are such. */
void
register_start(struct session *s, bool is_private)
{
	struct login *l = &s->login;
	bool is_ever = l->is_ever;

	memset(l, 0, sizeof *l);
	l->is_ever = is_ever;
	l->since_ms = s->now.mono_ms;
	resume_start(s);
	isupport_init(&l->isupport);
	s->stored[0] = '\0';
	s->multiline_bytes = 0;
	str_copy(s->nick, sizeof s->nick, s->config.nick);
	session_set_state(s, SESSION_REGISTERING);
	wire_say(s, "CAP", "LS", "302", NULL);
	if (is_private && !s->config.pass_too && !resume_is_possible(s))
		register_introduce(s);
}

int64_t
register_tick(struct session *s)
{
	struct login *l = &s->login;

	if (s->state != SESSION_REGISTERING)
		return INT64_MAX;
	if (s->now.mono_ms >= l->since_ms + DEADLINE_MS) {
		link_down(s, SESSION_WHY_LINK,
		    _("the server did not welcome us within 30 seconds"), true);
		return s->now.mono_ms;
	}
	if (s->now.mono_ms >= l->since_ms + CAP_ANSWER_MS)
		register_introduce(s);
	return l->is_introduced ? l->since_ms + DEADLINE_MS :
	    l->since_ms + CAP_ANSWER_MS;
}

/* --- Names that are taken -------------------------------------------------- */

/* nick_, nick__, nick___; then the end is replaced: nic1, nic2 ... */
static void
variant(const struct session *s, unsigned n, char out[NAME_SIZE])
{
	const char *nick = s->config.nick;
	size_t max = s->login.isupport.nick_len, len = strlen(nick);

	if (n <= 3 && (len + n <= max || !s->login.is_welcome)) {
		snprintf(out, NAME_SIZE, "%.200s%.*s", nick, (int)n, "___");
		return;
	}
	if (max > 200)
		max = 200;
	snprintf(out, NAME_SIZE, "%.*s%u",
	    (int)(len < max && max > 1 ? len : max - 1), nick, n);
}

static void
try_next_nick(struct session *s)
{
	struct login *l = &s->login;
	char nick[NAME_SIZE], words[NAME_SIZE + 128];

	if (++l->collisions > COLLISIONS_MAX) {
		link_down(s, SESSION_WHY_NICK,
		    _("no free name was found: /nick NAME takes another"),
		    true);
		return;
	}
	variant(s, l->collisions, nick);
	snprintf(words, sizeof words, _("the name is taken; trying %.200s"),
	    nick);
	answer_note(s, SESSION_NOTE_INFO, s->nick, words);
	str_copy(s->nick, sizeof s->nick, nick);
	wire_say(s, "NICK", nick, NULL);
}

/* 431 to 437: before the welcome we must have some name. */
void
register_on_nick_refused(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const char *words = clean_text(&s->arena, m->params[m->nparams - 1]);

	if (s->login.is_welcome || m->nparams < 2)
		answer_on_numeric(s, r);
	else if (irc_msg_numeric(m) == 432)
		link_down(s, SESSION_WHY_NICK, words, true);
	else
		try_next_nick(s);
}

void
register_nick_is_free(struct session *s, const char *nick)
{
	if (s->login.collisions > 0 &&
	    session_same_name(s, nick, s->config.nick) &&
	    !session_same_name(s, s->nick, s->config.nick)) {
		s->login.collisions = 0;
		queue_say(s, "NICK", s->config.nick, NULL);
	}
}

/* 464, 465: trying again will not help. */
void
register_on_refused(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;

	if (s->login.is_welcome || m->nparams < 1) {
		answer_on_numeric(s, r);
		return;
	}
	s->link.why = irc_msg_numeric(m) == 464 ? SESSION_WHY_PASSWORD :
	    SESSION_WHY_BANNED;
	str_copy(s->link.reason, sizeof s->link.reason,
	    clean_text(&s->arena, m->params[m->nparams - 1]));
}

/* --- Welcome --------------------------------------------------------------- */

void
register_on_welcome(struct session *s, const struct received *r)
{
	const char *nick = clean_name(&s->arena, r->m->params[0]);

	s->login.is_welcome = true;
	resume_welcome(s);
	if (nick[0] != '\0')
		str_copy(s->nick, sizeof s->nick, nick);
}

/* Whether names are compared or told apart in another way. */
static bool
names_differ(const struct isupport *a, const struct isupport *b)
{
	return a->casemapping != b->casemapping ||
	    strcmp(a->chantypes, b->chantypes) != 0;
}

void
register_on_isupport(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	struct isupport *is = s->login.is_done ? &s->isupport :
	    &s->login.isupport;
	struct isupport old = *is;
	size_t i;

	for (i = 1; i < m->nparams; i++)
		if (strchr(m->params[i], ' ') == NULL)
			isupport_apply(is, m->params[i]);
	if (s->login.is_done && names_differ(is, &old))
		target_rehash(s);
}

static void
tell_welcome(struct session *s, bool is_return)
{
	struct session_event *ev = emit(s, SESSION_EVENT_WELCOME, NULL);

	ev->welcome.network = clean_copy(&s->arena, s->isupport.network);
	ev->welcome.lobby = clean_copy(&s->arena, s->isupport.lobby);
	ev->welcome.nick = emit_text(s, s->nick);
	ev->welcome.prefixes = clean_copy(&s->arena,
	    s->isupport.member_signs);
	ev->welcome.stored = clean_copy(&s->arena, s->stored);
	ev->welcome.tls = s->is_tls;
	ev->welcome.verified = s->is_verified;
	ev->welcome.has_echo = session_has(s, HAS_ECHO);
	ev->welcome.has_history = session_has(s, HAS_HISTORY);
	ev->welcome.has_typing = remark_may_tag(s, "+typing");
	ev->welcome.has_replies = remark_may_tag(s, "+draft/reply");
	ev->welcome.has_reactions = ev->welcome.has_replies &&
	    remark_may_tag(s, "+draft/react");
	ev->welcome.has_redaction = session_has(s, HAS_REDACTION);
	ev->welcome.is_return = is_return;
	ev->welcome.is_resumed = s->resume.is_done;
}

/* Channels are joined again, those without a key in as few lines as it goes.
 * Who is the same user as before is in them. */
static void
rejoin(struct session *s)
{
	char names[IRC_LINE_BODY_MAX - 64] = "";
	struct target *t, *next;
	size_t len = 0;

	HASH_ITER(hh, s->targets, t, next) {
		if (!t->is_channel || !t->is_wanted || t->is_joined ||
		    (t->was_joined && s->resume.is_done))
			continue;
		if (t->password != NULL) {
			queue_say(s, "JOIN", t->name, t->password, NULL);
			continue;
		}
		if (len + strlen(t->name) + 2 > sizeof names) {
			queue_say(s, "JOIN", names, NULL);
			len = 0;
		}
		len += (size_t)snprintf(names + len, sizeof names - len,
		    "%s%s", len > 0 ? "," : "", t->name);
	}
	if (len > 0)
		queue_say(s, "JOIN", names, NULL);
}

/* The server lets us into its lobby unasked; what is for there waits for it. */
static void
want_lobby(struct session *s)
{
	struct target *t = target_find(s, s->isupport.lobby);

	if (t != NULL && t->is_channel && !s->resume.is_done)
		t->is_wanted = true;
}

void
register_complete(struct session *s)
{
	struct login *l = &s->login;
	bool is_return = l->is_ever, is_other;

	if (l->is_done || !l->is_welcome)
		return;
	l->is_done = l->is_ever = true;
	is_other = names_differ(&s->isupport, &l->isupport);
	s->isupport = l->isupport;
	if (session_has(s, HAS_STORED))
		str_copy(s->stored, sizeof s->stored, l->offered_stored);
	if (is_other)
		target_rehash(s);
	link_welcome(s);
	tell_welcome(s, is_return);
	session_set_state(s, SESSION_SYNCING);
	want_lobby(s);
	resume_complete(s);
	rejoin(s);
	talks_welcome(s, is_return);
	delivery_connected(s);
}

void
register_on_motd_end(struct session *s, const struct received *r)
{
	if (irc_msg_numeric(r->m) == 422 && session_is_on(s))
		answer_note(s, SESSION_NOTE_INFO, "",
		    _("the server has no message of the day"));
	register_complete(s);
}
