/* account.c -- who somebody is beyond a connection. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "server/account.h"
#include "server/lookalike.h"
#include "server/read_marker.h"
#include "server/metadata.h"
#include "server/server_internal.h"
#include "server/user.h"

#include "base/banned.h"

static void
add_name(struct server *s, struct account *a)
{
	table_add(&s->accounts_by_name, &a->by_name);
	lookalike_add(&s->odd_accounts, a->name, a);
}

static void
remove_name(struct server *s, struct account *a)
{
	table_remove(&s->accounts_by_name, &a->by_name);
	lookalike_remove(&s->odd_accounts, a->name, a);
}

struct account *
account_new(struct server *s, uint64_t number, const char *name,
    int64_t registered_ms)
{
	struct account *a = xcalloc(1, sizeof *a);

	a->number = number;
	a->name = xstrdup(name);
	a->registered_ms = registered_ms;
	LIST_INIT(&a->users);
	list_append(&s->accounts, &a->node);
	add_name(s, a);
	table_add(&s->accounts_by_number, &a->by_number);
	return a;
}

void
account_end(struct server *s, struct account *a)
{
	while (!LIST_EMPTY(&a->users))
		user_set_account(LIST_FIRST(&a->users), NULL);
	remove_name(s, a);
	table_remove(&s->accounts_by_number, &a->by_number);
	list_remove(&s->accounts, &a->node);
	read_marker_end_all(s, s->is_ending ? NULL : a, a->markers);
	free(a->name);
	if (!s->is_ending)
		metadata_forget(s, a);
	metadata_free(&a->metadata);
	free(a);
}

void
account_free_all(struct server *s)
{
	while (s->accounts.first != NULL)
		account_end(s, list_item(s->accounts.first, struct account,
		    node));
}

void
account_rename(struct server *s, struct account *a, const char *name)
{
	remove_name(s, a);
	free(a->name);
	a->name = xstrdup(name);
	add_name(s, a);
}

struct user *
account_user(const struct account *a)
{
	struct user *u = LIST_FIRST(&a->users);

	while (u != NULL && LIST_NEXT(u, of_account) != NULL)
		u = LIST_NEXT(u, of_account);
	return u;
}

void
user_set_account(struct user *u, struct account *a)
{
	if (u->account != NULL)
		LIST_REMOVE(u, of_account);
	u->account = a;
	if (a != NULL)
		LIST_INSERT_HEAD(&a->users, u, of_account);
}

const char *
user_account_name(const struct user *u)
{
	return u->account == NULL ? NULL : u->account->name;
}

uint64_t
user_identity(const struct user *u)
{
	return u->account == NULL ? u->number : u->account->number;
}
