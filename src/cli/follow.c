/* follow.c -- past, gaps and present of one destination put in order. */
#include "config.h"

#include "cli/follow.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "session/session.h"

#include "base/banned.h"

enum { PAGE_LINES = 100 };

struct follow *
follow_new(const char *target, const struct options_point *since,
    bool has_history)
{
	struct follow *f = xcalloc(1, sizeof *f);

	f->target = xstrdup(target);
	f->since = since;
	f->has_all = !has_history;
	f->is_live = since == NULL && !has_history;
	return f;
}

void
follow_free(struct follow *f)
{
	if (f == NULL)
		return;
	backlog_release(&f->past);
	backlog_release(&f->held);
	free(f->target);
	free(f);
}

static void
give_all(struct follow *f, struct backlog *l, size_t i)
{
	for (; i < l->count; i++)
		f->give(f->arg, f->target, backlog_at(l, i));
	backlog_release(l);
}

/* Where what was said since the point begins; false: further back. */
static bool
find_point(const struct follow *f, size_t *i)
{
	const struct options_point *p = f->since;

	for (*i = f->past.count; *i > 0; --*i) {
		const struct session_line *line = backlog_at(&f->past, *i - 1);

		if (p->msgid != NULL ? str_eq(line->msgid, p->msgid) :
		    line->time_ms < p->time_ms)
			return true;
	}
	return false;
}

static void
go_live(struct follow *f, size_t begin)
{
	give_all(f, &f->past, begin);
	f->is_live = true;
	if (f->gaps == 0)
		give_all(f, &f->held, 0);
}

static void
take_lines(struct follow *f, const struct session_event *ev)
{
	size_t i;

	if (ev->lines.where == SESSION_OLDEST) {
		f->is_asked = false;
		f->has_all = ev->lines.is_end || ev->lines.count == 0;
		if (!f->is_live)
			backlog_prepend(&f->past, ev->lines.lines,
			    ev->lines.count);
	} else if (!f->is_live) {
		backlog_append(&f->past, ev->lines.lines, ev->lines.count);
	} else {
		for (i = 0; i < ev->lines.count; i++)
			f->give(f->arg, f->target, &ev->lines.lines[i]);
	}
}

/* A gap is told when it opens, when some was filled, and when it closes. */
static void
take_gap(struct follow *f, struct session *s, const struct session_event *ev)
{
	if (ev->gap.is_open && ev->gap.is_fillable) {
		if (f->gaps == 0)
			f->gaps = ev->gap.gap;
		session_fill(s, f->target, ev->gap.gap);
	} else if (ev->gap.gap == f->gaps) {
		f->gaps = 0;
		if (f->is_live)
			give_all(f, &f->held, 0);
	}
}

void
follow_event(struct follow *f, struct session *s,
    const struct session_event *ev)
{
	switch (ev->type) {
	case SESSION_EVENT_LINES:
		take_lines(f, ev);
		break;
	case SESSION_EVENT_GAP:
		take_gap(f, s, ev);
		break;
	case SESSION_EVENT_MESSAGE:
		if (f->gaps != 0 || !f->is_live)
			backlog_append(&f->held, &ev->line, 1);
		else
			f->give(f->arg, f->target, &ev->line);
		break;
	case SESSION_EVENT_STATE:
		f->is_asked = false;
		break;
	default:
		break;
	}
}

bool
follow_turn(struct follow *f, struct session *s)
{
	size_t begin = f->past.count;

	if (f->is_live && f->gaps != 0 && !f->is_asked) {
		f->is_asked = true;	/* a break has ended the filling */
		session_fill(s, f->target, f->gaps);
		return true;
	}
	if (f->is_live)
		return false;
	if (f->since == NULL || find_point(f, &begin) || f->has_all) {
		go_live(f, begin);
		return false;
	}
	if (f->is_asked)
		return false;
	f->is_asked = true;
	session_older(s, f->target, PAGE_LINES);
	return true;
}
