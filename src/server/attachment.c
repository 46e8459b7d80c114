/* attachment.c -- a client attached to a user, as every node knows it. */
#include "config.h"
#include "server/attachment.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "server/apply.h"
#include "server/event.h"
#include "server/server_internal.h"

#include "base/banned.h"

static struct resume *
resume_new(struct user *u, uint64_t number, const char *token)
{
	struct resume *r = xcalloc(1, sizeof *r);

	r->user = u;
	r->attachment = number;
	(void)str_copy(r->token, sizeof r->token, token);
	return r;
}

struct attachment *
attachment_new(struct user *u, uint64_t number, const char *token)
{
	struct attachment *at = xcalloc(1, sizeof *at);

	at->number = number & INT64_MAX;
	if (token != NULL)
		at->resume = resume_new(u, number, token);
	at->next = u->attachments;
	u->attachments = at;
	u->nattachments++;
	return at;
}

static void
unlink_from(struct user *u, struct attachment *at)
{
	struct attachment **link;

	for (link = &u->attachments; *link != at; link = &(*link)->next)
		;
	*link = at->next;
}

void
attachment_end(struct server *s, struct user *u, struct attachment *at)
{
	unlink_from(u, at);
	u->nattachments--;
	if (attachment_is_held(at)) {
		TAILQ_REMOVE(&s->held, at->resume, held);
		s->nheld--;
		free(at->resume->why);
	}
	free(at->resume);
	free(at->away);
	free(at);
}

struct attachment *
attachment_find(const struct user *u, uint64_t number)
{
	struct attachment *at;

	for (at = u->attachments; at != NULL; at = at->next)
		if (at->number == number)
			return at;
	return NULL;
}

/* --- away --- */

void
attachment_set_away(struct user *u, struct attachment *at, const char *text)
{
	char *copy = text == NULL ? NULL : xstrdup(text);

	free(at->away);
	at->away = copy;
	unlink_from(u, at);
	at->next = u->attachments;
	u->attachments = at;
}

const char *
attachment_away(const struct user *u)
{
	const struct attachment *at;
	const char *text = NULL;

	for (at = u->attachments; at != NULL; at = at->next) {
		if (at->away == NULL)
			return NULL;
		if (text == NULL || str_eq(text, "*"))
			text = at->away;
	}
	return text;
}

/* --- held --- */

static bool
is_bounded(const struct server *s, const struct user *u)
{
	const struct resume *r;
	unsigned of_host = 0;

	if (s->nheld >= HELD_MAX)
		return false;
	TAILQ_FOREACH(r, &s->held, held)
		of_host += str_eq(user_real_host(r->user),
		    user_real_host(u));
	return of_host < HELD_PER_HOST_MAX;
}

bool
attachment_hold(struct server *s, struct user *u, struct attachment *at,
    const char *why)
{
	if (at->resume == NULL || !is_bounded(s, u))
		return false;
	at->resume->why = xstrdup(why);
	at->resume->lost_ms = s->now.mono_ms;
	TAILQ_INSERT_TAIL(&s->held, at->resume, held);
	s->nheld++;
	return true;
}

bool
attachment_is_held(const struct attachment *at)
{
	return at->resume != NULL && at->resume->why != NULL;
}

int64_t
attachment_end_held(struct server *s, int64_t most)
{
	struct event_text text = { .source = s->config.name,
	    .extra = s->config.absent_text };
	struct resume *r;

	TAILQ_FOREACH(r, &s->held, held) {
		int64_t left = r->lost_ms + s->config.resume_hold_ms -
		    s->now.mono_ms;
		struct event *e;

		if (r->is_ending)
			continue;
		if (left > 0)
			return left < most ? left : most;
		r->is_ending = true;
		e = event_new(EVENT_HOLD_END, &text);
		e->user = r->user->number;
		e->attachment = r->attachment;
		post_own(s, e);
		s->has_work = true;
	}
	return most;
}

struct attachment *
attachment_by_token(const struct server *s, uint64_t user, const char *token)
{
	const struct user *u = user_by_number(s, user);
	struct attachment *at = u == NULL ? NULL : u->attachments;

	for (; at != NULL; at = at->next)
		if (at->resume != NULL &&
		    str_eq_secret(at->resume->token, token))
			return at;
	return NULL;
}
