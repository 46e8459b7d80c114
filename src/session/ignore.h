/* ignore.h -- whose words are not told: the list, and what it hits. */
#ifndef SESSION_IGNORE_H
#define SESSION_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct received;
struct session;
struct session_line;

/* "bob *!*@spam.example $a:eve": nicks, masks and accounts, blanks between. */
struct ignore {
	char *list;		/* owned; NULL: nobody */
	size_t count;
};

void ignore_release(struct ignore *i);

/* Whether the sender of a line is one of them; never ourselves or a server. */
bool ignore_hits(const struct session *s, const struct received *r);

/* Not of theirs; one that turned out to be ours is told: it was sent under
 * another name of ours. */
bool ignore_may_tell(const struct session_line *line) ATTR_PURE;

/*
 * Those of the lines that may be told, in their order; `*count` becomes their
 * number. The same array if that is all of them, else a copy that lives as
 * long as the events.
 */
const struct session_line *ignore_thin(struct session *s,
    const struct session_line *lines, size_t *count);

#endif
