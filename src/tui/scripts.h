/*
 * scripts.h -- what other programs have to do with this one: /exec, the
 * commands of the settings notify-command and event-hook, the control socket.
 */
#ifndef TUI_SCRIPTS_H
#define TUI_SCRIPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/time.h"
#include "tui/event_hook.h"
#include "tui/exec.h"

struct control;
struct errand;
struct err;
struct event_base;
struct model;
struct model_request;
struct places;
struct session_event;
struct settings;

struct scripts {
	struct model *model;		/* borrowed, like the next three */
	struct places *places;
	const struct settings *settings;
	struct event_base *base;
	struct now (*turn)(void *arg);	/* the first thing of each event */
	void *arg;
	int priority;
	struct errand *hook;	/* owned: notify-command; NULL: none runs */
	struct event_hook event_hook;
	struct exec exec;
	struct control *control;	/* owned; NULL: there is none */
};

/* The borrowed fields are set. */
void scripts_init(struct scripts *s);
void scripts_release(struct scripts *s);

/* False: `e` says why there is no socket at `path`. */
bool scripts_listen(struct scripts *s, const char *path, struct err *e)
    ATTR_USE_RESULT;

/* What follows "/exec". */
void scripts_exec(struct scripts *s, const struct model_request *r,
    const char *words);

/* REQUEST_NOTIFY: the person's own command for it, which finds what was said
 * in TCPCHAT_PLACE, _TARGET and _TEXT ("dana: are you there?"), and in _COUNT
 * how many messages there are since the last time. While one runs, no other
 * is started. */
void scripts_notify(struct scripts *s, const struct model_request *r);

/* What the session of that place tells. */
void scripts_told(struct scripts *s, int place,
    const struct session_event *e);

/* Time has passed, or something was told. */
void scripts_turn(struct scripts *s, struct now now);

/* When to call it at the latest; INT64_MAX: never. */
int64_t scripts_due_ms(const struct scripts *s);

#endif
