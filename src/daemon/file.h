/* file.h -- small files that people have written. */
#ifndef DAEMON_FILE_H
#define DAEMON_FILE_H

#include "base/attr.h"

enum { FILE_READ_MAX_BYTES = 1024 * 1024 };

/* The whole of a regular file as a string of the caller's; it ends at a NUL
 * byte. NULL: errno says why. */
char *file_read(const char *path) ATTR_USE_RESULT;

/* "a" and "b" as one owned string. */
char *file_join(const char *a, const char *b) ATTR_USE_RESULT;

#endif
