/* store_sqlite_test.c -- a file on a disk, and what can be wrong with both. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "store/migrate.h"
#include "support/store_kit.h"
#include "support/vfs_shim.h"

#include "base/banned.h"

enum { CHANNEL = 5, DAY_MS = 86400000 };

static char folder[KIT_PATH_SIZE];
static char path[KIT_PATH_SIZE + 32], wal_path[KIT_PATH_SIZE + 32];

static int
set_up(void **state)
{
	(void)state;
	kit_make_folder(folder);
	snprintf(path, sizeof path, "%s/chat.db", folder);
	snprintf(wal_path, sizeof wal_path, "%s/chat.db-wal", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	vfs_shim_set(VFS_FINE);
	kit_remove_folder(folder);
	return 0;
}

static struct store *
open_store(enum store_sync sync)
{
	struct err err = { "" };
	struct store *s = store_sqlite_open(path, sync, &err);

	assert_string_equal(err.text, "");
	assert_non_null(s);
	return s;
}

/* A database with messages 1 to `n`, closed. */
static void
make_database(uint64_t n)
{
	struct store *s = open_store(STORE_SYNC_OFF);

	for (uint64_t i = 1; i <= n; i++)
		assert_int_equal(kit_say(s, &(struct said){ .order = i,
		    .channel = CHANNEL }), EVENT_OK);
	store_free(s);
}

static void
refuses_with(const char *words)
{
	struct err err = { "" };

	assert_null(store_sqlite_open(path, STORE_SYNC_FULL, &err));
	if (strstr(err.text, words) == NULL || strstr(err.text, path) == NULL)
		fail_msg("'%s' lacks '%s'", err.text, words);
}

static long long
size_of(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 ? (long long)st.st_size : -1;
}

static void
write_file(const char *name, long at, const void *data, size_t size)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, data, size, at), size);
	close(fd);
}

/* Runs `sql` beside the store, on a connection of its own. */
static long long
ask_sql(const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	long long number = -1;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return number;
}

static struct question
latest(void)
{
	return (struct question){ .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .channel = { .number = CHANNEL },
	    .limit = 100, .upto = UINT64_MAX };
}

static size_t
count_rows(struct store *s)
{
	struct question q = latest();
	struct result r;
	size_t n;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	n = r.nrows;
	result_release(&r);
	return n;
}

/* --- opening --- */

static void
history_survives_a_restart(void **state)
{
	struct store *s;

	(void)state;
	make_database(3);
	s = open_store(STORE_SYNC_FULL);
	assert_int_equal(count_rows(s), 3);
	store_free(s);
}

static void
a_new_database_is_for_its_owner_only(void **state)
{
	struct stat st;
	struct store *s = open_store(STORE_SYNC_FULL);

	(void)state;
	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(wal_path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	store_free(s);
	assert_int_equal(ask_sql("PRAGMA auto_vacuum"), 2);
	assert_int_equal(ask_sql("PRAGMA user_version"), MIGRATE_VERSION);
}

static void
refuses_a_folder_that_is_not_there(void **state)
{
	char good[sizeof path];

	(void)state;
	memcpy(good, path, sizeof path);
	snprintf(path, sizeof path, "%s/no/chat.db", folder);
	refuses_with("No such file");
	memcpy(path, good, sizeof path);
}

static void
refuses_an_empty_file_and_leaves_it(void **state)
{
	(void)state;
	write_file(path, 0, "", 0);
	refuses_with("it is empty");
	assert_int_equal(size_of(path), 0);
}

static void
refuses_a_file_that_is_something_else(void **state)
{
	char text[200];

	(void)state;
	memset(text, 'x', sizeof text);
	write_file(path, 0, text, sizeof text);
	refuses_with("it is not a tcpchat database");
}

static void
refuses_a_database_of_another_program(void **state)
{
	(void)state;
	ask_sql("CREATE TABLE messages (number INTEGER PRIMARY KEY)");
	refuses_with("it is not a tcpchat database");
}

static void
refuses_a_database_that_lost_its_end(void **state)
{
	(void)state;
	make_database(100);
	assert_int_equal(truncate(path, size_of(path) - 4096), 0);
	refuses_with("its end is missing");
}

static void
refuses_a_damaged_page(void **state)
{
	char noise[4096];

	(void)state;
	make_database(300);
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)(i * 37);
	write_file(path, (long)size_of(path) - 3 * 4096, noise, sizeof noise);
	refuses_with("it is damaged");
}

