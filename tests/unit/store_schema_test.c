/* store_schema_test.c -- databases of older releases open, with all they hold.
 *
 * tests/store/schema-N.db was made by the release whose schema is N, out of
 * the conversation that the tests below read again. It is never made anew.
 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/err.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/migrate.h"
#include "store/store_sqlite_internal.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { HARBOUR = 11, AL = 2, BO = 5, TEXT_SIZE = 1 << 16 };

/* When the conversation took place. */
#define SAMPLE_MS INT64_C(1795261361701)

static char folder[KIT_PATH_SIZE];
static char path[KIT_PATH_SIZE + 32], fresh[KIT_PATH_SIZE + 32];

/* --- the files --- */

static void
copy_sample(int version)
{
	char name[1000], block[4096];
	ssize_t n;
	int from, to;

	snprintf(name, sizeof name, SAMPLES "/schema-%d.db", version);
	from = open(name, O_RDONLY | O_CLOEXEC);
	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(from >= 0 && to >= 0);
	while ((n = read(from, block, sizeof block)) > 0)
		assert_int_equal(write(to, block, (size_t)n), n);
	assert_int_equal(n, 0);
	close(from);
	close(to);
}

static int
set_up(void **state)
{
	(void)state;
	kit_make_folder(folder);
	snprintf(path, sizeof path, "%s/chat.db", folder);
	snprintf(fresh, sizeof fresh, "%s/fresh.db", folder);
	copy_sample(1);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	kit_remove_folder(folder);
	return 0;
}

static struct store *
open_store(const char *name)
{
	struct err err = { "" };
	struct store *s = store_sqlite_open(name, STORE_SYNC_FULL, &err);

	assert_string_equal(err.text, "");
	assert_non_null(s);
	return s;
}

/* All that `sql` gives on the database `name`, a line each row. Heap. */
static char *
ask_rows(const char *name, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	char *out = xcalloc(1, TEXT_SIZE);
	size_t n = 0;

	assert_int_equal(sqlite3_open(name, &db), SQLITE_OK);
	assert_true(words_register(db));
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const unsigned char *t = sqlite3_column_text(stmt, i);

			n += (size_t)snprintf(out + n, TEXT_SIZE - n, "%s|",
			    t == NULL ? "NULL" : (const char *)t);
			assert_true(n < TEXT_SIZE);
		}
		n += (size_t)snprintf(out + n, TEXT_SIZE - n, "\n");
	}
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return out;
}

static void
rows_are(const char *sql, const char *want)
{
	char *rows = ask_rows(path, sql);

	assert_string_equal(rows, want);
	free(rows);
}

/* --- the schema --- */

/* `sql` gives the same in a database brought up to date as in a new one. */
static void
is_alike(const char *sql)
{
	char *migrated = ask_rows(path, sql), *made = ask_rows(fresh, sql);

	assert_string_not_equal(made, "");
	assert_string_equal(migrated, made);
	free(migrated);
	free(made);
}

static void
a_migrated_database_has_the_schema_of_a_new_one(void **state)
{
	(void)state;
	store_free(open_store(path));
	store_free(open_store(fresh));
	is_alike("PRAGMA user_version");
	is_alike("PRAGMA application_id");
	is_alike("PRAGMA auto_vacuum");
	is_alike("PRAGMA page_size");
	is_alike("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2");
	is_alike("SELECT t.name, t.type, t.wr, t.strict, c.* "
	    "FROM pragma_table_list t, pragma_table_xinfo(t.name) c "
	    "WHERE t.schema = 'main' ORDER BY t.name, c.cid");
	is_alike("SELECT s.name, i.name, i.\"unique\", i.origin, i.partial, c.* "
	    "FROM sqlite_schema s, pragma_index_list(s.name) i, "
	    "pragma_index_xinfo(i.name) c WHERE s.type = 'table' "
	    "ORDER BY s.name, i.name, c.seqno");
	/* Columns may have come by ALTER TABLE; all else is spelled alike. */
	is_alike("SELECT name, sql FROM sqlite_schema "
	    "WHERE type IN ('trigger', 'index') OR sql LIKE 'CREATE VIRTUAL%' "
	    "ORDER BY name");
	is_alike("SELECT name FROM meta WHERE name NOT IN ('high', 'failed') "
	    "ORDER BY name");
}

