/*
 * secret.h -- the password of an account: from a command of the person's, or
 * asked for on the terminal. Before the screen opens, so that such a command
 * may ask there for a passphrase of its own.
 */
#ifndef CLIENT_SECRET_H
#define CLIENT_SECRET_H

#include <stdbool.h>

#include "base/attr.h"

struct err;
struct locator;
struct settings;

/*
 * What password-command prints for the account that `to` or `s` names, else what
 * the settings have in clear; *out is for secret_free(), NULL: nobody logs in,
 * or there is neither. False: the command failed; `e` says why. Waits at most
 * 30 s.
 */
bool secret_print(const struct locator *to, const struct settings *s,
    char **out, struct err *e) ATTR_USE_RESULT;

/* Asks on the terminal, without an echo, and waits. False: there is none, or
 * nothing was typed. */
bool secret_ask(const char *account, char **out, struct err *e)
    ATTR_USE_RESULT;

/* Wipes it. NULL is fine. */
void secret_free(char *secret);

#endif
