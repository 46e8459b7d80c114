/* signin.c -- as whom we are there: the password is asked for by prompts. */
#include "config.h"

#include "cli/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/chat.h"
#include "client/ignored.h"
#include "client/secret.h"
#include "client/uplink.h"
#include "client/wallet.h"
#include "session/session.h"

#include "base/banned.h"

enum { NAME_SIZE = 256 };

static void
ask(struct signin *c, const char *account, const char *email, bool is_new)
{
	signin_release(c);
	c->step = SIGNIN_PASSWORD;
	c->name = xstrdup(account);
	c->email = xstrdup(email);
	c->is_new = is_new;
}

void
signin_release(struct signin *c)
{
	free(c->name);
	free(c->email);
	secret_free(c->first);
	*c = (struct signin){ .step = SIGNIN_NOTHING };
}

bool
signin_can_ask(const struct app *a)
{
	return a->is_chat && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool
signin_is_asked(const struct app *a)
{
	return a->signin.step != SIGNIN_NOTHING;
}

bool
signin_is_hidden(const struct app *a)
{
	return a->signin.step == SIGNIN_PASSWORD ||
	    a->signin.step == SIGNIN_AGAIN;
}

const char *
signin_prompt(struct app *a)
{
	struct signin *c = &a->signin;

	if (c->step == SIGNIN_AGAIN)
		return _("The same password once more> ");
	if (c->step == SIGNIN_KEEP)
		return _("Keep it in the system's password store? [y] yes, "
		    "[n] no> ");
	snprintf(c->prompt, sizeof c->prompt, c->is_new ?
	    _("A password for the new account %.200s> ") :
	    _("Password of %.200s (nothing: as a guest)> "), c->name);
	return c->prompt;
}

/* --- What is typed --- */

static void
finish(struct app *a, bool keeps)
{
	struct signin *c = &a->signin;

	if (c->is_new)
		login_register(&a->login, c->name, c->email, c->first, keeps,
		    a->cli.now);
	else
		login_with(&a->login, c->name, c->first, keeps, a->cli.now);
	signin_release(c);
}

static void
leave_question(struct app *a)
{
	bool is_new = a->signin.is_new;

	signin_release(&a->signin);
	if (!is_new)
		login_as_guest(&a->login, a->cli.now);
}

/* A new one is said twice. */
static void
take_password(struct app *a, const char *line)
{
	struct signin *c = &a->signin;
	bool is_again = c->step == SIGNIN_AGAIN;

	if (line[0] == '\0') {
		leave_question(a);
	} else if (is_again && !str_eq(c->first, line)) {
		chat_say(&a->cli, _("These were two different ones: the "
		    "password of %s, again."), c->name);
		secret_free(c->first);
		c->first = NULL;
		c->step = SIGNIN_PASSWORD;
	} else if (c->is_new && !is_again) {
		c->first = xstrdup(line);
		c->step = SIGNIN_AGAIN;
	} else {
		secret_free(c->first);
		c->first = xstrdup(line);
		c->step = SIGNIN_KEEP;
		if (!a->login.has_wallet)
			finish(a, false);
	}
}

void
signin_typed(struct app *a, const char *line)
{
	char key;

	if (line == NULL) {
		signin_release(&a->signin);
		chat_typed(&a->cli, NULL);
	} else if (signin_is_hidden(a)) {
		take_password(a, line);
	} else {
		key = str_lower(line[0]);
		if (key == 'y' || key == 'n')
			finish(a, key == 'y');
	}
}

/* --- What the login wants --- */

static void
on_ask(void *arg, const char *account, const char *why)
{
	struct app *a = arg;
	struct err e = { "" };
	char *password;

	if (signin_can_ask(a)) {
		if (why[0] != '\0')
			chat_say(&a->cli, "%s", why);
		ask(&a->signin, account, "", false);
	} else if (secret_ask(account, &password, &e)) {
		login_with(&a->login, account, password, false, a->cli.now);
		secret_free(password);
	} else {
		cli_end(&a->cli, STATUS_USAGE, "%s", e.text);
	}
}

/* Programs are told only what went wrong. */
static void
on_note(void *arg, bool is_error, const char *words)
{
	struct app *a = arg;

	if (a->is_chat)
		chat_say(&a->cli, "%s", words);
	else if (is_error)
		cli_say(&a->cli, "%s", words);
}

static void
on_tell(void *arg, const char *words)
{
	struct app *a = arg;

	chat_say(&a->cli, "%s", words);
}

/* "/login [account]", "/register [account [email]]" */
static void
ask_for(struct app *a, const char *args, bool is_new)
{
	char account[NAME_SIZE];
	struct str_span word = { args, strcspn(args, " ") };
	const char *email = args + word.len + strspn(args + word.len, " ");

	if (word.len == 0 || !str_copy_span(account, sizeof account, word))
		(void)str_copy(account, sizeof account,
		    session_own_nick(a->cli.session));
	if (!uplink_is_connected(a->uplink))
		chat_say(&a->cli, _("/%s needs a connection"),
		    is_new ? "register" : "login");
	else if (!signin_can_ask(a))
		chat_say(&a->cli, "%s", _("a password is asked for on a "
		    "terminal only: start with --password-command"));
	else
		ask(&a->signin, account, email, is_new);
}

static void
keep_ignored(struct app *a)
{
	const struct locator *to = &a->options.to;
	struct err why = { "" };

	if (!ignored_write(session_ignored(a->cli.session), to->hosts[0],
	    locator_port(to, (uint16_t)a->settings.port), &why))
		chat_say(&a->cli, "%s", why.text);
}

/* A command of the conversation that is about the account, or is kept. */
static void
on_command(void *arg, const char *name, const char *args)
{
	struct app *a = arg;

	if (str_eq(name, "cert"))
		login_certificate(&a->login, args);
	else if (str_eq(name, "status"))
		login_status(&a->login);
	else if (str_eq(name, "ignore"))
		keep_ignored(a);
	else if (str_eq(name, "logout"))
		login_out(&a->login, args, a->settings.quit_message,
		    a->cli.now);
	else
		ask_for(a, args, str_eq(name, "register"));
}

void
signin_init(struct app *a)
{
	static const struct login_calls calls = { turn_now, on_ask, on_note,
	    on_tell };
	const struct locator *to = &a->options.to;

	login_init(&a->login, &(struct login_config){
		.host = to->hosts[0],
		.port = locator_port(to, (uint16_t)a->settings.port),
		.account = locator_account(to, &a->settings),
		.password = a->secret,
		.certificate = locator_certificate(to, &a->settings),
		.has_wallet = wallet_exists(),
		.calls = &calls, .arg = a,
	});
	a->cli.edge = on_command;
	a->cli.edge_arg = a;
}
