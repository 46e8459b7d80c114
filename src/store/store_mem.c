/* store_mem.c -- history, channels and bans in memory, without a thread. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "server/event.h"
#include "store/gather.h"
#include "store/page.h"
#include "store/resend.h"
#include "store/search.h"
#include "store/store.h"
#include "store/store_mem_account.h"

#include "base/banned.h"

/* A row of the state: a channel, a ban. */
struct mem_row {
	uint64_t number;
	struct store_change *change;	/* owned: the row */
	UT_hash_handle hh;
};

struct mem_answer {
	struct mem_answer *next;
	uint64_t number;
	struct result result;
};

struct mem {
	struct store store;	/* first */
	struct event **rows;	/* owned copies, by order number */
	size_t nrows, cap;
	struct mem_accounts *accounts;	/* owned */
	struct mem_row *state;	/* hash */
	struct resend *resend;
	struct batch *done;
	struct mem_answer *answers, **answers_end;
	uint64_t high;
	int64_t last_ms;
};

static struct mem *
mem_of(const struct store *s)
{
	return (struct mem *)s;
}

/* --- talks --- */

/* A talk: a channel, or the pair of two users, the lower number first. */
struct talk {
	uint64_t channel;
	uint64_t low, high;
};

static struct talk
pair_of(uint64_t a, uint64_t b)
{
	return a < b ? (struct talk){ 0, a, b } : (struct talk){ 0, b, a };
}

static struct talk
talk_of(const struct event *e)
{
	if (e->channel != 0)
		return (struct talk){ .channel = e->channel };
	return pair_of(event_sender(e), event_receiver(e));
}

static bool
same_talk(struct talk a, struct talk b)
{
	return a.channel == b.channel && a.low == b.low && a.high == b.high;
}

/* --- writing --- */

/* Rows are in order; what apply did comes behind what was said meanwhile. */
static void
add_row(struct mem *m, const struct event *e)
{
	size_t at = m->nrows;

	if (m->nrows == m->cap) {
		m->cap = m->cap == 0 ? 64 : m->cap * 2;
		m->rows = xreallocarray(m->rows, m->cap, sizeof *m->rows);
	}
	while (at > 0 && m->rows[at - 1]->order > e->order)
		at--;
	memmove(&m->rows[at + 1], &m->rows[at],
	    (m->nrows++ - at) * sizeof *m->rows);
	m->rows[at] = event_copy(e);
	if (e->time_ms > m->last_ms)
		m->last_ms = e->time_ms;
	if (e->order > m->high)
		m->high = e->order;
}

static void
redact(struct mem *m, const struct event *e)
{
	for (size_t i = 0; i < m->nrows; i++) {
		struct event *row = m->rows[i];
		struct event_text text = row->s;

		if (row->kind != EVENT_MESSAGE ||
		    strcmp(row->msgid, e->s.extra) != 0 ||
		    !same_talk(talk_of(row), talk_of(e)))
			continue;
		text.text = text.tags = NULL;
		m->rows[i] = event_copy_with(row, &text);
		m->rows[i]->verb = EVENT_REDACTED;
		event_free(row);
	}
}

static void
write_event(struct mem *m, struct event *e)
{
	if (event_way(e->kind) != EVENT_WAY_STORED)
		return;
	e->outcome = EVENT_OK;
	if (e->kind == EVENT_REDACT)
		redact(m, e);
	if (e->s.id == NULL || !resend_meet(m->resend, e))
		add_row(m, e);
}

static void
drop_row(struct mem *m, struct mem_row *c)
{
	HASH_DEL(m->state, c);
	store_change_free(c->change);
	free(c);
}

static void
write_change(struct mem *m, const struct store_change *change)
{
	struct mem_row *c;
	uint64_t number = change->number;

	HASH_FIND(hh, m->state, &number, sizeof number, c);
	if (c != NULL)
		drop_row(m, c);
	if (change->gone)
		return;
	c = xcalloc(1, sizeof *c);
	c->number = number;
	c->change = store_change_copy(change);
	HASH_ADD(hh, m->state, number, sizeof c->number, c);
}

