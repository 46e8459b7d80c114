/* send.h -- what the edge does for tcpchat send: its state file. */
#ifndef CLI_SEND_H
#define CLI_SEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct cli;

/*
 * Takes the state of an earlier run, before the session is opened; *good is
 * how many bytes of it count, the rest must be cut off. False: that is not
 * such a file.
 */
bool send_restore(struct cli *cli, const char *text, size_t len, size_t *good)
    ATTR_USE_RESULT;

#endif
