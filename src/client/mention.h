/* mention.h -- names in texts, and names that are nearly the same. */
#ifndef CLIENT_MENTION_H
#define CLIENT_MENTION_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `nick` stands in the text as a word, in any case of letters. */
bool mention_found(const char *text, size_t len, const char *nick);

/* Whether one of the words does, "a, b,c"; NULL: there are none. */
bool mention_any(const char *text, size_t len, const char *words);

/* How many letters two names differ by, ASCII case aside; at most `max`+1. */
int mention_distance(const char *a, const char *b, int max);

/* How many of them may be a slip. */
int mention_tolerance(const char *name);

#endif
