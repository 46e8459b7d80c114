/*
 * standing.h -- users who stay when their last client goes: those of always-on
 * accounts, and what of them comes back at the next start.
 *
 * Of several users of one account it is the one who logged in first.
 */
#ifndef SERVER_STANDING_H
#define SERVER_STANDING_H

#include <stdbool.h>

struct event;
struct server;
struct store_belonging;
struct user;

/* Whether `u` stays without a client. */
bool standing_is(const struct user *u);

/* After each ordered event: whom it names may be kept otherwise now. */
void standing_after(struct server *s, const struct event *e);
/* The same for one of whom an event does not say the number. */
void standing_mark(struct server *s, struct user *u);
/* Hands all that were marked to the bus. */
void standing_flush(struct server *s);
/* In user_free(): the store forgets it. */
void standing_gone(struct server *s, struct user *u);

/* Makes the user again, in its channels, away. False: its account is gone, or
 * not always on any more. */
bool standing_restore(struct server *s, const struct store_belonging *kept);

#endif
