/*
 * cmd_register.c -- REGISTER and VERIFY:
 * ircv3.net/specs/extensions/account-registration (draft).
 */
#include "config.h"

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/account_change.h"
#include "server/authentication.h"
#include "server/command.h"
#include "server/login.h"
#include "server/oper.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static const char *
code_of(enum account_verdict v)
{
	switch (v) {
	case ACCOUNT_BAD_NAME:
	case ACCOUNT_NAME_IN_USE:
		return "BAD_ACCOUNT_NAME";
	case ACCOUNT_EXISTS:
		return "ACCOUNT_EXISTS";
	case ACCOUNT_WEAK_PASSWORD:
		return "WEAK_PASSWORD";
	case ACCOUNT_UNACCEPTABLE_PASSWORD:
		return "UNACCEPTABLE_PASSWORD";
	default:
		return "TEMPORARILY_UNAVAILABLE";
	}
}

static void
say_success(struct answer *a, const char *name)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "REGISTER", .nparams = 3, .colon = true,
	    .params = { "SUCCESS", name, "The account is yours" } };

	if (a->client != NULL)
		answer_send(a, &m, 0);
}

void
register_tell(struct answer *a, const char *name)
{
	say_success(a, name);
}

static void
done(struct server *s, struct client *c, const struct account_outcome *o,
    void *wanted)
{
	(void)s;
	(void)wanted;
	if (c == NULL)
		return;
	if (o->verdict != ACCOUNT_DONE) {
		client_fail(c, "REGISTER", code_of(o->verdict),
		    account_verdict_text(o->verdict), o->name, NULL);
	} else if (c->user != NULL) {
		login_post(c, o->number, LOGIN_REGISTERED);
	} else {
		c->registration->account = o->number;
		login_tell_newcomer(c, o->name);
		say_success(c->server->answer, o->name);
	}
}

const char *
register_refused(const struct client *c)
{
	switch (c->server->config.registration) {
	case SERVER_REGISTRATION_OFF:
		return "Accounts are made by the administrator here";
	case SERVER_REGISTRATION_OPERATORS:
		return user_is_operator(c->user) ? NULL :
		    "Accounts are made by the operators here";
	default:
		return NULL;
	}
}

static bool
is_logged_in(const struct client *c)
{
	return c->user != NULL ? c->user->account != NULL :
	    c->registration->account != 0;
}

/* Why nobody may register here and now; NULL: they may. */
static const char *
refuse(const struct client *c, const char **code)
{
	const char *why = register_refused(c);

	*code = "TEMPORARILY_UNAVAILABLE";
	if (why != NULL)
		return why;
	if (c->user == NULL && c->server->config.password != NULL &&
	    !c->registration->password_ok) {
		*code = "COMPLETE_CONNECTION_REQUIRED";
		return "This server asks for a password first";
	}
	if (!client_takes_passwords(c))
		return "Passwords are taken over TLS only";
	if (is_logged_in(c)) {
		*code = "ALREADY_AUTHENTICATED";
		return "You are logged in to an account already";
	}
	if (str_eq(client_nick(c), "*")) {
		*code = "NEED_NICK";
		return "Say NICK first";
	}
	return NULL;
}

/* REGISTER <account|*> <email|*> <password>: nothing is ever sent by e-mail,
 * so that an address is neither needed nor kept. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *name = str_eq(msg->params[0], "*") ? client_nick(c) :
	    msg->params[0];
	struct account_wish w = { .server = c->server, .client = c,
	    .done = done };
	const char *code, *why = refuse(c, &code);

	if (why != NULL)
		client_fail(c, "REGISTER", code, why, name, NULL);
	else
		account_add(&w, name, msg->params[2]);
}

const struct command cmd_register = {
	.name = "REGISTER", .when = COMMAND_ANY, .min_params = 3, .cost = 12,
	.asks = true, .has_secrets = true, .run = run,
};

/* VERIFY <account> <code>: no registration waits for a code here. */
static void
run_verify(struct client *c, const struct irc_msg *msg)
{
	if (is_logged_in(c))
		client_fail(c, "VERIFY", "ALREADY_AUTHENTICATED",
		    "You are logged in to an account already",
		    msg->params[0], NULL);
	else
		client_fail(c, "VERIFY", "INVALID_CODE",
		    "No code is needed here", msg->params[0], NULL);
}

const struct command cmd_verify = {
	.name = "VERIFY", .when = COMMAND_ANY, .min_params = 2, .cost = 2,
	.run = run_verify,
};
