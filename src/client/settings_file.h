/* settings_file.h -- the settings of a file, by libConfuse, and back into it. */
#ifndef CLIENT_SETTINGS_FILE_H
#define CLIENT_SETTINGS_FILE_H

#include <stdbool.h>

#include "base/attr.h"

struct err;
struct settings;

/* $XDG_CONFIG_HOME/tcpchat/tcpchat-tui.conf or that below ~/.config; NULL:
 * there is no home. Owned by the caller. */
char *settings_file_path(void);

/* Puts what the file sets over what `s` has. A file that is not there sets
 * nothing, unless `must_be` is true. False: `e` names file, line and fault. */
bool settings_file_read(struct settings *s, const char *path, bool must_be,
    struct err *e) ATTR_USE_RESULT;

/* Sets one setting in the file, `text` NULL: takes its line away; all else in
 * it stays as it is, also links and who may read it. */
bool settings_file_set(const char *path, const char *name, const char *text,
    struct err *e) ATTR_USE_RESULT;

#endif
