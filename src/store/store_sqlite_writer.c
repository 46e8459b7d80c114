/* store_sqlite_writer.c -- batches. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/err.h"
#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/limits.h"
#include "server/event.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

#define DAY_MS INT64_C(86400000)

enum {
	HIGH_AHEAD = 1024,	/* numbers reserved at a time */
};

#define SLICE "512"		/* WRITER_SLICE_ROWS in SQL */

static const char *const statements[WRITE_STATEMENTS] = {
	[WRITE_BEGIN] = "BEGIN IMMEDIATE",
	[WRITE_COMMIT] = "COMMIT",
	[WRITE_ROLLBACK] = "ROLLBACK",
	[WRITE_MESSAGE] =
	    "INSERT INTO messages (number, talk, msgid, time_ms, sender, "
	    "source, account, target, kind, text, tags) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[WRITE_REDACTION] =
	    "UPDATE messages SET kind = 0, text = NULL, tags = NULL "
	    "WHERE msgid = ?1 AND talk = ?2",
	[WRITE_EVENT] =
	    "INSERT OR IGNORE INTO events (number, talk, msgid, time_ms, "
	    "sender, source, account, target, kind, text, subject) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[WRITE_FIND_RESEND] =
	    "SELECT m.msgid, m.time_ms, m.source, m.number "
	    "FROM resends r JOIN messages m ON m.number = r.message "
	    "WHERE r.day IN (?1 - 1, ?1) AND r.id = ?2 AND r.target = ?3 "
	    "AND r.digest = ?4 AND m.time_ms >= ?5 LIMIT 1",
	[WRITE_RESEND] =
	    "INSERT OR REPLACE INTO resends (day, id, target, digest, message) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)",
	[WRITE_FIND_PAIR] =
	    "SELECT talk, low_name, high_name FROM pairs "
	    "WHERE low = ?1 AND high = ?2",
	[WRITE_PAIR] =
	    "INSERT INTO pairs (talk, low, high, low_name, high_name) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)",
	[WRITE_PAIR_NAMES] =
	    "UPDATE pairs SET low_name = ?4, high_name = ?5 WHERE talk = ?1",
	[WRITE_CHANNEL] =
	    "INSERT OR REPLACE INTO channels (number, name, topic, topic_by, "
	    "topic_ms, modes, key, user_limit, lists, created_ms, left_ms, "
	    "spoken, slow_s, metadata, spells, founder, access) VALUES (?1, "
	    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
	    "?16, ?17)",
	[WRITE_DROP_CHANNEL] = "DELETE FROM channels WHERE number = ?1",
	[WRITE_BAN] =
	    "INSERT OR REPLACE INTO bans (number, kind, mask, setter, reason, "
	    "set_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[WRITE_DROP_BAN] = "DELETE FROM bans WHERE number = ?1",
	[WRITE_BELONGING] =
	    "INSERT OR REPLACE INTO belongings (number, account, kind, text) "
	    "VALUES (?1, ?2, ?3, ?4)",
	[WRITE_DROP_BELONGING] = "DELETE FROM belongings WHERE number = ?1",
	[WRITE_ENDED] = "INSERT OR IGNORE INTO ended (talk) VALUES (?1)",
	[WRITE_HIGH] =
	    "INSERT OR REPLACE INTO meta (name, value) VALUES ('high', ?1)",
	[WRITE_PRUNE_RESENDS] =
	    "DELETE FROM resends WHERE (day, id, target, digest) IN "
	    "(SELECT day, id, target, digest FROM resends WHERE day < ?1 "
	    "LIMIT " SLICE ")",
	[WRITE_PRUNE_ENDED] =
	    "DELETE FROM messages WHERE number IN "
	    "(SELECT m.number FROM ended e JOIN messages m ON m.talk = e.talk "
	    "LIMIT " SLICE ")",
	[WRITE_PRUNE_ENDED_EVENTS] =
	    "DELETE FROM events WHERE (number, talk) IN "
	    "(SELECT v.number, v.talk FROM ended e JOIN events v "
	    "ON v.talk = e.talk LIMIT " SLICE ")",
	[WRITE_PRUNE_EVENTS] =
	    "DELETE FROM events WHERE (number, talk) IN "
	    "(SELECT number, talk FROM events WHERE number < ifnull("
	    "(SELECT number FROM events WHERE time_ms >= ?1 "
	    "ORDER BY number LIMIT 1), 9223372036854775807) "
	    "AND talk NOT IN (SELECT talk FROM temp.keeps) "
	    "ORDER BY number LIMIT " SLICE ")",
	[WRITE_PRUNE_TALK_EVENTS] =
	    "DELETE FROM events WHERE (number, talk) IN "
	    "(SELECT number, talk FROM "
	    "(SELECT number, talk, time_ms FROM events WHERE talk = ?1 "
	    "ORDER BY number LIMIT " SLICE ") WHERE time_ms < ?2)",
	[WRITE_PRUNE_FIRST_EVENTS] =
	    "DELETE FROM events WHERE (number, talk) IN "
	    "(SELECT number, talk FROM events WHERE number <= ?1 "
	    "ORDER BY number LIMIT " SLICE ")",
	[WRITE_FORGET_ENDED] = "DELETE FROM ended",
	[WRITE_SLICE_END] =
	    "SELECT max(number) FROM (SELECT number FROM messages "
	    "WHERE number > ?1 ORDER BY number LIMIT " SLICE ")",
	[WRITE_EVENTS_END] =
	    "SELECT max(number) FROM (SELECT number FROM events "
	    "WHERE number > ?1 ORDER BY number LIMIT " SLICE ")",
	[WRITE_FORGET] =
	    "DELETE FROM messages WHERE number > ?1 AND number <= ?2 "
	    "AND sender = ?3",
	[WRITE_FORGET_EVENTS] =
	    "DELETE FROM events WHERE number > ?1 AND number <= ?2 "
	    "AND sender = ?3",
	[WRITE_INDEX] =
	    "INSERT INTO search (rowid, text) SELECT number, text "
	    "FROM messages WHERE number > ?1 AND number <= ?2 "
	    "AND text IS NOT NULL",
	[WRITE_INDEXED] = "UPDATE meta SET value = ?1 WHERE name = 'indexed'",
	[WRITE_COUNT_UNINDEXED] =
	    "SELECT count(*) FROM (SELECT 1 FROM messages WHERE number > ?1 "
	    "LIMIT " SLICE ")",
	[WRITE_KEEP] =
	    "INSERT OR REPLACE INTO temp.keeps (talk, age_ms) "
	    "SELECT number, ?2 FROM channels WHERE name = ?1 COLLATE NOCASE",
	[WRITE_TIME_OF] = "SELECT time_ms FROM messages WHERE number = ?1",
	[WRITE_PRUNE_AGE] =
	    "DELETE FROM messages WHERE number > ?1 AND number <= ?2 "
	    "AND time_ms < ?3 AND talk NOT IN (SELECT talk FROM temp.keeps)",
	[WRITE_NEXT_KEEP] =
	    "SELECT min(talk) FROM temp.keeps WHERE talk >= ?1 AND age_ms > 0",
	[WRITE_KEEP_AGE] = "SELECT age_ms FROM temp.keeps WHERE talk = ?1",
	[WRITE_PRUNE_TALK] =
	    "DELETE FROM messages WHERE number IN (SELECT number FROM "
	    "(SELECT number, time_ms FROM messages WHERE talk = ?1 "
	    "ORDER BY number LIMIT " SLICE ") WHERE time_ms < ?2)",
	[WRITE_FIRST] = "SELECT min(number) FROM messages",
	[WRITE_LAST] = "SELECT max(number) FROM messages",
	[WRITE_PRUNE_FIRST] =
	    "DELETE FROM messages WHERE number IN (SELECT number "
	    "FROM messages WHERE number <= ?1 ORDER BY number LIMIT " SLICE ")",
	[WRITE_PAIRS_END] =
	    "SELECT max(talk) FROM (SELECT talk FROM pairs WHERE talk > ?1 "
	    "ORDER BY talk LIMIT " SLICE ")",
	[WRITE_PRUNE_PAIRS] =
	    "DELETE FROM pairs WHERE talk > ?1 AND talk <= ?2 AND NOT EXISTS "
	    "(SELECT 1 FROM messages m WHERE m.talk = pairs.talk)",
	[WRITE_MERGE] =
	    "INSERT INTO search (search, rank) VALUES ('merge', ?1)",
	[WRITE_CLEAN] = "UPDATE meta SET value = 0 WHERE name = 'unmerged'",
};

