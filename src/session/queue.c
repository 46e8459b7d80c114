/* queue.c -- what people do goes first, and not faster than servers like. */
#include "config.h"

#include "session/queue.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "session/answer.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	PACE_MS = 2000,		/* a line each, for servers that are not ours */
	PACE_BURST = 5,		/* at once */
	COMMANDS_MAX = 200,
	AHEAD_BYTES = 16 * 1024	/* not yet taken by the kernel: wait */
};

static bool
keep(struct session *s, char *line)
{
	struct command *c = xcalloc(1, sizeof *c);

	c->line = line;
	c->order = ++s->queue.order;
	DL_APPEND(s->queue.commands, c);
	s->queue.count++;
	return true;
}

bool
queue_send(struct session *s, const struct irc_msg *m)
{
	struct buf line;
	bool ok;

	if (!session_is_on(s) || s->queue.count >= COMMANDS_MAX) {
		answer_note(s, SESSION_NOTE_ERROR, m->command, s->queue.count >=
		    COMMANDS_MAX ? _("too many commands wait to be sent") :
		    _("there is no connection"));
		return false;
	}
	buf_init(&line, IRC_LINE_MAX);
	ok = irc_msg_write(m, &line);
	if (ok) {
		line.len -= 2;	/* CR LF: the line is parsed again */
		ok = keep(s, xstrdup(buf_str(&line)));
	} else {
		answer_note(s, SESSION_NOTE_ERROR, m->command,
		    _("this can't be sent"));
	}
	buf_release(&line);
	return ok;
}

void
queue_say(struct session *s, const char *command, ...)
{
	struct irc_msg m = { .command = command };
	va_list params;

	va_start(params, command);
	irc_msg_add_params(&m, params);
	va_end(params);
	(void)queue_send(s, &m);
}

static void
drop(struct session *s, struct command *c)
{
	DL_DELETE(s->queue.commands, c);
	s->queue.count--;
	free(c->line);
	free(c);
}

void
queue_clear(struct session *s)
{
	while (s->queue.commands != NULL)
		drop(s, s->queue.commands);
}

/* --- Pace ------------------------------------------------------------------ */

void
queue_count(struct session *s)
{
	struct queue *q = &s->queue;

	if (q->full_ms < s->now.mono_ms)
		q->full_ms = s->now.mono_ms;
	q->full_ms += PACE_MS;
}

/* Our own server slows us down by not reading: nothing is held back. An old
 * one has a pace of its own: wire_is_ready(). */
static bool
pace_allows(const struct session *s)
{
	return s->isupport.tcpchat > 0 || s->dialect->whole_writes ||
	    s->queue.full_ms - s->now.mono_ms <= (PACE_BURST - 1) * PACE_MS;
}

bool
queue_has_room(const struct session *s)
{
	return session_is_on(s) && pace_allows(s) && wire_is_ready(s) &&
	    s->wire.out.len < AHEAD_BYTES;
}

int64_t
queue_due(const struct session *s)
{
	if (!session_is_on(s) || (pace_allows(s) && wire_is_ready(s)) ||
	    (s->queue.commands == NULL && s->outbox.count == 0 &&
	    s->asks.waiting == NULL))
		return INT64_MAX;
	if (!wire_is_ready(s))
		return s->wire.out.len > 0 ? INT64_MAX :
		    s->wire.gap_until_ms;
	return s->queue.full_ms - (PACE_BURST - 1) * PACE_MS;
}

/* --- Writing --------------------------------------------------------------- */

static void
write_command(struct session *s, struct command *c)
{
	struct irc_msg m;

	if (irc_msg_parse(&m, c->line)) {
		(void)wire_send(s, &m);
		queue_count(s);
	}
	drop(s, c);
}

static bool
write_next(struct session *s)
{
	struct message *msg = outbox_sendable(s);
	struct command *c = s->queue.commands;

	if (msg != NULL && (c == NULL || msg->order < c->order))
		outbox_write(s, msg);
	else if (c != NULL)
		write_command(s, c);
	else
		return ask_next(s);
	return true;
}

void
queue_pump(struct session *s)
{
	while (queue_has_room(s) && write_next(s))
		;
}
