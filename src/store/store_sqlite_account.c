/* store_sqlite_account.c -- accounts: read by the reader, written by the
 * writer. They are few and seldom asked for, so nothing is prepared ahead. */
#include "config.h"

#include <string.h>

#include <sqlite3.h>

#include "base/err.h"
#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_skeleton.h"
#include "server/world.h"
#include "store/gather.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

#define ROW "a.number, a.name, a.registered_ms, a.flags, a.iterations, " \
	"a.salt, a.stored_key, a.server_key, (SELECT group_concat(" \
	"fingerprint, ' ') FROM account_certs WHERE account = a.number) "

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	(void)sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	return stmt;	/* NULL does nothing, and says SQLITE_MISUSE */
}

/* SQLITE_DONE if `stmt` ran to its end; it is ended. */
static int
finish(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	sqlite3_finalize(stmt);
	return rc;
}

static void
bind_folded(sqlite3_stmt *stmt, int at, const char *name)
{
	char folded[ACCOUNT_LEN + 1];

	irc_case_fold(folded, sizeof folded, name);
	sqlite3_bind_text(stmt, at, folded, -1, SQLITE_TRANSIENT);
}

/* What is no text looks like nothing else. */
static void
bind_looks(sqlite3_stmt *stmt, int at, const char *name)
{
	char skeleton[SKELETON_SIZE];
	bool ok = irc_skeleton(name, skeleton);

	sqlite3_bind_text(stmt, at, ok ? skeleton : name, -1,
	    SQLITE_TRANSIENT);
}

/* --- reading --- */

static void
read_bytes(sqlite3_stmt *stmt, int at, unsigned char *out, size_t len)
{
	const void *bytes = sqlite3_column_blob(stmt, at);

	if (bytes != NULL && (size_t)sqlite3_column_bytes(stmt, at) == len)
		memcpy(out, bytes, len);
}

static void
read_row(sqlite3_stmt *stmt, struct account_row *row)
{
	struct sasl_verifier *v = &row->verifier;

	*row = (struct account_row){
		.number = (uint64_t)sqlite3_column_int64(stmt, 0),
		.name = column_text(stmt, 1),
		.registered_ms = sqlite3_column_int64(stmt, 2),
		.flags = (unsigned)sqlite3_column_int64(stmt, 3),
		.certs = column_text(stmt, 8),
	};
	v->iterations = (unsigned)sqlite3_column_int64(stmt, 4);
	read_bytes(stmt, 5, v->salt, sizeof v->salt);
	read_bytes(stmt, 6, v->stored_key, sizeof v->stored_key);
	read_bytes(stmt, 7, v->server_key, sizeof v->server_key);
}

static sqlite3_stmt *
select_one(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt;

	if (q->row.number != 0) {
		stmt = prepare(db, "SELECT " ROW "FROM accounts a "
		    "WHERE a.number = ?1");
		bind_number(stmt, 1, q->row.number);
	} else if (q->row.name != NULL) {
		stmt = prepare(db, "SELECT " ROW "FROM accounts a "
		    "WHERE a.folded = ?1");
		bind_folded(stmt, 1, q->row.name);
	} else {
		stmt = prepare(db, "SELECT " ROW "FROM accounts a "
		    "WHERE a.number = (SELECT account FROM account_certs "
		    "WHERE fingerprint = ?1)");
		bind_text(stmt, 1, q->cert);
	}
	return stmt;
}

