/* talks.h -- private talks in which something was said while we were away. */
#ifndef SESSION_TALKS_H
#define SESSION_TALKS_H

#include <stdbool.h>
#include <stddef.h>

struct ask;
struct session;
struct session_line;

/* We are in: the server is asked for them. */
void talks_welcome(struct session *s, bool is_return);

/* A page of CHATHISTORY TARGETS, by nick and time; `sent`: lines it had. */
void talks_told(struct session *s, const struct ask *a,
    const struct session_line *lines, size_t count, size_t sent);

/* Nobody says in which: those that are known are looked through. */
void talks_failed(struct session *s);

#endif