static void
refuses_a_damaged_schema(void **state)
{
	(void)state;
	make_database(1);
	write_file(path, 100, "\xff\xff\xff\xff", 4);
	refuses_with("it is damaged");
}

static void
refuses_a_newer_schema(void **state)
{
	(void)state;
	make_database(1);
	ask_sql("PRAGMA user_version = 99");
	refuses_with("by a newer tcpchatd");
	assert_int_equal(ask_sql("PRAGMA user_version"), 99);
}

static void
refuses_a_log_without_its_database(void **state)
{
	(void)state;
	write_file(wal_path, 0, "something", 9);
	refuses_with("is missing, but its log");
	assert_int_equal(size_of(path), -1);
}

static void
what_was_left_of_a_failed_start_is_no_obstacle(void **state)
{
	char name[sizeof path + 8];

	(void)state;
	snprintf(name, sizeof name, "%s.new", path);
	write_file(name, 0, "half", 4);
	make_database(1);
	assert_int_equal(size_of(name), -1);
}

/* Makes `path` what a crash of this moment would leave. */
static void
crash(struct store *s)
{
	char copy[sizeof path];
	char command[5 * sizeof path];

	snprintf(copy, sizeof copy, "%s/copy.db", folder);
	snprintf(command, sizeof command,
	    "cp '%s' '%s' && cp '%s' '%s-wal'", path, copy, wal_path, copy);
	assert_int_equal(system(command), 0);
	store_free(s);
	memcpy(path, copy, sizeof path);
}

static void
a_log_that_was_left_behind_is_taken_in(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);

	(void)state;
	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	crash(s);
	s = open_store(STORE_SYNC_FULL);
	assert_int_equal(count_rows(s), 1);
	store_free(s);
}

/* --- faults --- */

static void
only_the_row_that_fails_is_refused(void **state)
{
	struct store *s = open_store(STORE_SYNC_OFF);
	struct batch *b = kit_batch(NULL);
	struct event *e;

	(void)state;
	for (uint64_t i = 1; i <= 3; i++)
		kit_batch_add(b, said_new(&(struct said){ .order = i,
		    .channel = CHANNEL }));
	e = b->events->next;
	said_msgid(1, e->msgid);	/* taken */
	b = kit_write(s, b);
	assert_int_equal(b->events->outcome, EVENT_OK);
	assert_int_equal(e->outcome, EVENT_NOT_STORED);
	assert_non_null(e->why);
	assert_int_equal(e->next->outcome, EVENT_OK);
	assert_string_not_equal(b->fault, "");
	batch_free(b);
	assert_int_equal(count_rows(s), 2);
	store_free(s);
}

/* One batch of two messages and a channel; returns what became of it. */
static struct batch *
write_batch(struct store *s, uint64_t order)
{
	struct batch *b = kit_batch(said_new(&(struct said){ .order = order,
	    .channel = CHANNEL, .id = "01JD0000000000000000000001" }));

	kit_batch_add(b, said_new(&(struct said){ .order = order + 1,
	    .channel = CHANNEL }));
	b->changes = store_change_new(&(struct store_channel){
	    .number = CHANNEL, .name = "#c" }, false);
	return kit_write(s, b);
}

static void
fails_and_recovers(enum vfs_fault fault, const char *why)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	struct batch *b;

	assert_int_equal(kit_say(s, &(struct said){ .order = 1,
	    .channel = CHANNEL }), EVENT_OK);
	vfs_shim_set(fault);
	for (uint64_t i = 0; i < 3; i++) {
		b = write_batch(s, 10 + 10 * i);
		assert_int_equal(b->events->outcome, EVENT_NOT_STORED);
		assert_string_equal(b->events->why, why);
		assert_int_equal(b->events->next->outcome, EVENT_NOT_STORED);
		assert_false(b->changes_stored);
		assert_string_not_equal(b->fault, "");
		batch_free(b);
		assert_int_equal(count_rows(s), 1);
	}
	vfs_shim_set(VFS_FINE);
	b = write_batch(s, 40);
	assert_int_equal(b->events->outcome, EVENT_OK);
	assert_int_equal(b->events->next->outcome, EVENT_OK);
	assert_true(b->changes_stored);
	batch_free(b);
	assert_int_equal(count_rows(s), 3);
	store_free(s);
	s = open_store(STORE_SYNC_FULL);
	assert_int_equal(count_rows(s), 3);
	store_free(s);
}

