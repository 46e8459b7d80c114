/*
 * store_sqlite_tidy.c -- what the writer does beside batches, a slice at a
 * time: words go into the index, what is too old goes away, and so does every
 * trace of it.
 *
 * What is deleted is gone from the tables at once (secure_delete writes zeros
 * over it), but its words are in the index until that is merged, and it may
 * stand in the log until that is cut. So `is_dirty` stays set until both were
 * done; a big index makes that rare, for it rests 20 ms for each slice of it.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/err.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

#define DAY_MS INT64_C(86400000)

enum {
	BUSY_PAGES = 4000,	/* of the log: moved to the database at once */
	MERGE_PAGES = 64,	/* of the index, in one slice */
	VACUUM_PAGES = 256,
	QUIET_MS = 50,		/* before the first slice */
	NEXT_MS = 1,		/* before the next one */
	REST_MS = 20,		/* for each slice of a merge */
	BROKEN_MS = 1000,	/* before the connection is tried again */
};

/* --- one slice is one transaction --- */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static bool
run(struct writer *w, const char *sql)
{
	return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/*
 * No fsync: the next commit of a batch has one, and what a crash takes away is
 * done again. A fault ends all of it until a batch has probed the disk.
 */
static void
in_transaction(struct writer *w, bool (*slice)(struct writer *w))
{
	file_set_sync(w->db, STORE_SYNC_OFF);
	if (writer_step(w, WRITE_BEGIN) && slice(w) && !writer_is_over(w) &&
	    writer_step(w, WRITE_COMMIT))
		file_set_sync(w->db, w->sync);
	else
		writer_give_up(w);
}

/* Runs one with the numbers ?1, ?2, ?3. */
static bool
step_with(struct writer *w, enum writer_statement which, int64_t a, int64_t b,
    int64_t c)
{
	sqlite3_stmt *stmt = w->stmt[which];

	sqlite3_bind_int64(stmt, 1, a);
	sqlite3_bind_int64(stmt, 2, b);
	sqlite3_bind_int64(stmt, 3, c);
	return writer_step(w, which);
}

static bool
was_last_slice(struct writer *w)
{
	return sqlite3_changes(w->db) < WRITER_SLICE_ROWS;
}

/* --- the index --- */

/* Fewer than a slice are left behind: a search looks through them in less
 * time than it takes to write them. */
static bool
is_index_behind(const struct writer *w)
{
	return w->unindexed >= WRITER_SLICE_ROWS;
}

static bool
index_slice(struct writer *w)
{
	int64_t end = writer_ask(w, WRITE_SLICE_END, w->indexed);

	if (!step_with(w, WRITE_INDEX, w->indexed, end, 0) ||
	    !step_with(w, WRITE_INDEXED, end, 0, 0))
		return false;
	w->indexed = end;
	w->unindexed = (unsigned)writer_ask(w, WRITE_COUNT_UNINDEXED, end);
	return true;
}

/* --- ids of resends, talks of channels that ended --- */

static bool
has_old_resends(const struct writer *w)
{
	return w->pruned_day < w->last_ms / DAY_MS - 1;
}

static bool
resends_slice(struct writer *w)
{
	int64_t day = w->last_ms / DAY_MS - 1;
	bool ok = step_with(w, WRITE_PRUNE_RESENDS, day, 0, 0);

	if (ok && was_last_slice(w))
		w->pruned_day = day;
	return ok;
}

static bool
ended_slice(struct writer *w)
{
	bool ok = writer_step(w, WRITE_PRUNE_ENDED);

	if (ok && was_last_slice(w))
		ok = writer_step(w, WRITE_PRUNE_ENDED_EVENTS);
	if (ok && was_last_slice(w)) {
		ok = writer_step(w, WRITE_FORGET_ENDED);
		w->has_ended = false;
	}
	return ok;
}

/* --- what is too old --- */

/* Whose age is another: their talks, for this pass. */
static bool
note_channels(struct writer *w)
{
	const struct store_keep *k = w->keep;
	bool ok = run(w, "DELETE FROM temp.keeps");

	for (size_t i = 0; i < k->nchannels && ok; i++) {
		bind_text(w->stmt[WRITE_KEEP], 1, k->channels[i].name);
		sqlite3_bind_int64(w->stmt[WRITE_KEEP], 2,
		    k->channels[i].age_ms);
		ok = writer_step(w, WRITE_KEEP);
	}
	return ok;
}

static bool
begin_slice(struct writer *w)
{
	w->prune = w->keep->age_ms > 0 ? PRUNE_AGE : PRUNE_CHANNELS;
	w->prune_talk = INT64_MIN;
	return note_channels(w);
}

/* From the oldest row on; behind `prune_from` are only rows that are kept
 * longer than others, and they are not looked at again in the next pass. */
static bool
age_slice(struct writer *w)
{
	int64_t limit = w->prune_ms - w->keep->age_ms;
	int64_t end = writer_ask(w, WRITE_SLICE_END, w->prune_from);
	int64_t end_ms = writer_ask(w, WRITE_TIME_OF, end);

	if (end == 0) {
		w->prune = PRUNE_EVENTS;
		return true;
	}
	if (end_ms < limit) {
		int64_t from = w->prune_from;

		w->prune_from = end;
		return step_with(w, WRITE_PRUNE_AGE, from, end, limit);
	}
	w->prune = PRUNE_EVENTS;
	return step_with(w, WRITE_PRUNE_AGE, w->prune_from, end, limit);
}

static bool
events_slice(struct writer *w)
{
	bool ok = step_with(w, WRITE_PRUNE_EVENTS,
	    w->prune_ms - w->keep->age_ms, 0, 0);

	writer_note_deleted(w);
	if (ok && was_last_slice(w))
		w->prune = PRUNE_CHANNELS;
	return ok;
}

static bool
channels_slice(struct writer *w)
{
	int64_t talk = writer_ask(w, WRITE_NEXT_KEEP, w->prune_talk);
	int64_t age_ms = writer_ask(w, WRITE_KEEP_AGE, talk);
	bool ok;

	if (talk == 0) {
		w->prune = PRUNE_SIZE;
		w->prune_cut = 0;
		return true;
	}
	ok = step_with(w, WRITE_PRUNE_TALK, talk, w->prune_ms - age_ms, 0);
	if (ok && was_last_slice(w))
		ok = step_with(w, WRITE_PRUNE_TALK_EVENTS, talk,
		    w->prune_ms - age_ms, 0);
	if (ok && was_last_slice(w))
		w->prune_talk = talk + 1;
	return ok;
}

/*
 * At most a tenth of the numbers is cut off at a time: how much room rows
 * have taken is seen when they are gone and the index is merged.
 */
static int64_t
choose_cut(struct writer *w)
{
	int64_t most = w->keep->size_bytes;
	int64_t used = file_bytes(w->db);
	int64_t first = writer_ask(w, WRITE_FIRST, 0);
	int64_t last = writer_ask(w, WRITE_LAST, 0);
	double part;

	if (most == 0 || used <= most || last == 0)
		return 0;
	part = (double)(used - most) / (double)used;
	return first + (int64_t)((double)(last - first) *
	    (part < 0.1 ? part : 0.1));
}

static bool
size_slice(struct writer *w)
{
	bool ok;

	if (w->prune_cut == 0 && (w->prune_cut = choose_cut(w)) == 0) {
		w->prune = PRUNE_PAIRS;
		w->prune_talk = INT64_MIN;
		return true;
	}
	ok = step_with(w, WRITE_PRUNE_FIRST, w->prune_cut, 0, 0);
	if (ok && was_last_slice(w))
		ok = step_with(w, WRITE_PRUNE_FIRST_EVENTS, w->prune_cut, 0,
		    0);
	if (ok && was_last_slice(w)) {
		w->prune_cut = 0;
		w->clean = CLEAN_BEGIN;
	}
	return ok;
}

/* Two people who have no message left: their names go too. */
static bool
pairs_slice(struct writer *w)
{
	int64_t end = writer_ask(w, WRITE_PAIRS_END, w->prune_talk);
	int64_t from = w->prune_talk;

	if (end == 0 || !w->has_pruned) {
		w->prune = PRUNE_NOTHING;
		w->has_pruned = false;
		return true;
	}
	w->prune_talk = end;
	return step_with(w, WRITE_PRUNE_PAIRS, from, end, 0);
}

static void
prune_slice(struct writer *w)
{
	static bool (*const slices[])(struct writer *) = {
		[PRUNE_BEGIN] = begin_slice,
		[PRUNE_AGE] = age_slice,
		[PRUNE_EVENTS] = events_slice,
		[PRUNE_CHANNELS] = channels_slice,
		[PRUNE_SIZE] = size_slice,
		[PRUNE_PAIRS] = pairs_slice,
	};

	in_transaction(w, slices[w->prune]);
}

/* Whether both keep the same for as long: a pass goes on where the last ended. */
static bool
is_same_keep(const struct store_keep *a, const struct store_keep *b)
{
	if (a == NULL || a->age_ms != b->age_ms ||
	    a->nchannels != b->nchannels)
		return false;
	for (size_t i = 0; i < a->nchannels; i++)
		if (a->channels[i].age_ms != b->channels[i].age_ms ||
		    strcmp(a->channels[i].name, b->channels[i].name) != 0)
			return false;
	return true;
}

void
writer_prune(struct writer *w, struct store_keep *take, int64_t now)
{
	bool same = is_same_keep(w->keep, take);

	free(w->keep);
	w->keep = take;
	w->prune_ms = now;
	if (!same)
		w->prune_from = 0;
	if (!same || w->prune == PRUNE_NOTHING)
		w->prune = PRUNE_BEGIN;
}

/* A pass that is under way comes there by itself. */
void
writer_prune_pairs(struct writer *w)
{
	if (w->prune != PRUNE_NOTHING)
		return;
	w->prune = PRUNE_PAIRS;
	w->prune_talk = INT64_MIN;
}

/* --- every trace of it --- */

static bool
merge(struct writer *w, int pages)
{
	return step_with(w, WRITE_MERGE, pages, 0, 0);
}

/* A number below 0 begins: all of the index is to become one piece. */
static bool
merge_first_slice(struct writer *w)
{
	w->is_dirty = false;
	w->clean_slices = 1;
	w->clean = CLEAN_MERGE;
	return merge(w, -MERGE_PAGES);
}

/* https://sqlite.org/fts5.html, 6.8: done when it changes hardly anything. */
static bool
merge_slice(struct writer *w)
{
	int before = sqlite3_total_changes(w->db);
	bool ok = merge(w, MERGE_PAGES);

	w->clean_slices++;
	if (ok && sqlite3_total_changes(w->db) - before < 2)
		w->clean = CLEAN_VACUUM;
	return ok;
}

static void
vacuum_slice(struct writer *w)
{
	char sql[64];

	if (file_free_pages(w->db) < VACUUM_PAGES) {
		w->clean = CLEAN_MARK;
		return;
	}
	snprintf(sql, sizeof sql, "PRAGMA incremental_vacuum(%d)",
	    VACUUM_PAGES);
	if (!run(w, sql))
		writer_give_up(w);
}

/* Before the log is cut, so that nothing is in it afterwards. */
static bool
mark_slice(struct writer *w)
{
	w->clean = CLEAN_LOG;
	return w->is_dirty || writer_step(w, WRITE_CLEAN);
}

/* A reader who is looking makes it wait for the next time. */
static void
cut_log(struct writer *w)
{
	int rc;

	sqlite3_busy_timeout(w->db, 0);
	rc = sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	sqlite3_busy_timeout(w->db, FILE_BUSY_MS);
	if (rc == SQLITE_OK) {
		w->wal_pages = 0;
		w->clean = CLEAN_NOTHING;
		w->clean_rest_ms = now_ms() + REST_MS * w->clean_slices;
	} else if ((rc & 0xff) != SQLITE_BUSY) {
		writer_give_up(w);
	}
}

static void
clean_slice(struct writer *w)
{
	switch (w->clean) {
	case CLEAN_BEGIN:
		in_transaction(w, merge_first_slice);
		break;
	case CLEAN_MERGE:
		in_transaction(w, merge_slice);
		break;
	case CLEAN_VACUUM:
		vacuum_slice(w);
		break;
	case CLEAN_MARK:
		in_transaction(w, mark_slice);
		break;
	case CLEAN_LOG:
		cut_log(w);
		break;
	case CLEAN_NOTHING:
		break;
	}
}

/* --- what comes first --- */

/* It has grown by a log: before a timer asks, there may be too much of it. */
static void
look_at_size(struct writer *w)
{
	if (w->prune != PRUNE_NOTHING || w->keep == NULL ||
	    w->keep->size_bytes == 0 ||
	    file_bytes(w->db) <= w->keep->size_bytes)
		return;
	w->prune = PRUNE_SIZE;
	w->prune_cut = 0;
}

static void
checkpoint(struct writer *w)
{
	int rc = sqlite3_wal_checkpoint_v2(w->db, NULL,
	    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (rc == SQLITE_OK)
		w->wal_pages = 0;
	else if ((rc & 0xff) != SQLITE_BUSY)
		writer_give_up(w);
}

/* Something may be cleaned, and it was not just done. */
static bool
is_clean_due(const struct writer *w)
{
	return w->is_dirty && w->prune == PRUNE_NOTHING &&
	    now_ms() >= w->clean_rest_ms;
}

/* One piece of work, the most urgent; false: there is none. */
static bool
tidy(struct writer *w)
{
	if (w->is_broken)
		return false;
	if (w->clean == CLEAN_NOTHING && is_clean_due(w))
		w->clean = CLEAN_BEGIN;
	if (w->wal_pages >= BUSY_PAGES) {
		checkpoint(w);
		look_at_size(w);
	} else if (is_index_behind(w))
		in_transaction(w, index_slice);
	else if (has_old_resends(w))
		in_transaction(w, resends_slice);
	else if (w->has_ended)
		in_transaction(w, ended_slice);
	else if (w->clean != CLEAN_NOTHING)
		clean_slice(w);
	else if (w->prune != PRUNE_NOTHING)
		prune_slice(w);
	else
		return false;
	return true;
}

void
writer_after(struct writer *w)
{
	w->was_tidied = tidy(w);
}

static bool
is_unfinished(const struct writer *w)
{
	return w->clean != CLEAN_NOTHING || w->prune != PRUNE_NOTHING;
}

void
writer_idle(struct writer *w)
{
	struct err err;

	if (w->is_broken && !writer_reopen(w, &err))
		return;
	w->was_tidied = tidy(w);
	if (!w->was_tidied && !w->is_broken &&
	    w->wal_pages >= WRITER_IDLE_PAGES)
		checkpoint(w);
}

int
writer_idle_ms(const struct writer *w)
{
	int64_t rest = w->clean_rest_ms - now_ms();

	if (w->is_broken)
		return is_unfinished(w) || w->is_dirty ? BROKEN_MS : -1;
	if (w->was_tidied)
		return NEXT_MS;
	if (w->wal_pages >= WRITER_IDLE_PAGES || is_index_behind(w) ||
	    has_old_resends(w) || w->has_ended || is_unfinished(w))
		return QUIET_MS;
	if (!w->is_dirty)
		return -1;
	return rest < QUIET_MS ? QUIET_MS : rest > 60000 ? 60000 : (int)rest;
}
