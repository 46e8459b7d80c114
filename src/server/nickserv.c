/* nickserv.c -- /msg NickServ: accounts, for whoever has an ordinary client. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "proto/irc_case.h"
#include "server/account_change.h"
#include "server/authentication.h"
#include "server/export.h"
#include "server/guess.h"
#include "server/login.h"
#include "server/password_check.h"
#include "server/question.h"
#include "server/server_internal.h"
#include "server/service.h"

#include "base/banned.h"

#define SAY(c, ...) service_say((c)->server->answer, &nickserv, __VA_ARGS__)

/* A password is taken where nobody else can read it, unless the settings say
 * otherwise; whoever has sent one all the same should think of it as known. */
static bool
may_say_password(struct client *c)
{
	if (client_takes_passwords(c))
		return true;
	SAY(c, "Passwords are taken over TLS only: connect to this server by "
	    "TLS, and use another password than this one");
	return false;
}

/* The account that the client is logged in to; NULL, and said: none. */
static struct account *
own(struct client *c)
{
	if (c->user->account == NULL)
		SAY(c, "You are not logged in: /msg NickServ IDENTIFY "
		    "<account> <password>");
	return c->user->account;
}

/* What has come of a wish: said. */
static void
done(struct server *s, struct client *c, const struct account_outcome *o,
    void *wanted)
{
	(void)s;
	(void)wanted;
	if (c != NULL)
		SAY(c, "%s", account_verdict_text(o->verdict));
}

static struct account_wish
wish(struct client *c)
{
	return (struct account_wish){ .server = c->server, .client = c,
	    .done = done };
}

/* --- coming and going --- */

static void
registered(struct server *s, struct client *c, const struct account_outcome *o,
    void *wanted)
{
	if (c != NULL && o->verdict == ACCOUNT_DONE)
		login_post(c, o->number, LOGIN_NICKSERV_NEW);
	else
		done(s, c, o, wanted);
}

/* REGISTER <password> [<anything>]: some clients put an e-mail address there,
 * which is neither needed nor kept. */
static void
run_register(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);
	const char *why = register_refused(c);

	w.done = registered;
	if (why != NULL)
		SAY(c, "%s", why);
	else if (c->user->account != NULL)
		SAY(c, "You are logged in to %s already",
		    c->user->account->name);
	else if (may_say_password(c))
		account_add(&w, c->user->nick, words[0]);
}

static void
identified(struct client *c, enum password_verdict verdict, uint64_t account,
    const char *name)
{
	if (verdict == PASSWORD_RIGHT)
		login_post(c, account, LOGIN_NICKSERV);
	else if (verdict == PASSWORD_UNAVAILABLE)
		SAY(c, "%s", account_verdict_text(ACCOUNT_UNAVAILABLE));
	else if (verdict == PASSWORD_TOO_MANY)
		SAY(c, "Too many wrong passwords, try again in %d seconds",
		    guess_wait_s(c, name));
	else
		SAY(c, "That is not the password of %s, or there is no such "
		    "account", name);
}

static void
run_identify(struct client *c, const char *const *words)
{
	const char *name = words[1] == NULL ? c->user->nick : words[0];
	const char *password = words[1] == NULL ? words[0] : words[1];
	char folded[ACCOUNT_LEN + 1];

	if (!may_say_password(c))
		return;
	if (str_copy(folded, sizeof folded, name))
		password_check(c, folded, password, "NickServ", identified);
	else
		identified(c, PASSWORD_WRONG, 0, folded);
}

static void
run_logout(struct client *c, const char *const *words)
{
	(void)words;
	if (own(c) != NULL)
		logout_post(c);
}

void
nickserv_tell_login(struct answer *a, bool is_new)
{
	if (is_new)
		service_say(a, &nickserv, "The account is yours, and so is "
		    "its nick");
	else
		service_say(a, &nickserv, "You are logged in");
}

/* --- what an account is --- */

static void
run_info(struct client *c, const char *const *words)
{
	const struct account *a = words[0] != NULL ?
	    account_find(c->server, words[0]) : own(c);
	char when[TIME_ISO_SIZE];

	if (a == NULL) {
		if (words[0] != NULL)
			SAY(c, "%s", account_verdict_text(ACCOUNT_UNKNOWN));
		return;
	}
	time_format_iso(when, a->registered_ms);
	SAY(c, "%s: registered %s, %s%s", a->name, when,
	    LIST_EMPTY(&a->users) ? "nobody logged in" : "logged in",
	    a->flags & ACCOUNT_ALWAYS_ON ? ", always on" : "");
}

static void
run_password(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);

	if (own(c) != NULL && may_say_password(c))
		account_set_password(&w, c->user->account, words[0]);
}

static void
run_always_on(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);
	bool on = str_eq_nocase(words[0], "ON");

	if (!on && !str_eq_nocase(words[0], "OFF"))
		SAY(c, "Use: ALWAYSON on|off");
	else if (on && c->server->config.always_on == SERVER_ALWAYS_ON_OFF)
		SAY(c, "Nobody stays here without a client: the operator does "
		    "not want it");
	else if (own(c) != NULL)
		account_set_flags(&w, c->user->account, on ?
		    c->user->account->flags | ACCOUNT_ALWAYS_ON :
		    c->user->account->flags & ~(unsigned)ACCOUNT_ALWAYS_ON);
}