/* --- what the sample holds --- */

static void
note_channel(void *ctx, const struct store_channel *c)
{
	char *out = ctx;
	size_t n = strlen(out);

	snprintf(out + n, TEXT_SIZE - n, "%d %s %s %s %s %u %s %d\n",
	    (int)c->number, c->name, c->topic == NULL ? "-" : c->topic,
	    c->modes, c->key == NULL ? "-" : c->key, c->limit,
	    c->lists == NULL ? "-" : c->lists, c->spoken);
}

static void
the_channels_are_there(void **state)
{
	struct store *s = open_store(path);
	char *out = xcalloc(1, TEXT_SIZE);

	(void)state;
	assert_true(store_load(s, note_channel, out));
	assert_string_equal(out,
	    "1 #all - nt - 0 - 1\n"
	    "11 #harbour Ships and weather nt anchor 20 "
	    "b *!*@pirate.example al!al@127.0.0.1 1795261361700\n 1\n"
	    "16 #empty - nt - 0 - 1\n");
	assert_true(store_high(s) >= 1025);
	store_free(s);
	free(out);
}

static void
says(struct store *s, const struct question *q, const char *const *texts,
    size_t n)
{
	struct result r;

	kit_ask(s, q, &r);
	assert_int_equal(r.code, RESULT_OK);
	assert_int_equal(r.nrows, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(r.rows[i].text == NULL ? "" :
		    r.rows[i].text, texts[i]);
	result_release(&r);
}

static void
what_was_said_is_there(void **state)
{
	static const char *const harbour[] = { "the tide turns at six",
		"grüße aus dem Hafen", "港口今天很安静", "" };
	static const char *const talk[] = { "only for you", "and for you" };
	struct store *s = open_store(path);
	struct question q = { .kind = QUESTION_HISTORY, .part = HISTORY_LATEST,
	    .channel = { .number = HARBOUR }, .limit = 100,
	    .upto = UINT64_MAX, .verbs = 7 };

	(void)state;
	says(s, &q, harbour, 4);
	q.channel.number = 0;
	q.user = BO;
	q.peer = AL;
	says(s, &q, talk, 2);
	q.user = AL;
	q.peer = 0;
	q.peer_name = "cy";
	says(s, &q, (const char *const[]){ "psst" }, 1);
	store_free(s);
}

static void
a_resend_of_then_is_recognised(void **state)
{
	struct store *s = open_store(path);
	struct batch *b = kit_batch(said_new(&(struct said){ .order = 5000,
	    .time_ms = SAMPLE_MS + 60000, .user = AL, .channel = HARBOUR,
	    .target = "#harbour", .text = "the tide turns at six",
	    .id = "01JD0000000000000000000001" }));

	(void)state;
	b = kit_write(s, b);
	assert_int_equal(b->events->outcome, EVENT_DUPLICATE);
	assert_string_equal(b->events->first->msgid,
	    "01M7YYMVH5000000000000000M");
	assert_true(b->events->first->time_ms == SAMPLE_MS);
	batch_free(b);
	store_free(s);
}

/* --- all or nothing --- */

/* A step whose last statement fails leaves the database as it was. */
static void
a_step_that_fails_changes_nothing(void **state)
{
	struct err err = { "" };
	char *before, *after;

	(void)state;
	free(ask_rows(path, "INSERT INTO meta (name, value) "
	    "VALUES ('indexed', 7)"));	/* in the way of the step */
	before = ask_rows(path, "SELECT * FROM sqlite_schema");
	assert_null(store_sqlite_open(path, STORE_SYNC_FULL, &err));
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "up to date"));
	after = ask_rows(path, "SELECT * FROM sqlite_schema");
	assert_string_equal(before, after);
	rows_are("PRAGMA user_version", "1|\n");
	rows_are("SELECT count(*) FROM messages", "9|\n");
	free(before);
	free(after);
}

#define ON_DISK(test) { #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(a_migrated_database_has_the_schema_of_a_new_one),
		ON_DISK(the_channels_are_there),
		ON_DISK(what_was_said_is_there),
		ON_DISK(a_resend_of_then_is_recognised),
		ON_DISK(a_step_that_fails_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
