/*
 * tell_json.h -- what happens in a place as lines of JSON, for programs:
 * tcpchat-control(5) describes them. Each ends with a newline.
 */
#ifndef TUI_TELL_JSON_H
#define TUI_TELL_JSON_H

#include <stdbool.h>

#include "base/attr.h"

struct buf;
struct session_event;

struct tell_facts {
	const char *place;	/* its name */
	const char *lobby;	/* told as ALL; "": there is none */
	bool is_for_us;		/* a message that names the person, or private */
};

/* False: this kind is not told, or `out` is full and as it was. */
bool tell_json(struct buf *out, const struct tell_facts *f,
    const struct session_event *e) ATTR_USE_RESULT;

#endif
