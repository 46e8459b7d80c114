/* disk_test.c -- a whole server on a disk that fails: who notices what. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "support/house.h"
#include "support/vfs_power.h"
#include "support/vfs_shim.h"

#include "base/banned.h"

enum { SEARCH_MS = 2000, MUCH = 1500 };

/* --- what the two see --- */

static void
fails_for_the_poster_only(struct house *h, enum vfs_fault fault,
    const char *why)
{
	struct stage *st = &h->stage;

	house_talks(h, "before");
	vfs_shim_set(fault);
	for (int i = 0; i < 3; i++) {
		peer_type(h->al, "PRIVMSG #c :lost");
		house_tells_next(h, h->al, "FAIL PRIVMSG NOT_STORED #c");
		peer_type(h->bo, "PING x");
		house_tells_next(h, h->bo, "PONG");
	}
	assert_true(stage_logged(st, why));
	vfs_shim_set(VFS_FINE);
	house_talks(h, "after");
	assert_true(stage_logged(st, "store: working again"));
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	house_tells_next(h, h->bo, "BATCH +");
	house_tells_next(h, h->bo, "PRIVMSG #c :before");
	house_tells_next(h, h->bo, "PRIVMSG #c :after");
	house_tells_next(h, h->bo, "BATCH -");
}

static void
a_full_disk_is_told_to_the_poster_and_nobody_else(void **state)
{
	fails_for_the_poster_only(*state, VFS_FULL, "the disk is full");
}

static void
a_failed_write_is_told_to_the_poster_and_nobody_else(void **state)
{
	fails_for_the_poster_only(*state, VFS_WRITE_FAILS,
	    "the disk has a fault");
}

static void
so_is_a_disk_that_can_only_be_read(void **state)
{
	fails_for_the_poster_only(*state, VFS_READ_ONLY,
	    "the database cannot be written");
}

/* Longer than it is waited for. */
static void
so_is_a_lock_of_another_program(void **state)
{
	struct house *h = *state;
	char path[KIT_PATH_SIZE + 16];
	sqlite3 *db = NULL;

	house_talks(h, "before");
	snprintf(path, sizeof path, "%s/chat.db", h->folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	/* The writer may be at its index. */
	sqlite3_busy_timeout(db, HOUSE_PATIENCE_MS);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
	    SQLITE_OK);
	peer_type(h->al, "PRIVMSG #c :lost");
	house_tells_next(h, h->al, "FAIL PRIVMSG NOT_STORED #c");
	assert_true(stage_logged(&h->stage, "locked by another program"));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	house_talks(h, "after");
	assert_true(stage_logged(&h->stage, "store: working again"));
}

static void
a_failed_fsync_is_told_to_the_poster_and_nobody_else(void **state)
{
	fails_for_the_poster_only(*state, VFS_SYNC_FAILS,
	    "the disk has a fault");
}

static void
a_slow_fsync_delays_what_is_behind_it_and_nothing_else(void **state)
{
	struct house *h = *state;

	house_talks(h, "before");
	vfs_shim_set(VFS_SYNC_HANGS);
	peer_type(h->al, "PRIVMSG #c :slow");
	for (int i = 0; i < HOUSE_PATIENCE_MS && !vfs_shim_is_hanging(); i++)
		house_turn(h);
	assert_true(vfs_shim_is_hanging());
	peer_type(h->al, "PING behind");
	peer_type(h->bo, "PING x");
	house_tells_next(h, h->bo, "PONG");
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	house_tells_next(h, h->bo, "BATCH +");
	house_tells_next(h, h->bo, "PRIVMSG #c :before");
	house_tells_next(h, h->bo, "BATCH -");
	peer_type(h->bo, "NICK bob");
	for (int i = 0; i < 5; i++)
		house_turn(h);
	assert_null(peer_next_line(h->al));
	assert_null(peer_next_line(h->bo));
	vfs_shim_set(VFS_FINE);
	house_tells_next(h, h->al, "PRIVMSG #c :slow");
	house_tells_next(h, h->bo, "PRIVMSG #c :slow");
	house_tells_next(h, h->bo, "NICK :bob");
	house_tells(h, h->al, "PONG");
}

