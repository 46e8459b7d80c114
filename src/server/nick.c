/* nick.c -- whether a nick may be had. */
#include "config.h"
#include "server/nick.h"

#include <stdio.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "proto/irc_numeric.h"
#include "proto/irc_skeleton.h"
#include "server/account.h"
#include "server/event.h"
#include "server/lookalike.h"
#include "server/server_internal.h"

#include "base/banned.h"

bool
nick_is_reserved(const char *nick)
{
	static const char *const reserved[] = { "0", "ChanServ", "NickServ",
	    "tcpchatd" };
	size_t i;

	for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (irc_case_eq(nick, reserved[i]))
			return true;
	return false;
}

static bool
is_anothers(const struct server *s, const char *nick,
    const struct account *account)
{
	const struct account *owner = account_find(s, nick);

	return owner != NULL && owner != account;
}

/* Whoever has a nick of that skeleton; NULL: nobody. */
static struct user *
user_of_skeleton(const struct server *s, const char *skeleton)
{
	struct user *u = user_find(s, skeleton);

	return u != NULL ? u : lookalike_find(&s->odd_users, skeleton);
}

bool
nick_is_anybodys(const struct server *s, const char *nick)
{
	char skeleton[SKELETON_SIZE];

	return !irc_skeleton(nick, skeleton) ||
	    (account_find(s, skeleton) == NULL &&
	    lookalike_find(&s->odd_accounts, skeleton) == NULL);
}

/* An account of another name that looks like this one, unless one's own. */
static bool
looks_like_account(const struct server *s, const struct account *own,
    const char *nick, const char *skeleton)
{
	const struct account *a = account_find(s, skeleton);

	if (a == NULL)
		a = lookalike_find(&s->odd_accounts, skeleton);
	return a != NULL && a != own && !irc_case_eq(a->name, nick);
}

const char *
nick_refused(const struct server *s, const struct user *u,
    const struct account *account, const char *nick)
{
	const struct user *other = user_find(s, nick);
	char skeleton[SKELETON_SIZE];

	if (other != NULL && other != u)
		return numeric_text(ERR_NICKNAMEINUSE);
	if (nick_is_reserved(nick))
		return "That nick is the server's own: take another with NICK";
	if (is_anothers(s, nick, account))
		return "That nick belongs to an account: if it is yours, log "
		    "in by SASL or /msg NickServ IDENTIFY <account> "
		    "<password>";
	if (!irc_skeleton(nick, skeleton))
		return NULL;
	other = user_of_skeleton(s, skeleton);
	if ((other != NULL && other != u) ||
	    looks_like_account(s, account, nick, skeleton))
		return "Nickname looks like another's";
	return NULL;
}

/* --- kept true --- */

/* The account's name if it is free, else a guest's with the user's number. */
static void
choose(const struct server *s, const struct user *u, char out[NICK_LEN + 1])
{
	unsigned more = 0;

	if (u->account != NULL && user_find(s, u->account->name) == NULL) {
		(void)str_copy(out, NICK_LEN + 1, u->account->name);
		return;
	}
	snprintf(out, NICK_LEN + 1, "Guest%llu",
	    (unsigned long long)u->number);
	while (nick_refused(s, u, u->account, out) != NULL)
		snprintf(out, NICK_LEN + 1, "Guest%llu_%u",
		    (unsigned long long)u->number, ++more);
}

static void
say_why(const struct user *u, bool belongs)
{
	const char *why = belongs ?
	    "Your nick belongs to an account that you are not logged in to, "
	    "so you are renamed: /msg NickServ IDENTIFY <account> <password>" :
	    "Your nick looks like that of an account, so you are renamed";
	struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user) {
		struct irc_msg m = { .source = c->server->config.name,
		    .command = "NOTICE", .nparams = 2, .colon = true,
		    .params = { u->nick, why } };

		client_push_msg(c, &m);
	}
}

void
nick_enforce(struct server *s, const struct event *e, struct user *u)
{
	char nick[NICK_LEN + 1], skeleton[SKELETON_SIZE];
	bool belongs = is_anothers(s, u->nick, u->account);

	if (!belongs && !(irc_skeleton(u->nick, skeleton) &&
	    looks_like_account(s, u->account, u->nick, skeleton)))
		return;
	choose(s, u, nick);
	say_why(u, belongs);
	user_rename(s, e, u, nick, NULL);
}

void
nick_enforce_account(struct server *s, const struct event *e,
    const struct account *account)
{
	struct user *holder = user_find(s, account->name), *like = NULL;
	char skeleton[SKELETON_SIZE];

	if (irc_skeleton(account->name, skeleton))
		like = user_of_skeleton(s, skeleton);
	if (holder != NULL)
		nick_enforce(s, e, holder);
	if (like != NULL && like != holder)
		nick_enforce(s, e, like);
}
