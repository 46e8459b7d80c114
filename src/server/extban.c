/* extban.c -- masks that say more than nick!user@host. */
#include "config.h"
#include "server/extban.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_mask.h"
#include "server/account.h"
#include "server/user.h"

#include "base/banned.h"

/* "$a", "$~a", with or without ":NAME": as typed is as it is kept. */
static bool
make_account(const char *mask, char out[MASK_LEN + 1])
{
	const char *at = mask + 1 + (mask[1] == '~');

	if (at[0] != 'a' || (at[1] != '\0' && (at[1] != ':' || at[2] == '\0')))
		return false;
	for (; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f || *at == ',')
			return false;
	return str_copy(out, MASK_LEN + 1, mask);
}

/* What stands behind "$m:" can be anything but another "$m:". */
static bool
make_inner(const char *mask, char out[MASK_LEN + 1])
{
	return mask[0] == '$' ? make_account(mask, out) :
	    irc_mask_make(mask, out);
}

bool
extban_make(const char *mask, enum channel_list which, char out[MASK_LEN + 1])
{
	char inner[MASK_LEN + 1];

	if (strncmp(mask, "$m:", 3) != 0)
		return make_inner(mask, out);
	return which == CHANNEL_BANS && make_inner(mask + 3, inner) &&
	    snprintf(out, MASK_LEN + 1, "$m:%s", inner) <= MASK_LEN;
}

static bool
account_matches(const char *mask, const struct user *u)
{
	bool negated = mask[1] == '~';
	const char *colon = strchr(mask, ':');
	const char *name = user_account_name(u);

	return negated != (name != NULL &&
	    (colon == NULL || irc_mask_match(colon + 1, name)));
}

bool
extban_forbids(const char *mask, enum channel_act act)
{
	return act == CHANNEL_SPEAK || strncmp(mask, "$m:", 3) != 0;
}

bool
extban_matches(const char *mask, const struct user *u, enum channel_act act)
{
	if (!extban_forbids(mask, act))
		return false;
	if (strncmp(mask, "$m:", 3) == 0)
		mask += 3;
	return mask[0] == '$' ? account_matches(mask, u) :
	    user_fits(u, mask);
}