static void
a_full_disk_refuses_the_batch_and_no_other(void **state)
{
	(void)state;
	fails_and_recovers(VFS_FULL, "the disk is full");
}

static void
a_failed_fsync_refuses_the_batch_and_no_other(void **state)
{
	(void)state;
	fails_and_recovers(VFS_SYNC_FAILS, "the disk has a fault");
}

static void
what_was_refused_does_not_come_back_after_a_crash(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);

	(void)state;
	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	vfs_shim_set(VFS_SYNC_FAILS);
	assert_int_equal(kit_say(s, &(struct said){ .order = 2,
	    .channel = CHANNEL }), EVENT_NOT_STORED);
	crash(s);
	vfs_shim_set(VFS_FINE);
	s = open_store(STORE_SYNC_FULL);
	assert_int_equal(count_rows(s), 1);
	store_free(s);
}

static void
a_slow_fsync_delays_no_question(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	struct batch *done = NULL;
	struct question q = latest();
	struct result r;
	uint64_t number;

	(void)state;
	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	vfs_shim_set(VFS_SYNC_HANGS);
	store_submit(s, kit_batch(said_new(&(struct said){ .order = 2,
	    .channel = CHANNEL })));
	assert_true(vfs_shim_wait_for_hang());
	q.upto = 1;
	store_ask(s, 5, &q);
	assert_true(kit_wait(s));
	assert_null(store_take_done(s));
	assert_true(store_take_result(s, &number, &r));
	assert_int_equal(r.nrows, 1);
	result_release(&r);
	vfs_shim_set(VFS_FINE);
	assert_true(kit_wait(s));
	done = store_take_done(s);
	assert_non_null(done);
	assert_int_equal(done->events->outcome, EVENT_OK);
	batch_free(done);
	store_free(s);
}

/* While the writer cannot begin, one is begun, and one waits at most. */
static void
a_deletion_under_way_is_not_begun_anew(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	struct store_keep keep = { .age_ms = 1 }, all = { .age_ms = 0 };

	(void)state;
	for (uint64_t i = 1; i < 40; i++)
		kit_say(s, &(struct said){ .order = i, .channel = CHANNEL });
	vfs_shim_set(VFS_SYNC_HANGS);
	store_submit(s, kit_batch(said_new(&(struct said){ .order = 50,
	    .channel = CHANNEL })));
	assert_true(vfs_shim_wait_for_hang());
	assert_int_equal(store_prune(s, &keep, 41000), STORE_PRUNE_BEGUN);
	assert_int_equal(store_prune(s, &all, 41000), STORE_PRUNE_REFUSED);
	vfs_shim_set(VFS_FINE);
	assert_true(kit_wait(s));
	batch_free(store_take_done(s));
	kit_settle(s);
	assert_int_equal(count_rows(s), 1);
	assert_int_equal(store_prune(s, &all, 41000), STORE_PRUNE_BEGUN);
	store_free(s);
}

static void
a_question_sees_what_was_applied_before_it_was_written(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	struct question q = latest();
	struct result r;
	uint64_t number;

	(void)state;
	vfs_shim_set(VFS_SYNC_HANGS);
	store_submit(s, kit_batch(said_new(&(struct said){ .order = 2,
	    .channel = CHANNEL })));
	assert_true(vfs_shim_wait_for_hang());
	q.upto = 2;
	store_ask(s, 5, &q);
	assert_false(store_take_result(s, &number, &r));
	vfs_shim_set(VFS_FINE);
	while (!store_take_result(s, &number, &r)) {
		assert_true(kit_wait(s));
		batch_free(store_take_done(s));
	}
	assert_int_equal(r.nrows, 1);
	result_release(&r);
	store_free(s);
}

