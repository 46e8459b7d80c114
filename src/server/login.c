/* login.c -- accounts come and go, and users log in to them: the events. */
#include "config.h"
#include "server/login.h"

#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/cmd_quit.h"
#include "server/fanout.h"
#include "server/monitor.h"
#include "server/nick.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
post_account(struct client *c, enum event_kind kind, uint64_t account,
    uint32_t flags)
{
	struct event_text text = { .source = c->user->source };
	struct event *e = event_new(kind, &text);

	e->account = account;
	e->flags = flags;
	post(c, e);
}

void
login_post(struct client *c, uint64_t account, enum login_how how)
{
	post_account(c, EVENT_LOGIN, account, how);
}

void
logout_post(struct client *c)
{
	if (c->user->account != NULL)
		post_account(c, EVENT_LOGOUT, c->user->account->number, 0);
}

/* ircv3.net/specs/extensions/account-notify: to those who see the user, and
 * to its own clients. */
static void
notify(struct server *s, const struct event *e, const struct user *u)
{
	struct fanout f;

	fanout_start(&f, s, e, "ACCOUNT",
	    u->account == NULL ? "*" : u->account->name, NULL);
	fanout_of_user(&f, u);
	f.only_cap = CAP_ACCOUNT_NOTIFY;
	fanout_to_user(&f, u);
	fanout_to_neighbours(&f, u);
	monitor_fanout(&f, u);
	fanout_end(&f);
}

/* --- told --- */

static void
tell(struct answer *a, const char *source, const char *account)
{
	char text[sizeof "You are now logged in as " + ACCOUNT_LEN];

	snprintf(text, sizeof text, "You are now logged in as %s", account);
	answer_reply_text(a, RPL_LOGGEDIN, text, source, account, NULL);
}

void
login_tell_newcomer(struct client *c, const char *account)
{
	const struct registration *r = c->registration;
	char source[SOURCE_LEN + 1];

	snprintf(source, sizeof source, "%s!%s@%s", registration_nick(r),
	    r->has_user ? r->user : "*", c->host);
	tell(c->server->answer, source, account);
}

static void
tell_login(struct answer *a, const struct user *u, const struct event *e)
{
	tell(a, u->source, u->account->name);
	if (e->flags == LOGIN_SASL)
		answer_reply(a, RPL_SASLSUCCESS, NULL);
	else if (e->flags == LOGIN_REGISTERED)
		register_tell(a, u->account->name);
	else if (e->flags == LOGIN_NICKSERV || e->flags == LOGIN_NICKSERV_NEW)
		nickserv_tell_login(a, e->flags == LOGIN_NICKSERV_NEW);
}

/* What one of its clients did, or somebody else, is so for all of them. */
static void
tell_logout(const struct user *u, const struct client *except)
{
	struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		if (c != except)
			answer_reply(answer_find(c, 0), RPL_LOGGEDOUT,
			    u->source, NULL);
}

/* --- accounts --- */

static void
set_account(struct server *s, const struct event *e, struct user *u,
    struct account *account)
{
	user_set_account(u, account);
	if (u->clients != NULL)
		log_line(LEVEL_INFO, "login: user=%s account=%s", u->source,
		    account->name);
	notify(s, e, u);
}

/* `peer`: a user that it is made by and for, and that is logged in with it. */
static void
apply_account(struct server *s, const struct event *e, struct answer *a)
{
	struct account *account = account_by_number(s, e->account);
	const struct account *other = account_find(s, e->s.target);
	struct user *maker;

	(void)a;
	if (other != NULL && other != account)
		return;		/* the store has refused it as well */
	if (account == NULL)
		account = account_new(s, e->account, e->s.target, e->time_ms);
	else if (!str_eq(account->name, e->s.target))
		account_rename(s, account, e->s.target);
	account->flags = e->flags & ACCOUNT_FLAGS;
	maker = user_by_number(s, e->peer);
	if (maker != NULL && maker->account == NULL)
		set_account(s, e, maker, account);
	nick_enforce_account(s, e, account);
}

const struct command event_account = {
	.event = EVENT_ACCOUNT, .apply = apply_account,
};

static void
apply_account_end(struct server *s, const struct event *e, struct answer *a)
{
	struct account *account = account_by_number(s, e->account);

	(void)a;
	if (account == NULL)
		return;
	while (!LIST_EMPTY(&account->users)) {
		struct user *u = LIST_FIRST(&account->users);

		user_set_account(u, NULL);
		tell_logout(u, NULL);
		notify(s, e, u);
		quit_if_alone(s, e, u);
	}
	log_line(LEVEL_NOTICE, "account: ended name=%s", account->name);
	access_forget(s, account->number);
	account_end(s, account);
}

const struct command event_account_end = {
	.event = EVENT_ACCOUNT_END, .apply = apply_account_end,
};

/* --- users --- */

static void
apply_login(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct account *account = account_by_number(s, e->account);

	if (u == NULL || account == NULL)
		return;		/* it was deleted meanwhile */
	if (u->account != account)
		set_account(s, e, u, account);
	tell_login(a, u, e);
	access_give_everywhere(s, e, u);
	nick_enforce(s, e, u);
}

const struct command event_login = {
	.event = EVENT_LOGIN, .apply = apply_login,
};

static void
apply_logout(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);

	if (u == NULL || u->account == NULL)
		return;
	if (u->clients != NULL)
		log_line(LEVEL_INFO, "logout: user=%s account=%s", u->source,
		    u->account->name);
	user_set_account(u, NULL);
	answer_reply(a, RPL_LOGGEDOUT, u->source, NULL);
	tell_logout(u, a->client);
	notify(s, e, u);
	nick_enforce(s, e, u);
}

const struct command event_logout = {
	.event = EVENT_LOGOUT, .apply = apply_logout,
};
