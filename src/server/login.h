/*
 * login.h -- accounts come and go, and users log in to them: the events.
 *
 * Whether somebody may is decided before (SASL, NickServ): what is posted here
 * is proved, or the store has it already.
 */
#ifndef SERVER_LOGIN_H
#define SERVER_LOGIN_H

#include <stdint.h>

#include "server/command.h"

struct answer;
struct client;

/* The registered client's user is that account's from when it is applied. */
void login_post(struct client *c, uint64_t account);
/* ... is nobody's. */
void logout_post(struct client *c);

/* 900: `source` is nick!user@host, with "*" for what is not known yet. */
void login_tell(struct answer *a, const char *source, const char *account);

/* Events that no command posts. */
extern const struct command event_account, event_account_end, event_login,
    event_logout;

#endif
