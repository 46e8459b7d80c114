/* register.c -- from a connection to a name on the network: CAP, NICK, USER. */
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

/* What we can make use of, if the server offers it. */
static const struct {
	const char *name;
	uint32_t bit;
} wanted[] = {
	{ "account-notify",          HAS_ACCOUNT_NOTIFY },
	{ "away-notify",             HAS_AWAY_NOTIFY },
	{ "batch",                   HAS_BATCH },
	{ "cap-notify",              HAS_CAP_NOTIFY },
	{ "chathistory",             HAS_HISTORY },
	{ "chghost",                 HAS_CHGHOST },
	{ "draft/account-registration", HAS_REGISTRATION },
	{ "draft/chathistory",       HAS_HISTORY },
	{ "draft/event-playback",    HAS_EVENTS },
	{ "draft/message-redaction", HAS_REDACTION },
	{ "draft/multiline",         HAS_MULTILINE },
	{ "draft/read-marker",       HAS_READ_MARKER },
	{ "echo-message",            HAS_ECHO },
	{ "extended-join",           HAS_EXTENDED_JOIN },
	{ "invite-notify",           HAS_INVITE_NOTIFY },
	{ "labeled-response",        HAS_LABELS },
	{ "message-tags",            HAS_TAGS },
	{ "multi-prefix",            HAS_MULTI_PREFIX },
	{ "sasl",                    HAS_SASL },
	{ "server-time",             HAS_SERVER_TIME },
	{ "setname",                 HAS_SETNAME },
	{ "soju.im/search",          HAS_SEARCH },
	{ "standard-replies",        HAS_STANDARD_REPLIES },
	{ "tcpchat/resume",          HAS_RESUME },
	{ "tcpchat/stored",          HAS_STORED },
	{ "userhost-in-names",       HAS_USERHOST_IN_NAMES },
};

static const size_t wanted_count = sizeof wanted / sizeof wanted[0];

/* The row of a capability: its name ends at '=' or with the word. */
static size_t
find_wanted(struct str_span word, struct str_span *value)
{
	const char *sign = memchr(word.p, '=', word.len);
	size_t i, len = sign != NULL ? (size_t)(sign - word.p) : word.len;

	*value = (struct str_span){ word.p + len, 0 };
	if (sign != NULL)
		*value = (struct str_span){ sign + 1, word.len - len - 1 };
	for (i = 0; i < wanted_count; i++)
		if (strlen(wanted[i].name) == len &&
		    memcmp(wanted[i].name, word.p, len) == 0)
			break;
	return i;
}

bool
register_is_offered(const struct session *s, uint32_t bit)
{
	size_t i;

	for (i = 0; i < wanted_count; i++)
		if (wanted[i].bit == bit && (s->login.offered >> i & 1) != 0)
			return true;
	return false;
}

void
session_capabilities(const struct session *s, struct buf *out)
{
	size_t i;

	for (i = 0; i < wanted_count; i++)
		if (session_has(s, wanted[i].bit) &&
		    (s->login.offered >> i & 1) != 0)
			(void)!buf_addf(out, "%s%s", out->len > 0 ? " " : "",
			    wanted[i].name);
}

/* --- Saying who we are ----------------------------------------------------- */

static void
introduce(struct session *s)
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
		introduce(s);
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
		introduce(s);
	return l->is_introduced ? l->since_ms + DEADLINE_MS :
	    l->since_ms + CAP_ANSWER_MS;
}

/* --- CAP ------------------------------------------------------------------- */

/* "max-bytes=N,max-lines=N" of draft/multiline; no lines said: no limit. */
static void
note_multiline(struct session *s, struct str_span value)
{
	char text[128], number[32];
	const char *rest = text;
	struct str_span item;
	int64_t n;

	s->multiline_bytes = 0;
	s->multiline_lines = MULTILINE_ANY_LINES;
	(void)str_copy_span(text, sizeof text, value);
	while (str_next_item(&rest, ',', &item)) {
		const char *sign = memchr(item.p, '=', item.len);

		if (sign == NULL || !str_copy_span(number, sizeof number,
		    (struct str_span){ sign + 1,
		    item.len - (size_t)(sign + 1 - item.p) }) ||
		    !str_to_int64(number, 1, INT32_MAX, &n))
			continue;
		if (str_starts(item.p, "max-bytes="))
			s->multiline_bytes = (size_t)n;
		else if (str_starts(item.p, "max-lines="))
			s->multiline_lines = (size_t)n;
	}
}

static void
note_offers(struct session *s, const char *list, bool is_offered)
{
	struct login *l = &s->login;
	struct str_span word, value;
	size_t i;

	while (str_next_word(&list, &word)) {
		i = find_wanted(word, &value);
		if (i == wanted_count)
			continue;
		if (is_offered)
			l->offered |= UINT32_C(1) << i;
		else
			l->offered &= ~(UINT32_C(1) << i);
		if (wanted[i].bit == HAS_SASL && is_offered)
			sasl_offer(s, value);
		if (wanted[i].bit == HAS_MULTILINE && s->config.multiline)
			note_multiline(s, is_offered ? value :
			    (struct str_span){ "", 0 });
		if (wanted[i].bit == HAS_STORED)
			str_copy_span(l->offered_stored,
			    sizeof l->offered_stored, value);
	}
}