static void
a_question_that_cannot_be_answered_says_so(void **state)
{
	struct store *s;
	struct question q = latest();
	struct result r;

	(void)state;
	make_database(50);
	s = open_store(STORE_SYNC_FULL);
	vfs_shim_set(VFS_READ_FAILS);
	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_FAILED);
	assert_non_null(r.why);
	result_release(&r);
	vfs_shim_set(VFS_FINE);
	assert_int_equal(count_rows(s), 50);
	store_free(s);
}

static void
only_full_waits_for_the_disk(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	unsigned before;

	(void)state;
	kit_say(s, &(struct said){ .order = 1, .channel = CHANNEL });
	before = vfs_shim_syncs();
	kit_say(s, &(struct said){ .order = 2, .channel = CHANNEL });
	assert_int_equal(vfs_shim_syncs(), before + 1);
	store_free(s);
	s = open_store(STORE_SYNC_NORMAL);
	kit_say(s, &(struct said){ .order = 3, .channel = CHANNEL });
	before = vfs_shim_syncs();
	kit_say(s, &(struct said){ .order = 4, .channel = CHANNEL });
	assert_int_equal(vfs_shim_syncs(), before);
	store_free(s);
}

/* --- through the bus: what the people at the other end get --- */

static enum event_outcome
take_one(struct bus *b, struct store *s)
{
	enum event_outcome outcome;
	struct event *e;

	while ((e = bus_take(b)) == NULL) {
		bus_end_turn(b);
		assert_true(kit_wait(s));
		bus_poll(b);
	}
	outcome = e->outcome;
	event_free(e);
	return outcome;
}

static void
service_goes_on_when_the_disk_does(void **state)
{
	struct store *s = open_store(STORE_SYNC_FULL);
	struct bus *b = bus_local_new(s, (struct bus_local_config){
	    .history = true, .durability = BUS_DURABILITY_FULL });
	static const struct { enum vfs_fault fault; enum event_outcome then; }
	    steps[] = {
		{ VFS_FINE, EVENT_OK }, { VFS_FULL, EVENT_NOT_STORED },
		{ VFS_FULL, EVENT_NOT_STORED }, { VFS_FINE, EVENT_OK },
		{ VFS_SYNC_FAILS, EVENT_NOT_STORED }, { VFS_FINE, EVENT_OK },
	};

	(void)state;
	for (uint64_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		vfs_shim_set(steps[i].fault);
		bus_post(b, said_new(&(struct said){ .order = i + 1,
		    .channel = CHANNEL }));
		bus_post(b, event_new(EVENT_JOIN, &(struct event_text){
		    .source = "bo!u@h", .target = "#c" }));
		assert_int_equal(take_one(b, s), steps[i].then);
		assert_int_equal(take_one(b, s), EVENT_OK);
	}
	assert_int_equal(count_rows(s), 3);
	bus_free(b);
	store_free(s);
}

/* --- what is deleted --- */

static void
resends_are_kept_for_two_days_at_most(void **state)
{
	struct store *s = open_store(STORE_SYNC_OFF);
	char id[ID_SIZE];

	(void)state;
	for (uint64_t day = 1; day <= 4; day++) {
		snprintf(id, sizeof id, "%026llu", (unsigned long long)day);
		kit_say(s, &(struct said){ .order = day, .channel = CHANNEL,
		    .id = id, .time_ms = (int64_t)day * DAY_MS + 5 });
	}
	batch_free(kit_write(s, kit_batch(NULL)));	/* the one before was tidied */
	assert_int_equal(ask_sql("SELECT min(day) FROM resends"), 3);
	assert_int_equal(ask_sql("SELECT count(*) FROM messages"), 4);
	store_free(s);
}

