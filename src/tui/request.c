/* request.c -- the queue of what the model asks of the edge. */
#include "config.h"

#include "tui/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "proto/digest.h"
#include "tui/model_internal.h"

#include "base/banned.h"

struct queued_request {
	struct queued_request *next;
	struct model_request r;	/* its strings are owned */
};

static void
request_free(struct queued_request *q)
{
	if (q == NULL)
		return;
	free((char *)q->r.target);
	free((char *)q->r.text);
	digest_wipe((char *)q->r.id, strlen(q->r.id));	/* perhaps a password */
	free((char *)q->r.id);
	free(q);
}

static char *
copy(const char *s)
{
	return xstrdup(s != NULL ? s : "");
}

void
request_add(struct model *m, const struct model_request *r)
{
	struct queued_request *q = xcalloc(1, sizeof *q);

	q->r = *r;
	q->r.target = copy(r->target);
	q->r.text = copy(r->text);
	q->r.id = copy(r->id);
	if (m->last_request != NULL)
		m->last_request->next = q;
	else
		m->requests = q;
	m->last_request = q;
}

void
model_want(struct model *m, enum request_kind kind, int place,
    const char *target, const char *text)
{
	struct model_request r = {
		.kind = kind, .place = place, .target = target, .text = text,
	};

	request_add(m, &r);
}

size_t
request_messages(const struct model *m)
{
	size_t n = 0;

	for (const struct queued_request *q = m->requests; q != NULL;
	    q = q->next)
		n += q->r.kind == REQUEST_SEND ||
		    q->r.kind == REQUEST_ACTION ||
		    q->r.kind == REQUEST_NOTICE;
	return n;
}

bool
model_next_request(struct model *m, struct model_request *r)
{
	struct queued_request *q;

	if (m->requests == NULL && m->is_dirty)
		model_typing_update(m);
	if (m->requests == NULL && m->is_dirty)
		model_update_title(m);	/* the last thing of a turn */
	q = m->requests;
	request_free(m->taken);
	m->taken = q;
	if (q == NULL)
		return false;
	m->requests = q->next;
	if (m->requests == NULL)
		m->last_request = NULL;
	*r = q->r;
	return true;
}

const struct model_request *
request_taken(const struct model *m)
{
	return m->taken != NULL ? &m->taken->r : NULL;
}

void
request_free_all(struct model *m)
{
	struct model_request r;

	m->is_dirty = false;	/* no title any more */
	while (model_next_request(m, &r))
		continue;
}
