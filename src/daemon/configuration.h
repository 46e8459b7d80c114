/*
 * configuration.h -- the settings of a file, by libConfuse.
 *
 * (Not config.h: that name is the build's.)
 */
#ifndef DAEMON_CONFIGURATION_H
#define DAEMON_CONFIGURATION_H

#include <stdbool.h>

#include "base/attr.h"

struct err;
struct options;
struct settings;

/* Puts what the file at `path` sets over what `s` has. False: `e` names the
 * file, the line and the fault; `s` may then be half changed. */
bool configuration_read(struct settings *s, const char *path, struct err *e)
    ATTR_USE_RESULT;

/* The same for the text of a file, which faults call `path`. */
bool configuration_parse(struct settings *s, const char *path,
    const char *text, struct err *e) ATTR_USE_RESULT;

/* Defaults, the file, the options, in this order. Release `s` in any case. */
bool configuration_load(struct settings *s, const struct options *o,
    struct err *e) ATTR_USE_RESULT;

#endif
