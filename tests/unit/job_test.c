/* job_test.c -- what one send has taken, kept and read again. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cli/job.h"

#include "base/banned.h"

static const char one[] = "01M7Y7VX20GEB3KWZP4RB2Z1X4";
static const char two[] = "01M7Y7VX20NPEAD23R156A4REG";

/* Two messages, the first of them stored. */
static void
make(struct job *j, struct buf *keep)
{
	memset(j, 0, sizeof *j);
	buf_init(keep, 4096);
	assert_true(buf_add_str(keep, "tcpchat-send 1\n"));
	job_take(j, 1);
	job_add_piece(j, one, "#all", "hello there", keep);
	job_taken(j, keep);
	job_take(j, 2);
	job_add_piece(j, two, "#all", "again", keep);
	job_taken(j, keep);
	job_stored(j, job_find(j, one), keep);
}

static void
is_kept(struct buf *kept, size_t len, size_t good, size_t count,
    size_t npieces)
{
	struct job j = { .count = 0 };
	size_t bytes;

	assert_true(job_read(&j, buf_str(kept), len, &bytes));
	assert_int_equal(bytes, good);
	assert_int_equal(j.count, count);
	assert_int_equal(j.npieces, npieces);
	job_release(&j);
}

static void
what_is_kept_is_read_again(void **state)
{
	struct job j, again = { .count = 0 };
	struct buf keep, outbox;
	size_t good;

	(void)state;
	make(&j, &keep);
	assert_true(job_read(&again, buf_str(&keep), keep.len, &good));
	assert_int_equal(good, keep.len);
	assert_int_equal(again.count, 2);
	assert_int_equal(again.stored, 1);
	assert_int_equal(again.messages[1].hash, 2);
	buf_init(&outbox, 4096);
	assert_true(job_outbox(&again, &outbox));
	assert_string_equal(buf_str(&outbox),
	    "written text 01M7Y7VX20NPEAD23R156A4REG #all again\n");
	buf_release(&outbox);
	buf_release(&keep);
	job_release(&again);
	job_release(&j);
}

/* A piece without its "taken" was never sent. */
static void
a_cut_end_does_not_count(void **state)
{
	const char *second, *taken, *stored;
	struct job j;
	struct buf keep;
	size_t base;

	(void)state;
	make(&j, &keep);
	second = strstr(buf_str(&keep), two) - strlen("piece ");
	taken = strstr(second, "taken");
	stored = strstr(second, "stored");
	base = (size_t)(second - keep.data);
	is_kept(&keep, keep.len - 1, (size_t)(stored - keep.data), 2, 2);
	is_kept(&keep, (size_t)(taken - keep.data) + 3, base, 1, 1);
	is_kept(&keep, base + 9, base, 1, 1);
	is_kept(&keep, 5, 0, 0, 0);
	is_kept(&keep, 0, 0, 0, 0);
	buf_release(&keep);
	job_release(&j);
}

static void
another_input_is_new_from_where_it_differs(void **state)
{
	struct job j;
	struct buf keep;

	(void)state;
	make(&j, &keep);
	job_forget(&j, 1, &keep);
	assert_int_equal(j.count, 1);
	assert_int_equal(j.npieces, 1);	/* what is on its way stays */
	is_kept(&keep, keep.len, keep.len, 1, 1);
	job_stored(&j, job_find(&j, two), &keep);
	assert_int_equal(j.stored, 1);
	buf_release(&keep);
	job_release(&j);
}

static void
other_files_are_refused(void **state)
{
	static const char *const files[] = {
		"my diary\n", "tcpchat-send 2\nx", "tcpchat-send 1\nx y\n",
		"tcpchat-send 1\ntaken 12 1\n",
		"tcpchat-send 1\ntaken 0000000000000001 5\n",
		"tcpchat-send 1\npiece short #all x\n",
		"tcpchat-send 1\nforget 3\n",
	};
	struct job j = { .count = 0 };
	size_t i, good;

	(void)state;
	for (i = 0; i < sizeof files / sizeof *files; i++) {
		assert_false(job_read(&j, files[i], strlen(files[i]),
		    &good));
		job_release(&j);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_is_read_again),
		cmocka_unit_test(a_cut_end_does_not_count),
		cmocka_unit_test(another_input_is_new_from_where_it_differs),
		cmocka_unit_test(other_files_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
