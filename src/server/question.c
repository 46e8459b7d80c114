/* question.c -- what the server asks the world, and who gets the answer. */
#include "config.h"
#include "server/question.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { SLOT_MASK = (1 << CLIENT_SLOT_BITS) - 1 };

struct asking {
	struct asking *next;	/* server->own_questions */
	uint64_t number;	/* its low bits are its client's slot */
	uint64_t answer;	/* number of the answer it belongs to; 0: none */
	asking_then *then;
	void *ctx;		/* owned */
	bool outlives;		/* its client */
};

static void
asking_free(struct asking *q)
{
	free(q->ctx);
	free(q);
}

static struct asking *
asking_new(struct server *s, const struct client *c, asking_then *then,
    void *ctx_take)
{
	struct asking *q = xcalloc(1, sizeof *q);

	q->number = ++s->questions_made << CLIENT_SLOT_BITS |
	    ((c == NULL ? (uint64_t)SLOT_MASK : c->number) & SLOT_MASK);
	q->then = then;
	q->ctx = ctx_take;
	s->nquestions++;
	return q;
}

static struct asking *
of_client(struct client *c, asking_then *then, void *ctx_take)
{
	struct asking *q = asking_new(c->server, c, then, ctx_take);

	assert(c->question == NULL);
	q->answer = c->server->answer->number;
	answer_open(c->server->answer);
	c->question = q;
	return q;
}

static void
ask(struct server *s, const struct asking *asking, const struct question *q)
{
	s->world.ask(s->world.self, asking->number, q);
}

void
client_ask(struct client *c, const struct question *q, asking_then *then,
    void *ctx_take)
{
	ask(c->server, of_client(c, then, ctx_take), q);
}

static void
make_own(struct server *s, struct asking *q)
{
	q->next = s->own_questions;
	s->own_questions = q;
}

void
server_ask(struct server *s, struct client *c, const struct question *q,
    asking_then *then, void *ctx_take)
{
	struct asking *asking = c != NULL ? of_client(c, then, ctx_take) :
	    asking_new(s, NULL, then, ctx_take);

	asking->outlives = true;
	if (c == NULL)
		make_own(s, asking);
	ask(s, asking, q);
}

static struct asking *
take_own(struct server *s, uint64_t number)
{
	struct asking **link = &s->own_questions, *q;

	while ((q = *link) != NULL && q->number != number)
		link = &q->next;
	if (q != NULL)
		*link = q->next;
	return q;
}

/* The client that waits for this one; NULL: none does. */
static struct client *
client_of(const struct server *s, uint64_t number)
{
	size_t slot = number & SLOT_MASK;
	struct client *c = slot < s->nslots ? s->slots[slot] : NULL;

	return c != NULL && c->question != NULL &&
	    c->question->number == number ? c : NULL;
}

static void
tell_client(struct client *c, const struct result *r)
{
	struct server *s = c->server;
	struct asking *q = c->question;
	struct answer *a = answer_find(c, q->answer);

	c->question = NULL;
	s->answer = a;
	if (!c->is_closed)
		q->then(c, r, q->ctx);
	else if (q->outlives)
		q->then(NULL, r, q->ctx);
	s->answer = NULL;
	asking_free(q);
	answer_close(a);
}

void
server_result(struct server *s, uint64_t number, const struct result *r)
{
	struct client *c = client_of(s, number);
	struct asking *q = c != NULL ? NULL : take_own(s, number);

	if (c == NULL && q == NULL)
		return;
	s->nquestions--;
	s->has_work = true;	/* somebody may have waited for this */
	if (c != NULL) {
		tell_client(c, r);
	} else {
		q->then(NULL, r, q->ctx);
		asking_free(q);
	}
}

void
question_drop(struct client *c)
{
	struct server *s = c->server;
	struct asking *q = c->question;

	if (q == NULL)
		return;
	c->question = NULL;
	if (q->outlives) {
		make_own(s, q);
		return;
	}
	s->world.stop_asking(s->world.self, q->number);
	s->nquestions--;
	s->has_work = true;	/* somebody may have waited for this */
	asking_free(q);
}

void
question_drop_own(struct server *s)
{
	struct asking *q;

	while ((q = s->own_questions) != NULL) {
		s->own_questions = q->next;
		asking_free(q);
	}
}
