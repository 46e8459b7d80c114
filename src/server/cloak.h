/*
 * cloak.h -- a host that tells nobody where somebody is.
 *
 * A keyed hash (HMAC-SHA-256) of the address, and of the networks it lies in,
 * the widest last: "k3v...9.xq2...f.7mz...a.ip". The same address has the same
 * cloak as long as the key is the same, and a ban of *.xq2...f.7mz...a.ip
 * still fits a whole network. Of IPv4 that are all 32 bits, 24 and 16; of IPv6
 * 64 (one customer), 48 and 32. What is no address keeps its name.
 */
#ifndef SERVER_CLOAK_H
#define SERVER_CLOAK_H

#include "proto/limits.h"
#include "server/server.h"

struct client;

/* nick!user@host of a client that registers, as others will see it: with its
 * cloak if the settings say so and it is not of this machine. */
void cloak_source(const struct client *c, char out[SOURCE_LEN + 1]);

#endif