/* --- opening --- */

static int
count_pages(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct writer *w = ctx;

	(void)db;
	(void)name;
	w->wal_pages = pages;
	return SQLITE_OK;
}

bool
writer_step(struct writer *w, enum writer_statement which)
{
	int rc = sqlite3_step(w->stmt[which]);

	sqlite3_reset(w->stmt[which]);
	return rc == SQLITE_DONE;
}

/* The one number that `sql` gives. */
static int64_t
ask(struct writer *w, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t number = 0;

	if (sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

int64_t
writer_ask(struct writer *w, enum writer_statement which, int64_t argument)
{
	sqlite3_stmt *stmt = w->stmt[which];
	int64_t number = 0;

	sqlite3_bind_int64(stmt, 1, argument);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return number;
}

/* Messages are deleted or changed: their traces are to be removed. (SQLite does
 * not tell of `events`, which has no rowid: see writer_note_deleted().) */
static void
note_change(void *ctx, int what, const char *db, const char *table,
    sqlite3_int64 row)
{
	struct writer *w = ctx;

	(void)db;
	(void)row;
	if (what != SQLITE_INSERT && strcmp(table, "messages") == 0)
		w->is_dirty = w->has_pruned = true;
}

void
writer_note_deleted(struct writer *w)
{
	if (sqlite3_changes(w->db) > 0)
		w->is_dirty = true;
}

bool
writer_open(struct writer *w, struct err *err)
{
	w->db = file_open(w->path, FILE_WRITE, w->sync, statements, w->stmt,
	    WRITE_STATEMENTS, err);
	if (w->db == NULL)
		return false;
	sqlite3_wal_hook(w->db, count_pages, w);
	w->high_kept = (uint64_t)ask(w,
	    "SELECT value FROM meta WHERE name = 'high'");
	w->last_ms = ask(w,
	    "SELECT time_ms FROM messages ORDER BY number DESC LIMIT 1");
	w->has_ended = ask(w, "SELECT count(*) FROM ended") > 0;
	w->indexed = ask(w, "SELECT value FROM meta WHERE name = 'indexed'");
	w->unindexed = (unsigned)writer_ask(w, WRITE_COUNT_UNINDEXED,
	    w->indexed);
	w->is_dirty = ask(w, "SELECT value FROM meta WHERE name = 'unmerged'")
	    != 0;
	w->clean = CLEAN_NOTHING;
	w->prune_from = 0;
	if (w->prune != PRUNE_NOTHING)	/* temp.keeps is empty */
		w->prune = PRUNE_BEGIN;
	sqlite3_update_hook(w->db, note_change, w);
	w->wal_pages = WRITER_IDLE_PAGES; /* what a crash left is moved when idle */
	return true;
}

void
writer_close(struct writer *w)
{
	file_close(w->db, w->stmt, WRITE_STATEMENTS);
	w->db = NULL;
	free(w->keep);
	w->keep = NULL;
}

uint64_t
writer_high(struct writer *w)
{
	int64_t high = ask(w, "SELECT max(ifnull((SELECT max(number) "
	    "FROM messages), 0), ifnull((SELECT max(number) FROM channels), "
	    "0), ifnull((SELECT max(number) FROM accounts), 0))");

	return (uint64_t)high > w->high_kept ? (uint64_t)high : w->high_kept;
}

static void
read_channel(sqlite3_stmt *stmt, struct store_channel *c)
{
	*c = (struct store_channel){
		.number = (uint64_t)sqlite3_column_int64(stmt, 0),
		.name = column_text(stmt, 1),
		.topic = column_text(stmt, 2),
		.topic_by = column_text(stmt, 3),
		.topic_ms = sqlite3_column_int64(stmt, 4),
		.modes = column_text(stmt, 5),
		.key = column_text(stmt, 6),
		.limit = (unsigned)sqlite3_column_int64(stmt, 7),
		.lists = column_text(stmt, 8),
		.created_ms = sqlite3_column_int64(stmt, 9),
		.left_ms = sqlite3_column_int64(stmt, 10),
		.spoken = sqlite3_column_int64(stmt, 11) != 0,
		.slow_s = (unsigned)sqlite3_column_int64(stmt, 12),
		.metadata = column_text(stmt, 13),
		.spells = column_text(stmt, 14),
		.founder = (uint64_t)sqlite3_column_int64(stmt, 15),
		.access = column_text(stmt, 16),
	};
}

bool
writer_load(struct writer *w,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
{
	static const char sql[] =
	    "SELECT number, name, topic, topic_by, topic_ms, modes, key, "
	    "user_limit, lists, created_ms, left_ms, spoken OR EXISTS "
	    "(SELECT 1 FROM messages WHERE talk = channels.number), "
	    "slow_s, metadata, spells, founder, access FROM channels "
	    "ORDER BY number";
	struct store_channel c;
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
			read_channel(stmt, &c);
			each(ctx, &c);
		}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

bool
writer_load_bans(struct writer *w,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
{
	static const char sql[] = "SELECT number, kind, mask, setter, reason, "
	    "set_ms, expires_ms FROM bans ORDER BY number";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
			each(ctx, &(struct store_ban){
				.number = (uint64_t)sqlite3_column_int64(stmt,
				    0),
				.kind = sqlite3_column_int(stmt, 1),
				.mask = column_text(stmt, 2),
				.setter = column_text(stmt, 3),
				.reason = column_text(stmt, 4),
				.set_ms = sqlite3_column_int64(stmt, 5),
				.expires_ms = sqlite3_column_int64(stmt, 6),
			});
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

bool
writer_load_belongings(struct writer *w,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
{
	static const char sql[] = "SELECT number, account, kind, text "
	    "FROM belongings ORDER BY number";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(w->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
			each(ctx, &(struct store_belonging){
				.number = (uint64_t)sqlite3_column_int64(stmt,
				    0),
				.account = (uint64_t)sqlite3_column_int64(stmt,
				    1),
				.kind = sqlite3_column_int(stmt, 2),
				.text = column_text(stmt, 3),
			});
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

/* --- faults --- */

bool
writer_is_over(const struct writer *w)
{
	return sqlite3_get_autocommit(w->db) != 0;
}

static void
note_fault(struct writer *w, char fault[STORE_FAULT_SIZE])
{
	snprintf(fault, STORE_FAULT_SIZE, "%s (%s, code %d, errno %d)",
	    file_fault(w->db), sqlite3_errmsg(w->db),
	    sqlite3_extended_errcode(w->db), sqlite3_system_errno(w->db));
}

static bool
is_stored(const struct event *e)
{
	return event_way(e->kind) == EVENT_WAY_STORED;
}

static void
refuse(struct event *e, const char *why)
{
	event_clear_first(e);
	e->outcome = EVENT_NOT_STORED;
	e->why = why;
}

static void
refuse_all(struct batch *b, const char *why)
{
	for (struct event *e = b->events; e != NULL; e = e->next)
		if (is_stored(e))
			refuse(e, why);
	b->changes_stored = false;
	b->happened_stored = false;
}

/*
 * When only the fsync of a COMMIT failed, its frames stand in the log, and
 * whoever recovers the log after a crash takes them for committed. A small
 * transaction in their place breaks the chain; it need not reach the disk.
 */
static void
overwrite_log(struct writer *w)
{
	sqlite3_exec(w->db, "PRAGMA synchronous = OFF;"
	    "INSERT OR REPLACE INTO meta (name, value) VALUES ('failed', "
	    "ifnull((SELECT value FROM meta WHERE name = 'failed'), 0) + 1)",
	    NULL, NULL, NULL);
}

/* Whatever ends a transaction leaves a connection that is not to be trusted:
 * after a failed fsync, say, nobody knows what is on disk. */
static void
give_up(struct writer *w)
{
	if (!writer_is_over(w))
		writer_step(w, WRITE_ROLLBACK);
	overwrite_log(w);
	w->is_broken = true;
}

void
writer_give_up(struct writer *w)
{
	note_fault(w, w->fault);
	give_up(w);
}

static void
give_up_batch(struct writer *w, struct batch *b)
{
	note_fault(w, b->fault);
	refuse_all(b, file_fault(w->db));
	give_up(w);
}

/* --- one message --- */

static void
write_event(struct writer *w, struct batch *b, struct event *e)
{
	char target[CHANNEL_LEN + 1];
	bool is_known = true;	/* whether it is a resend */

	e->outcome = EVENT_OK;
	if (e->s.id != NULL) {
		irc_case_fold(target, sizeof target, e->s.target);
		is_known = message_find_first(w, e, target);
		if (e->outcome == EVENT_DUPLICATE || writer_is_over(w))
			return;
	}
	if (!is_known || !message_write(w, e)) {
		note_fault(w, b->fault);
		refuse(e, file_fault(w->db));
	} else if (e->kind == EVENT_MESSAGE) {
		w->unindexed++;
		if (e->s.id != NULL)
			message_note_id(w, e, target);
	}
	if (e->time_ms > w->last_ms)
		w->last_ms = e->time_ms;
}

/* --- channels, numbers --- */

static bool
drop_channel(struct writer *w, uint64_t number)
{
	bind_number(w->stmt[WRITE_DROP_CHANNEL], 1, number);
	bind_number(w->stmt[WRITE_ENDED], 1, number);
	w->has_ended = true;
	return writer_step(w, WRITE_DROP_CHANNEL) && writer_step(w, WRITE_ENDED);
}

static bool
write_channel(struct writer *w, const struct store_channel *c)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_CHANNEL];

	bind_number(stmt, 1, c->number);
	bind_text(stmt, 2, c->name);
	bind_text(stmt, 3, c->topic);
	bind_text(stmt, 4, c->topic_by);
	sqlite3_bind_int64(stmt, 5, c->topic_ms);
	bind_text(stmt, 6, c->modes);
	bind_text(stmt, 7, c->key);
	sqlite3_bind_int64(stmt, 8, c->limit);
	bind_text(stmt, 9, c->lists);
	sqlite3_bind_int64(stmt, 10, c->created_ms);
	sqlite3_bind_int64(stmt, 11, c->left_ms);
	sqlite3_bind_int(stmt, 12, c->spoken);
	sqlite3_bind_int64(stmt, 13, c->slow_s);
	bind_text(stmt, 14, c->metadata);
	bind_text(stmt, 15, c->spells);
	bind_number(stmt, 16, c->founder);
	bind_text(stmt, 17, c->access);
	return writer_step(w, WRITE_CHANNEL);
}

static bool
write_ban(struct writer *w, const struct store_ban *b)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_BAN];

	bind_number(stmt, 1, b->number);
	sqlite3_bind_int(stmt, 2, b->kind);
	bind_text(stmt, 3, b->mask);
	bind_text(stmt, 4, b->setter);
	bind_text(stmt, 5, b->reason);
	sqlite3_bind_int64(stmt, 6, b->set_ms);
	sqlite3_bind_int64(stmt, 7, b->expires_ms);
	return writer_step(w, WRITE_BAN);
}

static bool
drop_ban(struct writer *w, uint64_t number)
{
	bind_number(w->stmt[WRITE_DROP_BAN], 1, number);
	return writer_step(w, WRITE_DROP_BAN);
}

static bool
write_belonging(struct writer *w, const struct store_belonging *b)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_BELONGING];

	bind_number(stmt, 1, b->number);
	bind_number(stmt, 2, b->account);
	sqlite3_bind_int(stmt, 3, b->kind);
	bind_text(stmt, 4, b->text);
	return writer_step(w, WRITE_BELONGING);
}

static bool
drop_belonging(struct writer *w, uint64_t number)
{
	bind_number(w->stmt[WRITE_DROP_BELONGING], 1, number);
	return writer_step(w, WRITE_DROP_BELONGING);
}

static bool
write_change(struct writer *w, const struct store_change *c)
{
	if (c->row == STORE_ROW_BAN)
		return c->gone ? drop_ban(w, c->number) : write_ban(w, &c->ban);
	if (c->row == STORE_ROW_BELONGING)
		return c->gone ? drop_belonging(w, c->number) :
		    write_belonging(w, &c->belonging);
	return c->gone ? drop_channel(w, c->number) :
	    write_channel(w, &c->channel);
}

static void
write_changes(struct writer *w, struct batch *b)
{
	b->changes_stored = true;
	for (struct store_change *c = b->changes; c != NULL && !writer_is_over(w);
	    c = c->next) {
		if (!write_change(w, c)) {
			note_fault(w, b->fault);
			b->changes_stored = false;
		}
	}
}

/* Ahead of what is used, so that few batches have to write it. */
static void
write_high(struct writer *w, uint64_t high)
{
	if (high <= w->high_kept)
		return;
	bind_number(w->stmt[WRITE_HIGH], 1, high + HIGH_AHEAD);
	if (writer_step(w, WRITE_HIGH))
		w->high_kept = high + HIGH_AHEAD;
}

/* --- a batch --- */

static void
write_happened(struct writer *w, struct batch *b)
{
	b->happened_stored = true;
	for (struct event *e = b->happened; e != NULL && !writer_is_over(w);
	    e = e->next)
		if (!message_write_happened(w, e)) {
			note_fault(w, b->fault);
			b->happened_stored = false;
		}
}

static void
write_all(struct writer *w, struct batch *b)
{
	for (struct event *e = b->events; e != NULL; e = e->next) {
		if (is_stored(e))
			write_event(w, b, e);
		if (writer_is_over(w))
			return;
	}
	write_changes(w, b);
	if (!writer_is_over(w))
		write_happened(w, b);
	if (!writer_is_over(w))
		write_high(w, b->high);
}

/* The old connection goes last: whoever opens the log first recovers it. */
bool
writer_reopen(struct writer *w, struct err *err)
{
	sqlite3 *db = w->db;
	sqlite3_stmt *stmt[WRITE_STATEMENTS];

	memcpy(stmt, w->stmt, sizeof stmt);
	memset(w->stmt, 0, sizeof w->stmt);
	if (!writer_open(w, err)) {
		w->db = db;
		memcpy(w->stmt, stmt, sizeof stmt);
		return false;
	}
	file_close(db, stmt, WRITE_STATEMENTS);
	w->is_broken = false;
	return true;
}

static bool
is_open(struct writer *w, struct batch *b)
{
	struct err err;

	if (!w->is_broken || writer_reopen(w, &err))
		return true;
	str_copy(b->fault, sizeof b->fault, err.text);
	refuse_all(b, "the database cannot be opened");
	return false;
}

void
writer_write(struct writer *w, struct batch *b)
{
	uint64_t high_kept = w->high_kept;

	str_copy(b->fault, sizeof b->fault, w->fault);
	w->fault[0] = '\0';
	if (!is_open(w, b))
		return;
	if (!writer_step(w, WRITE_BEGIN)) {
		give_up_batch(w, b);
		return;
	}
	write_all(w, b);
	if (writer_is_over(w) || !writer_step(w, WRITE_COMMIT)) {
		w->high_kept = high_kept;
		give_up_batch(w, b);
	}
}
