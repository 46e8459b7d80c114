/*
 * store_sqlite_internal.h -- what the files of store_sqlite share.
 *
 *   store_sqlite.c         the two threads and what goes between them
 *   store_sqlite_file.c    finding, making, checking, opening the database
 *   store_sqlite_writer.c  batches
 *   store_sqlite_tidy.c    the work between them
 *   store_sqlite_message.c one message of a batch
 *   store_sqlite_own.c     what one account has said: deleted, told
 *   store_sqlite_reader.c  questions
 *   store_sqlite_search.c  one kind of them
 *   store_sqlite_words.c   how texts are cut for the index
 *   store_sqlite_memory.c  a database whose files are memory
 *   store_sqlite_admin.c   backup, check, deleting without a server
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

/* Makes a new one in the memory that `path` names. */
bool file_prepare_memory(const char *path, struct err *err) ATTR_USE_RESULT;

/* What a look at the file itself tells, without changing anything. */
bool file_look(const char *path, struct err *err) ATTR_USE_RESULT;
/* Whether it is a database of this program, and no newer one; its schema. */
bool file_is_ours(sqlite3 *db, const char *path, int64_t *version,
    struct err *err) ATTR_USE_RESULT;
/* Its name is on disk only when its folder is. False: errno says why. */
bool file_sync_folder(const char *path) ATTR_USE_RESULT;

enum file_use { FILE_READ, FILE_WRITE, FILE_COPY };

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

enum { FILE_BUSY_MS = 2000 };	/* a backup program may hold a lock */

/* The first number that `sql` gives; `*out` stays as it is if it gives none. */
bool file_ask(sqlite3 *db, const char *sql, int64_t *out);
int64_t file_free_pages(sqlite3 *db);
/* What is in use of the file. */
int64_t file_bytes(sqlite3 *db);

/* The newest fault of `db` in words that fit behind "not stored: ". */
const char *file_fault(sqlite3 *db);

/* NULL is bound as NULL; the text must live until the statement was reset. */
void bind_text(sqlite3_stmt *stmt, int at, const char *text);
void bind_number(sqlite3_stmt *stmt, int at, uint64_t number);
/* Borrowed until the statement's next step; NULL for NULL. */
const char *column_text(sqlite3_stmt *stmt, int at);

/* --- store_sqlite_memory.c --- */

/* What all paths begin with that memory_path() gives; no real one does. */
#define MEMORY_PREFIX "file:tcpchat-history"

/* A file system for one database, in memory; it ends with memory_free(), when
 * every connection is closed. NULL is fine. */
struct memory *memory_new(void);
const char *memory_path(const struct memory *m);
void memory_free(struct memory *m);

/* --- store_sqlite_words.c --- */

/* Makes the tokenizer 'tcpchat' known; false: this SQLite has no FTS5. */
bool words_register(sqlite3 *db) ATTR_USE_RESULT;

/* --- store_sqlite_writer.c --- */

enum writer_statement {
	WRITE_BEGIN,
	WRITE_COMMIT,
	WRITE_ROLLBACK,
	WRITE_MESSAGE,
	WRITE_REDACTION,
	WRITE_EVENT,
	WRITE_FIND_RESEND,
	WRITE_RESEND,
	WRITE_FIND_PAIR,
	WRITE_PAIR,
	WRITE_PAIR_NAMES,
	WRITE_CHANNEL,
	WRITE_DROP_CHANNEL,
	WRITE_BAN,
	WRITE_DROP_BAN,
	WRITE_BELONGING,
	WRITE_DROP_BELONGING,
	WRITE_ENDED,
	WRITE_HIGH,
	WRITE_PRUNE_RESENDS,
	WRITE_PRUNE_ENDED,
	WRITE_PRUNE_ENDED_EVENTS,
	WRITE_PRUNE_EVENTS,
	WRITE_PRUNE_TALK_EVENTS,
	WRITE_PRUNE_FIRST_EVENTS,
	WRITE_FORGET_ENDED,
	WRITE_SLICE_END,
	WRITE_EVENTS_END,
	WRITE_FORGET,
	WRITE_FORGET_EVENTS,
	WRITE_INDEX,
	WRITE_INDEXED,
	WRITE_COUNT_UNINDEXED,
	WRITE_KEEP,
	WRITE_TIME_OF,
	WRITE_PRUNE_AGE,
	WRITE_NEXT_KEEP,
	WRITE_KEEP_AGE,
	WRITE_PRUNE_TALK,
	WRITE_FIRST,
	WRITE_LAST,
	WRITE_PRUNE_FIRST,
	WRITE_PAIRS_END,
	WRITE_PRUNE_PAIRS,
	WRITE_MERGE,
	WRITE_CLEAN,
	WRITE_STATEMENTS
};