bool
account_read(sqlite3 *db, const struct question *q, struct gather *g)
{
	sqlite3_stmt *stmt = select_one(db, q);
	int rc = sqlite3_step(stmt);
	struct account_row row;

	if (rc == SQLITE_ROW) {
		read_row(stmt, &row);
		gather_account(g, &row);
		digest_wipe(&row.verifier, sizeof row.verifier);
	} else if (rc == SQLITE_DONE) {
		gather_fail(g, RESULT_NO_SUCH_ACCOUNT, NULL);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

bool
account_load(sqlite3 *db,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	sqlite3_stmt *stmt = prepare(db, "SELECT number, name, registered_ms, "
	    "flags FROM accounts ORDER BY number");
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct account_row row = {
			.number = (uint64_t)sqlite3_column_int64(stmt, 0),
			.name = column_text(stmt, 1),
			.registered_ms = sqlite3_column_int64(stmt, 2),
			.flags = (unsigned)sqlite3_column_int64(stmt, 3),
		};

		each(ctx, &row);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

/* --- writing: each returns SQLITE_DONE, or what is wrong --- */

static void
bind_verifier(sqlite3_stmt *stmt, int at, const struct sasl_verifier *v)
{
	sqlite3_bind_int64(stmt, at, v->iterations);
	sqlite3_bind_blob(stmt, at + 1, v->salt, sizeof v->salt,
	    SQLITE_STATIC);
	sqlite3_bind_blob(stmt, at + 2, v->stored_key, sizeof v->stored_key,
	    SQLITE_STATIC);
	sqlite3_bind_blob(stmt, at + 3, v->server_key, sizeof v->server_key,
	    SQLITE_STATIC);
}

static int
set_cert(sqlite3 *db, const struct question *q)
{
	/* One's own once more is no other's. */
	sqlite3_stmt *stmt = prepare(db, "INSERT INTO account_certs "
	    "(fingerprint, account) VALUES (?1, ?2) ON CONFLICT (fingerprint) "
	    "DO UPDATE SET account = CASE account WHEN ?2 THEN ?2 "
	    "ELSE NULL END");

	bind_text(stmt, 1, q->cert);
	bind_number(stmt, 2, q->row.number);
	return finish(stmt);
}

static int
drop_cert(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "DELETE FROM account_certs "
	    "WHERE fingerprint = ?1 AND account = ?2");

	bind_text(stmt, 1, q->cert);
	bind_number(stmt, 2, q->row.number);
	return finish(stmt);
}

static int
add(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "INSERT INTO accounts (number, name, "
	    "folded, registered_ms, flags, iterations, salt, stored_key, "
	    "server_key, looks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
	    "?10)");
	int rc;

	bind_number(stmt, 1, q->row.number);
	bind_text(stmt, 2, q->row.name);
	bind_folded(stmt, 3, q->row.name);
	sqlite3_bind_int64(stmt, 4, q->row.registered_ms);
	sqlite3_bind_int64(stmt, 5, q->row.flags);
	bind_verifier(stmt, 6, &q->row.verifier);
	bind_looks(stmt, 10, q->row.name);
	rc = finish(stmt);
	return rc == SQLITE_DONE && q->cert != NULL ? set_cert(db, q) : rc;
}

static int
set_name(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "UPDATE accounts SET name = ?2, "
	    "folded = ?3, looks = ?4 WHERE number = ?1");

	bind_number(stmt, 1, q->row.number);
	bind_text(stmt, 2, q->row.name);
	bind_folded(stmt, 3, q->row.name);
	bind_looks(stmt, 4, q->row.name);
	return finish(stmt);
}

static int
set_flags(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "UPDATE accounts SET flags = ?2 "
	    "WHERE number = ?1");

	bind_number(stmt, 1, q->row.number);
	sqlite3_bind_int64(stmt, 2, q->row.flags);
	return finish(stmt);
}

static int
set_verifier(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "UPDATE accounts SET iterations = ?2, "
	    "salt = ?3, stored_key = ?4, server_key = ?5 WHERE number = ?1");

	bind_number(stmt, 1, q->row.number);
	bind_verifier(stmt, 2, &q->row.verifier);
	return finish(stmt);
}

static int
change(sqlite3 *db, const struct question *q)
{
	static const struct {
		enum account_part part;
		int (*set)(sqlite3 *db, const struct question *q);
	} parts[] = {
		{ ACCOUNT_PART_NAME, set_name },
		{ ACCOUNT_PART_FLAGS, set_flags },
		{ ACCOUNT_PART_VERIFIER, set_verifier },
		{ ACCOUNT_PART_CERT_ADD, set_cert },
		{ ACCOUNT_PART_CERT_DEL, drop_cert },
	};
	int rc = SQLITE_DONE;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0] &&
	    rc == SQLITE_DONE; i++)
		if (q->parts & parts[i].part)
			rc = parts[i].set(db, q);
	return rc;
}

