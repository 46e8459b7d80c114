/*
 * logfile.h -- one file of the log: lines are added at its end, and read back
 * from there.
 *
 * What is added waits in memory, at most LOGFILE_WAITING bytes, until it is
 * written at once. Folders are made 0700, files 0600. A file that has grown
 * over LOGFILE_MAX bytes becomes NAME.old, in place of an older one; reading
 * back goes on there.
 */
#ifndef CLIENT_LOGFILE_H
#define CLIENT_LOGFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;
struct logfile;
struct logline;

enum {
	LOGFILE_WAITING = 1024 * 1024,
	LOGFILE_MAX = 64 * 1024 * 1024,
	LOGFILE_READ_MAX = 4 * 1024 * 1024	/* bytes read back at once */
};

/* Takes `path`. Nothing is opened yet. */
struct logfile *logfile_new(char *path_take);

/* Writes nothing. NULL is fine. */
void logfile_free(struct logfile *f);

/* False: it waits in vain, there is no room for more. */
bool logfile_add(struct logfile *f, const struct logline *l,
    int32_t zone_s) ATTR_USE_RESULT;

bool logfile_is_waiting(const struct logfile *f);

/* Writes what waits; what could not be written goes on waiting. */
bool logfile_write(struct logfile *f, struct err *e) ATTR_USE_RESULT;

/*
 * Overwrites what the message said with blanks, on the disk too, if it is among
 * the last LOGFILE_READ_MAX bytes of the file or of NAME.old. False: it is not
 * there.
 */
bool logfile_forget(struct logfile *f, const char *msgid);

/*
 * The lines before those read last, at most `n`, oldest first, as one string
 * of the caller's; the first call begins at what was the end then. NULL:
 * there are none before.
 */
char *logfile_older(struct logfile *f, size_t n) ATTR_USE_RESULT;

#endif
