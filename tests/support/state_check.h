/* state_check.h -- whether a server's state is as its headers promise. */
#ifndef SUPPORT_STATE_CHECK_H
#define SUPPORT_STATE_CHECK_H

#include "base/attr.h"

struct server;

/* NULL: it is; else what is not. `idle`: the bus has nothing and no question
 * is away, so nobody may wait for either. */
const char *state_check(const struct server *s, int idle) ATTR_USE_RESULT;

#endif
