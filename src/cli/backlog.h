/* backlog.h -- copies of lines, oldest first: what is gathered before it is shown. */
#ifndef CLI_BACKLOG_H
#define CLI_BACKLOG_H

#include <stddef.h>

struct session_line;

/* Zeroed: none. Grows at both ends. */
struct backlog {
	struct session_line *list;	/* owned, their strings too */
	size_t first, count, cap;	/* list[first] is the oldest */
};

void backlog_release(struct backlog *l);
void backlog_append(struct backlog *l, const struct session_line *from, size_t n);
void backlog_prepend(struct backlog *l, const struct session_line *from, size_t n);

/* The oldest go until there are at most `most`. */
void backlog_cut(struct backlog *l, size_t most);

/* The i-th from the oldest, i < count; borrowed until the next change. */
const struct session_line *backlog_at(const struct backlog *l, size_t i);

/* The newest one of that msgid; NULL: none. Borrowed likewise. */
const struct session_line *backlog_find(const struct backlog *l,
    const char *msgid);

/* Another text for the line of that msgid, if it is there. */
void backlog_set_text(struct backlog *l, const char *msgid, const char *text);

#endif
