/* emit.h -- events for the edge, in the order they happened. */
#ifndef SESSION_EMIT_H
#define SESSION_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "session/session.h"

struct target;

struct emitted {
	struct session_event *events;	/* owned array */
	size_t count, at, cap;
};

/* A new event, zeroed but for type and target; valid until the next one. */
struct session_event *emit(struct session *s, enum session_event_type type,
    const struct target *t);
void emit_state(struct session *s, enum session_state state,
    enum session_why why, const char *reason);

/* The oldest, moved to `ev`; false: none. */
bool emit_take(struct session *s, struct session_event *ev);
bool emit_is_empty(const struct session *s);
void emit_release(struct session *s);

/* A copy that lives as long as the events. */
const char *emit_text(struct session *s, const char *text);

#endif