/* The name is asked for once more: what is dropped does not come back. */
static void
run_drop(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);

	if (own(c) == NULL)
		return;
	if (!irc_case_eq(words[0], c->user->account->name))
		SAY(c, "To delete your account for ever: DROP %s",
		    c->user->account->name);
	else
		account_drop(&w, c->user->account);
}

/* ... once more here, too. */
static void
run_forget(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);

	if (own(c) == NULL)
		return;
	if (!irc_case_eq(words[0], c->user->account->name))
		SAY(c, "To delete all that you have said here: FORGET %s",
		    c->user->account->name);
	else
		account_forget(&w, c->user->account);
}

static void
run_export(struct client *c, const char *const *words)
{
	int64_t after = 0;

	if (own(c) == NULL)
		return;
	if (words[0] != NULL && !str_to_int64(words[0], 0, INT64_MAX, &after))
		SAY(c, "Use: EXPORT, and then what the end of each page says");
	else
		export_ask(c, (uint64_t)after);
}

/* --- certificates --- */

/* SHA-256 as hexadecimal digits, with or without colons. */
static bool
read_fingerprint(const char *text, char out[CERT_LEN + 1])
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == ':')
			continue;
		if (n == CERT_LEN || !isxdigit((unsigned char)*text))
			return false;
		out[n++] = (char)tolower((unsigned char)*text);
	}
	out[n] = '\0';
	return n == CERT_LEN;
}

static void
run_cert_add(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);
	const char *shown = client_fingerprint(c);
	char cert[CERT_LEN + 1];

	if (own(c) == NULL)
		return;
	if (words[0] == NULL && shown == NULL)
		SAY(c, "You have shown no certificate; connect with one, or "
		    "CERT ADD <SHA-256 fingerprint>");
	else if (!read_fingerprint(words[0] != NULL ? words[0] : shown, cert))
		SAY(c, "A fingerprint is SHA-256: 64 hexadecimal digits");
	else
		account_add_cert(&w, c->user->account, cert);
}

static void
run_cert_del(struct client *c, const char *const *words)
{
	struct account_wish w = wish(c);
	char cert[CERT_LEN + 1];

	if (own(c) == NULL)
		return;
	if (!read_fingerprint(words[0], cert))
		SAY(c, "A fingerprint is SHA-256: 64 hexadecimal digits");
	else
		account_remove_cert(&w, c->user->account, cert);
}

static void
then_certs(struct client *c, const struct result *r, void *ctx)
{
	const char *rest = r->account.certs;
	char cert[CERT_LEN + 1];
	struct str_span word;

	(void)ctx;
	if (r->code != RESULT_OK) {
		SAY(c, "%s", account_verdict_text(ACCOUNT_UNAVAILABLE));
		return;
	}
	while (rest != NULL && str_next_word(&rest, &word)) {
		(void)str_copy_span(cert, sizeof cert, word);
		SAY(c, "%s", cert);
	}
	SAY(c, "These are all certificates of %s", r->account.name);
}

static void
run_cert_list(struct client *c, const char *const *words)
{
	struct question q = { .kind = QUESTION_ACCOUNT };

	(void)words;
	if (own(c) == NULL)
		return;
	q.row.number = c->user->account->number;
	client_ask(c, &q, then_certs, NULL);
}

static const struct service_verb verbs[] = {
	{ "REGISTER", 1, "<password>",
	    "makes an account of your nick", run_register },
	{ "IDENTIFY", 1, "[<account>] <password>", "logs in", run_identify },
	{ "LOGOUT", 0, "", "logs out", run_logout },
	{ "INFO", 0, "[<account>]", "what an account is", run_info },
	{ "PASSWORD", 1, "<new password>", "changes yours", run_password },
	{ "SET PASSWORD", 1, "<new password>", "the same", run_password },
	{ "ALWAYSON", 1, "on|off",
	    "whether you stay when your last client leaves", run_always_on },
	{ "SET ALWAYSON", 1, "on|off", "the same", run_always_on },
	{ "CERT ADD", 0, "[<fingerprint>]",
	    "lets a certificate stand for the password", run_cert_add },
	{ "CERT DEL", 1, "<fingerprint>", "... no longer", run_cert_del },
	{ "CERT LIST", 0, "", "which do", run_cert_list },
	{ "DROP", 1, "<account>", "deletes yours for ever", run_drop },
	{ "EXPORT", 0, "[<number>]",
	    "shows all that you have said here, a page at a time", run_export },
	{ "FORGET", 1, "<account>",
	    "deletes all that you have said here", run_forget },
	{ NULL, 0, NULL, NULL, NULL },
};

const struct service nickserv = {
	.name = "NickServ",
	.about = "Accounts: a name that is yours alone, with its nick. "
	    "Commands:",
	.verbs = verbs,
};
