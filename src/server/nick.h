/*
 * nick.h -- whether a nick may be had: asked by the handler to answer soon,
 * and by apply, which decides. The rules: tcpchat-proto(7), NICKS.
 *
 * The name of an account is a nick that only users of that account have, ever.
 * Whoever else would come to have it (because somebody registers it, or by
 * logging out) is renamed. A few nicks are the server's own.
 */
#ifndef SERVER_NICK_H
#define SERVER_NICK_H

#include <stdbool.h>

struct account;
struct answer;
struct event;
struct server;
struct user;

/* Nobody's: the server, NickServ, ChanServ, and "0", which WHO says of guests. */
bool nick_is_reserved(const char *nick);

/* Why `u` (NULL: who is not a user yet), logged in to `account` (NULL: not),
 * may not be called `nick`, a valid one: the text of 433, a constant, which
 * names the rule and the way out. NULL: it may. Shared state only. */
const char *nick_refused(const struct server *s, const struct user *u,
    const struct account *account, const char *nick);

/* Whether no account looks like it: asked where nobody would have the nick. */
bool nick_is_anybodys(const struct server *s, const char *nick);

/* In apply, when `u` has logged out or in: if it may not have its nick any
 * more, it gets another, and everybody sees that. */
void nick_enforce(struct server *s, const struct event *e, struct user *u);
/* The same for whoever has the name of an account, or one that looks like it,
 * when there is a new one. */
void nick_enforce_account(struct server *s, const struct event *e,
    const struct account *account);

/* In apply: everybody sees the new nick, which may be had; the answer first
 * (NULL: none). Made by cmd_nick.c. */
void user_rename(struct server *s, const struct event *e, struct user *u,
    const char *nick, struct answer *a);

#endif
