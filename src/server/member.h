/* member.h -- a user in a channel. Shared state: only apply changes it. */
#ifndef SERVER_MEMBER_H
#define SERVER_MEMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "server/list.h"

struct channel;
struct user;

struct member {
	struct list_node node;		/* channel->members, in order of joining */
	struct member *next_of_user;	/* user->members */
	struct channel *channel;
	struct user    *user;
	bool     is_operator, is_voiced;
	uint64_t since;			/* order number of the JOIN */
	int64_t  joined_ms;
	int64_t  posted_ms;	/* this node's own: its last message, for +W;
				   coming back does not forget it */
};

/* How high a sign is, or that of the member: 0 none, 1 '+', 2 '@'. */
static inline int
member_rank_of_sign(char sign)
{
	return sign == '@' ? 2 : sign == '+' ? 1 : 0;
}

static inline int
member_rank(const struct member *m)
{
	return m == NULL ? 0 : m->is_operator ? 2 : m->is_voiced ? 1 : 0;
}

/* "@" and "+" as the reader's multi-prefix asks for; out holds 3 bytes. */
void member_prefix(const struct member *m, bool multi, char out[3]);

#endif
