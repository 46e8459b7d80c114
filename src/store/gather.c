/* gather.c -- a result in the making: rows whose strings share one block. */
#include "config.h"
#include "store/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { TEXT_FIRST_BYTES = 4096, ROWS_FIRST = 16 };

void
gather_init(struct gather *g)
{
	memset(g, 0, sizeof *g);
}

/* The block has moved from `old` to r.block, and `*s` with it. */
static void
move(struct gather *g, const char *old, const char **s)
{
	if (*s != NULL)
		*s = (char *)g->r.block + (*s - old);
}

static void
move_all(struct gather *g, const char *old)
{
	for (size_t i = 0; i < g->r.nrows; i++) {
		struct history_row *row = &g->r.rows[i];

		move(g, old, &row->msgid);
		move(g, old, &row->source);
		move(g, old, &row->account);
		move(g, old, &row->text);
		move(g, old, &row->tags);
		move(g, old, &row->target);
		move(g, old, &row->subject);
	}
	for (size_t i = 0; i < g->r.ntargets; i++)
		move(g, old, &g->r.targets[i].name);
}

/* Room for `size` more bytes of text; what is there may move. */
static void
make_room(struct gather *g, size_t size)
{
	char *old = g->r.block;
	size_t cap = g->text_cap == 0 ? TEXT_FIRST_BYTES : g->text_cap;

	while (cap - g->text_len < size)
		cap *= 2;
	if (cap == g->text_cap)
		return;
	g->r.block = xmalloc(cap);
	g->text_cap = cap;
	if (old != NULL)
		memcpy(g->r.block, old, g->text_len);
	move_all(g, old);
	free(old);
}

static const char *
keep(struct gather *g, const char *s)
{
	char *at = (char *)g->r.block + g->text_len;

	g->text_len += str_room(s);
	return str_keep(&at, s);
}

static void *
grown(void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return items;
	*cap = *cap == 0 ? ROWS_FIRST : *cap * 2;
	return xreallocarray(items, *cap, size);
}

void
gather_row(struct gather *g, const struct history_row *row)
{
	struct history_row *to;

	make_room(g, str_room(row->msgid) + str_room(row->source) +
	    str_room(row->account) + str_room(row->text) +
	    str_room(row->tags) + str_room(row->target) +
	    str_room(row->subject));
	g->r.rows = grown(g->r.rows, g->r.nrows, &g->rows_cap, sizeof *to);
	to = &g->r.rows[g->r.nrows++];
	*to = *row;
	to->msgid = keep(g, row->msgid);
	to->source = keep(g, row->source);
	to->account = keep(g, row->account);
	to->text = keep(g, row->text);
	to->tags = keep(g, row->tags);
	to->target = keep(g, row->target);
	to->subject = keep(g, row->subject);
}

void
gather_target(struct gather *g, const struct target_row *row)
{
	struct target_row *to;

	make_room(g, str_room(row->name));
	g->r.targets = grown(g->r.targets, g->r.ntargets, &g->targets_cap,
	    sizeof *to);
	to = &g->r.targets[g->r.ntargets++];
	*to = *row;
	to->name = keep(g, row->name);
}

void
gather_account(struct gather *g, const struct account_row *row)
{
	make_room(g, str_room(row->name) + str_room(row->certs));
	g->r.account = *row;
	g->r.account.name = keep(g, row->name);
	g->r.account.certs = keep(g, row->certs);
}

void
gather_reverse(struct gather *g, size_t first)
{
	for (size_t i = first, j = g->r.nrows; i + 1 < j; i++) {
		struct history_row row = g->r.rows[i];

		j--;
		g->r.rows[i] = g->r.rows[j];
		g->r.rows[j] = row;
	}
}

/* Equal times: channels in the order of their numbers, then people. */
static int
by_time(const void *a, const void *b)
{
	const struct target_row *x = a, *y = b;

	if (x->latest_ms != y->latest_ms)
		return x->latest_ms < y->latest_ms ? -1 : 1;
	if (x->channel != y->channel)
		return x->channel - 1 < y->channel - 1 ? -1 : 1;
	return x->name == NULL || y->name == NULL ? 0 :
	    strcmp(x->name, y->name);
}

void
gather_choose_targets(struct gather *g, const struct question *q)
{
	bool up = q->from.time_ms <= q->to.time_ms;
	int64_t above = up ? q->from.time_ms : q->to.time_ms;
	int64_t below = up ? q->to.time_ms : q->from.time_ms;
	struct target_row *rows = g->r.targets;
	size_t n = 0;

	for (size_t i = 0; i < g->r.ntargets; i++)
		if (above < rows[i].latest_ms && rows[i].latest_ms < below)
			rows[n++] = rows[i];
	if (n > 1)
		qsort(rows, n, sizeof *rows, by_time);
	if (n > q->limit && !up)
		memmove(rows, rows + (n - q->limit), q->limit * sizeof *rows);
	g->r.ntargets = n > q->limit ? q->limit : n;
}

void
gather_end(struct gather *g, struct result *out)
{
	*out = g->r;
	gather_init(g);
}

void
gather_fail(struct gather *g, enum result_code code, const char *why)
{
	free(g->r.rows);
	free(g->r.targets);
	free(g->r.block);
	gather_init(g);
	g->r.code = code;
	g->r.why = why;
}
