/* server_config.h -- from the settings of tcpchatd to those of the server. */
#ifndef DAEMON_SERVER_CONFIG_H
#define DAEMON_SERVER_CONFIG_H

#include <stdbool.h>

#include "base/attr.h"
#include "server/server.h"

struct err;
struct gate;
struct settings;

/* What the server's settings point at beside the settings. */
struct server_texts {
	char *motd;	/* owned; NULL: none */
	struct store_keep *keep;	/* owned */
	char  name[64];
	unsigned char cloak_key[CLOAK_KEY_BYTES];	/* of the state folder */
};

/* Reads the files that settings name, and lists in them. False: `e` names the
 * file, the fault and the remedy. Release in either case. */
bool server_texts_read(struct server_texts *t, const struct settings *s,
    struct err *e) ATTR_USE_RESULT;
void server_texts_release(struct server_texts *t);

/* Borrows from the first two. */
struct server_config server_config_make(const struct settings *s,
    const struct server_texts *t, const struct gate *g);

#endif
