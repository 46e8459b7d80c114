/*
 * whowas.h -- who had a nick before. Shared state: only apply changes it.
 *
 * The last WHOWAS_MAX users that left or took another nick, in a ring.
 */
#ifndef SERVER_WHOWAS_H
#define SERVER_WHOWAS_H

#include <stdint.h>

#include "proto/limits.h"

struct user;

struct whowas_entry {
	char   *source;		/* owned: nick!user@host; NULL: unused */
	char   *realname;	/* owned */
	int64_t left_ms;	/* Unix time */
};

struct whowas {
	struct whowas_entry ring[WHOWAS_MAX];
	unsigned next;		/* where the next one goes */
};

/* `u` no longer has the nick it has. */
void whowas_add(struct whowas *w, const struct user *u, int64_t now_ms);
/* The newest entry of `nick` behind the `*skip` newest of all, which then
 * counts it and those before it; NULL: no more. Begin with 0. */
const struct whowas_entry *whowas_next(const struct whowas *w,
    const char *nick, unsigned *skip);
void whowas_release(struct whowas *w);

#endif
