/*
 * gate.h -- what a newcomer meets: the keys of TLS, and whose word about
 * somebody else's address is believed.
 *
 * Made anew whenever the settings are read: whoever is in keeps the old keys.
 */
#ifndef DAEMON_GATE_H
#define DAEMON_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;
struct gate;
struct settings;
struct sockaddr;
struct tls_certificate;
struct tls_context;

/*
 * Reads the certificates that the settings name, while root may. NULL: `e`
 * names the file or the word, the fault and the remedy.
 */
struct gate *gate_new(const struct settings *s, struct err *e) ATTR_USE_RESULT;
void gate_free(struct gate *g);		/* NULL is fine */

/*
 * If the settings name none: the certificate of the state folder, which is
 * made if there is none, for the server's `name`, this machine and localhost.
 */
bool gate_add_own(struct gate *g, const struct settings *s,
    const char *state_dir, const char *name, int64_t now_ms, struct err *e)
    ATTR_USE_RESULT;

/* It is the self-made one: nothing that the world can check. */
bool gate_has_own(const struct gate *g);

/* For new connections; after gate_add_own() there is one. */
struct tls_context *gate_tls(const struct gate *g);

/* Names in the log each certificate ... */
void gate_log(const struct gate *g);
/* ... and those that end soon, or have: at the start, and each day. */
void gate_warn(const struct gate *g, int64_t now_ms);

/* A line for people for each certificate: its fingerprint. */
void gate_describe(const struct gate *g, char *out, size_t size);

/* Its connections begin with a PROXY header. */
bool gate_is_proxy(const struct gate *g, const struct sockaddr *peer);

/* What it must say to be believed (WEBIRC); NULL: it is not believed. */
const char *gate_webirc(const struct gate *g, const struct sockaddr *peer);

#endif
