/* syslog_test.c -- log lines through a thread that may be slow. */
#include "config.h"

#include "daemon/syslog.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"

#include "base/banned.h"

enum { TEXT_MAX_BYTES = 1024 * 1024 };

/* Standard error is a pipe while a test runs. */
struct captured {
	int    before, read_end;
	char  *text;	/* owned */
	size_t len;
};

static struct captured
capture(void)
{
	struct captured c = { .text = calloc(1, TEXT_MAX_BYTES) };
	int ends[2];

	assert_non_null(c.text);
	assert_int_equal(pipe(ends), 0);
	c.before = dup(STDERR_FILENO);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	(void)close(ends[1]);
	c.read_end = ends[0];
	return c;
}

static void *
read_all(void *arg)
{
	struct captured *c = arg;
	ssize_t n;

	while ((n = read(c->read_end, c->text + c->len,
	    TEXT_MAX_BYTES - 1 - c->len)) > 0)
		c->len += (size_t)n;
	return NULL;
}

/* Nobody has read the pipe until now; what was written is then in c->text. */
static void
stop_and_read(struct syslog *l, struct captured *c)
{
	pthread_t reader;

	assert_int_equal(pthread_create(&reader, NULL, read_all, c), 0);
	syslog_free(l);
	(void)dup2(c->before, STDERR_FILENO);
	(void)close(c->before);
	(void)pthread_join(reader, NULL);
	(void)close(c->read_end);
}

static struct syslog *
start(enum log_level least)
{
	struct syslog_config config = { .name = "test", .to_stderr = true,
	    .least = least };
	struct err e = { "" };
	struct syslog *l = syslog_new(config);

	syslog_line(l, LEVEL_INFO, "early: 0");
	assert_true(syslog_start(l, &e));
	return l;
}

static void
writes_what_is_important_enough_in_order(void **state)
{
	struct captured c = capture();
	struct syslog *l = start(LEVEL_INFO);
	const char *early, *first, *second;

	(void)state;
	syslog_line(l, LEVEL_INFO, "first: 1");
	syslog_line(l, LEVEL_DEBUG, "hidden: 2");
	syslog_line(l, LEVEL_ERROR, "second: 3");
	stop_and_read(l, &c);
	early = strstr(c.text, " early: 0\n");
	first = strstr(c.text, " first: 1\n");
	second = strstr(c.text, " second: 3\n");
	assert_non_null(early);
	assert_non_null(first);
	assert_non_null(second);
	assert_true(early < first && first < second);
	assert_null(strstr(c.text, "hidden"));
	free(c.text);
}

/* The pipe fills and the thread hangs in its write; whoever logs goes on. */
static void
counts_what_it_has_to_drop(void **state)
{
	enum { LINES = 20000 };
	struct captured c = capture();
	struct syslog *l = start(LEVEL_INFO);
	long kept = 0, dropped = 0;
	const char *at;

	(void)state;
	for (int i = 0; i < LINES; i++)
		syslog_line(l, LEVEL_INFO,
		    "line: 0123456789012345678901234567890123456789");
	stop_and_read(l, &c);
	for (at = c.text; (at = strstr(at, "line: ")) != NULL; at++)
		kept++;
	for (at = c.text; (at = strstr(at, "log: dropped=")) != NULL; at++)
		dropped += strtol(at + strlen("log: dropped="), NULL, 10);
	assert_true(dropped > 0);
	assert_int_equal(kept + dropped, LINES);
	free(c.text);
}

static void
says_nothing_if_it_was_never_started(void **state)
{
	struct captured c = capture();
	struct syslog_config config = { .name = "test", .to_stderr = true };
	struct syslog *l = syslog_new(config);

	(void)state;
	syslog_line(l, LEVEL_ERROR, "early: 0");
	stop_and_read(l, &c);
	assert_string_equal(c.text, "");
	free(c.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_is_important_enough_in_order),
		cmocka_unit_test(says_nothing_if_it_was_never_started),
		cmocka_unit_test(counts_what_it_has_to_drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
