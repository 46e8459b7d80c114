/*
 * store_split.c -- what was said in memory, everything else on disk.
 *
 * Two whole stores. The one in memory is handed the channels, too: their end is
 * that of their messages, and their names say how long those are kept.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "base/xalloc.h"
#include "server/world.h"
#include "store/store.h"

#include "base/banned.h"

/* A question that both are asked; the answer that came first. */
struct both {
	struct both *next;
	uint64_t number;
	bool is_answered;
	struct result first;
};

struct split {
	struct store store;	/* first */
	struct store *said, *rest;	/* owned */
	struct batch *said_done, *rest_done;	/* owned; the other is away */
	struct both *both;	/* owned */
};

static struct split *
split_of(const struct store *s)
{
	return (struct split *)s;
}

/* --- batches --- */

static struct store_change *
copy_channels(const struct store_change *from)
{
	struct store_change *first = NULL, **end = &first;

	for (; from != NULL; from = from->next)
		if (from->row == STORE_ROW_CHANNEL) {
			*end = store_change_copy(from);
			(*end)->next = NULL;
			end = &(*end)->next;
		}
	return first;
}

static void
split_submit(struct store *store, struct batch *take)
{
	struct split *s = split_of(store);
	struct batch *rest = xcalloc(1, sizeof *rest);

	rest->changes = take->changes;
	rest->high = take->high;
	take->changes = copy_channels(rest->changes);
	store_submit(s->rest, rest);
	store_submit(s->said, take);
}

/* One again, as it was handed in. */
static struct batch *
join(struct batch *said, struct batch *rest)
{
	struct store_change *copies = said->changes;

	said->changes = rest->changes;
	said->changes_stored = rest->changes_stored;
	if (said->fault[0] == '\0')
		memcpy(said->fault, rest->fault, sizeof said->fault);
	rest->changes = copies;
	batch_free(rest);
	return said;
}

static struct batch *
split_take_done(struct store *store)
{
	struct split *s = split_of(store);
	struct batch *said, *rest;

	if (s->said_done == NULL)
		s->said_done = store_take_done(s->said);
	if (s->rest_done == NULL)
		s->rest_done = store_take_done(s->rest);
	if (s->said_done == NULL || s->rest_done == NULL)
		return NULL;
	said = s->said_done;
	rest = s->rest_done;
	s->said_done = s->rest_done = NULL;
	return join(said, rest);
}

/* --- questions --- */

static void
split_ask(struct store *store, uint64_t number, const struct question *q)
{
	struct split *s = split_of(store);
	struct both *b;

	switch (q->kind) {
	case QUESTION_HISTORY:
	case QUESTION_TARGETS:
	case QUESTION_SEARCH:
	case QUESTION_OWN:
		store_ask(s->said, number, q);
		return;
	case QUESTION_FORGET:
		b = xcalloc(1, sizeof *b);
		b->number = number;
		LL_PREPEND(s->both, b);
		store_ask(s->said, number, q);
		break;
	case QUESTION_ACCOUNT:
	case QUESTION_ACCOUNT_ADD:
	case QUESTION_ACCOUNT_CHANGE:
	case QUESTION_ACCOUNT_DROP:
	case QUESTION_HASH:
	case QUESTION_REHASH:
		break;
	}
	store_ask(s->rest, number, q);
}

/* What both are asked is done in any case. */
static void
split_stop_asking(struct store *store, uint64_t number)
{
	struct split *s = split_of(store);

	store_stop_asking(s->said, number);
	store_stop_asking(s->rest, number);
}

/* Whether `r` is the whole answer: of two, a failure is. */
static bool
is_whole(struct split *s, uint64_t number, struct result *r)
{
	struct both *b;

	LL_SEARCH_SCALAR(s->both, b, number, number);
	if (b == NULL)
		return true;
	if (!b->is_answered) {
		b->is_answered = true;
		b->first = *r;
		return false;
	}
	if (r->code == RESULT_OK) {
		result_release(r);
		*r = b->first;
	} else {
		result_release(&b->first);
	}
	LL_DELETE(s->both, b);
	free(b);
	return true;
}

static bool
split_take_result(struct store *store, uint64_t *number, struct result *r)
{
	struct split *s = split_of(store);

	while (store_take_result(s->said, number, r) ||
	    store_take_result(s->rest, number, r))
		if (is_whole(s, *number, r))
			return true;
	return false;
}

/* --- what is too old --- */

/* The size is that of the memory; on disk nothing grows. */
static enum store_prune
split_prune(struct store *store, const struct store_keep *keep, int64_t now_ms)
{
	struct split *s = split_of(store);
	struct store_keep on_disk = *keep;

	on_disk.size_bytes = 0;
	(void)store_prune(s->rest, &on_disk, now_ms);
	return store_prune(s->said, keep, now_ms);
}

/* --- what the disk knows --- */

static int
split_fd(const struct store *s)
{
	return store_fd(split_of(s)->rest);
}

static bool
split_load(struct store *s,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
{
	return store_load(split_of(s)->rest, each, ctx);
}

static bool
split_load_accounts(struct store *s,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	return store_load_accounts(split_of(s)->rest, each, ctx);
}

static bool
split_load_bans(struct store *s,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
{
	return store_load_bans(split_of(s)->rest, each, ctx);
}

static bool
split_load_belongings(struct store *s,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
{
	return store_load_belongings(split_of(s)->rest, each, ctx);
}

static uint64_t
split_high(const struct store *s)
{
	return store_high(split_of(s)->rest);
}

static int64_t
split_last_ms(const struct store *s)
{
	return store_last_ms(split_of(s)->rest);
}

static void
split_free(struct store *store)
{
	struct split *s = split_of(store);
	struct both *b, *next;

	store_free(s->said);
	store_free(s->rest);
	batch_free(s->said_done);
	batch_free(s->rest_done);
	LL_FOREACH_SAFE(s->both, b, next) {
		result_release(&b->first);
		free(b);
	}
	free(s);
}

static const struct store_ops split_ops = {
	.submit = split_submit,
	.take_done = split_take_done,
	.ask = split_ask,
	.stop_asking = split_stop_asking,
	.take_result = split_take_result,
	.fd = split_fd,
	.load = split_load,
	.load_accounts = split_load_accounts,
	.load_bans = split_load_bans,
	.prune = split_prune,
	.load_belongings = split_load_belongings,
	.high = split_high,
	.last_ms = split_last_ms,
	.free = split_free,
};

struct store *
store_split_open(const char *path, enum store_sync sync, struct err *err)
{
	struct split *s = xcalloc(1, sizeof *s);

	s->store.ops = &split_ops;
	s->rest = store_sqlite_open(path, sync, err);
	if (s->rest != NULL)
		s->said = store_sqlite_open_memory(s->rest, err);
	if (s->said != NULL)
		return &s->store;
	split_free(&s->store);
	return NULL;
}
