/* keeping.h -- telling people that, and for how long, messages are kept. */
#ifndef SERVER_KEEPING_H
#define SERVER_KEEPING_H

#include <stddef.h>

struct answer;
struct channel;
struct server;

/* ISUPPORT RETENTION: seconds, 0 for not at all, "forever", or "memory": for
 * ever, if the server ran for ever. */
const char *keeping_token(const struct server *s, char *buf, size_t size);
/* The line for who has just registered. */
void keeping_tell(struct answer *a);
/* The line for who joins a channel that keeps for another time. */
void keeping_tell_of(struct answer *a, const struct channel *ch);

#endif
