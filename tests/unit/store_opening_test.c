/*
 * store_opening_test.c -- a database that something has happened to.
 *
 * It is refused with a sentence that names it and the remedy, and left as it
 * is, byte for byte; nothing is ever made anew in its place.
 */
#include "config.h"

#include <errno.h>
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
#include "base/rand.h"
#include "base/xalloc.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { CHANNEL = 5, ROWS = 300, HEADER = 100, PAGE = 4096, FLIPS = 250 };

/* A good one with ROWS messages, and a place to break it at. */
struct shelf {
	char folder[KIT_PATH_SIZE], path[KIT_PATH_SIZE + 16];
	unsigned char *good;
	size_t size;
};

static void
write_bytes(const struct shelf *sh, const void *bytes, size_t n)
{
	int fd = open(sh->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

static unsigned char *
read_bytes(const struct shelf *sh, size_t *n)
{
	struct stat st;
	unsigned char *bytes;
	int fd = open(sh->path, O_RDONLY);

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	*n = (size_t)st.st_size;
	bytes = xmalloc(*n + 1);
	assert_int_equal(read(fd, bytes, *n), *n);
	close(fd);
	return bytes;
}

static void
unlink_beside(const struct shelf *sh, const char *suffix)
{
	char name[sizeof sh->path + 8];

	snprintf(name, sizeof name, "%s%s", sh->path, suffix);
	(void)unlink(name);
}

static int
set_up(void **state)
{
	struct shelf *sh = xcalloc(1, sizeof *sh);
	struct batch *b = kit_batch(NULL);
	struct err err = { "" };
	struct store *s;

	kit_make_folder(sh->folder);
	snprintf(sh->path, sizeof sh->path, "%s/chat.db", sh->folder);
	s = store_sqlite_open(sh->path, STORE_SYNC_OFF, &err);
	assert_non_null(s);
	for (uint64_t i = 1; i <= ROWS; i++)
		kit_batch_add(b, said_new(&(struct said){ .order = i,
		    .channel = CHANNEL }));
	batch_free(kit_write(s, b));
	store_free(s);
	sh->good = read_bytes(sh, &sh->size);
	*state = sh;
	return 0;
}

static int
tear_down(void **state)
{
	struct shelf *sh = *state;

	kit_remove_folder(sh->folder);
	free(sh->good);
	free(sh);
	return 0;
}

static void
say_nothing(void *ctx, const char *line)
{
	(void)ctx;
	(void)line;
}

/* By a start and by a check; what is there stays. */
static void
is_refused(const struct shelf *sh, const char *what, const char *words)
{
	struct err err = { "" };
	size_t before_n, n;
	unsigned char *before = read_bytes(sh, &before_n), *after;

	if (store_sqlite_open(sh->path, STORE_SYNC_FULL, &err) != NULL)
		fail_msg("%s: it was opened", what);
	if (strstr(err.text, words) == NULL ||
	    strstr(err.text, sh->path) == NULL)
		fail_msg("%s: '%s' lacks '%s'", what, err.text, words);
	if (store_sqlite_check(sh->path, true, say_nothing, NULL, &err))
		fail_msg("%s: the check found nothing", what);
	assert_string_not_equal(err.text, "");
	after = read_bytes(sh, &n);
	assert_int_equal(n, before_n);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

/* --- what can have happened --- */

static void
one_that_was_cut_off_is_refused(void **state)
{
	static const struct { long at; const char *words; } cuts[] = {
		{ 0, "it is empty" },
		{ 1, "it is not a tcpchat database" },
		{ 99, "it is not a tcpchat database" },
		{ HEADER, "its end is missing" },
		{ PAGE - 1, "its end is missing" },
		{ PAGE, "its end is missing" },
		{ 3 * PAGE + 17, "its end is missing" },
		{ -PAGE, "its end is missing" },
		{ -1, "its end is missing" },
	};
	const struct shelf *sh = *state;
	char what[32];

	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		long n = cuts[i].at < 0 ? (long)sh->size + cuts[i].at :
		    cuts[i].at;

		write_bytes(sh, sh->good, (size_t)n);
		snprintf(what, sizeof what, "cut at %ld", n);
		is_refused(sh, what, cuts[i].words);
		is_refused(sh, what, "backup");
	}
}

static void
one_whose_header_is_wrong_is_refused(void **state)
{
	/* sqlite.org/fileformat2.html, 1.3 */
	static const struct { const char *what; size_t at; unsigned char to; }
	    faults[] = {
		{ "the magic words", 3, 'X' },
		{ "the page size", 16, 0x03 },
		{ "the format to be written", 18, 0x77 },
		{ "the embedded payload", 21, 0x00 },
		{ "the schema format", 47, 0x99 },
		{ "the encoding", 59, 0x02 },
		{ "the number of our schema", 63, 99 },
		{ "whose file it is", 68, 0x00 },
		{ "the kind of the first page", 100, 0xff },
	};
	const struct shelf *sh = *state;

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		unsigned char *bytes = memcpy(xmalloc(sh->size), sh->good,
		    sh->size);

		bytes[faults[i].at] = faults[i].to;
		write_bytes(sh, bytes, sh->size);
		is_refused(sh, faults[i].what, "'");
		free(bytes);
	}
}

static void
pages_full_of_noise_are_refused(void **state)
{
	const struct shelf *sh = *state;
	struct rand r;

	rand_seed(&r, 1);
	for (size_t page = 1; page < sh->size / PAGE; page++) {
		unsigned char *bytes = memcpy(xmalloc(sh->size), sh->good,
		    sh->size);
		struct err err = { "" };

		for (size_t i = 0; i < PAGE; i++)
			bytes[page * PAGE + i] = (unsigned char)rand_next(&r);
		write_bytes(sh, bytes, sh->size);
		if (store_sqlite_check(sh->path, true, say_nothing, NULL,
		    &err))
			fail_msg("noise in page %zu: nothing found", page + 1);
		assert_non_null(strstr(err.text, "backup"));
		free(bytes);
	}
}

static long long
count(const char *path)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	long long n = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(db, "SELECT count(*), sum(text "
	    "IS NOT NULL) FROM messages NOT INDEXED", -1, &stmt, NULL) ==
	    SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

/* Uses it as a server does: answers may fail, the process may not. */
static void
use(struct store *s)
{
	struct question q = { .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .channel = { .number = CHANNEL },
	    .limit = 500, .upto = UINT64_MAX };
	struct result r;

	kit_ask(s, &q, &r);
	result_release(&r);
	q.kind = QUESTION_SEARCH;
	q.text = "text";
	kit_ask(s, &q, &r);
	result_release(&r);
	(void)kit_say(s, &(struct said){ .order = ROWS + 1,
	    .channel = CHANNEL });
}

/* A bit of a text is nobody's fault that can be seen; a message that is not
 * there any more is. */
static void
whatever_bit_has_flipped_no_message_is_lost_unnoticed(void **state)
{
	const struct shelf *sh = *state;
	struct rand r;

	rand_seed(&r, 2);
	for (int i = 0; i < FLIPS; i++) {
		unsigned char *bytes = memcpy(xmalloc(sh->size), sh->good,
		    sh->size);
		struct err err = { "" };
		struct store *s;

		bytes[rand_next(&r) % (i % 4 == 0 ? HEADER : sh->size)] ^=
		    (unsigned char)(1u << rand_next(&r) % 8);
		write_bytes(sh, bytes, sh->size);
		unlink_beside(sh, "-wal");
		unlink_beside(sh, "-shm");
		if (count(sh->path) != ROWS && store_sqlite_check(sh->path,
		    true, say_nothing, NULL, &err))
			fail_msg("flip %d: rows are missing", i);
		s = store_sqlite_open(sh->path, STORE_SYNC_OFF, &err);
		if (s != NULL)
			use(s);
		else
			assert_non_null(strstr(err.text, sh->path));
		store_free(s);
		free(bytes);
	}
}

static void
what_is_no_file_is_refused(void **state)
{
	const struct shelf *sh = *state;
	struct err err = { "" };

	assert_int_equal(unlink(sh->path), 0);
	assert_int_equal(mkdir(sh->path, 0700), 0);
	assert_null(store_sqlite_open(sh->path, STORE_SYNC_FULL, &err));
	assert_non_null(strstr(err.text, "not an ordinary file"));
	assert_int_equal(rmdir(sh->path), 0);
	assert_int_equal(mkfifo(sh->path, 0600), 0);
	assert_null(store_sqlite_open(sh->path, STORE_SYNC_FULL, &err));
	assert_non_null(strstr(err.text, "not an ordinary file"));
}

/* Left by a crash, or by a copy that took too much or too little. */
static void
what_lies_beside_it_is_no_obstacle(void **state)
{
	static const char *const beside[] = { "-shm", "-wal" };
	const struct shelf *sh = *state;
	char name[sizeof sh->path + 8];

	for (size_t i = 0; i < 2; i++) {
		struct err err = { "" };
		struct store *s;
		FILE *file;

		write_bytes(sh, sh->good, sh->size);
		unlink_beside(sh, "-wal");
		unlink_beside(sh, "-shm");
		snprintf(name, sizeof name, "%s%s", sh->path, beside[i]);
		file = fopen(name, "wb");
		assert_non_null(file);
		for (int j = 0; j < 40000; j++)
			fputc(j % 251, file);
		fclose(file);
		s = store_sqlite_open(sh->path, STORE_SYNC_FULL, &err);
		assert_string_equal(err.text, "");
		use(s);
		store_free(s);
		assert_int_equal(count(sh->path), ROWS + 1);
	}
}

/* --- a copy --- */

static void
a_copy_made_under_load_is_a_beginning_of_it(void **state)
{
	const struct shelf *sh = *state;
	char copy[sizeof sh->path + 8];
	struct err err = { "" };
	struct store *s = store_sqlite_open(sh->path, STORE_SYNC_OFF, &err);
	uint64_t order = ROWS;

	assert_non_null(s);
	snprintf(copy, sizeof copy, "%s.copy", sh->path);
	for (int i = 0; i < 20; i++) {
		struct batch *b = kit_batch(NULL), *done = NULL;
		long long before = (long long)order, n;

		for (int j = 0; j < 500; j++)
			kit_batch_add(b, said_new(&(struct said){
			    .order = ++order, .channel = CHANNEL }));
		store_submit(s, b);	/* the writer is at it meanwhile */
		if (!store_sqlite_backup(sh->path, copy, &err))
			fail_msg("%s", err.text);
		assert_true(kit_wait(s));
		done = store_take_done(s);
		assert_ptr_equal(done, b);
		batch_free(done);
		assert_true(store_sqlite_check(copy, true, say_nothing, NULL,
		    &err));
		n = count(copy);
		assert_true(n == before || n == (long long)order);
		assert_int_equal(unlink(copy), 0);
	}
	store_free(s);
}

/* --- a folder that does not reach the disk --- */

static bool folders_fail;

/* Stands before the one of the C library. */
int
fsync(int fd)
{
	struct stat st;

	if (folders_fail && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EIO;
		return -1;
	}
	return fdatasync(fd);
}

/* A file whose name may be gone after a crash is not there. */
static void
a_name_that_is_not_on_disk_is_told_and_taken_back(void **state)
{
	struct shelf *sh = *state;
	char other[sizeof sh->path + 8], copy[sizeof sh->path + 8];
	struct err err = { "" };
	struct store *s;

	snprintf(other, sizeof other, "%s.other", sh->path);
	snprintf(copy, sizeof copy, "%s.copy", sh->path);
	folders_fail = true;
	s = store_sqlite_open(other, STORE_SYNC_OFF, &err);
	folders_fail = false;
	assert_null(s);
	assert_non_null(strstr(err.text, strerror(EIO)));
	assert_int_equal(access(other, F_OK), -1);
	folders_fail = true;
	assert_false(store_sqlite_backup(sh->path, copy, &err));
	folders_fail = false;
	assert_non_null(strstr(err.text, strerror(EIO)));
	assert_int_equal(access(copy, F_OK), -1);
	s = store_sqlite_open(other, STORE_SYNC_OFF, &err);
	assert_non_null(s);
	store_free(s);
}

#define ON_SHELF(test) { #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SHELF(one_that_was_cut_off_is_refused),
		ON_SHELF(one_whose_header_is_wrong_is_refused),
		ON_SHELF(pages_full_of_noise_are_refused),
		ON_SHELF(whatever_bit_has_flipped_no_message_is_lost_unnoticed),
		ON_SHELF(what_is_no_file_is_refused),
		ON_SHELF(what_lies_beside_it_is_no_obstacle),
		ON_SHELF(a_copy_made_under_load_is_a_beginning_of_it),
		ON_SHELF(a_name_that_is_not_on_disk_is_told_and_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