static void
request_offers(struct session *s, bool one_by_one)
{
	struct login *l = &s->login;
	char names[IRC_LINE_BODY_MAX] = "";
	size_t i, len = 0;

	for (i = 0; i < wanted_count; i++) {
		if (!(l->offered >> i & 1) || session_has(s, wanted[i].bit))
			continue;
		if (wanted[i].bit == HAS_SASL && !sasl_is_wanted(s))
			continue;
		if (wanted[i].bit == HAS_RESUME && !s->config.resumes)
			continue;
		if (wanted[i].bit == HAS_MULTILINE &&
		    (!s->config.multiline || s->multiline_bytes == 0))
			continue;
		len += (size_t)snprintf(names + len, sizeof names - len,
		    "%s%s", len > 0 ? " " : "", wanted[i].name);
		if (one_by_one) {
			wire_say(s, "CAP", "REQ", names, NULL);
			l->requests++;
			len = 0;
		}
	}
	if (len > 0) {
		wire_say(s, "CAP", "REQ", names, NULL);
		l->requests++;
	}
}

static void
end_if_settled(struct session *s)
{
	if (s->login.requests == 0 && !s->login.is_welcome
	    && !s->sasl.is_running)
		wire_say(s, "CAP", "END", NULL);
}

/* "PORT", or "port=PORT" among what sts says; 0: none. */
static uint16_t
port_in(struct str_span value)
{
	char text[64];
	const char *rest = text;
	struct str_span item;
	int64_t port;

	if (!str_copy_span(text, sizeof text, value))
		return 0;
	while (str_next_item(&rest, ',', &item)) {
		char number[64];

		(void)str_copy_span(number, sizeof number, item);
		if (str_to_int64(str_starts(number, "port=") ? number + 5
		    : number, 1, 65535, &port))
			return (uint16_t)port;
	}
	return 0;
}

/*
 * A server that offers TLS and is spoken to in clear: by tcpchat/tls, which
 * ours lists, or by sts (ircv3.net/specs/extensions/sts). Nothing but CAP LS
 * was said yet.
 */
static uint16_t
better_port(const struct session *s, const char *list)
{
	struct str_span word, value;

	if (s->is_tls || !s->config.may_upgrade || s->login.is_introduced)
		return 0;
	while (str_next_word(&list, &word)) {
		const char *sign = memchr(word.p, '=', word.len);
		size_t name = sign != NULL ? (size_t)(sign - word.p) : 0;

		value = (struct str_span){ sign + 1, word.len - name - 1 };
		if ((name == 11 && memcmp(word.p, "tcpchat/tls", 11) == 0)
		    || (name == 3 && memcmp(word.p, "sts", 3) == 0))
			return port_in(value);
	}
	return 0;
}

static void
on_list(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	uint16_t port = better_port(s, m->params[m->nparams - 1]);

	if (port != 0) {
		link_upgrade(s, port);
		return;
	}
	note_offers(s, m->params[m->nparams - 1], true);
	if (m->nparams > 3 && str_eq(m->params[2], "*"))
		return;	/* more of it follows */
	/* A refused token comes back as FAIL once that is agreed on. */
	if (resume_is_possible(s))
		request_offers(s, false);
	introduce(s);
	if (s->login.requests == 0)
		request_offers(s, false);
	if (sasl_is_wanted(s) && !s->sasl.is_offered && !s->config.pass_too)
		answer_note(s, SESSION_NOTE_ERROR, s->config.account,
		    _("this server has no accounts: you are here as a guest"));
	end_if_settled(s);
}

static void
on_ack(struct session *s, const char *list)
{
	struct str_span word, value;
	size_t i;
	bool is_off, is_sasl = false;

	while (str_next_word(&list, &word)) {
		is_off = word.p[0] == '-';
		word.p += is_off;
		word.len -= is_off;
		i = find_wanted(word, &value);
		if (i == wanted_count)
			continue;
		if (is_off)
			s->caps &= ~wanted[i].bit;
		else
			s->caps |= wanted[i].bit;
		is_sasl |= wanted[i].bit == HAS_SASL && !is_off;
	}
	if (s->login.requests > 0)
		s->login.requests--;
	if (is_sasl)	/* after the welcome: session_login() asks for it */
		sasl_start(s);
	end_if_settled(s);
}

void
register_sasl_is_over(struct session *s)
{
	end_if_settled(s);
}

/* All or nothing: what was refused together is asked for piece by piece. */
static void
on_nak(struct session *s, const char *list)
{
	if (s->login.requests > 0)
		s->login.requests--;
	if (strchr(list, ' ') != NULL)
		request_offers(s, true);
	end_if_settled(s);
}

static void
on_del(struct session *s, const char *list)
{
	struct str_span word, value;
	size_t i;

	note_offers(s, list, false);
	while (str_next_word(&list, &word)) {
		i = find_wanted(word, &value);
		if (i < wanted_count)
			s->caps &= ~wanted[i].bit;
	}
}

void
register_on_cap(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const char *list, *verb;

	if (m->nparams < 3)
		return;
	verb = m->params[1];
	list = m->params[m->nparams - 1];
	if (str_eq_nocase(verb, "LS"))
		on_list(s, r);
	else if (str_eq_nocase(verb, "ACK"))
		on_ack(s, list);
	else if (str_eq_nocase(verb, "NAK"))
		on_nak(s, list);
	else if (str_eq_nocase(verb, "DEL"))
		on_del(s, list);
	else if (str_eq_nocase(verb, "NEW")) {
		note_offers(s, list, true);
		request_offers(s, false);
	}
}

/* An answer to CAP that says the server does not know it. */
void
register_on_no_cap(struct session *s, const struct received *r)
{
	if (s->state == SESSION_REGISTERING)
		introduce(s);
	else
		answer_on_numeric(s, r);
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