enum {
	WRITER_SLICE_ROWS = 512,	/* deleted or indexed between two batches */
	WRITER_IDLE_PAGES = 256,	/* of the log: moved to the database when idle */
};

/* What is done next of a pass that deletes what is too old or too much, and of
 * the removal of its traces. */
enum prune { PRUNE_NOTHING, PRUNE_BEGIN, PRUNE_AGE, PRUNE_EVENTS,
	PRUNE_CHANNELS, PRUNE_SIZE, PRUNE_PAIRS };
enum clean { CLEAN_NOTHING, CLEAN_BEGIN, CLEAN_MERGE, CLEAN_VACUUM, CLEAN_MARK,
	CLEAN_LOG };

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
	bool     was_tidied;	/* there may be more to do at once */

	struct store_keep *keep;	/* owned; NULL: not told yet */
	enum prune prune;
	int64_t  prune_ms;	/* Unix time that ages are counted from */
	int64_t  prune_from;	/* rows up to it are kept for longer */
	int64_t  prune_talk;	/* of the stage: it goes on from here */
	int64_t  prune_cut;	/* rows up to it are too much */
	bool     has_pruned;	/* messages were deleted since `pairs` was looked at */

	bool     is_dirty;	/* what was deleted has left traces */
	enum clean clean;
	int      clean_slices;	/* of the merge */
	int64_t  clean_rest_ms;	/* monotonic: not before */

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
bool writer_load_belongings(struct writer *w,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
    ATTR_USE_RESULT;
/* The highest number on disk; 0 with an empty database. */
uint64_t writer_high(struct writer *w);

/* Writes `b` and fills in every outcome. */
void writer_write(struct writer *w, struct batch *b);

/* For a transaction outside batches: the connection anew, if it is broken. */
bool writer_reopen(struct writer *w, struct err *err) ATTR_USE_RESULT;

/* Runs a prepared statement that gives no row. */
bool writer_step(struct writer *w, enum writer_statement which);
/* The step was one that deletes from `events`: if it has, traces are left. */
void writer_note_deleted(struct writer *w);
/* The number that a prepared statement gives, whose ?1 is `argument`; 0 for
 * none. */
int64_t writer_ask(struct writer *w, enum writer_statement which,
    int64_t argument);
/* Whether a fault has ended the transaction: what is done now stands alone. */
bool writer_is_over(const struct writer *w);
/* A transaction outside batches has met a fault: it is rolled back, the
 * connection broken, and the next batch tells. */
void writer_give_up(struct writer *w);

/* --- store_sqlite_tidy.c --- */

/* One slice of the work there is: after a batch was handed back, and when
 * nobody waits. */
void writer_after(struct writer *w);
void writer_idle(struct writer *w);
/* So long it may wait for the next batch first; -1: there is nothing to do. */
int writer_idle_ms(const struct writer *w);
/* Begins to delete what is not to be kept at the Unix time `now`. */
void writer_prune(struct writer *w, struct store_keep *take, int64_t now);
/* Has the talks deleted in which nothing is left. */
void writer_prune_pairs(struct writer *w);

/* --- store_sqlite_message.c: all inside a transaction --- */

/* False: it is not stored; see writer_is_over(). A REDACT overwrites the
 * message that it takes back. */
bool message_write(struct writer *w, const struct event *e) ATTR_USE_RESULT;
/* A row of batch.happened. */
bool message_write_happened(struct writer *w, const struct event *e)
    ATTR_USE_RESULT;
/* Looks whether `e`, which has an id, is a resend: it is then made a
 * DUPLICATE. False: that can't be known. `target` is e->s.target, folded. */
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

/* --- store_sqlite_own.c --- */

/*
 * A slice of QUESTION_FORGET, in a transaction of its own; notes in `q` where
 * the next one begins. True: there is one to be done; `g` is not filled yet.
 */
bool own_forget_slice(struct writer *w, struct question *q, struct gather *g)
    ATTR_USE_RESULT;

/* --- store_sqlite_reader.c --- */

enum reader_statement {
	READ_BEGIN,
	READ_END,
	READ_NEWEST,
	READ_OLDEST,
	READ_NEWEST_OF_ALL,
	READ_OLDEST_OF_ALL,
	READ_LATEST,
	READ_BY_MSGID,
	READ_EVENT_BY_MSGID,
	READ_EVENT_FROM_NUMBER,
	READ_LAST_EVENT,
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
	READ_OWN,
	READ_OWN_END,
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
