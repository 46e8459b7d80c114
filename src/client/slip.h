/*
 * slip.h -- what may be a password in what somebody types.
 */
#ifndef CLIENT_SLIP_H
#define CLIENT_SLIP_H

#include <stdbool.h>

/* A command, or words to a service, that may hold a password: it is not
 * remembered, neither by the Up key nor in a file. */
bool slip_may_hold_secret(const char *text);

/* The same of what is said to a service: "identify secret". */
bool slip_may_tell_secret(const char *text);

#endif
