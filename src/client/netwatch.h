/*
 * netwatch.h -- hears from the kernel that this machine has another address:
 * a cable, another wireless network, a tunnel that is up again.
 */
#ifndef CLIENT_NETWATCH_H
#define CLIENT_NETWATCH_H

#include <stdbool.h>

/* A descriptor to wait on, of the caller's; -1: not on this system. */
int netwatch_open(void);

/* It is readable: takes all that is there. Whether an address that others can
 * reach has come. */
bool netwatch_read(int fd);

#endif
