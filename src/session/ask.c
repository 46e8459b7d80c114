/* ask.c -- requests of our own: one unanswered at a time, behind people. */
#include "config.h"

#include "session/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "base/xalloc.h"
#include "session/roster.h"
#include "session/search.h"
#include "session/session_internal.h"

#include "base/banned.h"

/* A server that answers neither yes nor no does not stop us for ever. */
enum { ANSWER_MS = 30 * 1000 };

static void
ask_free(struct ask *a)
{
	if (a != NULL)
		free(a->text);
	free(a);
}

static struct ask *
waiting(struct session *s, enum ask_kind kind, const struct target *t)
{
	struct ask *a;

	DL_FOREACH(s->asks.waiting, a)
		if (a->kind == kind && a->target == t)
			return a;
	return NULL;
}

struct ask *
ask_add(struct session *s, enum ask_kind kind, struct target *t)
{
	struct ask *a = kind == ASK_GAP || kind == ASK_QUOTE ? NULL :
	    waiting(s, kind, t);

	if (a == NULL) {
		a = xcalloc(1, sizeof *a);
		a->kind = kind;
		a->target = t;
		DL_APPEND(s->asks.waiting, a);
	}
	return a;
}

void
ask_first(struct session *s, struct ask *a)
{
	DL_DELETE(s->asks.waiting, a);
	DL_PREPEND(s->asks.waiting, a);
}

static bool
write_ask(struct session *s, struct ask *a)
{
	switch (a->kind) {
	case ASK_MEMBERS:
	case ASK_WHO:
		return roster_write(s, a);
	case ASK_GAP:
	case ASK_OLDER:
	case ASK_AROUND:
	case ASK_QUOTE:
	case ASK_TARGETS:
		return history_write(s, a);
	case ASK_SEARCH:
		return search_write(s, a);
	case ASK_SETTLE:
		wire_say(s, "PING", a->label, NULL);
		return true;
	}
	return false;
}

/* What became of a message, then what the person looks at, else the oldest. */
static struct ask *
choose(struct session *s)
{
	struct ask *a = waiting(s, ASK_SETTLE, NULL);

	if (a != NULL)
		return a;
	DL_FOREACH(s->asks.waiting, a)
		if (a->target != NULL && a->target == s->visible)
			return a;
	return s->asks.waiting;
}

bool
ask_next(struct session *s)
{
	struct ask *a;

	while (s->asks.out == NULL && (a = choose(s)) != NULL) {
		DL_DELETE(s->asks.waiting, a);
		a->asked_ms = s->now.mono_ms;
		if (a->kind == ASK_SETTLE)
			a->upto = s->wire.queued;
		/* Also the token of WHOX: digits, three at most. */
		snprintf(a->label, sizeof a->label, "%u",
		    s->asks.number++ % 999 + 1);
		s->asks.out = a;
		if (write_ask(s, a)) {
			queue_count(s);
			return true;
		}
		ask_done(s);	/* nothing to be asked any more */
	}
	return false;
}

void
ask_done(struct session *s)
{
	ask_free(s->asks.out);
	s->asks.out = NULL;
}

void
ask_failed(struct session *s, enum history_failure why)
{
	struct ask *a = s->asks.out;

	if (a->target != NULL && a->kind == ASK_MEMBERS)
		a->target->roster.is_listing = false;
	history_failed(s, a, why);
	ask_done(s);
}

bool
ask_is_out(const struct session *s, enum ask_kind kind, const struct target *t)
{
	const struct ask *a = s->asks.out;

	return a != NULL && a->kind == kind && a->target == t;
}

void
ask_clear(struct session *s)
{
	struct ask *a, *next;

	DL_FOREACH_SAFE(s->asks.waiting, a, next)
		ask_free(a);
	s->asks.waiting = NULL;
	ask_done(s);
}

void
ask_forget(struct session *s, const struct target *t)
{
	struct ask *a, *next;

	DL_FOREACH_SAFE(s->asks.waiting, a, next)
		if (a->target == t) {
			DL_DELETE(s->asks.waiting, a);
			ask_free(a);
		}
	if (s->asks.out != NULL && s->asks.out->target == t)
		s->asks.out->target = NULL;
}

bool
ask_is_idle(const struct session *s)
{
	return s->asks.out == NULL && s->asks.waiting == NULL;
}

int64_t
ask_tick(struct session *s)
{
	struct ask *a = s->asks.out;

	if (a == NULL)
		return INT64_MAX;
	if (s->now.mono_ms < a->asked_ms + ANSWER_MS)
		return a->asked_ms + ANSWER_MS;
	ask_failed(s, HISTORY_NO_ANSWER);
	return s->now.mono_ms;
}
