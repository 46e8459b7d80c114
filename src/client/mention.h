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

/* What a name that nobody has may have meant: the nearest of several. */
struct mention_search {
	const char *name;	/* borrowed */
	int least;		/* what is as far as that is no slip of it */
};

struct mention_search mention_search(const char *name);

/* Whether `other` is nearer than all that were asked for before it. */
bool mention_is_nearer(struct mention_search *s, const char *other);

#endif
