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
 * What logs in to the account that `to` or `s` names; *out is for
 * secret_free(), NULL: nobody logs in, or by certificate. False: there is no
 * password to be had; `e` says why. Waits, for a command at most 30 s.
 */
bool secret_get(const struct locator *to, const struct settings *s,
    char **out, struct err *e) ATTR_USE_RESULT;

/* Wipes it. NULL is fine. */
void secret_free(char *secret);

#endif
