/* addresses.h -- what the settings say to listen on, opened. */
#ifndef DAEMON_ADDRESSES_H
#define DAEMON_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;
struct listeners;

struct protocol;

/*
 * Opens `names` (addresses, names or paths of unix sockets, separated by
 * blanks or commas; empty: 127.0.0.1 and ::1, of which one may be missing from
 * the machine) and `nmore` further ones. Each is logged. False: `e` says which
 * could not be opened, and the remedy.
 */
bool addresses_open(struct listeners *l, const char *names, char *const *more,
    size_t nmore, uint16_t port, const struct protocol *protocol,
    struct err *e) ATTR_USE_RESULT;

#endif
