/* protocol.h -- what is spoken at a listening socket. */
#ifndef DAEMON_PROTOCOL_H
#define DAEMON_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

struct dialect;

enum protocol_tls {
	PROTOCOL_PLAIN,		/* no TLS */
	PROTOCOL_EITHER,	/* the first byte tells */
	PROTOCOL_TLS,		/* nothing else */
};

/* `protocol` of a listen block. */
struct protocol {
	const char *name;	/* auto, irc, json, text */
	const struct dialect *dialect;	/* NULL: `tell` says by the first bytes */
	const struct dialect *(*tell)(const void *data, size_t len);
	bool silent_ok;		/* its people may think before they type */
	enum protocol_tls tls;
};

/* `tls`: nothing but TLS is let in. NULL: there is none of that name. */
const struct protocol *protocol_find(const char *name, bool tls);

#endif