static void
mem_submit(struct store *s, struct batch *take)
{
	struct mem *m = mem_of(s);

	assert(m->done == NULL);
	for (struct event *e = take->events; e != NULL; e = e->next)
		write_event(m, e);
	for (struct store_change *c = take->changes; c != NULL; c = c->next)
		write_change(m, c);
	for (struct event *e = take->happened; e != NULL; e = e->next)
		add_row(m, e);
	if (take->high > m->high)
		m->high = take->high;
	take->happened_stored = true;
	take->changes_stored = true;
	take->fault[0] = '\0';
	m->done = take;
}

static struct batch *
mem_take_done(struct store *s)
{
	struct mem *m = mem_of(s);
	struct batch *done = m->done;

	m->done = NULL;
	return done;
}

/* --- reading --- */

/* The nick under which the other of a private talk appears in this row. */
static void
other_name(const struct event *e, uint64_t user, char *out, size_t size)
{
	const char *name = event_sender(e) == user ? e->s.target : e->s.source;

	str_copy(out, size, name == NULL ? "" : name);
	out[strcspn(out, "!")] = '\0';
}

static bool
is_seen(const struct event *e, const struct question *q,
    const struct question_channel *c)
{
	if (event_is_for_sign(e) && event_sender(e) != q->user &&
	    c->rank < (e->s.target[0] == '@' ? 2 : 1))
		return false;
	return e->order <= q->upto && question_shows(c, e->order) &&
	    page_wants(q, (int)e->verb);
}

/* Nothing of a private talk is hidden from the two. */
static const struct question_channel private_talk;

/* Private talks of `user` that were met on the way from the newest row down. */
struct talks {
	struct talk *at;
	size_t n;
};

/* False: it was there before. */
static bool
talks_add(struct talks *t, struct talk talk)
{
	for (size_t i = 0; i < t->n; i++)
		if (same_talk(t->at[i], talk))
			return false;
	t->at = xreallocarray(t->at, t->n + 1, sizeof *t->at);
	t->at[t->n++] = talk;
	return true;
}

static bool
is_own_talk(const struct event *e, uint64_t user)
{
	return e->channel == 0 &&
	    (event_sender(e) == user || event_receiver(e) == user);
}

/* The talk of q->user with whoever was last seen as q->peer_name. */
static bool
find_by_name(const struct mem *m, const struct question *q, struct talk *out)
{
	struct talks met = { NULL, 0 };
	char name[NICK_LEN + 1];
	bool found = false;

	for (size_t i = m->nrows; i-- > 0 && !found;) {
		const struct event *e = m->rows[i];

		if (!is_own_talk(e, q->user) || !talks_add(&met, talk_of(e)))
			continue;
		other_name(e, q->user, name, sizeof name);
		found = irc_case_eq(name, q->peer_name);
		*out = talk_of(e);
	}
	free(met.at);
	return found;
}

static bool
find_talk(const struct mem *m, const struct question *q, struct talk *out)
{
	if (q->channel.number != 0)
		*out = (struct talk){ .channel = q->channel.number };
	else if (q->peer != 0 || q->peer_name == NULL)
		*out = pair_of(q->user, q->peer);
	else
		return find_by_name(m, q, out);
	return true;
}

static bool
find_place(const struct mem *m, const struct question *q, struct talk talk,
    const struct history_ref *ref, struct page_place *out)
{
	*out = (struct page_place){ INT64_MAX, 0 };
	for (size_t i = 0; i < m->nrows; i++) {
		const struct event *e = m->rows[i];

		if (ref->type == HISTORY_REF_TIME) {
			if (e->time_ms <= ref->time_ms)
				out->high = e->order;
			if (e->time_ms >= ref->time_ms && e->order < out->low)
				out->low = e->order;
		} else if (same_talk(talk_of(e), talk) &&
		    (e->kind == EVENT_MESSAGE || page_wants_events(q)) &&
		    strcmp(e->msgid, ref->msgid) == 0) {
			*out = (struct page_place){ e->order, e->order };
			return true;
		}
	}
	return ref->type != HISTORY_REF_MSGID;
}

