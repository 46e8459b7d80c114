/* privdrop.h -- from root to an ordinary user, for good. */
#ifndef DAEMON_PRIVDROP_H
#define DAEMON_PRIVDROP_H

#include <stdbool.h>

#include "base/attr.h"

struct err;

/* Gives the folder at `path` to `user`. For root, before privdrop(). */
bool privdrop_give(const char *path, const char *user, struct err *e)
    ATTR_USE_RESULT;

/* Becomes `user`, with their groups and no others, and makes sure that there
 * is no way back. */
bool privdrop(const char *user, struct err *e) ATTR_USE_RESULT;

#endif