static void
the_messages_of_a_channel_that_ended_are_deleted(void **state)
{
	struct store *s = open_store(STORE_SYNC_OFF);
	struct batch *b;

	(void)state;
	for (uint64_t i = 1; i <= 600; i += 3) {
		b = kit_batch(said_new(&(struct said){ .order = i,
		    .channel = CHANNEL }));
		kit_batch_add(b, said_new(&(struct said){ .order = i + 1,
		    .channel = CHANNEL }));
		kit_batch_add(b, said_new(&(struct said){ .order = i + 2,
		    .channel = CHANNEL + 1, .id = "x" }));
		batch_free(kit_write(s, b));
	}
	b = kit_batch(NULL);
	b->changes = store_change_new(&(struct store_channel){
	    .number = CHANNEL, .name = "#c" }, true);
	batch_free(kit_write(s, b));
	for (int i = 0; i < 3; i++)	/* slices are deleted between batches */
		batch_free(kit_write(s, kit_batch(NULL)));
	assert_int_equal(ask_sql("SELECT count(*) FROM messages WHERE talk = 5"),
	    0);
	assert_int_equal(ask_sql("SELECT count(*) FROM messages"), 200);
	assert_int_equal(ask_sql("SELECT count(*) FROM ended"), 0);
	store_free(s);
}

/* So that a start after a crash goes on with what it leaves. */
static void
a_deleted_event_is_noted_on_disk(void **state)
{
	(void)state;
	make_database(1);
	assert_int_equal(ask_sql("INSERT INTO events (talk, number, msgid, "
	    "time_ms, sender, source, kind) VALUES (5, 2, 'x', 1, 1, 'al', 5) "
	    "RETURNING number"), 2);
	assert_int_equal(ask_sql("DELETE FROM events RETURNING number"), 2);
	assert_int_equal(ask_sql("SELECT value FROM meta "
	    "WHERE name = 'unmerged'"), 1);
}

static void
the_log_is_kept_short(void **state)
{
	struct store *s = open_store(STORE_SYNC_OFF);
	char *text = xmalloc(8001);
	uint64_t order = 0;

	(void)state;
	memset(text, 'x', 8000);
	text[8000] = '\0';
	for (int i = 0; i < 40; i++) {	/* 40 MB */
		struct batch *b = kit_batch(NULL);

		for (int j = 0; j < 125; j++)
			kit_batch_add(b, said_new(&(struct said){
			    .order = ++order, .channel = CHANNEL,
			    .text = text }));
		batch_free(kit_write(s, b));
	}
	assert_in_range(size_of(wal_path), 1, 20 << 20);
	store_free(s);
	assert_int_equal(size_of(wal_path), -1);
	free(text);
}

static int
install_shim(void **state)
{
	(void)state;
	vfs_shim_install();
	return 0;
}

#define ON_DISK(test) { #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(history_survives_a_restart),
		ON_DISK(a_new_database_is_for_its_owner_only),
		ON_DISK(refuses_a_folder_that_is_not_there),
		ON_DISK(refuses_an_empty_file_and_leaves_it),
		ON_DISK(refuses_a_file_that_is_something_else),
		ON_DISK(refuses_a_database_of_another_program),
		ON_DISK(refuses_a_database_that_lost_its_end),
		ON_DISK(refuses_a_damaged_page),
		ON_DISK(refuses_a_damaged_schema),
		ON_DISK(refuses_a_newer_schema),
		ON_DISK(refuses_a_log_without_its_database),
		ON_DISK(what_was_left_of_a_failed_start_is_no_obstacle),
		ON_DISK(a_log_that_was_left_behind_is_taken_in),
		ON_DISK(only_the_row_that_fails_is_refused),
		ON_DISK(a_full_disk_refuses_the_batch_and_no_other),
		ON_DISK(a_failed_fsync_refuses_the_batch_and_no_other),
		ON_DISK(what_was_refused_does_not_come_back_after_a_crash),
		ON_DISK(a_slow_fsync_delays_no_question),
		ON_DISK(a_deletion_under_way_is_not_begun_anew),
		ON_DISK(a_question_sees_what_was_applied_before_it_was_written),
		ON_DISK(a_question_that_cannot_be_answered_says_so),
		ON_DISK(only_full_waits_for_the_disk),
		ON_DISK(service_goes_on_when_the_disk_does),
		ON_DISK(resends_are_kept_for_two_days_at_most),
		ON_DISK(the_messages_of_a_channel_that_ended_are_deleted),
		ON_DISK(a_deleted_event_is_noted_on_disk),
		ON_DISK(the_log_is_kept_short),
	};

	return cmocka_run_group_tests(tests, install_shim, NULL);
}
