/* member.h -- one member of a channel, and what the edge is told of them. */
#ifndef SESSION_MEMBER_H
#define SESSION_MEMBER_H

#include <stdbool.h>
#include <stdint.h>

#include <uthash.h>

#include "session/limits.h"
#include "session/session.h"

struct target;

struct member {
	UT_hash_handle hh;
	const char *key;	/* folded; both stand behind the struct */
	const char *nick;
	char *account;		/* owned; NULL: none known */
	char prefixes[PREFIXES_SIZE];
	bool away;
	bool knows_away;	/* somebody has said whether */
	bool saw_away;		/* it began while we knew of the contrary */
	bool is_told;		/* the edge knows it */
	bool is_changed;	/* by the list that is coming in */
	uint32_t seen;		/* number of the list it was last in */
};

struct member *member_find(const struct session *s, const struct target *t,
    const char *nick);

/* Makes it if it is not there; NULL: too many, or no name. */
struct member *member_get(struct session *s, struct target *t,
    const char *nick);
void member_remove(struct target *t, struct member *m);

/* After a new casemapping: every key anew. Two that are one now: one goes. */
void member_rehash(struct session *s, struct target *t);

/* Whether that is news. */
bool member_set_away(struct member *m, bool away);

/* Both return whether that is news. An account "0" or "*" means: none. Signs
 * are those among the characters of `from`. */
bool member_set_account(struct member *m, const char *account);
bool member_set_prefixes(const struct session *s, struct member *m,
    const char *from);

/* Fills `c` for an event. */
void member_describe(struct session *s, struct session_member_change *c,
    enum session_change what, const struct member *m);

/* Events of one change; the last two end `m`. */
void member_tell(struct session *s, struct target *t, struct member *m);
void member_tell_gone(struct session *s, struct target *t, struct member *m);
void member_tell_renamed(struct session *s, struct target *t,
    struct member *m, const char *nick);

#endif
