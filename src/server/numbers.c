/* numbers.c -- users, accounts and channels by their number. */
#include "config.h"

/* Numbers are handed out one by one: a multiplication spreads them well. */
#define HASH_FUNCTION(key, len, hashv) \
	((void)(len), (hashv) = (unsigned)((*(const uint64_t *)(key) * \
	    UINT64_C(0x9e3779b97f4a7c15)) >> 32))

#include "server/user.h"

#include "server/account.h"
#include "server/channel.h"
#include "server/server_internal.h"

#include "base/banned.h"

void
user_number_add(struct server *s, struct user *u)
{
	HASH_ADD(by_number, s->users_by_number, number, sizeof u->number, u);
}

void
user_number_remove(struct server *s, struct user *u)
{
	HASH_DELETE(by_number, s->users_by_number, u);
}

struct user *
user_by_number(const struct server *s, uint64_t number)
{
	struct user *u;

	HASH_FIND(by_number, s->users_by_number, &number, sizeof number, u);
	return u;
}

void
account_number_add(struct server *s, struct account *a)
{
	HASH_ADD(by_number, s->accounts_by_number, number, sizeof a->number, a);
}

void
account_number_remove(struct server *s, struct account *a)
{
	HASH_DELETE(by_number, s->accounts_by_number, a);
}

struct account *
account_by_number(const struct server *s, uint64_t number)
{
	struct account *a;

	HASH_FIND(by_number, s->accounts_by_number, &number, sizeof number, a);
	return a;
}

void
channel_number_add(struct server *s, struct channel *ch)
{
	HASH_ADD(by_number, s->channels_by_number, number, sizeof ch->number,
	    ch);
}

void
channel_number_remove(struct server *s, struct channel *ch)
{
	HASH_DELETE(by_number, s->channels_by_number, ch);
}

struct channel *
channel_by_number(const struct server *s, uint64_t number)
{
	struct channel *ch;

	HASH_FIND(by_number, s->channels_by_number, &number, sizeof number, ch);
	return ch;
}
