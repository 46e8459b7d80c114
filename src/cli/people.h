/* people.h -- who is in one room, kept up to date by what the session tells. */
#ifndef CLI_PEOPLE_H
#define CLI_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

struct session_member_change;

struct person {
	char *nick;		/* owned, like the others */
	char *prefixes;		/* "@", "+", "" */
	char *account;		/* may be empty */
	bool away, own;
};

/* Zeroed: nobody. */
struct people {
	struct person *list;	/* owned; sorted by name */
	size_t count, cap;
};

void people_release(struct people *p);
void people_change(struct people *p, const struct session_member_change *c,
    size_t count);

#endif