static void
add_history(struct gather *g, const struct event *e)
{
	gather_row(g, &(struct history_row){
		.order = e->order, .time_ms = e->time_ms,
		.msgid = e->msgid, .source = e->s.source,
		.account = e->s.account, .text = e->s.text,
		.tags = e->s.tags, .channel = e->channel,
		.sender = event_sender(e),
		.verb = (int)e->verb,
		.target = e->channel == 0 || event_is_for_sign(e) ?
		    e->s.target : NULL,
		.subject = e->s.extra,
	});
}

static void
add_stretch(const struct mem *m, const struct question *q, struct talk talk,
    const struct page_stretch *s, struct gather *g)
{
	size_t first = g->r.nrows;

	for (size_t i = 0; i < m->nrows; i++) {
		const struct event *e =
		    m->rows[s->newest ? m->nrows - 1 - i : i];

		if (g->r.nrows - first >= s->limit)
			break;
		if (s->above < e->order && e->order < s->below &&
		    same_talk(talk_of(e), talk) &&
		    is_seen(e, q, &q->channel))
			add_history(g, e);
	}
	if (s->newest)
		gather_reverse(g, first);
}

static void
answer_history(const struct mem *m, const struct question *q,
    struct gather *g)
{
	struct page_stretch stretches[PAGE_STRETCHES];
	struct page_place from, to;
	struct talk talk = { 0, 0, 0 };
	bool known = find_talk(m, q, &talk);
	size_t n;

	if (!find_place(m, q, talk, &q->from, &from) ||
	    !find_place(m, q, talk, &q->to, &to)) {
		gather_fail(g, RESULT_NO_SUCH_MSGID, NULL);
		return;
	}
	if (!known)
		return;
	n = page_plan(q, from, to, stretches);
	for (size_t i = 0; i < n; i++)
		add_stretch(m, q, talk, &stretches[i], g);
}

static void
add_channel_target(const struct mem *m, const struct question *q,
    const struct question_channel *c, struct gather *g)
{
	for (size_t i = m->nrows; i-- > 0;) {
		const struct event *e = m->rows[i];

		if (e->order < c->since)
			return;
		if (e->channel != c->number ||
		    !is_seen(e, q, c))
			continue;
		gather_target(g, &(struct target_row){
			.channel = c->number, .latest_ms = e->time_ms });
		return;
	}
}

static void
answer_targets(const struct mem *m, const struct question *q,
    struct gather *g)
{
	struct talks met = { NULL, 0 };
	char name[NICK_LEN + 1];

	for (size_t i = 0; i < q->nchannels; i++)
		add_channel_target(m, q, &q->channels[i], g);
	for (size_t i = m->nrows; i-- > 0;) {
		const struct event *e = m->rows[i];

		if (!is_own_talk(e, q->user) || !is_seen(e, q, &private_talk) ||
		    !talks_add(&met, talk_of(e)))
			continue;
		other_name(e, q->user, name, sizeof name);
		gather_target(g, &(struct target_row){
			.name = name, .latest_ms = e->time_ms });
	}
	free(met.at);
	gather_choose_targets(g, q);
}

static bool
is_in_reach(const struct event *e, const struct question *q)
{
	for (size_t i = 0; i < q->nchannels; i++)
		if (e->channel == q->channels[i].number)
			return is_seen(e, q, &q->channels[i]);
	return is_own_talk(e, q->user) && is_seen(e, q, &private_talk);
}

static bool
is_within(const struct event *e, const struct question *q)
{
	return (q->from.type == HISTORY_REF_NONE ||
	    e->time_ms >= q->from.time_ms) &&
	    (q->to.type == HISTORY_REF_NONE || e->time_ms <= q->to.time_ms);
}

static bool
is_said_by(const struct event *e, const char *nick)
{
	char name[NICK_LEN + 1];

	if (nick == NULL)
		return true;
	str_copy(name, sizeof name, e->s.source);
	name[strcspn(name, "!")] = '\0';
	return irc_case_eq(name, nick);
}

