/* password.h -- a password, read from whoever runs a command. */
#ifndef DAEMON_PASSWORD_H
#define DAEMON_PASSWORD_H

#include <stdbool.h>

#include "base/attr.h"

enum { PASSWORD_SIZE = 512 };

/* A line of standard input; what is typed at a terminal is not shown. False:
 * there is none. The caller wipes it. */
bool password_read(char password[PASSWORD_SIZE]) ATTR_USE_RESULT;

#endif
