/* store_sqlite_admin.c -- what is done to a database beside serving. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/err.h"
#include "base/i18n.h"
#include "store/migrate.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

enum { TEXT_SIZE = 400 };

/* --- a copy --- */

/* The whole database at one moment into the empty file `to`. */
static bool
copy_into(const char *path, const char *to, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	static const char *const sql[] = { "VACUUM INTO ?1" };
	sqlite3 *db = file_open(path, FILE_COPY, STORE_SYNC_FULL, sql, &stmt,
	    1, err);
	bool ok;

	if (db == NULL)
		return false;
	bind_text(stmt, 1, to);
	ok = sqlite3_step(stmt) == SQLITE_DONE;
	if (!ok)
		err_set(err, _("cannot copy the database '%s': %s"), path,
		    sqlite3_errmsg(db));
	file_close(db, &stmt, 1);
	return ok;
}

static bool
sync_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Made beside its place, and moved there when it is whole and on the disk. */
bool
store_sqlite_backup(const char *path, const char *to, struct err *err)
{
	char part[PATH_MAX];
	struct stat st;
	int fd;

	if (lstat(to, &st) == 0) {
		err_set(err, _("'%s' is there already; name a file that is not"),
		    to);
		return false;
	}
	snprintf(part, sizeof part, "%s.part", to);
	unlink(part);
	fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_set(err, _("cannot make '%s': %s"), part, strerror(errno));
		return false;
	}
	close(fd);
	if (!file_look(path, err) || !copy_into(path, part, err)) {
		unlink(part);
		return false;
	}
	if (!sync_file(part) || rename(part, to) != 0) {
		err_set(err, _("cannot write '%s': %s"), to, strerror(errno));
		unlink(part);
		return false;
	}
	if (!file_sync_folder(to)) {
		err_set(err, _("cannot write '%s': %s"), to, strerror(errno));
		unlink(to);
		return false;
	}
	return true;
}

/* --- a check --- */

struct checking {
	void (*say)(void *ctx, const char *line);
	void *ctx;
	bool found;		/* a fault */
};

static void
say_fault(struct checking *c, const char *line)
{
	c->found = true;
	c->say(c->ctx, line);
}

/* Each row of PRAGMA integrity_check but "ok". */
static int
on_verdict(void *ctx, int n, char **values, char **names)
{
	(void)names;
	if (n > 0 && values[0] != NULL && strcmp(values[0], "ok") != 0)
		say_fault(ctx, values[0]);
	return 0;
}

/* What our tables say of each other. A row of `resends` may outlive its message,
 * and that of a new channel comes one batch behind its first message. */
static const struct { const char *sql, *what; } facts[] = {
	{ "SELECT count(*) FROM messages m WHERE talk <= 0 AND NOT EXISTS "
	  "(SELECT 1 FROM pairs p WHERE p.talk = m.talk)",
	  N_("private messages belong to no talk") },
	{ "SELECT count(*) FROM account_certs a WHERE NOT EXISTS "
	  "(SELECT 1 FROM accounts b WHERE b.number = a.account)",
	  N_("certificates belong to no account") },
	{ "SELECT count(*) FROM messages WHERE number > (SELECT value "
	  "FROM meta WHERE name = 'high')",
	  N_("messages have numbers that may be handed out again") },
};

static void
check_facts(sqlite3 *db, struct checking *c)
{
	char line[TEXT_SIZE];

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		int64_t n = 0;

		if (!file_ask(db, facts[i].sql, &n))
			say_fault(c, sqlite3_errmsg(db));
		if (n == 0)
			continue;
		snprintf(line, sizeof line, "%" PRId64 " %s", n,
		    _(facts[i].what));
		say_fault(c, line);
	}
}

static bool
run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Compares the index with the messages, which all must be in it for that. In a
 * transaction that is rolled back: nothing is changed. */
static void
check_index(sqlite3 *db, struct checking *c)
{
	bool ok = run(db, "BEGIN IMMEDIATE;"
	    "INSERT INTO search (rowid, text) SELECT number, text "
	    "FROM messages WHERE number > (SELECT value FROM meta "
	    "WHERE name = 'indexed') AND text IS NOT NULL") &&
	    run(db, "INSERT INTO search (search, rank) "
	    "VALUES ('integrity-check', 1)");

	if (!ok)
		say_fault(c, _("the search index does not fit the messages"));
	run(db, "ROLLBACK");
}

bool
store_sqlite_check(const char *path, bool alone,
    void (*say)(void *ctx, const char *line), void *ctx, struct err *err)
{
	struct checking c = { say, ctx, false };
	int64_t version;
	sqlite3 *db;

	if (!file_look(path, err))
		return false;
	db = file_open(path, alone ? FILE_WRITE : FILE_READ, STORE_SYNC_FULL,
	    NULL, NULL, 0, err);
	if (db == NULL)
		return false;
	if (!file_is_ours(db, path, &version, err)) {
		file_close(db, NULL, 0);
		return false;
	}
	if (sqlite3_exec(db, "PRAGMA integrity_check", on_verdict, &c, NULL)
	    != SQLITE_OK)
		say_fault(&c, sqlite3_errmsg(db));
	if (alone && sqlite3_db_readonly(db, "main") == 1)
		say_fault(&c, _("the file says that it cannot be written"));
	if (version == MIGRATE_VERSION) {	/* else a start mends it first */
		check_facts(db, &c);
		if (alone)
			check_index(db, &c);
	}
	file_close(db, NULL, 0);
	if (c.found)
		err_set(err, _("the database '%s' is damaged; stop the server, "
		    "keep the file, and put a backup in its place"), path);
	return !c.found;
}

/* --- deleting at once --- */

bool
store_sqlite_prune(const char *path, const struct store_keep *keep,
    int64_t now_ms, struct err *err)
{
	struct writer w = { .path = path, .sync = STORE_SYNC_FULL };

	if (!file_prepare(path, err) || !writer_open(&w, err))
		return false;
	writer_prune(&w, store_keep_copy(keep), now_ms);
	do
		writer_idle(&w);
	while (w.was_tidied);
	if (w.is_broken)
		err_set(err, _("cannot delete from the database '%s': %s"),
		    path, w.fault);
	writer_close(&w);
	return !w.is_broken;
}
