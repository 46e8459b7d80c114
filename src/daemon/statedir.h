/*
 * statedir.h -- the folder that holds all a server keeps, and the lock that
 * lets one server at a time have it.
 */
#ifndef DAEMON_STATEDIR_H
#define DAEMON_STATEDIR_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

/* /var/lib/tcpchat for root, else $XDG_STATE_HOME/tcpchat or
 * ~/.local/state/tcpchat; NULL: there is no home. Owned by the caller. */
char *statedir_default_path(void);

/* Makes the folder, with those above it, for its owner alone (0700). */
bool statedir_make(const char *path, struct err *e) ATTR_USE_RESULT;

/*
 * Locks DIR/tcpchatd.lock and writes this process's number into
 * DIR/tcpchatd.pid. Returns the descriptor that holds the lock, or -1: another
 * server has the folder (`e` names its number), or it cannot be written. The
 * lock ends with the process.
 */
int statedir_lock(const char *path, struct err *e) ATTR_USE_RESULT;

/* The server ends in order: removes the number, opens the lock. -1 is fine. */
void statedir_unlock(const char *path, int fd);

#endif
