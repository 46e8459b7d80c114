/* store_sqlite_own.c -- what one account has said: deleted, or told. */
#include "config.h"

#include <limits.h>

#include <sqlite3.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "proto/irc_case.h"
#include "server/world.h"
#include "store/gather.h"
#include "store/store_sqlite_reading.h"

#include "base/banned.h"

/* --- deleting --- */

/* No index goes by sender, which would cost each message as much as that of
 * its talk: all rows are looked at, a slice of them at a time. */
static uint64_t
slice_end(struct writer *w, const struct question *q)
{
	uint64_t message = (uint64_t)writer_ask(w, WRITE_SLICE_END,
	    (int64_t)q->after);
	uint64_t event = (uint64_t)writer_ask(w, WRITE_EVENTS_END,
	    (int64_t)q->after);
	uint64_t end = message == 0 || (event != 0 && event < message) ?
	    event : message;

	return end == 0 || end > q->upto ? q->upto : end;
}

static bool
delete_slice(struct writer *w, const struct question *q, uint64_t end)
{
	static const enum writer_statement both[] = { WRITE_FORGET,
		WRITE_FORGET_EVENTS };

	for (int i = 0; i < 2; i++) {
		bind_number(w->stmt[both[i]], 1, q->after);
		bind_number(w->stmt[both[i]], 2, end);
		bind_number(w->stmt[both[i]], 3, q->user);
		if (!writer_step(w, both[i]) || writer_is_over(w))
			return false;
	}
	writer_note_deleted(w);
	return true;
}

bool
own_forget_slice(struct writer *w, struct question *q, struct gather *g)
{
	struct err err;
	uint64_t end;

	if (w->is_broken && !writer_reopen(w, &err)) {
		gather_fail(g, RESULT_FAILED, "the database cannot be opened");
		return false;
	}
	if (q->upto > INT64_MAX)
		q->upto = INT64_MAX;
	end = slice_end(w, q);
	if (!writer_step(w, WRITE_BEGIN) || !delete_slice(w, q, end) ||
	    !writer_step(w, WRITE_COMMIT)) {
		gather_fail(g, RESULT_FAILED, file_fault(w->db));
		writer_give_up(w);
		return false;
	}
	q->after = end;
	if (end < q->upto)
		return true;
	writer_prune_pairs(w);
	return false;
}

/* --- told to whom it is --- */

enum { OWN_MS = 500 };		/* others ask, too; who wants more asks again */

/* Up to and with `end`. */
static void
read_slice(struct reading *in, uint64_t after, int64_t end)
{
	sqlite3_stmt *stmt = in->r->stmt[READ_OWN];

	bind_number(stmt, 2, after);
	bind_number(stmt, 3, reading_end(in->q));
	sqlite3_bind_int64(stmt, 4, end);
	sqlite3_bind_int64(stmt, 5, (int64_t)(in->q->limit - in->g->r.nrows));
	bind_number(stmt, 6, in->q->user);
	while (reading_step(in, stmt))
		reading_add_row(in, stmt);
	sqlite3_reset(stmt);
}

/* As in deleting: all rows are looked at, a slice at a time. */
void
reading_own(struct reading *in)
{
	int64_t deadline_ms = reading_now_ms() + OWN_MS, end = 0;
	uint64_t after = in->q->after;
	struct result *r = &in->g->r;

	if (after > INT64_MAX)
		return;
	for (;;) {
		bind_number(in->r->stmt[READ_OWN_END], 1, after);
		reading_numbers(in, in->r->stmt[READ_OWN_END], &end, 1);
		if (end == 0 || in->failed || after >= in->q->upto)
			return;
		read_slice(in, after, end);
		after = (uint64_t)end;
		if (r->nrows == in->q->limit) {
			r->next = r->rows[r->nrows - 1].order;
			return;
		}
		if (reading_now_ms() >= deadline_ms) {
			r->next = after;
			return;
		}
	}
}

/* --- told to the administrator --- */

enum { EXPORT_ACCOUNT, EXPORT_ROWS, EXPORT_STATEMENTS };

static const char *const statements[EXPORT_STATEMENTS] = {
	[EXPORT_ACCOUNT] = "SELECT number FROM accounts WHERE folded = ?1",
	[EXPORT_ROWS] =
	    "SELECT m.time_ms, m.msgid, m.kind, ifnull(m.target, c.name), "
	    "m.text, m.tags FROM messages m LEFT JOIN channels c "
	    "ON c.number = m.talk WHERE m.sender = ?1 AND m.kind > 0 "
	    "ORDER BY m.number",
};

static bool
find_account(sqlite3_stmt *stmt, const char *name, int64_t *number)
{
	char folded[ACCOUNT_LEN + 1];

	irc_case_fold(folded, sizeof folded, name);
	bind_text(stmt, 1, folded);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return false;
	*number = sqlite3_column_int64(stmt, 0);
	return true;
}

static bool
tell_rows(sqlite3_stmt *stmt,
    void (*each)(void *ctx, const struct store_own *row), void *ctx)
{
	static const char *const commands[] = { "", "PRIVMSG", "NOTICE",
		"TAGMSG" };
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		each(ctx, &(struct store_own){
			.time_ms = sqlite3_column_int64(stmt, 0),
			.msgid = column_text(stmt, 1),
			.command = commands[sqlite3_column_int(stmt, 2) & 3],
			.target = column_text(stmt, 3),
			.text = column_text(stmt, 4),
			.tags = column_text(stmt, 5),
		});
	return rc == SQLITE_DONE;
}

bool
store_sqlite_export(const char *path, const char *account,
    void (*each)(void *ctx, const struct store_own *row), void *ctx,
    struct err *err)
{
	sqlite3_stmt *stmt[EXPORT_STATEMENTS] = { NULL };
	int64_t number = 0;
	sqlite3 *db;
	bool ok;

	if (!file_look(path, err))
		return false;
	db = file_open(path, FILE_READ, STORE_SYNC_FULL, statements, stmt,
	    EXPORT_STATEMENTS, err);
	if (db == NULL)
		return false;
	ok = find_account(stmt[EXPORT_ACCOUNT], account, &number);
	if (!ok) {
		err_set(err, _("there is no account '%s'"), account);
	} else {
		sqlite3_bind_int64(stmt[EXPORT_ROWS], 1, number);
		ok = tell_rows(stmt[EXPORT_ROWS], each, ctx);
		if (!ok)
			err_set(err, _("cannot read the database '%s': %s"),
			    path, sqlite3_errmsg(db));
	}
	file_close(db, stmt, EXPORT_STATEMENTS);
	return ok;
}
