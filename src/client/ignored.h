/*
 * ignored.h -- who is ignored at a place, kept between two starts: the file
 * "ignored-HOST-PORT" of the state folder, the same for every client.
 */
#ifndef CLIENT_IGNORED_H
#define CLIENT_IGNORED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct err;

/* The list, as session_ignored() has it; "": nobody. Owned by the caller. */
char *ignored_read(const char *host, uint16_t port);

/* Written whole; nobody: the file goes. */
bool ignored_write(const char *list, const char *host, uint16_t port,
    struct err *e) ATTR_USE_RESULT;

#endif