static int
drop(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db,
	    "DELETE FROM account_certs WHERE account = ?1");
	int rc;

	bind_number(stmt, 1, q->row.number);
	rc = finish(stmt);
	if (rc != SQLITE_DONE)
		return rc;
	stmt = prepare(db, "DELETE FROM accounts WHERE number = ?1");
	bind_number(stmt, 1, q->row.number);
	return finish(stmt);
}

/* The number that `sql` gives for the account of `q`; -1: it can't be told. */
static int64_t
count(sqlite3 *db, const char *sql, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, sql);
	int64_t n = -1;

	bind_number(stmt, 1, q->row.number);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* The server has asked before the password was hashed; of two at once it can't
 * know, and whoever comes here first has the name. */
static bool
looks_like_another(sqlite3 *db, const struct question *q)
{
	sqlite3_stmt *stmt = prepare(db, "SELECT 1 FROM accounts "
	    "WHERE looks = ?1 AND folded <> ?2 AND number <> ?3");
	bool does;

	bind_looks(stmt, 1, q->row.name);
	bind_folded(stmt, 2, q->row.name);
	bind_number(stmt, 3, q->row.number);
	does = sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return does;
}

/* What the state of the tables forbids; OK: nothing. */
static enum result_code
forbidden(sqlite3 *db, const struct question *q)
{
	if (q->kind != QUESTION_ACCOUNT_ADD && count(db,
	    "SELECT count(*) FROM accounts WHERE number = ?1", q) == 0)
		return RESULT_NO_SUCH_ACCOUNT;
	if ((q->kind == QUESTION_ACCOUNT_ADD ||
	    (q->parts & ACCOUNT_PART_NAME)) && looks_like_another(db, q))
		return RESULT_LOOKS_LIKE;
	return RESULT_OK;
}

static bool
has_too_many(sqlite3 *db, const struct question *q)
{
	return (q->parts & ACCOUNT_PART_CERT_ADD) && count(db,
	    "SELECT count(*) FROM account_certs WHERE account = ?1", q) >
	    CERTS_MAX;
}

static int
write_one(sqlite3 *db, const struct question *q)
{
	if (q->kind == QUESTION_ACCOUNT_ADD)
		return add(db, q);
	if (q->kind == QUESTION_ACCOUNT_CHANGE)
		return change(db, q);
	return drop(db, q);
}

/* Undone; what was refused by a rule leaves a sound connection. */
static void
refuse(struct writer *w, struct gather *g, enum result_code code)
{
	(void)writer_step(w, WRITE_ROLLBACK);
	gather_fail(g, code, NULL);
}

void
account_write(struct writer *w, const struct question *q, struct gather *g)
{
	enum result_code code;
	struct err err;
	int rc;

	if (w->is_broken && !writer_reopen(w, &err)) {
		gather_fail(g, RESULT_FAILED, "the database cannot be opened");
		return;
	}
	if (writer_step(w, WRITE_BEGIN)) {
		code = forbidden(w->db, q);
		rc = code == RESULT_OK ? write_one(w->db, q) : SQLITE_DONE;
		if (code != RESULT_OK) {
			refuse(w, g, code);
			return;
		}
		if ((rc & 0xff) == SQLITE_CONSTRAINT) {
			refuse(w, g, RESULT_EXISTS);
			return;
		}
		if (rc == SQLITE_DONE && has_too_many(w->db, q)) {
			refuse(w, g, RESULT_TOO_MANY);
			return;
		}
		if (rc == SQLITE_DONE && writer_step(w, WRITE_COMMIT))
			return;
	}
	gather_fail(g, RESULT_FAILED, file_fault(w->db));
	writer_give_up(w);
}
