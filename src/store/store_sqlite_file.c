/* store_sqlite_file.c -- finding, making, checking, opening the database. */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "store/migrate.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

enum {
	APPLICATION_ID = 0x74636368,	/* "tcch", as in schema.sql */
	HEADER_BYTES = 100,		/* sqlite.org/fileformat2.html */
	CHECKED_PAGES = 512,		/* up to 2 MiB are checked whole: 5 ms */
};

static const char schema[] =
#include "store/schema.def"
;

/* Every connection, whatever it is for. */
static const char common_settings[] =
    "PRAGMA mmap_size = 0;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;";

static const char reader_settings[] =
    "PRAGMA query_only = ON;"
    "PRAGMA cache_size = -512;";

/* The log is reset by the writer alone (writer_after), and kept short then. */
static const char writer_settings[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = 16777216;"
    "PRAGMA cache_size = -8192;"
    "CREATE TEMP TABLE keeps (talk INTEGER PRIMARY KEY, age_ms INTEGER);";

static const char *const sync_settings[] = {
	[STORE_SYNC_FULL] = "PRAGMA synchronous = FULL;",
	[STORE_SYNC_NORMAL] = "PRAGMA synchronous = NORMAL;",
	[STORE_SYNC_OFF] = "PRAGMA synchronous = OFF;",
};

/* --- statements --- */

void
bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

void
bind_number(sqlite3_stmt *stmt, int at, uint64_t number)
{
	assert(number <= INT64_MAX);
	sqlite3_bind_int64(stmt, at, (sqlite3_int64)number);
}

const char *
column_text(sqlite3_stmt *stmt, int at)
{
	return (const char *)sqlite3_column_text(stmt, at);
}

const char *
file_fault(sqlite3 *db)
{
	switch (sqlite3_errcode(db) & 0xff) {
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_IOERR:
		return "the disk has a fault";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "the database is locked by another program";
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "the database is damaged";
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return "the database cannot be written";
	default:
		return "the database refused it";
	}
}

static bool
run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void
file_set_sync(sqlite3 *db, enum store_sync sync)
{
	run(db, sync_settings[sync]);
}

static int
take_number(void *ctx, int n, char **values, char **names)
{
	int64_t number = 0;

	(void)names;
	if (n > 0 && values[0] != NULL &&
	    str_to_int64(values[0], INT64_MIN, INT64_MAX, &number))
		*(int64_t *)ctx = number;
	return 0;
}

bool
file_ask(sqlite3 *db, const char *sql, int64_t *out)
{
	return sqlite3_exec(db, sql, take_number, out, NULL) == SQLITE_OK;
}

int64_t
file_free_pages(sqlite3 *db)
{
	int64_t pages = 0;

	return file_ask(db, "PRAGMA freelist_count", &pages) ? pages : 0;
}

int64_t
file_bytes(sqlite3 *db)
{
	int64_t pages = 0, size = 0;

	if (!file_ask(db, "PRAGMA page_count", &pages) ||
	    !file_ask(db, "PRAGMA page_size", &size))
		return 0;
	return (pages - file_free_pages(db)) * size;
}

/* Opens it and makes our tokenizer known. `*db` is to be closed in any case. */
static bool
open_connection(const char *path, int flags, sqlite3 **db)
{
	flags |= SQLITE_OPEN_NOMUTEX;
	if (str_starts(path, MEMORY_PREFIX))
		flags |= SQLITE_OPEN_URI;
	if (sqlite3_open_v2(path, db, flags, NULL) != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(*db, FILE_BUSY_MS);
	return words_register(*db);
}

/* --- is there a database, and is it ours? --- */

static void
set_damaged(struct err *err, const char *path, const char *how)
{
	err_set(err, _("cannot use the database '%s': %s; put a backup in its "
	    "place, or move it away to begin with an empty history"),
	    path, how);
}

static void
set_not_open(struct err *err, const char *path, sqlite3 *db)
{
	int rc = sqlite3_errcode(db) & 0xff;

	if (rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT)
		set_damaged(err, path, _("it is damaged"));
	else
		err_set(err, _("cannot open the database '%s': %s"), path,
		    sqlite3_errmsg(db));
}

/* "PATH" + `suffix`; false: too long. */
static bool
name_beside(char *out, size_t size, const char *path, const char *suffix)
{
	int n = snprintf(out, size, "%s%s", path, suffix);

	return n > 0 && (size_t)n < size;
}

/* What was committed may stand in there; its name is then in `beside`. */
static bool
has_log(const char *path, char *beside, size_t size)
{
	static const char *const suffixes[] = { "-wal", "-journal" };
	struct stat st;

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (name_beside(beside, size, path, suffixes[i]) &&
		    stat(beside, &st) == 0 && st.st_size > 0)
			return true;
	return false;
}

static uint32_t
read_32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	    (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

/* Bytes that the file must have, 0 if the header does not tell. */
static int64_t
size_in_header(const unsigned char *header)
{
	int64_t page = header[16] << 8 | header[17];

	if (read_32(header + 24) != read_32(header + 92))
		return 0;	/* last written by something very old */
	return (page == 1 ? 65536 : page) * (int64_t)read_32(header + 28);
}

/* What a look at the first bytes tells; with a log the rest may be in there. */
static bool
check_header(const char *path, const unsigned char *header, ssize_t n,
    int64_t size, struct err *err)
{
	char beside[PATH_MAX];

	if (n == 0)
		set_damaged(err, path, _("it is empty"));
	else if (n < HEADER_BYTES ||
	    memcmp(header, "SQLite format 3", 16) != 0)
		set_damaged(err, path, _("it is not a tcpchat database"));
	else if (size < size_in_header(header) &&
	    !has_log(path, beside, sizeof beside))
		set_damaged(err, path, _("its end is missing"));
	else
		return true;
	return false;
}

bool
file_look(const char *path, struct err *err)
{
	unsigned char header[HEADER_BYTES];
	struct stat st;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0) {
		err_set(err, _("cannot open the database '%s': %s"), path,
		    strerror(errno));
		return false;
	}
	n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ?
	    pread(fd, header, sizeof header, 0) : -1;
	close(fd);
	if (n < 0) {
		err_set(err, _("cannot read the database '%s': it is not an "
		    "ordinary file, or the disk has a fault"), path);
		return false;
	}
	return check_header(path, header, n, st.st_size, err);
}

/* --- a new one --- */

static bool
fill_new(const char *path, struct err *err)
{
	sqlite3 *db = NULL;
	bool ok = open_connection(path, SQLITE_OPEN_READWRITE, &db) &&
	    run(db, "PRAGMA journal_mode = MEMORY") && run(db, schema);

	if (!ok)
		err_set(err, _("cannot make the database '%s': %s"), path,
		    sqlite3_errmsg(db));
	sqlite3_close(db);
	return ok;
}

bool
file_sync_folder(const char *path)
{
	char folder[PATH_MAX];
	char *slash;
	int fd, error;
	bool ok;

	str_copy(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		str_copy(folder, sizeof folder, ".");
	else
		slash[slash == folder ? 1 : 0] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == EACCES;	/* one that may only be written into */
	/* EINVAL: a file system that knows no fsync of folders. */
	ok = fsync(fd) == 0 || errno == EINVAL;
	error = errno;
	close(fd);
	errno = error;
	return ok;
}

/*
 * Made beside its place and moved there when it is whole: a database that is
 * found empty was never one of ours that is only unfinished.
 */
static bool
make_new(const char *path, struct err *err)
{
	char name[PATH_MAX];
	bool made;
	int fd;

	if (!name_beside(name, sizeof name, path, ".new")) {
		err_set(err, _("cannot make the database '%s': its name is "
		    "too long"), path);
		return false;
	}
	unlink(name);
	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_set(err, _("cannot make the database '%s': %s"), path,
		    strerror(errno));
		return false;
	}
	close(fd);
	if (!fill_new(name, err)) {
		unlink(name);
		return false;
	}
	made = rename(name, path) == 0;
	if (made && file_sync_folder(path))
		return true;
	err_set(err, _("cannot make the database '%s': %s"), path,
	    strerror(errno));
	unlink(made ? path : name);
	return false;
}

/* --- an older one --- */

static bool
migrate_one(sqlite3 *db, int version)
{
	char set_version[64];
	const char *step = migrate_step(version);

	snprintf(set_version, sizeof set_version,
	    "PRAGMA user_version = %d; COMMIT", version + 1);
	return step != NULL && run(db, "BEGIN IMMEDIATE") && run(db, step) &&
	    run(db, set_version);
}

bool
file_is_ours(sqlite3 *db, const char *path, int64_t *version, struct err *err)
{
	int64_t id = 0;

	*version = 0;
	if (!file_ask(db, "PRAGMA application_id", &id) ||
	    !file_ask(db, "PRAGMA user_version", version)) {
		set_not_open(err, path, db);
		return false;
	}
	if (id != APPLICATION_ID || *version < 1) {
		set_damaged(err, path, _("it is not a tcpchat database"));
		return false;
	}
	if (*version <= MIGRATE_VERSION)
		return true;
	err_set(err, _("cannot use the database '%s': it was written by a "
	    "newer tcpchatd (its schema is %d, ours %d); install that version "
	    "again"), path, (int)*version, MIGRATE_VERSION);
	return false;
}

static bool
migrate(sqlite3 *db, const char *path, int64_t version, struct err *err)
{
	for (; version < MIGRATE_VERSION; version++)
		if (!migrate_one(db, (int)version)) {
			err_set(err, _("cannot bring the database '%s' up to "
			    "date: %s"), path, sqlite3_errmsg(db));
			return false;
		}
	return true;
}

/* --- is it whole? --- */

static int
take_verdict(void *ctx, int n, char **values, char **names)
{
	(void)names;
	if (n > 0 && values[0] != NULL && strcmp(values[0], "ok") != 0)
		*(bool *)ctx = false;
	return 0;
}

/* A big database would take too long at every start: its ends are read then,
 * the rest is believed until it is used. */
static bool
is_whole(sqlite3 *db)
{
	int64_t pages = 0;
	bool ok = true;

	if (!file_ask(db, "PRAGMA page_count", &pages))
		return false;
	if (pages > CHECKED_PAGES)
		return run(db, "SELECT max(number) FROM messages;"
		    "SELECT talk FROM messages INDEXED BY messages_talk "
		    "ORDER BY talk DESC, number DESC LIMIT 1;"
		    "SELECT max(msgid) FROM messages");
	return sqlite3_exec(db, "PRAGMA quick_check(1)", take_verdict, &ok,
	    NULL) == SQLITE_OK && ok;
}

/* SQLite opens what it may only read, and says so with the first message. */
static bool
may_write(const char *path, struct err *err)
{
	if (access(path, W_OK) == 0)
		return true;
	err_set(err, _("cannot write the database '%s': %s; make it writable "
	    "for the user that tcpchatd runs as"), path, strerror(errno));
	return false;
}

static bool
check_contents(sqlite3 *db, const char *path, struct err *err)
{
	int64_t version;

	if (!file_is_ours(db, path, &version, err) ||
	    !migrate(db, path, version, err))
		return false;
	if (sqlite3_db_readonly(db, "main") != 0 || !is_whole(db)) {
		set_damaged(err, path, _("it is damaged"));
		return false;
	}
	return true;
}

bool
file_prepare(const char *path, struct err *err)
{
	char beside[PATH_MAX];
	sqlite3 *db = NULL;
	struct stat st;
	bool ok;

	if (stat(path, &st) == 0) {
		if (!file_look(path, err) || !may_write(path, err))
			return false;
	} else if (errno != ENOENT) {
		err_set(err, _("cannot open the database '%s': %s"), path,
		    strerror(errno));
		return false;
	} else if (has_log(path, beside, sizeof beside)) {
		err_set(err, _("the database '%s' is missing, but its log "
		    "'%s' is there; put it back, or move the log away to "
		    "begin with an empty history"), path, beside);
		return false;
	} else if (!make_new(path, err)) {
		return false;
	}
	ok = open_connection(path, SQLITE_OPEN_READWRITE, &db);
	if (!ok)
		set_not_open(err, path, db);
	ok = ok && check_contents(db, path, err);
	sqlite3_close(db);
	return ok;
}

bool
file_prepare_memory(const char *path, struct err *err)
{
	return fill_new(path, err);
}

/* --- connections --- */

static bool
prepare(sqlite3 *db, const char *const sql[], sqlite3_stmt *stmts[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sqlite3_prepare_v3(db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &stmts[i], NULL) != SQLITE_OK)
			return false;
	return true;
}

sqlite3 *
file_open(const char *path, enum file_use use, enum store_sync sync,
    const char *const sql[], sqlite3_stmt *stmts[], size_t n, struct err *err)
{
	sqlite3 *db = NULL;
	int flags = SQLITE_OPEN_EXRESCODE |
	    (use == FILE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
	bool ok = open_connection(path, flags, &db);

	ok = ok && run(db, common_settings);
	if (use == FILE_WRITE)
		ok = ok && run(db, writer_settings) &&
		    run(db, sync_settings[sync]);
	else if (use == FILE_READ)
		ok = ok && run(db, reader_settings);
	if (ok && prepare(db, sql, stmts, n))
		return db;
	set_not_open(err, path, db);
	file_close(db, stmts, n);
	return NULL;
}

void
file_close(sqlite3 *db, sqlite3_stmt *stmts[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sqlite3_finalize(stmts[i]);
		stmts[i] = NULL;
	}
	sqlite3_close(db);
}
