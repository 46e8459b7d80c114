/*
 * oper.h -- operators of the server: how one becomes one, what they are told.
 */
#ifndef SERVER_OPER_H
#define SERVER_OPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "proto/sasl.h"

struct answer;
struct client;
struct event;
struct server;
struct user;

/* One of the settings. Whatever is there must be right. */
struct oper_config {
	const char *name;
	const char *account;		/* NULL: any, or none */
	const char *fingerprint;	/* SHA-256 of the client's certificate; NULL */
	const char *masks;		/* nick!user@host, blanks between; NULL */
	struct sasl_verifier verifier;	/* `iterations` 0: no password */
};

/* Copies; ended with opers_release(). */
struct oper_config *opers_copy(const struct oper_config *opers, size_t n);
void opers_release(struct oper_config *opers, size_t n);
/* NULL: there is none of that name. */
const struct oper_config *oper_find(const struct server *s, const char *name);
/* Whether it is where that operator may be, and who: all but the password. */
bool oper_is_allowed(const struct oper_config *o, const struct client *c);

bool user_is_operator(const struct user *u);

/*
 * In apply: what an operator did, or what operators should know, to the log
 * ("oper: action=...") and to every operator. The poster's copy has its label
 * if it is one.
 */
void oper_note(struct server *s, const struct event *e, struct answer *a,
    const char *format, ...) ATTR_PRINTF(4, 5);

#endif
