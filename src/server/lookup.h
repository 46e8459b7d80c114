/*
 * lookup.h -- the tables in which user_find(), account_by_number() and their
 * like look. Names are one as CASEMAPPING says (irc_case.h).
 */
#ifndef SERVER_LOOKUP_H
#define SERVER_LOOKUP_H

struct server;

void lookup_init(struct server *s);
void lookup_release(struct server *s);	/* nothing is in them any more */

#endif
