/* account.c -- the account we are logged in to, and a new one. */
#include "config.h"

#include "session/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "session/answer.h"
#include "session/clean.h"
#include "session/session_internal.h"

#include "base/banned.h"

static void
replace_secret(char **field, const char *text)
{
	char *copy = text != NULL && text[0] != '\0' ? xstrdup(text) : NULL;

	if (*field != NULL)
		digest_wipe(*field, strlen(*field));
	free(*field);
	*field = copy;
}

static void
forget_wanted(struct session *s)
{
	replace_secret(&s->account.password, NULL);
	free(s->account.wanted);
	s->account.wanted = NULL;
}

void
account_reset(struct session *s)
{
	s->account.name[0] = '\0';
	forget_wanted(s);
}

void
account_release(struct session *s)
{
	forget_wanted(s);
	replace_secret(&s->config.account_password, NULL);
	free(s->config.account);
	s->config.account = NULL;
}

static void
set_account(struct session *s, const char *account, const char *password)
{
	char *copy = xstrdup(account);

	free(s->config.account);
	s->config.account = copy;
	replace_secret(&s->config.account_password, password);
}

/* --- What the server says -------------------------------------------------- */

static void
tell(struct session *s, bool is_in, const char *why)
{
	struct session_event *ev = emit(s, SESSION_EVENT_LOGIN, NULL);

	ev->login.account = emit_text(s, is_in ? s->account.name :
	    s->config.account);
	ev->login.is_in = is_in;
	ev->login.reason = why;
}

void
account_is_in(struct session *s)
{
	if (s->account.name[0] == '\0')
		(void)str_copy(s->account.name, sizeof s->account.name,
		    s->config.account);
	tell(s, true, "");
	if (session_is_on(s) && !session_same_name(s, s->nick,
	    s->config.nick))
		queue_say(s, "NICK", s->config.nick, NULL);
}

void
account_is_refused(struct session *s, const char *why)
{
	tell(s, false, why);
}

/* 900 <nick> <nick!user@host> <account> :... */
void
account_on_logged_in(struct session *s, const struct received *r)
{
	if (r->m->nparams < 3)
		return;
	(void)str_copy(s->account.name, sizeof s->account.name,
	    clean_name(&s->arena, r->m->params[2]));
	if (s->sasl.login == NULL && s->account.wanted == NULL)
		account_is_in(s);	/* by NickServ, say */
}

/* 901 <nick> <nick!user@host> :... */
void
account_on_logged_out(struct session *s, const struct received *r)
{
	s->account.name[0] = '\0';
	answer_on_numeric(s, r);
}

/* REGISTER SUCCESS|VERIFICATION_REQUIRED <account> :<words> */
void
account_on_register(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const char *words = clean_text(&s->arena, m->params[m->nparams - 1]);

	if (s->account.wanted == NULL)
		return;
	if (str_eq(m->params[0], "SUCCESS")) {
		set_account(s, clean_name(&s->arena, m->params[1]),
		    s->account.password);
		(void)str_copy(s->account.name, sizeof s->account.name,
		    s->config.account);
		forget_wanted(s);
		tell(s, true, "");
		return;
	}
	answer_note(s, SESSION_NOTE_SERVER, s->account.wanted, words);
	answer_note(s, SESSION_NOTE_INFO, s->account.wanted,
	    _("it has to be confirmed: /raw VERIFY and its name and code"));
	forget_wanted(s);
}

void
account_on_register_failed(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const char *code = m->nparams > 1 ? m->params[1] : "";

	answer_note(s, SESSION_NOTE_ERROR, s->account.wanted != NULL ?
	    s->account.wanted : "", str_eq(code, "ACCOUNT_EXISTS") ?
	    _("there is such an account already: /login if it is yours, else "
	    "/register another name") :
	    clean_text(&s->arena, m->params[m->nparams - 1]));
	forget_wanted(s);
}

/* --- What people ask for --------------------------------------------------- */

void
session_login(struct session *s, const char *account, const char *password,
    struct now now)
{
	s->now = now;
	set_account(s, account, password);
	s->config.pass_too = s->config.account_password != NULL;
	if (!session_is_on(s) || !sasl_is_wanted(s))
		return;
	if (session_has(s, HAS_SASL))
		sasl_again(s);
	else if (cap_is_offered(s, HAS_SASL))
		wire_say(s, "CAP", "REQ", "sasl", NULL);	/* ACK begins */
	else
		account_is_refused(s, _("this server has no accounts"));
}

void
session_register(struct session *s, const char *account, const char *email,
    const char *password, struct now now)
{
	s->now = now;
	if (!session_has(s, HAS_REGISTRATION)) {
		answer_note(s, SESSION_NOTE_ERROR, account,
		    _("this server makes no accounts; ask its owner"));
		return;
	}
	if (!s->is_private) {
		answer_note(s, SESSION_NOTE_ERROR, account,
		    _("the connection is not encrypted: no password is sent"));
		return;
	}
	forget_wanted(s);
	s->account.wanted = xstrdup(account);
	replace_secret(&s->account.password, password);
	wire_say(s, "REGISTER", account, email[0] != '\0' ? email : "*",
	    password, NULL);
}

void
session_show_certificate(struct session *s, bool shows)
{
	s->config.has_certificate = shows;
	s->config.certificate_may_fail = shows;
}

const char *
session_account(const struct session *s)
{
	return s->account.name;
}

const char *
session_login_account(const struct session *s)
{
	return s->config.account;
}
