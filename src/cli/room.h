/*
 * room.h -- what the conversation knows of each destination: who is there,
 * what was said last, what is unread.
 */
#ifndef CLI_ROOM_H
#define CLI_ROOM_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/backlog.h"
#include "cli/people.h"

enum { ROOM_LINES = 500, ROOMS_MAX = 500 };

struct room {
	struct room *next;
	char *target;		/* owned; as the session spells it */
	char *topic;		/* owned */
	struct people people;
	struct backlog lines;	/* the last ones */
	unsigned unread, for_you;	/* since something was typed */
	size_t wanted;		/* lines of /history when older ones come */
	bool has_all;		/* the server has no older ones */
};

/* All of them, the first one first. NULL: none. */
struct rooms {
	struct room *first;
	size_t count;
};

void rooms_release(struct rooms *r);

/* NULL: there is none of that name. */
struct room *rooms_find(const struct rooms *r, const char *target);

/* Made if need be; NULL: there are too many. */
struct room *rooms_open(struct rooms *r, const char *target);

void rooms_close(struct rooms *r, const char *target);

#endif
