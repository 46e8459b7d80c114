/* logpage_test.c -- lines of the log, in order, with their holes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "client/logfile.h"
#include "client/logline.h"
#include "tui/logpage.h"

#include "base/banned.h"

static char folder[64];
static char path[128];

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/logpage_test.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/a.log", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder);
}

static void
say(struct logfile *f, int64_t time_ms, const char *msgid)
{
	struct logline l = {
		.time_ms = time_ms, .nick = "dana", .text = msgid,
		.text_len = strlen(msgid), .msgid = msgid,
	};

	assert_true(logfile_add(f, &l, 0));
}

static void
mark(struct logfile *f, enum logline_mark mark, int64_t from_ms,
    int64_t until_ms)
{
	struct logline l = {
		.mark = mark, .time_ms = from_ms, .until_ms = until_ms,
		.msgid = "",
	};

	assert_true(logfile_add(f, &l, 0));
}

/* "a b [3-7] c": the page as it would be shown; `f` is written out before. */
static void
shows(struct logfile *f, size_t wanted, const char *expected)
{
	struct err why = { "" };
	struct logpage page;
	struct buf got;
	size_t hole = 0;

	assert_true(logfile_write(f, &why));
	buf_init(&got, 64 * 1024);
	if (!logpage_read(&page, f, wanted))
		assert_true(buf_add_str(&got, "none"));
	for (size_t i = 0; i < page.count; i++) {
		for (; hole < page.nholes && page.holes[hole].at == i; hole++)
			assert_true(buf_addf(&got, "[%d%s%d] ",
			    (int)page.holes[hole].from_ms,
			    page.holes[hole].is_lost ? "x" : "-",
			    (int)page.holes[hole].until_ms));
		assert_true(buf_addf(&got, "%s ", page.lines[i].text));
	}
	assert_int_equal(hole, page.nholes);
	assert_string_equal(buf_str(&got), expected);
	buf_release(&got);
	logpage_release(&page);
}

static void
a_hole_stands_where_something_is_missing(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));

	(void)state;
	say(f, 1, "a");
	mark(f, LOGLINE_MISSING, 1, 8);
	say(f, 8, "h");
	mark(f, LOGLINE_LOST, 8, 20);
	say(f, 20, "t");
	shows(f, 9, "a [1-8] h [8x20] t ");
	logfile_free(f);
}

static void
what_was_found_later_stands_in_its_place(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));

	(void)state;
	say(f, 1, "a");
	mark(f, LOGLINE_MISSING, 1, 8);
	say(f, 8, "h");
	say(f, 9, "i");
	mark(f, LOGLINE_FOUND, 2, 8);
	say(f, 2, "b");
	say(f, 3, "c");
	mark(f, LOGLINE_MISSING, 3, 8);
	shows(f, 99, "a b c [3-8] h i ");
	logfile_free(f);
	f = logfile_new(xstrdup(path));
	mark(f, LOGLINE_FOUND, 4, 8);
	say(f, 4, "d");
	mark(f, LOGLINE_FILLED, 4, 8);
	shows(f, 99, "a b c d h i ");
	logfile_free(f);
}

/* Else what was found would stand before the lines that it is older than. */
static void
a_page_reaches_back_to_where_a_hole_began(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));

	(void)state;
	say(f, 1, "a");
	mark(f, LOGLINE_MISSING, 1, 8);
	say(f, 8, "h");
	mark(f, LOGLINE_FOUND, 2, 8);
	say(f, 2, "b");
	say(f, 3, "c");
	mark(f, LOGLINE_FILLED, 3, 8);
	shows(f, 3, "a b c h ");
	logfile_free(f);
}

static void
a_hole_behind_which_nothing_stands_is_none(void **state)
{
	struct logfile *f = logfile_new(xstrdup(path));

	(void)state;
	say(f, 1, "a");
	say(f, 1, "a");
	mark(f, LOGLINE_MISSING, 1, 8);
	shows(f, 9, "a ");
	shows(f, 9, "none");
	logfile_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_hole_stands_where_something_is_missing, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    what_was_found_later_stands_in_its_place, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_page_reaches_back_to_where_a_hole_began, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_hole_behind_which_nothing_stands_is_none, make_folder,
		    remove_folder),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("logpage", tests, NULL, NULL);
}