static void
answer_search(const struct mem *m, const struct question *q, struct gather *g)
{
	bool in_one = q->channel.number != 0 || q->peer != 0 ||
	    q->peer_name != NULL;
	bool oldest = q->from.type == HISTORY_REF_TIME;
	struct talk talk = { 0, 0, 0 };
	struct search search;

	if ((q->text != NULL && !search_init(&search, q->text)) ||
	    (in_one && !find_talk(m, q, &talk)))
		return;
	for (size_t i = 0; i < m->nrows && g->r.nrows < q->limit; i++) {
		const struct event *e = m->rows[oldest ? i : m->nrows - 1 - i];

		if ((in_one ? same_talk(talk_of(e), talk) &&
			is_seen(e, q, &q->channel) : is_in_reach(e, q)) &&
		    is_within(e, q) && is_said_by(e, q->nick) &&
		    (q->text == NULL || search_matches(&search, e->s.text)))
			add_history(g, e);
	}
	if (!oldest)
		gather_reverse(g, 0);
}

static void
forget(struct mem *m, const struct question *q)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->nrows; i++) {
		struct event *e = m->rows[i];

		if (event_sender(e) == q->user && e->order <= q->upto)
			event_free(e);
		else
			m->rows[kept++] = e;
	}
	m->nrows = kept;
}

static void
answer_own(const struct mem *m, const struct question *q, struct gather *g)
{
	for (size_t i = 0; i < m->nrows; i++) {
		const struct event *e = m->rows[i];

		if (e->order <= q->after || e->order > q->upto ||
		    e->kind != EVENT_MESSAGE || e->verb == EVENT_REDACTED ||
		    event_sender(e) != q->user)
			continue;
		add_history(g, e);
		if (g->r.nrows == q->limit) {
			g->r.next = e->order;
			return;
		}
	}
}

static void
mem_ask(struct store *s, uint64_t number, const struct question *q)
{
	struct mem *m = mem_of(s);
	struct mem_answer *answer = xcalloc(1, sizeof *answer);
	struct gather g;

	gather_init(&g);
	switch (q->kind) {
	case QUESTION_HISTORY:
		answer_history(m, q, &g);
		break;
	case QUESTION_TARGETS:
		answer_targets(m, q, &g);
		break;
	case QUESTION_SEARCH:
		answer_search(m, q, &g);
		break;
	case QUESTION_ACCOUNT:
	case QUESTION_ACCOUNT_ADD:
	case QUESTION_ACCOUNT_CHANGE:
	case QUESTION_ACCOUNT_DROP:
		mem_accounts_answer(m->accounts, q, &g);
		break;
	case QUESTION_FORGET:
		forget(m, q);
		break;
	case QUESTION_OWN:
		answer_own(m, q, &g);
		break;
	case QUESTION_HASH:
	case QUESTION_REHASH:
		gather_fail(&g, RESULT_FAILED, "not a question to a store");
		break;
	}
	answer->number = number;
	gather_end(&g, &answer->result);
	*m->answers_end = answer;
	m->answers_end = &answer->next;
}

static void
mem_stop_asking(struct store *s, uint64_t number)
{
	(void)s;	/* answered already: the answer still comes */
	(void)number;
}

static bool
mem_take_result(struct store *s, uint64_t *number, struct result *r)
{
	struct mem *m = mem_of(s);
	struct mem_answer *answer = m->answers;

	if (answer == NULL)
		return false;
	m->answers = answer->next;
	if (m->answers == NULL)
		m->answers_end = &m->answers;
	*number = answer->number;
	*r = answer->result;
	free(answer);
	return true;
}

/* --- what is too old --- */

static int64_t
age_of(const struct mem *m, const struct store_keep *k, const struct event *e)
{
	struct mem_row *c;

	HASH_FIND(hh, m->state, &e->channel, sizeof e->channel, c);
	for (size_t i = 0; c != NULL && i < k->nchannels; i++)
		if (irc_case_eq(c->change->channel.name, k->channels[i].name))
			return k->channels[i].age_ms;
	return k->age_ms;
}

