/* daemon_internal.h -- what daemon.c and the commands of its control socket
 * (daemon_control.c) share. */
#ifndef DAEMON_DAEMON_INTERNAL_H
#define DAEMON_DAEMON_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "daemon/server_config.h"
#include "daemon/world.h"

struct err;

struct daemon {
	const struct options *options;	/* borrowed */
	struct settings      *settings;	/* borrowed */
	const char           *state_dir;	/* borrowed */
	struct server_texts   texts;
	struct world_of       world;
	int                   lock;	/* -1: not locked */
	struct syslog        *log;
	struct gate          *gate;
	struct event         *daily;
	struct loop          *loop;
	struct listeners     *listeners;	/* until the loop takes them */
	struct signals       *signals;
	struct store         *store;
	struct hasher        *hasher;
	struct bus           *bus;
	struct server        *server;
	struct control       *control;
	struct retention     *retention;
	struct rehash        *rehash;
	int64_t               started_ms;	/* Unix time */
};

/* Reads the settings again: all of them, or none: `e` and the log
 * say why. */
bool daemon_reload(struct daemon *d, struct err *e);
/* Tells everyone and ends the loop. */
void daemon_stop(struct daemon *d);
/* Opens the control socket. */
bool daemon_open_control(struct daemon *d, struct err *e) ATTR_USE_RESULT;

#endif
