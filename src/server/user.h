/*
 * user.h -- one identity on the network, with one or more clients or none.
 *
 * Shared state: only apply changes it (DESIGN.md, chapter 2).
 */
#ifndef SERVER_USER_H
#define SERVER_USER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/table.h"
#include "server/list.h"

struct account;
struct attachment;
struct client;
struct invitation;
struct member;
struct read_marker;
struct metadata;
struct server;

enum user_mode {
	USER_INVISIBLE = 1 << 0,	/* +i */
	USER_BOT       = 1 << 8,	/* +B: ircv3.net/specs/extensions/bot-mode */
	USER_OPERATOR  = 1 << 2,	/* +o: only EVENT_OPER gives it */
	USER_WALLOPS   = 1 << 3,	/* +w */
	USER_REGISTERED_ONLY = 1 << 1,	/* +R: only they write to it */
};

/* Those of a user who comes back with the next start. */
enum { USER_MODES_KEPT = USER_INVISIBLE | USER_BOT | USER_REGISTERED_ONLY };

enum { USER_MODE_SIZE = 16 };	/* see user_mode_text() */

struct user {
	struct client *clients;		/* attached on this node: first, each line
					   to it looks there */
	struct list_node node;		/* server->users, in order of creation */
	struct table_node by_nick, by_number;
	uint64_t number;		/* never used twice */
	char    *source;		/* owned: nick!user@host; in its block: */
	const char *nick, *username, *host, *realname;
	char    *real_host;		/* owned; NULL: it is `host` */
	char    *away;			/* owned; NULL: here */
	struct metadata *metadata;	/* owned; of a guest: see metadata.h */
	struct account *account;	/* borrowed; logged in to; NULL: a guest */
	LIST_ENTRY(user) of_account;	/* account->users, if there is one */
	int64_t  connected_ms;
	int64_t  absent_ms;		/* always on: without a client since; 0 */
	int64_t  spoke_ms;		/* time of the last message: WHOIS idle */
	struct member *members;		/* its channels, newest first */
	LIST_HEAD(, invitation) invitations;	/* open ones, newest first */
	struct attachment *attachments;	/* on any node, see attachment.h */
	struct read_marker *markers;	/* owned: of a guest */
	unsigned modes;			/* enum user_mode */
	unsigned nmembers, ninvitations;
	uint16_t nattachments;
	bool     is_kept : 1;		/* it has a row on disk: standing.h */
	bool     is_marked : 1;		/* that may be old */
};

/* As struct client: 10,000 are there. */
_Static_assert(sizeof(struct user) <= 216, "a user is small");

/* Creates it and puts it into the tables. The nick must be free. */
struct user *user_new(struct server *s, uint64_t number, const char *source,
    const char *realname, int64_t now_ms);
/* Takes it out of the tables and frees it; it has left every channel. */
void user_free(struct server *s, struct user *u);

struct user *user_find(const struct server *s, const char *nick);
struct user *user_by_number(const struct server *s, uint64_t number);

/* Where it is, whatever is shown as its host: bans and operators ask. */
const char *user_real_host(const struct user *u);
/* Whether a mask of nick!user@host fits it, by the host shown or the real. */
bool user_fits(const struct user *u, const char *mask);

void user_set_nick(struct server *s, struct user *u, const char *nick);
/* ... is another than the one that its source was made with. */
void user_set_real_host(struct user *u, const char *host);
/* What others see from now on; the real host stays what it is. */
void user_set_host(struct server *s, struct user *u, const char *username,
    const char *host);
void user_set_away(struct user *u, const char *text);	/* NULL: back */
void user_set_modes(struct server *s, struct user *u, unsigned modes);
/* 0: none has that letter. */
enum user_mode user_mode_of_letter(char letter);
/* "+" and the letters of `modes`. */
void user_mode_text(unsigned modes, char out[USER_MODE_SIZE]);
void user_set_realname(struct server *s, struct user *u, const char *realname);

/* Whether the two share a channel. */
bool user_shares_channel(const struct user *a, const struct user *b);

#endif
