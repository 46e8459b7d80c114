/*
 * store_sqlite_search.c -- messages with these words.
 *
 * The index holds the messages up to meta 'indexed'; the few newer ones are
 * looked through. Rows come in the order of their numbers, newest first if no
 * beginning is given, and what the asker may not see is left out on the way,
 * so the limit counts what is sent.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/limits.h"
#include "server/world.h"
#include "store/search.h"
#include "store/store_sqlite_reading.h"

#include "base/banned.h"

enum {
	SEARCH_MS = 2000,
	STEPS_PER_LOOK = 1000,	/* at the clock: instructions of SQLite */
};

/* A talk that the asker may read. */
struct place {
	int64_t talk;
	const struct question_channel *may;	/* borrowed */
};

struct hunt {
	struct reading *in;
	struct search search;
	bool has_text;
	struct place *places;	/* owned; by talk */
	size_t nplaces;
	uint64_t above, below;	/* rows between these */
	bool oldest;		/* first */
	int64_t deadline_ms;
};

/* --- time --- */

int64_t
reading_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static int
is_late(void *ctx)
{
	const struct hunt *h = ctx;

	return reading_now_ms() >= h->deadline_ms;
}

/* --- what may be seen --- */

static int
by_talk(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->talk < y->talk ? -1 : x->talk > y->talk;
}

static void
add_place(struct hunt *h, int64_t talk, const struct question_channel *c)
{
	h->places = xreallocarray(h->places, h->nplaces + 1,
	    sizeof *h->places);
	h->places[h->nplaces++] = (struct place){ talk, c };
}

static void
add_all_places(struct hunt *h)
{
	const struct question *q = h->in->q;
	sqlite3_stmt *stmt = h->in->r->stmt[READ_PAIRS];

	for (size_t i = 0; i < q->nchannels; i++)
		add_place(h, (int64_t)q->channels[i].number,
		    &q->channels[i]);
	bind_number(stmt, 1, q->user);
	while (reading_step(h->in, stmt))
		add_place(h, sqlite3_column_int64(stmt, 0), &q->channel);
	sqlite3_reset(stmt);
	if (h->nplaces > 1)
		qsort(h->places, h->nplaces, sizeof *h->places, by_talk);
}

/* False: nothing was ever said where the asker wants to look. */
static bool
find_places(struct hunt *h)
{
	const struct question *q = h->in->q;
	int64_t talk = 0;

	if (q->channel.number == 0 && q->peer == 0 && q->peer_name == NULL)
		add_all_places(h);
	else if (reading_find_talk(h->in, &talk))
		add_place(h, talk, &q->channel);
	return h->nplaces > 0;
}

static bool
may_see(const struct hunt *h, int64_t talk, uint64_t number, int rank)
{
	struct place key = { .talk = talk };
	const struct place *p = bsearch(&key, h->places, h->nplaces,
	    sizeof key, by_talk);

	return p != NULL && question_shows(p->may, number) &&
	    rank <= p->may->rank;
}

static bool
is_from(const char *source, const char *nick)
{
	char name[NICK_LEN + 1];

	if (nick == NULL)
		return true;
	return str_copy_span(name, sizeof name, (struct str_span){ source,
	    strcspn(source, "!") }) && irc_case_eq(name, nick);
}

/* The columns are those of ROW, see store_sqlite_reader.c. */
static bool
is_wanted(const struct hunt *h, sqlite3_stmt *stmt, bool is_index)
{
	int kind = sqlite3_column_int(stmt, 8);

	return (1 << kind & SEEN_MESSAGES) != 0 &&
	    may_see(h, sqlite3_column_int64(stmt, 9),
		(uint64_t)sqlite3_column_int64(stmt, 0),
		sqlite3_column_int(stmt, 10)) &&
	    is_from(column_text(stmt, 3), h->in->q->nick) &&
	    (is_index || !h->has_text ||
		search_matches(&h->search, column_text(stmt, 5)));
}

/* --- looking --- */

static void
take_rows(struct hunt *h, sqlite3_stmt *stmt, bool is_index)
{
	while (h->in->g->r.nrows < h->in->q->limit &&
	    reading_step(h->in, stmt))
		if (is_wanted(h, stmt, is_index))
			reading_add_row(h->in, stmt);
	sqlite3_reset(stmt);
}

static void
look_through(struct hunt *h, uint64_t above, uint64_t below)
{
	enum reader_statement which = h->nplaces == 1 ?
	    (h->oldest ? READ_OLDEST : READ_NEWEST) :
	    (h->oldest ? READ_ALL_OLDEST : READ_ALL_NEWEST);
	sqlite3_stmt *stmt = h->in->r->stmt[which];

	if (h->nplaces == 1) {
		sqlite3_bind_int64(stmt, 1, h->places[0].talk);
		sqlite3_bind_int(stmt, 4, SEEN_MESSAGES);
		sqlite3_bind_int64(stmt, 5, -1);	/* no limit */
		sqlite3_bind_int(stmt, 7, h->places[0].may->rank);
	}
	bind_number(stmt, 6, h->in->q->user);
	bind_number(stmt, 2, above);
	bind_number(stmt, 3, below);
	take_rows(h, stmt, false);
}

static void
look_up(struct hunt *h, uint64_t above, uint64_t below)
{
	sqlite3_stmt *stmt = h->in->r->stmt[h->oldest ? READ_INDEX_OLDEST :
	    READ_INDEX_NEWEST];
	char expression[SEARCH_EXPRESSION_SIZE];

	search_expression(&h->search, expression);
	bind_text(stmt, 1, expression);
	bind_number(stmt, 2, above);
	bind_number(stmt, 3, below);
	bind_number(stmt, 6, h->in->q->user);
	take_rows(h, stmt, true);
}

static void
look(struct hunt *h)
{
	int64_t indexed = 0;
	uint64_t middle;

	if (!h->has_text) {
		look_through(h, h->above, h->below);
		return;
	}
	reading_numbers(h->in, h->in->r->stmt[READ_INDEXED], &indexed, 1);
	middle = (uint64_t)indexed;	/* the last that is in the index */
	if (h->oldest && h->above < middle)
		look_up(h, h->above, middle + 1 < h->below ? middle + 1 :
		    h->below);
	look_through(h, h->above > middle ? h->above : middle, h->below);
	if (!h->oldest && h->above < middle)
		look_up(h, h->above, middle + 1 < h->below ? middle + 1 :
		    h->below);
}

static void
bound(struct hunt *h)
{
	const struct question *q = h->in->q;
	uint64_t at;

	h->oldest = q->from.type == HISTORY_REF_TIME;
	h->below = reading_end(q);
	if (h->oldest) {
		at = reading_first_at(h->in, q->from.time_ms);
		h->above = at == 0 ? 0 : at - 1;
	}
	if (q->to.type == HISTORY_REF_TIME && q->to.time_ms < INT64_MAX) {
		at = reading_first_at(h->in, q->to.time_ms + 1);
		if (at < h->below)
			h->below = at;
	}
}

void
reading_search(struct reading *in)
{
	sqlite3 *db = in->r->db;
	struct hunt h = { .in = in, .has_text = in->q->text != NULL,
	    .deadline_ms = reading_now_ms() + SEARCH_MS };

	if (h.has_text && !search_init(&h.search, in->q->text))
		return;
	if (find_places(&h)) {
		bound(&h);
		sqlite3_progress_handler(db, STEPS_PER_LOOK, is_late, &h);
		look(&h);
		sqlite3_progress_handler(db, 0, NULL, NULL);
	}
	if (!h.oldest)
		gather_reverse(in->g, 0);
	free(h.places);
}
