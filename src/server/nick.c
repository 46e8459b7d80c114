/* nick.c -- whether a nick may be had. */
#include "config.h"
#include "server/nick.h"

#include <stdbool.h>

#include "proto/irc_case.h"
#include "proto/irc_numeric.h"
#include "proto/irc_skeleton.h"
#include "server/account.h"
#include "server/lookalike.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* An account of another name that looks like this one, unless one's own. */
static bool
looks_like_account(const struct server *s, const struct account *own,
    const char *nick, const char *skeleton)
{
	const struct account *a = account_find(s, skeleton);

	if (a == NULL)
		a = lookalike_find(s->odd_accounts, skeleton);
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
	if (!irc_skeleton(nick, skeleton))
		return NULL;
	other = user_find(s, skeleton);
	if (other == NULL)
		other = lookalike_find(s->odd_users, skeleton);
	if ((other != NULL && other != u) ||
	    looks_like_account(s, account, nick, skeleton))
		return "Nickname looks like another's";
	return NULL;
}
