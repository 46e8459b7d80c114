/* control_ask.h -- the asking end of the control socket. Blocks: it is for
 * commands, never for a server. */
#ifndef DAEMON_CONTROL_ASK_H
#define DAEMON_CONTROL_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct buf;
struct err;

enum {
	CONTROL_ANSWER_MAX = 256 * 1024 * 1024,	/* bytes: an export is long */
	CONTROL_ASK_PATIENCE_S = 60,	/* without a byte: then it gives up */
};

/* Whether a server listens on the folder's control socket now. */
bool control_is_there(const char *state_dir);

/*
 * Asks the server that runs on `state_dir`. True: it did so, its text is added
 * to `answer`. False: it did not, or there is none: `e` says so.
 */
bool control_ask(const char *state_dir, const char *command, size_t nwords,
    char *const *words, struct buf *answer, struct err *e) ATTR_USE_RESULT;

#endif
