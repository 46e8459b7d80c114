/*
 * hook.h -- the person's own command for a message (notify-command), in a
 * child: the loop goes on meanwhile. What was said reaches it by environment
 * only, never in the line that the shell reads.
 */
#ifndef TUI_HOOK_H
#define TUI_HOOK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;

/* Zeroed: nothing runs. */
struct hook {
	pid_t pid;		/* 0: it does not run */
	int64_t until_ms;	/* steady clock: it is ended then */
};

/* What the command finds in TCPCHAT_PLACE, _TARGET, _TEXT and _COUNT. */
struct hook_facts {
	const char *place;
	const char *target;
	const char *text;	/* "dana: are you there?" */
	int count;		/* messages since the last time */
};

/* False: `e` says why. One that still runs is left alone, and no other is
 * started; that is no failure. */
bool hook_start(struct hook *h, const char *command,
    const struct hook_facts *f, int64_t now_ms, struct err *e)
    ATTR_USE_RESULT;

/* A child has ended, or time has passed. */
void hook_turn(struct hook *h, int64_t now_ms);

/* When to call hook_turn() at the latest; INT64_MAX: never. */
int64_t hook_due_ms(const struct hook *h);

/* The program ends: so does it. */
void hook_end(struct hook *h);

#endif
