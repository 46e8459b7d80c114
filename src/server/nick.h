/*
 * nick.h -- whether a nick may be had: asked by the handler to answer soon,
 * and by apply, which decides.
 */
#ifndef SERVER_NICK_H
#define SERVER_NICK_H

struct account;
struct server;
struct user;

/* Why `u` (NULL: who is not a user yet), logged in to `account` (NULL: not),
 * may not be called `nick`, a valid one: the text of 433, a constant. NULL: it
 * may. Shared state only. */
const char *nick_refused(const struct server *s, const struct user *u,
    const struct account *account, const char *nick);

#endif
