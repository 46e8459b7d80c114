/* cap.c -- what a server can, and what of it we make use of: CAP. */
#include "config.h"

#include "session/cap.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "session/answer.h"
#include "session/session_internal.h"

#include "base/banned.h"

/* What we can make use of, if the server offers it. */
static const struct {
	const char *name;
	uint32_t bit;
} wanted[] = {
	{ "account-notify",          HAS_ACCOUNT_NOTIFY },
	{ "account-tag",             HAS_ACCOUNT_TAG },
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
cap_is_offered(const struct session *s, uint32_t bit)
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

void
cap_end_if_settled(struct session *s)
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
	register_introduce(s);
	if (s->login.requests == 0)
		request_offers(s, false);
	if (sasl_is_wanted(s) && !s->sasl.is_offered && !s->config.pass_too)
		answer_note(s, SESSION_NOTE_ERROR, s->config.account,
		    _("this server has no accounts: you are here as a guest"));
	cap_end_if_settled(s);
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
	cap_end_if_settled(s);
}

/* All or nothing: what was refused together is asked for piece by piece. */
static void
on_nak(struct session *s, const char *list)
{
	if (s->login.requests > 0)
		s->login.requests--;
	if (strchr(list, ' ') != NULL)
		request_offers(s, true);
	cap_end_if_settled(s);
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
cap_on_line(struct session *s, const struct received *r)
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

void
cap_on_unknown(struct session *s, const struct received *r)
{
	if (s->state == SESSION_REGISTERING)
		register_introduce(s);
	else
		answer_on_numeric(s, r);
}
