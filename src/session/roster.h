/* roster.h -- lists of members: asked for, compared, differences told. */
#ifndef SESSION_ROSTER_H
#define SESSION_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/member.h"

struct ask;
struct received;
struct session;
struct session_member_change;
struct target;

struct roster {
	struct member *members;	/* owned; hash by key */
	uint32_t list;		/* number of the list that is coming in */
	bool is_listing;	/* a whole list is coming in: NAMES or WHO */
};

void roster_clear(struct target *t);

/* Event MEMBERS. */
void roster_tell(struct session *s, struct target *t,
    const struct session_member_change *changes, size_t count, bool is_end);

/* Writes a request; false: there is nothing to ask any more. */
bool roster_write(struct session *s, struct ask *a);

/* Each minute: what nobody tells us about the visible channel is asked. */
bool roster_wants_minute(const struct session *s);
void roster_minute(struct session *s);

/* Lines of the server. */
void roster_on_names(struct session *s, const struct received *r);
void roster_on_names_end(struct session *s, const struct received *r);
void roster_on_who(struct session *s, const struct received *r);
void roster_on_whox(struct session *s, const struct received *r);
void roster_on_who_end(struct session *s, const struct received *r);

#endif
