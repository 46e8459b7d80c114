/*
 * authentication.h -- SASL: ircv3.net/specs/extensions/sasl-3.1, sasl-3.2.
 *
 * Before registration the account waits in client->registration; afterwards a
 * LOGIN event brings the user to it, and again to another one.
 */
#ifndef SERVER_AUTHENTICATION_H
#define SERVER_AUTHENTICATION_H

#include <stdbool.h>
#include <stddef.h>

struct authentication;
struct client;
struct server_config;

enum { SASL_MECHANISMS_SIZE = 64 };

/* What may be used on this connection, by these settings:
 * "PLAIN,SCRAM-SHA-256". */
void authentication_mechanisms(const struct client *c,
    const struct server_config *cfg, char out[SASL_MECHANISMS_SIZE]);
/* The client registers in the middle of an exchange: 906, and without it. */
void authentication_abort(struct client *c);
void authentication_free(struct authentication *a);	/* NULL is fine */

/* The client's certificate: SHA-256 in hexadecimal; NULL: it has shown none. */
const char *client_fingerprint(const struct client *c);
/* What it says can't be read on its way: TLS, or it never leaves this machine. */
bool client_is_secure(const struct client *c);
/* ... or the settings allow it all the same. */
bool client_takes_passwords(const struct client *c);

#endif
