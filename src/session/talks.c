/* talks.c -- private talks of the time away: CHATHISTORY TARGETS. */
#include "config.h"

#include "session/talks.h"

#include "session/history.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum { PAGES_MAX = 5 };	/* of names; talks beyond are found by going there */

/* Talks that are not being looked through: what they hold is all there is. */
static void
decide(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next)
		if (!t->is_wanted && !gap_is_filling(t))
			delivery_decide(s, t);
}

static void
ask_since(struct session *s, int64_t from_ms, unsigned pages)
{
	struct ask *a = ask_add(s, ASK_TARGETS, NULL);

	a->from_ms = from_ms;
	a->to_ms = s->now.wall_ms + HISTORY_OVERLAP_MS;
	a->pages = pages;
}

void
talks_welcome(struct session *s, bool is_return)
{
	int64_t since = is_return ? s->link.lost_wall_ms : s->config.since_ms;

	if (session_has(s, HAS_HISTORY) && since != 0)
		ask_since(s, since - HISTORY_OVERLAP_MS, 0);
	else
		decide(s);
}

/* Of channels the server tells by itself. */
static void
ask_marker(struct session *s, const struct target *t)
{
	if (t->read_told_ms == 0 && session_is_on(s) &&
	    session_has(s, HAS_READ_MARKER))
		queue_say(s, "MARKREAD", t->name, NULL);
}

/*
 * One that nobody knew here appears empty: so the edge can give what it has
 * of it (session_remember()) before the server is asked for the rest.
 */
static void
open_talk(struct session *s, struct target *t)
{
	if (t->newest.time_ms == 0 && t->gaps == NULL) {
		history_tell(s, t, SESSION_NEWEST, NULL, 0, 0, false);
		ask_marker(s, t);
	}
	gap_open(s, t);
}

void
talks_told(struct session *s, const struct ask *a,
    const struct session_line *lines, size_t count, size_t sent)
{
	int64_t last_ms = count > 0 ? lines[count - 1].time_ms : 0;
	struct target *t;
	size_t i;

	for (i = 0; i < count; i++) {
		t = isupport_is_channel(&s->isupport, lines[i].nick) ||
		    session_ignores(s, lines[i].nick) ? NULL :
		    target_get(s, lines[i].nick);
		if (t != NULL && !gap_is_filling(t))
			open_talk(s, t);
	}
	if (sent >= a->count && last_ms > a->from_ms &&
	    a->pages + 1 < PAGES_MAX)
		ask_since(s, last_ms, a->pages + 1);
	else
		decide(s);
}

void
talks_failed(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next)
		if (!t->is_channel && t->newest.time_ms != 0 &&
		    !gap_is_filling(t))
			gap_open(s, t);
	decide(s);
}

void
session_talk(struct session *s, const char *nick)
{
	struct target *t = target_get(s, nick);

	if (t == NULL || t->is_channel || !session_is_on(s))
		return;
	ask_marker(s, t);
	if (t->newest.time_ms == 0 && t->gaps == NULL &&
	    session_has(s, HAS_HISTORY))
		gap_open(s, t);
}