static void
a_history_that_cannot_be_read_is_a_failed_question(void **state)
{
	struct house *h = *state;

	house_talks(h, "before");
	vfs_shim_set(VFS_READ_FAILS);
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	house_tells_next(h, h->bo, "FAIL CHATHISTORY MESSAGE_ERROR");
	vfs_shim_set(VFS_FINE);
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	house_tells_next(h, h->bo, "BATCH +");
	house_tells_next(h, h->bo, "PRIVMSG #c :before");
	house_tells_next(h, h->bo, "BATCH -");
}

/* --- a search that takes too long --- */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* So much that a search has to read the disk: until it is in the database
 * itself, and not in the log that the writer might look into. */
static void
much_is_said(struct house *h)
{
	char line[480];
	unsigned before = 0;

	for (int i = 0; i < MUCH || (i < 10 * MUCH &&
	    vfs_power_checkpoints() == before); i++) {
		snprintf(line, sizeof line, "PRIVMSG #c :%d %0300d", i, i);
		peer_type(h->al, line);
		if (i % 50 == 49)
			house_tells(h, h->al, line);
		if (i < MUCH)
			before = vfs_power_checkpoints();
	}
	peer_type(h->al, "PRIVMSG #c :that is all");
	house_tells(h, h->al, "PRIVMSG #c :that is all");
	house_tells(h, h->bo, "PRIVMSG #c :that is all");
	assert_int_not_equal(vfs_power_checkpoints(), before);
	peer_forget(h->al);
	peer_forget(h->bo);
}

static void
a_search_is_stopped_after_its_time_and_delays_nobody(void **state)
{
	struct house *h = *state;
	int64_t end;

	much_is_said(h);
	peer_type(h->bo, "CHATHISTORY LATEST #c * 1");
	house_tells(h, h->bo, "BATCH -");
	vfs_shim_set(VFS_READ_HANGS);
	end = now_ms() + SEARCH_MS;
	peer_type(h->bo, "SEARCH from=nobody");
	for (int i = 0; i < HOUSE_PATIENCE_MS && !vfs_shim_is_hanging(); i++)
		house_turn(h);
	assert_true(vfs_shim_is_hanging());
	while (now_ms() <= end + 100) {
		peer_type(h->al, "PRIVMSG #c :meanwhile");
		house_tells_next(h, h->al, "PRIVMSG #c :meanwhile");
		house_tells_next(h, h->bo, "PRIVMSG #c :meanwhile");
	}
	vfs_shim_set(VFS_FINE);
	house_tells_next(h, h->bo, "BATCH +");
	house_tells_next(h, h->bo, "BATCH -");
	house_tells_next(h, h->bo, "WARN SEARCH INCOMPLETE");
	house_talks(h, "after");
}

/* --- */

static void
time_does_not_run_back_over_a_restart(void **state)
{
	struct house *h = *state;
	struct stage *st = &h->stage;
	char time[32];

	peer_type(h->al, "PRIVMSG #c :before");
	snprintf(time, sizeof time, "%.30s",
	    strstr(house_tells(h, h->bo, "PRIVMSG"), "time="));
	stage_release(st);
	stage_init(st, STAGE_LOCAL, 2);
	st->now.wall_ms -= 3600 * 1000;
	house_open(h);
	peer_type(h->al, "PRIVMSG #c :after");
	assert_non_null(strstr(house_tells(h, h->bo, "PRIVMSG"), time));
}

#define ON_DISK(test) { #test, test, house_set_up, house_tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(a_full_disk_is_told_to_the_poster_and_nobody_else),
		ON_DISK(a_failed_fsync_is_told_to_the_poster_and_nobody_else),
		ON_DISK(a_failed_write_is_told_to_the_poster_and_nobody_else),
		ON_DISK(so_is_a_disk_that_can_only_be_read),
		ON_DISK(so_is_a_lock_of_another_program),
		ON_DISK(a_slow_fsync_delays_what_is_behind_it_and_nothing_else),
		ON_DISK(a_history_that_cannot_be_read_is_a_failed_question),
		ON_DISK(a_search_is_stopped_after_its_time_and_delays_nobody),
		ON_DISK(time_does_not_run_back_over_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
