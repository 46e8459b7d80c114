/* lookup.c -- users, accounts and channels by their name and number. */
#include "config.h"
#include "server/lookup.h"

#include "proto/irc_case.h"
#include "server/lookalike.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* --- users --- */

static struct user *
user_by_nick(const struct table_node *n)
{
	return table_item(n, struct user, by_nick);
}

static struct user *
user_at(const struct table_node *n)
{
	return table_item(n, struct user, by_number);
}

static uint32_t
nick_hash(const struct table_node *n)
{
	return irc_case_hash(user_by_nick(n)->nick);
}

static uint32_t
user_hash(const struct table_node *n)
{
	return table_hash_number(user_at(n)->number);
}

struct user *
user_find(const struct server *s, const char *nick)
{
	const struct table_node *n = table_chain(&s->users_by_nick,
	    irc_case_hash(nick));

	while (n != NULL && !irc_case_eq(user_by_nick(n)->nick, nick))
		n = n->next;
	return n == NULL ? NULL : user_by_nick(n);
}

struct user *
user_by_number(const struct server *s, uint64_t number)
{
	const struct table_node *n = table_chain(&s->users_by_number,
	    table_hash_number(number));

	while (n != NULL && user_at(n)->number != number)
		n = n->next;
	return n == NULL ? NULL : user_at(n);
}

/* --- accounts --- */

static struct account *
account_by_name(const struct table_node *n)
{
	return table_item(n, struct account, by_name);
}

static struct account *
account_at(const struct table_node *n)
{
	return table_item(n, struct account, by_number);
}

static uint32_t
account_name_hash(const struct table_node *n)
{
	return irc_case_hash(account_by_name(n)->name);
}

static uint32_t
account_hash(const struct table_node *n)
{
	return table_hash_number(account_at(n)->number);
}

struct account *
account_find(const struct server *s, const char *name)
{
	const struct table_node *n = table_chain(&s->accounts_by_name,
	    irc_case_hash(name));

	while (n != NULL && !irc_case_eq(account_by_name(n)->name, name))
		n = n->next;
	return n == NULL ? NULL : account_by_name(n);
}

struct account *
account_by_number(const struct server *s, uint64_t number)
{
	const struct table_node *n = table_chain(&s->accounts_by_number,
	    table_hash_number(number));

	while (n != NULL && account_at(n)->number != number)
		n = n->next;
	return n == NULL ? NULL : account_at(n);
}

/* --- channels --- */

static struct channel *
channel_by_name(const struct table_node *n)
{
	return table_item(n, struct channel, by_name);
}

static struct channel *
channel_at(const struct table_node *n)
{
	return table_item(n, struct channel, by_number);
}

static uint32_t
channel_name_hash(const struct table_node *n)
{
	return irc_case_hash(channel_by_name(n)->name);
}

static uint32_t
channel_hash(const struct table_node *n)
{
	return table_hash_number(channel_at(n)->number);
}

struct channel *
channel_find(const struct server *s, const char *name)
{
	const struct table_node *n = table_chain(&s->channels_by_name,
	    irc_case_hash(name));

	while (n != NULL && !irc_case_eq(channel_by_name(n)->name, name))
		n = n->next;
	return n == NULL ? NULL : channel_by_name(n);
}

struct channel *
channel_by_number(const struct server *s, uint64_t number)
{
	const struct table_node *n = table_chain(&s->channels_by_number,
	    table_hash_number(number));

	while (n != NULL && channel_at(n)->number != number)
		n = n->next;
	return n == NULL ? NULL : channel_at(n);
}

/* --- all of them --- */

void
lookup_init(struct server *s)
{
	table_init(&s->users_by_nick, nick_hash);
	table_init(&s->users_by_number, user_hash);
	table_init(&s->accounts_by_name, account_name_hash);
	table_init(&s->accounts_by_number, account_hash);
	table_init(&s->channels_by_name, channel_name_hash);
	table_init(&s->channels_by_number, channel_hash);
	table_init(&s->odd_users, lookalike_hash);
	table_init(&s->odd_accounts, lookalike_hash);
	table_init(&s->odd_channels, lookalike_hash);
}

void
lookup_release(struct server *s)
{
	table_release(&s->users_by_nick);
	table_release(&s->users_by_number);
	table_release(&s->accounts_by_name);
	table_release(&s->accounts_by_number);
	table_release(&s->channels_by_name);
	table_release(&s->channels_by_number);
	table_release(&s->odd_users);
	table_release(&s->odd_accounts);
	table_release(&s->odd_channels);
}
