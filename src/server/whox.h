/*
 * whox.h -- the lines of WHO: 352, and 354 with the fields one asked for.
 *
 * ircv3.net/specs/extensions/whox. Fields come in a fixed order whatever the
 * order in which they were asked for.
 */
#ifndef SERVER_WHOX_H
#define SERVER_WHOX_H

#include <stdbool.h>
#include <stdint.h>

struct answer;
struct member;
struct user;

enum { WHOX_TOKEN_SIZE = 4 };

struct whox {
	bool is_used;		/* "%fields" was given: 354 instead of 352 */
	bool only_operators;	/* flag 'o': of the server; there are none */
	uint32_t fields;	/* a bit for each, see whox.c */
	char token[WHOX_TOKEN_SIZE];	/* "0" where none was given */
};

/* The second parameter of WHO, "[flags][%fields[,token]]"; NULL: none. */
void whox_parse(struct whox *w, const char *options);

/* `u`, as a member of the channel where it was met, NULL: none to name. */
void whox_say(struct answer *a, const struct whox *w, const struct user *u,
    const struct member *m);

#endif
