/*
 * store_sqlite_internal.h -- what the files of store_sqlite share.
 *
 *   store_sqlite.c         the two threads and what goes between them
 *   store_sqlite_file.c    finding, making, checking, opening the database
 *   store_sqlite_writer.c  batches, and the work that is done when idle
 *   store_sqlite_message.c one message of a batch
 *   store_sqlite_reader.c  questions
 *   store_sqlite_search.c  one kind of them
 *   store_sqlite_words.c   how texts are cut for the index
 *   store_sqlite_account.c questions about accounts, and their changes
 *
 * A connection is used by one thread; nothing here locks.
 */
#ifndef STORE_STORE_SQLITE_INTERNAL_H
#define STORE_STORE_SQLITE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/attr.h"
#include "store/store.h"

struct err;
struct event;
struct gather;
struct question;

/* --- store_sqlite_file.c --- */

/*
 * Makes sure that `path` is a whole database of this release: makes it if
 * there is none, brings an older one up to date. Else names the remedy.
 */
bool file_prepare(const char *path, struct err *err) ATTR_USE_RESULT;

enum file_use { FILE_READ, FILE_WRITE };

/*
 * Opens a connection with its settings and prepares `n` statements. NULL:
 * see `err`. Ended with file_close().
 */
sqlite3 *file_open(const char *path, enum file_use use, enum store_sync sync,
    const char *const sql[], sqlite3_stmt *stmts[], size_t n,
    struct err *err) ATTR_USE_RESULT;
/* `db` may be NULL. */
void file_close(sqlite3 *db, sqlite3_stmt *stmts[], size_t n);

/* How a COMMIT of a FILE_WRITE connection waits from now on. */
void file_set_sync(sqlite3 *db, enum store_sync sync);

/* The newest fault of `db` in words that fit behind "not stored: ". */
const char *file_fault(sqlite3 *db);

/* NULL is bound as NULL; the text must live until the statement was reset. */
void bind_text(sqlite3_stmt *stmt, int at, const char *text);
void bind_number(sqlite3_stmt *stmt, int at, uint64_t number);
/* Borrowed until the statement's next step; NULL for NULL. */
const char *column_text(sqlite3_stmt *stmt, int at);

/* --- store_sqlite_words.c --- */

/* Makes the tokenizer 'tcpchat' known; false: this SQLite has no FTS5. */
bool words_register(sqlite3 *db) ATTR_USE_RESULT;

/* --- store_sqlite_writer.c --- */

enum writer_statement {
	WRITE_BEGIN,
	WRITE_COMMIT,
	WRITE_ROLLBACK,
	WRITE_MESSAGE,
	WRITE_FIND_RESEND,
	WRITE_RESEND,
	WRITE_FIND_PAIR,
	WRITE_PAIR,
	WRITE_PAIR_NAMES,
	WRITE_CHANNEL,
	WRITE_DROP_CHANNEL,
	WRITE_BAN,
	WRITE_DROP_BAN,
	WRITE_ENDED,
	WRITE_HIGH,
	WRITE_PRUNE_RESENDS,
	WRITE_PRUNE_ENDED,
	WRITE_FORGET_ENDED,
	WRITE_SLICE_END,
	WRITE_INDEX,
	WRITE_INDEXED,
	WRITE_COUNT_UNINDEXED,
	WRITE_STATEMENTS
};

struct writer {
	const char *path;	/* borrowed */
	enum store_sync sync;
	sqlite3 *db;
	sqlite3_stmt *stmt[WRITE_STATEMENTS];
	bool     is_broken;	/* to be opened anew before the next batch */
	int      wal_pages;	/* in the log since it was last reset */
	uint64_t high_kept;	/* meta 'high' */
	int64_t  last_ms;	/* of the newest message */
	int64_t  pruned_day;	/* resends older than the day before are gone */
	bool     has_ended;	/* there may be rows in `ended` */
	int64_t  indexed;	/* meta 'indexed' */
	unsigned unindexed;	/* messages behind it, or a slice of them */
	char     fault[STORE_FAULT_SIZE];	/* of work between batches */
};

bool writer_open(struct writer *w, struct err *err) ATTR_USE_RESULT;
void writer_close(struct writer *w);

/* Each channel that is kept, by number. */
bool writer_load(struct writer *w,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
    ATTR_USE_RESULT;
/* Each ban, by number. */
bool writer_load_bans(struct writer *w,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
    ATTR_USE_RESULT;
/* The highest number on disk; 0 with an empty database. */
uint64_t writer_high(struct writer *w);

/* Writes `b` and fills in every outcome. */
void writer_write(struct writer *w, struct batch *b);
/* After a batch was handed back: what can't be put off. */
void writer_after(struct writer *w);
/* Is there something to do when nobody waits? */
bool writer_has_idle_work(const struct writer *w);
void writer_idle(struct writer *w);	/* one slice of it */

/* For a transaction outside batches: the connection anew, if it is broken;
 * and, after a fault, that it is. */
bool writer_reopen(struct writer *w, struct err *err) ATTR_USE_RESULT;
void writer_give_up(struct writer *w);

/* Runs a prepared statement that gives no row. */
bool writer_step(struct writer *w, enum writer_statement which);
/* Whether a fault has ended the transaction: what is done now stands alone. */
bool writer_is_over(const struct writer *w);

/* --- store_sqlite_message.c: all inside a transaction --- */

/* False: it is not stored; see writer_is_over(). */
bool message_write(struct writer *w, const struct event *e) ATTR_USE_RESULT;
/* Whether `e`, which has an id, is a resend: it is then made a DUPLICATE.
 * `target` is e->s.target, folded. */
bool message_find_first(struct writer *w, struct event *e,
    const char *target) ATTR_USE_RESULT;
/* Remembers the id of `e`, which is stored; if that fails, it stays so. */
void message_note_id(struct writer *w, const struct event *e,
    const char *target);

/* --- store_sqlite_account.c --- */

/* QUESTION_ACCOUNT. False: the database has a fault. */
bool account_read(sqlite3 *db, const struct question *q, struct gather *g)
    ATTR_USE_RESULT;
/* Every account, by number, without its verifier. */
bool account_load(sqlite3 *db,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
    ATTR_USE_RESULT;
/* Any other question about accounts, in a transaction of its own. */
void account_write(struct writer *w, const struct question *q,
    struct gather *g);

/* --- store_sqlite_reader.c --- */

enum reader_statement {
	READ_BEGIN,
	READ_END,
	READ_NEWEST,
	READ_OLDEST,
	READ_LATEST,
	READ_BY_MSGID,
	READ_FROM_NUMBER,
	READ_LAST_NUMBER,
	READ_PAIR,
	READ_PAIR_BY_NAME,
	READ_PAIRS,
	READ_INDEXED,
	READ_INDEX_NEWEST,
	READ_INDEX_OLDEST,
	READ_ALL_NEWEST,
	READ_ALL_OLDEST,
	READ_STATEMENTS
};

struct reader {
	const char *path;	/* borrowed */
	sqlite3 *db;		/* NULL: to be opened before the next question */
	sqlite3_stmt *stmt[READ_STATEMENTS];
};

void reader_answer(struct reader *r, const struct question *q,
    struct gather *g);
void reader_close(struct reader *r);

#endif
