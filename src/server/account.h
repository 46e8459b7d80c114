/*
 * account.h -- who somebody is beyond a connection: a name with a password.
 *
 * Shared state: only apply changes it. What proves an account (verifier,
 * certificates) is not here but in the store, which is asked for it.
 */
#ifndef SERVER_ACCOUNT_H
#define SERVER_ACCOUNT_H

#include <stdint.h>
#include <sys/queue.h>

#include "base/table.h"
#include "server/list.h"

struct read_marker;
struct server;
struct user;

enum account_flag {
	ACCOUNT_ALWAYS_ON = 1,	/* its user stays when the last client leaves */
	ACCOUNT_FLAGS = ACCOUNT_ALWAYS_ON	/* all that there are */
};

struct account {
	struct list_node node;		/* server->accounts, in order of creation */
	struct table_node by_name, by_number;
	uint64_t number;		/* never used twice; survives renaming */
	char    *name;			/* owned, as it was registered */
	int64_t  registered_ms;
	unsigned flags;			/* enum account_flag */
	struct read_marker *markers;	/* owned */
	struct metadata *metadata;	/* owned: see metadata.h */
	uint64_t metadata_number;	/* of its row; 0: none is kept */
	LIST_HEAD(, user) users;	/* logged in to it, newest first */
};

/* Creates it and puts it into the tables. Name and number must be free. */
struct account *account_new(struct server *s, uint64_t number,
    const char *name, int64_t registered_ms);
/* Takes it out of the tables and frees it; its users are guests from then. */
void account_end(struct server *s, struct account *a);
void account_free_all(struct server *s);
/* The new name must be free, or its own in other letters. */
void account_rename(struct server *s, struct account *a, const char *name);

/* By name, as CASEMAPPING says; NULL: there is none. */
struct account *account_find(const struct server *s, const char *name);
struct account *account_by_number(const struct server *s, uint64_t number);

/* The user of it who logged in first; NULL: nobody has. */
struct user *account_user(const struct account *a);

/* `a` NULL: a guest again. */
void user_set_account(struct user *u, struct account *a);
/* Name of the account; NULL: a guest. Borrowed from the account. */
const char *user_account_name(const struct user *u);
/* What history knows the user by: the account's number, or a guest's own. */
uint64_t user_identity(const struct user *u);

#endif
