/*
 * files.h -- small files of the client: read whole, written whole.
 *
 * What is written is for its owner alone (0600, folders 0700) and replaces
 * the old file at once or not at all.
 */
#ifndef CLIENT_FILES_H
#define CLIENT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;

/* "BASE/tcpchat/NAME" where BASE is what the environment's `variable` says or
 * ~/`fallback`; NULL: neither is there. Owned by the caller. */
char *files_path(const char *variable, const char *fallback,
    const char *name);

/* What is kept of a place, in the state folder: "inputs", "cert" ...; NULL:
 * there is no home. Owned by the caller. */
char *files_place_path(const char *kind, const char *host, uint16_t port);

/* The file as a string of the caller's, at most 4 MB, up to a NUL byte.
 * NULL: errno says why (ENOENT: it is not there). */
char *files_read(const char *path) ATTR_USE_RESULT;

/* Makes the folders above a file (0700); those that are there stay as they
 * are. False: errno says why. `path` is as it was afterwards. */
bool files_make_folders(char *path) ATTR_USE_RESULT;

/* Makes the folders above it, if they are missing. */
bool files_write(const char *path, const void *data, size_t len,
    struct err *e) ATTR_USE_RESULT;

/* The same for a file that the person wrote: who may read it stays as it is,
 * and where links point to nothing yet, that is made. */
bool files_rewrite(const char *path, const void *data, size_t len,
    struct err *e) ATTR_USE_RESULT;

#endif
