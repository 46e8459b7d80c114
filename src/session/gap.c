/* gap.c -- holes in what we know of a target. */
#include "config.h"

#include "session/gap.h"

#include <stdlib.h>

#include <utlist.h>

#include "base/xalloc.h"
#include "session/session_internal.h"

#include "base/banned.h"

void
mark_at(struct mark *mark, const struct session_line *line)
{
	str_copy(mark->msgid, sizeof mark->msgid, line->msgid);
	mark->time_ms = line->time_ms;
	mark->key = history_key(line);
}

bool
mark_is(const struct mark *a, const struct mark *b)
{
	return a->time_ms == b->time_ms && str_eq(a->msgid, b->msgid);
}

struct gap *
gap_find(const struct target *t, uint32_t number)
{
	struct gap *g;

	DL_FOREACH(t->gaps, g)
		if (g->number == number)
			return g;
	return NULL;
}

void
gap_tell(struct session *s, struct target *t, struct gap *g, bool is_open,
    bool is_fillable)
{
	struct session_event *ev = emit(s, SESSION_EVENT_GAP, t);

	if (!g->is_told)
		g->told_ms = s->now.wall_ms;
	g->is_told = true;
	ev->gap.gap = g->number;
	ev->gap.is_open = is_open;
	ev->gap.is_fillable = is_fillable;
	ev->gap.from_msgid = emit_text(s, g->from.msgid);
	ev->gap.from_ms = g->from.time_ms;
	ev->gap.to_ms = g->told_ms;
}

void
gap_free(struct target *t, struct gap *g)
{
	DL_DELETE(t->gaps, g);
	keyring_release(&g->before);
	keyring_release(&g->behind);
	free(g);
}

/* The oldest of too many stays a hole for good. */
static void
limit_gaps(struct session *s, struct target *t)
{
	struct gap *g;
	size_t n;

	DL_COUNT(t->gaps, g, n);
	if (n <= GAPS_MAX)
		return;
	if (t->gaps->is_told)
		gap_tell(s, t, t->gaps, true, false);
	gap_free(t, t->gaps);
}

void
gap_ask(struct session *s, struct target *t, struct gap *g)
{
	struct ask *a;

	if (g->is_asked)
		return;
	g->is_asked = true;
	a = ask_add(s, ASK_GAP, t);
	a->gap = g->number;
	if (g->pages > 0 || g->by_time)	/* one page after the other */
		ask_first(s, a);
}

void
gap_open(struct session *s, struct target *t)
{
	struct gap *g = t->gaps != NULL ? t->gaps->prev : NULL;

	if (g != NULL && g->behind.count == 0) {
		g->pages = 0;
		gap_ask(s, t, g);
		return;
	}
	g = xcalloc(1, sizeof *g);
	g->number = ++s->gap_number;
	g->from = t->newest;
	g->is_latest = t->newest.time_ms == 0;
	keyring_copy(&g->before, &t->recent);
	DL_APPEND(t->gaps, g);
	limit_gaps(s, t);
	gap_ask(s, t, g);
}

struct gap *
gap_before(struct session *s, struct target *t, const struct mark *from,
    const struct mark *to)
{
	struct gap *g;
	size_t n;

	DL_COUNT(t->gaps, g, n);
	if (n >= GAPS_MAX)
		return NULL;
	g = xcalloc(1, sizeof *g);
	g->number = ++s->gap_number;
	g->from = *from;
	g->to = *to;
	g->told_ms = to->time_ms;
	g->is_told = true;
	g->pages = GAP_PAGES_AT_ONCE;
	keyring_add(&g->before, from->key);
	keyring_add(&g->behind, to->key);
	DL_PREPEND(t->gaps, g);
	return g;
}

void
gap_resume(struct session *s, struct target *t)
{
	struct gap *g;

	DL_FOREACH(t->gaps, g)
		if (g->pages < GAP_PAGES_AT_ONCE)
			gap_ask(s, t, g);
}

struct gap *
gap_untold(const struct target *t)
{
	struct gap *last = t->gaps != NULL ? t->gaps->prev : NULL;

	return last != NULL && !last->is_told ? last : NULL;
}

void
gap_suspend(struct target *t)
{
	struct gap *g = gap_untold(t);

	if (g != NULL)
		gap_free(t, g);
	DL_FOREACH(t->gaps, g)
		g->is_asked = false;
}

bool
gap_is_filling(const struct target *t)
{
	const struct gap *g;

	DL_FOREACH(t->gaps, g)
		if (g->is_asked)
			return true;
	return false;
}
