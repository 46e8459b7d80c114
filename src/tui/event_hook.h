/*
 * event_hook.h -- the person's own command for what happens (setting
 * event-hook). One runs at a time, at most one begins in a second; it finds
 * on its standard input all that has happened since the one before, a line of
 * JSON each.
 */
#ifndef TUI_EVENT_HOOK_H
#define TUI_EVENT_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"
#include "base/buf.h"

struct err;

struct event_hook {
	pid_t pid;		/* 0: none runs */
	int64_t until_ms;	/* steady clock: it is ended then */
	int64_t next_ms;	/* and the next one begins not before */
	struct buf waiting;	/* lines for the next one */
	unsigned lost;		/* lines that there was no room for */
};

void event_hook_init(struct event_hook *h);
void event_hook_release(struct event_hook *h);

void event_hook_add(struct event_hook *h, const char *line, size_t len);

/* A child has ended, or time has passed. `command` "": none is wanted.
 * False: `e` says why it could not be started. */
bool event_hook_turn(struct event_hook *h, const char *command,
    int64_t now_ms, struct err *e) ATTR_USE_RESULT;

/* When to call it at the latest; INT64_MAX: never. */
int64_t event_hook_due_ms(const struct event_hook *h);

#endif
