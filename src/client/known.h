/*
 * known.h -- the servers that were spoken to by TLS, and how each was known.
 *
 * A file of lines "HOST PORT TLS-PORT HOW": HOST and PORT as the user names
 * them, HOW the SHA-256 fingerprint of a certificate that was trusted on first
 * use, or "authorities". Whoever is in it is never spoken to in clear again
 * without being told so (DESIGN.md, chapter 5).
 */
#ifndef CLIENT_KNOWN_H
#define CLIENT_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "net/tls.h"

struct err;
struct known;

struct known_server {
	char    *host;		/* owned */
	uint16_t port, tls_port;
	char     fingerprint[TLS_FINGERPRINT_SIZE];	/* "": by authorities */
};

/* The file in the state folder of its owner. */
struct known *known_open_default(void);

/* Reads the file if there is one; what is not understood in it is passed
 * over. `path` is copied; NULL: nothing is kept beyond the process. */
struct known *known_open(const char *path);
void known_close(struct known *k);	/* NULL is fine */

/* NULL: never met. Borrowed until the next known_remember(). */
const struct known_server *known_find(const struct known *k, const char *host,
    uint16_t port);

/* Replaces what is known of host and port, and writes the file. False: it is
 * known only until the end of the process; `e` says why. */
bool known_remember(struct known *k, const struct known_server *server,
    struct err *e) ATTR_USE_RESULT;

enum known_verdict {
	KNOWN_TRUSTED,	/* the same as ever, or vouched for by an authority */
	KNOWN_FIRST,	/* of this machine, met for the first time: trusted */
	KNOWN_ASK,	/* nobody vouches for it: the person decides */
	KNOWN_CHANGED,	/* not who it was: nothing is sent */
};

/* `server` NULL: never met. `is_local`: loopback or a unix socket. */
enum known_verdict known_judge(const struct known_server *server,
    const struct tls_peer *peer, bool is_local);

#endif
