/* typing.c -- telling that we type, thinned out: ircv3.net/specs/client-tags/typing */
#include "config.h"

#include <string.h>

#include "session/remark.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum { AGAIN_MS = 3 * 1000 };

static const char *const words[] = {
	[SESSION_TYPING_DONE] = "+typing=done",
	[SESSION_TYPING_ACTIVE] = "+typing=active",
	[SESSION_TYPING_PAUSED] = "+typing=paused",
};

/* It may be lost: it never waits, and never makes a message wait. */
void
session_typing(struct session *s, const char *target,
    enum session_typing state, struct now now)
{
	struct target *t = target_find(s, target);
	struct irc_msg m = { .command = "TAGMSG", .nparams = 1 };

	s->now = now;
	if (t == NULL || !remark_may_tag(s, "+typing") || !queue_has_room(s) ||
	    (s->isupport.tcpchat == 0 && s->queue.full_ms > now.mono_ms))
		return;
	if (t->typing == state && (state != SESSION_TYPING_ACTIVE ||
	    now.mono_ms - t->typing_ms < AGAIN_MS))
		return;
	t->typing = state;
	t->typing_ms = now.mono_ms;
	m.tags = words[state];
	m.params[0] = t->name;
	if (wire_send(s, &m) && s->isupport.tcpchat == 0)
		queue_count(s);
}
