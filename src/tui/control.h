/*
 * control.h -- the control socket (--control=PATH): programs of the same
 * person ask, one JSON object a line, and are told what happens. The socket
 * is for its owner alone. Who does not read is cut off.
 */
#ifndef TUI_CONTROL_H
#define TUI_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct control;
struct err;
struct event_base;
struct model;
struct session_event;

struct control_edge {
	struct event_base *base;	/* borrowed */
	struct model *model;		/* borrowed */
	int priority;			/* in the loop */
	/* The first thing of each event. */
	void (*turn)(void *arg);
	/* As in struct control_request. */
	const char *(*send)(void *arg, int place, const char *target,
	    const char *text, const char **why);
	void *arg;
};

/* One that a dead client has left at `path` is replaced. NULL: `e` says why
 * it could not be opened; one that is in use is never taken. */
struct control *control_new(const char *path, const struct control_edge *edge,
    struct err *e) ATTR_USE_RESULT;
void control_free(struct control *c);	/* NULL is fine */

/* A line for those who want all, or who sent the message with that id. */
void control_tell(struct control *c, const struct session_event *e,
    const char *line, size_t len);

#endif
