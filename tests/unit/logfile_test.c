/* logfile_test.c -- a file of the log: added to, and read back. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "client/logfile.h"
#include "client/logline.h"

#include "base/banned.h"

static char folder[64];
static char path[128], old_path[140];

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/logfile_test.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/office-6667/#all.log", folder);
	snprintf(old_path, sizeof old_path, "%s.old", path);
	return 0;
}

static int
remove_folder(void **state)
{
	char place[96];

	(void)state;
	snprintf(place, sizeof place, "%s/office-6667", folder);
	(void)unlink(path);
	(void)unlink(old_path);
	(void)rmdir(place);
	return rmdir(folder);
}

static void
add(struct logfile *f, const char *text)
{
	struct logline l = {
		.time_ms = INT64_C(1795162904123), .nick = "dana",
		.text = text, .text_len = strlen(text), .msgid = "",
	};

	assert_true(logfile_add(f, &l, 0));
}

/* The texts of the lines before those read last, with '|' behind each. */
static void
reads(struct logfile *f, size_t n, const char *texts)
{
	char *text = logfile_older(f, n), *line = text, *end;
	struct logline l;
	struct buf got;

	buf_init(&got, 64 * 1024);
	while (line != NULL && (end = strchr(line, '\n')) != NULL) {
		*end = '\0';
		if (logline_read(line, &l))
			assert_true(buf_addf(&got, "%s|",
			    l.mark == LOGLINE_SAID ? l.text : "hole"));
		line = end + 1;
	}
	assert_string_equal(buf_str(&got), texts);
	buf_release(&got);
	free(text);
}

/* On the disk, too: nothing but blanks are left of it. */
static void
what_is_taken_back_is_gone_from_the_disk(void **state)
{
	static const struct logline secret = {
		.time_ms = INT64_C(1795162904123), .nick = "dana",
		.text = "hunter2", .text_len = 7, .msgid = "m1",
	};
	struct logfile *f = logfile_new(xstrdup(path));
	char bytes[1000] = "";
	int fd;

	(void)state;
	add(f, "before");
	assert_true(logfile_add(f, &secret, 0));
	add(f, "behind");
	assert_false(logfile_forget(f, "m2"));
	assert_false(logfile_forget(f, ""));
	assert_true(logfile_forget(f, "m1"));
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_true(read(fd, bytes, sizeof bytes - 1) > 0);
	close(fd);
	assert_null(strstr(bytes, "hunter2"));
	reads(f, 9, "before|behind|");
	logfile_free(f);
}

static void
add_raw(const char *bytes)
{
	int fd = open(path, O_WRONLY | O_APPEND);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	close(fd);
}

static void
is_for_its_owner_alone(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };
	struct stat st;

	(void)state;
	umask(0);
	add(f, "hello");
	assert_true(logfile_is_waiting(f));
	assert_int_equal(stat(path, &st), -1);
	assert_true(logfile_write(f, &why));
	assert_false(logfile_is_waiting(f));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	path[strlen(path)] = '/';
	logfile_free(f);
}

static void
is_read_back_page_by_page(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };

	(void)state;
	for (int i = 0; i < 5; i++)
		add(f, (const char *[]){ "a", "b", "c", "d", "e" }[i]);
	assert_true(logfile_write(f, &why));
	reads(f, 2, "d|e|");
	add(f, "new");
	assert_true(logfile_write(f, &why));
	reads(f, 2, "b|c|");
	reads(f, 2, "a|");
	assert_null(logfile_older(f, 2));
	logfile_free(f);
}

/* The file has grown too big: another one has begun with that. */
static void
turn_over(struct logfile *f, const char *text)
{
	struct err why = { "" };

	assert_int_equal(rename(path, old_path), 0);
	add(f, text);
	assert_true(logfile_write(f, &why));
}

static void
reading_goes_on_in_the_old_file(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };

	(void)state;
	add(f, "a");
	add(f, "b");
	assert_true(logfile_write(f, &why));
	turn_over(f, "c");
	reads(f, 2, "c|");
	reads(f, 1, "b|");
	reads(f, 9, "a|");
	assert_null(logfile_older(f, 2));
	logfile_free(f);
}

static void
what_is_taken_back_is_gone_from_the_old_file(void **state)
{
	static const struct logline secret = {
		.time_ms = 1, .nick = "dana", .text = "!hunter2",
		.text_len = 8, .msgid = "m1",
	}, hole = {
		.mark = LOGLINE_LOST, .time_ms = 1, .until_ms = 2,
		.msgid = "m1",
	};
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };

	(void)state;
	assert_true(logfile_add(f, &secret, 0));
	assert_true(logfile_add(f, &hole, 0));
	assert_true(logfile_write(f, &why));
	turn_over(f, "new");
	assert_true(logfile_forget(f, "m1"));
	reads(f, 9, "new|");
	reads(f, 9, "hole|");
	logfile_free(f);
}

static void
many_lines_come_back_all(void **state)
{
	enum { LINES = 5000, PAGE = 700 };
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };
	char words[64], *text;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < LINES; i++) {
		snprintf(words, sizeof words, "this is number %d of them", i);
		add(f, words);
	}
	assert_true(logfile_write(f, &why));
	while ((text = logfile_older(f, PAGE)) != NULL) {
		for (char *p = text; (p = strchr(p, '\n')) != NULL; p++)
			n++;
		free(text);
	}
	assert_int_equal(n, LINES);
	logfile_free(f);
}

/* A crash in the middle of a line costs that line, not the next one. */
static void
a_line_cut_short_spoils_no_other(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };

	(void)state;
	add(f, "whole");
	assert_true(logfile_write(f, &why));
	add_raw("2026-11-20 09:2");
	reads(f, 9, "whole|");
	add(f, "next");
	assert_true(logfile_write(f, &why));
	logfile_free(f);
	f = logfile_new(xstrdup(path));
	reads(f, 9, "whole|next|");
	logfile_free(f);
}

static void
what_cannot_be_written_waits(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct err why = { "" };
	char place[96];

	(void)state;
	snprintf(place, sizeof place, "%s/office-6667", folder);
	assert_true(close(open(place, O_CREAT | O_WRONLY, 0600)) == 0);
	add(f, "patient");
	assert_false(logfile_write(f, &why));
	assert_non_null(strstr(why.text, "/set log off"));
	assert_true(logfile_is_waiting(f));
	assert_int_equal(unlink(place), 0);
	assert_true(logfile_write(f, &why));
	reads(f, 9, "patient|");
	logfile_free(f);
}

static void
does_not_wait_without_end(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));
	struct logline l = { .nick = "dana", .msgid = "", .text_len = 60000 };
	char *text = xcalloc(1, 60001);
	int n = 0;

	(void)state;
	memset(text, 'x', 60000);
	l.text = text;
	while (n < 100 && logfile_add(f, &l, 0))
		n++;
	assert_true(n > 10 && n < 20);
	free(text);
	logfile_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_taken_back_is_gone_from_the_disk,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(is_for_its_owner_alone,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(is_read_back_page_by_page,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    reading_goes_on_in_the_old_file, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    what_is_taken_back_is_gone_from_the_old_file, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(many_lines_come_back_all,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_line_cut_short_spoils_no_other, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(what_cannot_be_written_waits,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(does_not_wait_without_end,
		    make_folder, remove_folder),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("logfile", tests, NULL, NULL);
}
