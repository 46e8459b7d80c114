/*
 * event_hook.h -- the person's own command for what happens (setting
 * event-hook). One runs at a time, at most one begins in a second; it finds
 * on its standard input all that has happened since the one before, a line of
 * JSON each.
 */
#ifndef TUI_EVENT_HOOK_H
#define TUI_EVENT_HOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct errand;
struct event_base;

struct event_hook {
	struct event_base *base;	/* borrowed */
	void (*failed)(void *arg, const char *why);	/* to start */
	void *arg;
	struct errand *errand;	/* owned; NULL: none runs */
	int64_t next_ms;	/* steady clock: the next begins not before */
	struct buf waiting;	/* lines for the next one */
	char *command;		/* owned; the last one that was started */
	int told;		/* errno: why the shell could not start it */
	unsigned lost;		/* lines that there was no room for */
};

void event_hook_init(struct event_hook *h, struct event_base *base,
    void (*failed)(void *arg, const char *why), void *arg);
void event_hook_release(struct event_hook *h);

void event_hook_add(struct event_hook *h, const char *line, size_t len);

/* Starts what is due. `command` "": none is wanted. */
void event_hook_turn(struct event_hook *h, const char *command,
    int64_t now_ms);

/* When to call it at the latest; INT64_MAX: never. */
int64_t event_hook_due_ms(const struct event_hook *h);

#endif
