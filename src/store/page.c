/* page.c -- which rows a CHATHISTORY question asks for. */
#include "config.h"
#include "store/page.h"

#include "server/event.h"
#include "server/world.h"

#include "base/banned.h"

/* Above every order number, and what SQLite's integers still hold. */
#define NO_END ((uint64_t)INT64_MAX)

enum {
	MESSAGES = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE,
	ANY_MESSAGES = MESSAGES | 1 << EVENT_TAGMSG,
};

bool
page_wants(const struct question *q, int verb)
{
	unsigned verbs = q->verbs == 0 ? MESSAGES : q->verbs;

	return verb != EVENT_REDACTED && (verbs & 1u << verb) != 0;
}

bool
page_wants_events(const struct question *q)
{
	return (q->verbs & ~(unsigned)ANY_MESSAGES) != 0;
}

static struct page_stretch
newest(uint64_t above, uint64_t below, unsigned limit)
{
	return (struct page_stretch){ above, below, limit, true };
}

static struct page_stretch
oldest(uint64_t above, uint64_t below, unsigned limit)
{
	return (struct page_stretch){ above, below, limit, false };
}

/* What the asker may not see is cut off, from both ends. */
static void
clip(const struct question *q, struct page_stretch *s)
{
	if (q->channel.since > 0 && s->above < q->channel.since - 1)
		s->above = q->channel.since - 1;
	if (q->upto < NO_END && s->below > q->upto + 1)
		s->below = q->upto + 1;
}

size_t
page_plan(const struct question *q, struct page_place from,
    struct page_place to, struct page_stretch out[PAGE_STRETCHES])
{
	size_t n = 1;

	switch (q->part) {
	case HISTORY_LATEST:
		out[0] = newest(q->from.type == HISTORY_REF_NONE ? 0 :
		    from.high, NO_END, q->limit);
		break;
	case HISTORY_BEFORE:
		out[0] = newest(0, from.low, q->limit);
		break;
	case HISTORY_AFTER:
		out[0] = oldest(from.high, NO_END, q->limit);
		break;
	case HISTORY_AROUND:	/* the place itself is in the second half */
		out[0] = newest(0, from.low, q->limit / 2);
		out[1] = oldest(from.low == 0 ? 0 : from.low - 1, NO_END,
		    q->limit - q->limit / 2);
		n = 2;
		break;
	case HISTORY_BETWEEN:	/* counted from `from` towards `to` */
		if (from.high <= to.high)
			out[0] = oldest(from.high, to.low, q->limit);
		else
			out[0] = newest(to.high, from.low, q->limit);
		break;
	}
	for (size_t i = 0; i < n; i++)
		clip(q, &out[i]);
	return n;
}

/* Without what is hidden at its upper end; then what is hidden below that. */
static struct question_span
cut_newest(struct page_stretch *s, const struct question_channel *c)
{
	unsigned i;

	for (i = c->nhidden; i-- > 0;) {
		const struct question_span *h = &c->hidden[i];

		if (h->from >= s->below)
			continue;
		if (h->to < s->below)
			return *h;
		s->below = h->from;
	}
	return (struct question_span){ 0, 0 };
}

static struct question_span
cut_oldest(struct page_stretch *s, const struct question_channel *c)
{
	unsigned i;

	for (i = 0; i < c->nhidden; i++) {
		const struct question_span *h = &c->hidden[i];

		if (h->to <= s->above + 1)
			continue;
		if (h->from > s->above + 1)
			return *h;
		s->above = h->to - 1;
	}
	return (struct question_span){ NO_END, NO_END };
}

bool
page_next_part(struct page_stretch *s, const struct question_channel *c,
    struct page_stretch *out)
{
	struct question_span next = s->newest ? cut_newest(s, c) :
	    cut_oldest(s, c);

	*out = *s;
	if (s->limit == 0 || s->above + 1 >= s->below)
		return false;
	if (s->newest) {
		if (next.to > out->above + 1)
			out->above = next.to - 1;
		s->below = out->above + 1;
	} else {
		if (next.from < out->below)
			out->below = next.from;
		s->above = out->below - 1;
	}
	return true;
}
