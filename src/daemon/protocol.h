/* protocol.h -- what is spoken at a listening socket. */
#ifndef DAEMON_PROTOCOL_H
#define DAEMON_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

struct dialect;

/* `protocol` of a listen block. */
struct protocol {
	const char *name;	/* auto, irc, json, text */
	const struct dialect *dialect;	/* NULL: `tell` says by the first bytes */
	const struct dialect *(*tell)(const void *data, size_t len);
	bool silent_ok;		/* its people may think before they type */
};

/* NULL: there is none of that name. */
const struct protocol *protocol_find(const char *name);

#endif
