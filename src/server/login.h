/*
 * login.h -- accounts come and go, and users log in to them: the events.
 *
 * Whether somebody may is decided before (SASL, NickServ): what is posted here
 * is proved, or the store has it already.
 */
#ifndef SERVER_LOGIN_H
#define SERVER_LOGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "server/command.h"

struct answer;
struct client;

/* What is said behind 900, where the client is told. */
enum login_how {
	LOGIN_SASL = 1,		/* 903 */
	LOGIN_REGISTERED,	/* REGISTER SUCCESS */
	LOGIN_NICKSERV,		/* a notice of NickServ's */
	LOGIN_NICKSERV_NEW,	/* ... to whom has just registered there */
};

/* The registered client's user is that account's from when it is applied. */
void login_post(struct client *c, uint64_t account, enum login_how how);
/* ... is nobody's. */
void logout_post(struct client *c);

/* 900, before there is a user: with "*" for what is not known yet. */
void login_tell_newcomer(struct client *c, const char *account);

/* Made by cmd_register.c: what follows 900; and why nobody, or not everybody,
 * may make an account. */
void register_tell(struct answer *a, const char *account);
const char *register_refused(const struct client *c);
/* Made by nickserv.c: the same for LOGIN_NICKSERV. */
void nickserv_tell_login(struct answer *a, bool is_new);

/* Events that no command posts. */
extern const struct command event_account, event_account_end, event_login,
    event_logout;

#endif
