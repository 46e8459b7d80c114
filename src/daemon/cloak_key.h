/* cloak_key.h -- the secret that hosts are cloaked with (setting 'cloak'). */
#ifndef DAEMON_CLOAK_KEY_H
#define DAEMON_CLOAK_KEY_H

#include <stdbool.h>

#include "base/attr.h"
#include "server/server.h"

struct err;

/* DIR/cloak.key, made the first time for its owner alone (0600). False: `e`
 * names it, the fault and the remedy. */
bool cloak_key_read(const char *state_dir, unsigned char key[CLOAK_KEY_BYTES],
    struct err *e) ATTR_USE_RESULT;

#endif
