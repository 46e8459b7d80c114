/* search.h -- SEARCH: what the server finds in one's history. */
#ifndef SESSION_SEARCH_H
#define SESSION_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

struct ask;
struct session;
struct session_line;

/* Writes a request; false: there is nothing to ask. */
bool search_write(struct session *s, struct ask *a);

/* The answer to the one that is out: event FOUND. */
void search_answered(struct session *s, const struct session_line *lines,
    size_t count);
void search_failed(struct session *s, const struct ask *a);

#endif
