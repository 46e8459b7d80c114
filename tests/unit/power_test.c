/*
 * power_test.c -- the power fails while people talk.
 *
 * Again and again, in the middle of it, the files are composed that a power
 * failure of this moment would leave (vfs_power.h). A server that starts on
 * them has every message that somebody had seen, once, in the order seen, and
 * none that was taken back.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/err.h"
#include "base/rand.h"
#include "base/str.h"
#include "server/event.h"
#include "store/store.h"
#include "support/house.h"
#include "support/vfs_power.h"

#include "base/banned.h"

/* TCPCHAT_CUTS=3000 before a release. */
enum { CUTS = 40, SEEN_MAX = 400000, LINE_BYTES = 600 };

/* What bo has seen: all of it is promised to be there. */
struct seen {
	char (*msgid)[ID_SIZE];
	size_t n, room;
	size_t taken_back;	/* messages of this place are, up to it */
};

static void
note_seen(struct seen *seen, const char *line)
{
	const char *at = strstr(line, "msgid=");

	assert_non_null(at);
	if (seen->n == seen->room) {
		seen->room = seen->room * 2 + 64;
		seen->msgid = realloc(seen->msgid,
		    seen->room * sizeof *seen->msgid);
		assert_non_null(seen->msgid);
	}
	at += strlen("msgid=");
	(void)str_copy_span(seen->msgid[seen->n++], ID_SIZE,
	    (struct str_span){ at, strcspn(at, "; ") });
}

static void
bo_reads(struct house *h, struct seen *seen)
{
	const char *line;

	while ((line = peer_next_line(h->bo)) != NULL) {
		if (strstr(line, " PRIVMSG #c ") != NULL)
			note_seen(seen, line);
		else if (strstr(line, " REDACT #c ") != NULL)
			seen->taken_back++;
	}
	(void)peer_forget(h->al);
}

/* Both talk, of any length, as fast as it is taken; now and then al takes back
 * the oldest that is not taken back yet. */
static void
both_talk(struct house *h, const struct seen *seen, struct rand *r)
{
	static unsigned number;
	char line[LINE_BYTES];

	for (uint64_t n = rand_next(r) % 30; n > 0; n--) {
		snprintf(line, sizeof line, "PRIVMSG #c :%u %0*d", number++,
		    (int)(rand_next(r) % 200), 0);
		peer_type(h->al, line);
	}
	if (rand_next(r) % 4 == 0 && seen->n > seen->taken_back) {
		snprintf(line, sizeof line, "REDACT #c %s",
		    seen->msgid[seen->taken_back]);
		peer_type(h->al, line);
	}
}

/* --- what is left --- */

static void
say_fault(void *ctx, const char *line)
{
	print_error("cut %d: %s\n", *(int *)ctx, line);
}

static void
is_whole(const char *path, int cut)
{
	struct err err = { "" };
	struct store *s = store_sqlite_open(path, STORE_SYNC_OFF, &err);

	if (s == NULL)
		fail_msg("cut %d: %s", cut, err.text);
	store_free(s);
	if (!store_sqlite_check(path, true, say_fault, &cut, &err))
		fail_msg("cut %d: %s", cut, err.text);
}

/* Everything seen, in its order; what lies between was not seen yet. */
static void
has_all(const char *path, const struct seen *seen, int cut)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	size_t found = 0;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT msgid, kind, text "
	    "FROM messages ORDER BY number", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW && found < seen->n) {
		if (!str_eq((const char *)sqlite3_column_text(stmt, 0),
		    seen->msgid[found]))
			continue;
		if (found < seen->taken_back)
			assert_int_equal(sqlite3_column_int(stmt, 1), 0);
		found++;
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	if (found < seen->n)
		fail_msg("cut %d: %s is not there, or not in its place", cut,
		    seen->msgid[found]);
}

static void
has_none_twice(const char *path)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT text FROM messages "
	    "WHERE text IS NOT NULL GROUP BY text HAVING count(*) > 1", -1,
	    &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void
cut_and_look(const struct seen *seen, enum vfs_loss loss, int cut)
{
	char folder[KIT_PATH_SIZE], path[KIT_PATH_SIZE + 16];

	kit_make_folder(folder);
	snprintf(path, sizeof path, "%s/chat.db", folder);
	vfs_power_cut(folder, loss, (uint64_t)cut);
	is_whole(path, cut);
	has_all(path, seen, cut);
	has_none_twice(path);
	kit_remove_folder(folder);
}

/* --- */

static int
cuts_wanted(void)
{
	const char *text = getenv("TCPCHAT_CUTS");
	int64_t n = CUTS;

	if (text != NULL)
		assert_true(str_to_int64(text, 1, 1000000, &n));
	return (int)n;
}

static void
loses_nothing(void **state, enum vfs_loss loss)
{
	struct house *h = *state;
	struct seen seen = { NULL, 0, 0, 0 };
	struct rand r;

	rand_seed(&r, (uint64_t)loss + 1);
	for (int cut = 0; cut < cuts_wanted(); cut++) {
		both_talk(h, &seen, &r);
		/* A cut in the middle of a batch, or when all is quiet. */
		for (uint64_t n = rand_next(&r) % 60; n > 0; n--)
			house_turn(h);
		bo_reads(h, &seen);
		cut_and_look(&seen, loss, cut);
	}
	assert_true(seen.n > (size_t)cuts_wanted());
	assert_true(seen.taken_back > 0);
	free(seen.msgid);
}

static void
nothing_seen_is_lost_with_all_that_was_not_synced(void **state)
{
	loses_nothing(state, VFS_LOSE_ALL);
}

static void
nothing_seen_is_lost_with_the_end_of_what_was_written(void **state)
{
	loses_nothing(state, VFS_LOSE_TAIL);
}

static void
nothing_seen_is_lost_with_any_of_what_was_not_synced(void **state)
{
	loses_nothing(state, VFS_LOSE_ANY);
}

#define IN_HOUSE(test) { #test, test, house_set_up, house_tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(nothing_seen_is_lost_with_all_that_was_not_synced),
		IN_HOUSE(nothing_seen_is_lost_with_the_end_of_what_was_written),
		IN_HOUSE(nothing_seen_is_lost_with_any_of_what_was_not_synced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