static enum store_prune
mem_prune(struct store *s, const struct store_keep *k, int64_t now_ms)
{
	struct mem *m = mem_of(s);
	int64_t bytes = 0;
	size_t kept = 0;

	for (size_t i = 0; i < m->nrows; i++)
		bytes += (int64_t)m->rows[i]->size;
	for (size_t i = 0; i < m->nrows; i++) {
		struct event *e = m->rows[i];
		int64_t age_ms = age_of(m, k, e);

		if ((age_ms > 0 && e->time_ms < now_ms - age_ms) ||
		    (k->size_bytes > 0 && bytes > k->size_bytes)) {
			bytes -= (int64_t)e->size;
			event_free(e);
		} else {
			m->rows[kept++] = e;
		}
	}
	m->nrows = kept;
	return STORE_PRUNE_BEGUN;
}

/* --- the rest --- */

static int
mem_fd(const struct store *s)
{
	(void)s;
	return -1;
}

static int
by_number(const struct mem_row *a, const struct mem_row *b)
{
	return a->number < b->number ? -1 : a->number > b->number;
}

static bool
mem_load(struct store *s,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
{
	struct mem *m = mem_of(s);

	HASH_SORT(m->state, by_number);
	for (struct mem_row *c = m->state; c != NULL; c = c->hh.next)
		if (c->change->row == STORE_ROW_CHANNEL)
			each(ctx, &c->change->channel);
	return true;
}

static bool
mem_load_bans(struct store *s,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
{
	struct mem *m = mem_of(s);

	HASH_SORT(m->state, by_number);
	for (struct mem_row *c = m->state; c != NULL; c = c->hh.next)
		if (c->change->row == STORE_ROW_BAN)
			each(ctx, &c->change->ban);
	return true;
}

static bool
mem_load_belongings(struct store *s,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
{
	struct mem *m = mem_of(s);

	HASH_SORT(m->state, by_number);
	for (struct mem_row *c = m->state; c != NULL; c = c->hh.next)
		if (c->change->row == STORE_ROW_BELONGING)
			each(ctx, &c->change->belonging);
	return true;
}

static bool
mem_load_accounts(struct store *s,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	mem_accounts_load(mem_of(s)->accounts, each, ctx);
	return true;
}

static uint64_t
mem_high(const struct store *s)
{
	const struct mem *m = mem_of(s);
	uint64_t of_accounts = mem_accounts_high(m->accounts);

	return of_accounts > m->high ? of_accounts : m->high;
}

static int64_t
mem_last_ms(const struct store *s)
{
	return mem_of(s)->last_ms;
}

static void
mem_free(struct store *s)
{
	struct mem *m = mem_of(s);
	struct mem_row *c, *next;
	struct result r;
	uint64_t number;

	while (mem_take_result(s, &number, &r))
		result_release(&r);
	HASH_ITER(hh, m->state, c, next)
		drop_row(m, c);
	for (size_t i = 0; i < m->nrows; i++)
		event_free(m->rows[i]);
	free(m->rows);
	mem_accounts_free(m->accounts);
	resend_free(m->resend);
	batch_free(m->done);
	free(m);
}

static const struct store_ops mem_ops = {
	.submit = mem_submit,
	.take_done = mem_take_done,
	.ask = mem_ask,
	.stop_asking = mem_stop_asking,
	.take_result = mem_take_result,
	.fd = mem_fd,
	.load = mem_load,
	.load_accounts = mem_load_accounts,
	.load_bans = mem_load_bans,
	.prune = mem_prune,
	.load_belongings = mem_load_belongings,
	.high = mem_high,
	.last_ms = mem_last_ms,
	.free = mem_free,
};

struct store *
store_mem_new(void)
{
	struct mem *m = xcalloc(1, sizeof *m);

	m->store.ops = &mem_ops;
	m->accounts = mem_accounts_new();
	m->resend = resend_new(SIZE_MAX);
	m->answers_end = &m->answers;
	return &m->store;
}
