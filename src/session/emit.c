/* emit.c -- events for the edge, in the order they happened. */
#include "config.h"

#include "session/emit.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "session/session_internal.h"

#include "base/banned.h"

struct session_event *
emit(struct session *s, enum session_event_type type, const struct target *t)
{
	struct emitted *e = &s->emitted;
	struct session_event *ev;

	if (e->count == e->cap) {
		e->cap = e->cap == 0 ? 16 : 2 * e->cap;
		e->events = xreallocarray(e->events, e->cap, sizeof *ev);
	}
	ev = &e->events[e->count++];
	memset(ev, 0, sizeof *ev);
	ev->type = type;
	if (t != NULL)
		ev->target = emit_text(s, t->name);	/* may be renamed */
	return ev;
}

void
emit_state(struct session *s, enum session_state state, enum session_why why,
    const char *reason)
{
	struct session_event *ev = emit(s, SESSION_EVENT_STATE, NULL);

	ev->state.state = state;
	ev->state.why = why;
	ev->state.reason = emit_text(s, reason);
	ev->state.retry_at_ms = s->link.retry_at_ms;
	ev->state.since_ms = s->link.lost_wall_ms;
}

bool
emit_take(struct session *s, struct session_event *ev)
{
	struct emitted *e = &s->emitted;

	if (e->at == e->count) {
		e->at = e->count = 0;
		return false;
	}
	*ev = e->events[e->at++];
	return true;
}

bool
emit_is_empty(const struct session *s)
{
	return s->emitted.at == s->emitted.count;
}

void
emit_release(struct session *s)
{
	free(s->emitted.events);
	s->emitted.events = NULL;
	s->emitted.count = s->emitted.at = s->emitted.cap = 0;
}

const char *
emit_text(struct session *s, const char *text)
{
	return arena_dup(&s->arena, text);
}
