/* log_test.c -- log lines and their sink. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/str.h"

#include "base/banned.h"

static struct {
	int lines;
	enum log_level level;
	char text[LOG_LINE_MAX_BYTES + 1];
} seen;

static void
remember(void *self, enum log_level level, const char *line)
{
	assert_ptr_equal(self, &seen);
	seen.lines++;
	seen.level = level;
	assert_true(str_copy(seen.text, sizeof seen.text, line));
}

static void
goes_nowhere_without_a_sink(void **state)
{
	(void)state;
	log_set_sink(NULL, NULL);
	log_line(LEVEL_ERROR, "lost: %d", 1);
	assert_int_equal(seen.lines, 0);
}

static void
tells_the_sink_level_and_line(void **state)
{
	(void)state;
	log_set_sink(remember, &seen);
	log_line(LEVEL_WARNING, "listen: port=%d", 6667);
	assert_int_equal(seen.lines, 1);
	assert_int_equal(seen.level, LEVEL_WARNING);
	assert_string_equal(seen.text, "listen: port=6667");
	log_set_sink(NULL, NULL);
}

static void
a_peer_cannot_make_a_second_line(void **state)
{
	(void)state;
	log_set_sink(remember, &seen);
	log_line(LEVEL_INFO, "quit: %s", "a\nroot: b\r\x1b[2J\x7f");
	assert_string_equal(seen.text, "quit: a?root: b??[2J?");
	log_set_sink(NULL, NULL);
}

static void
cuts_a_line_that_is_too_long(void **state)
{
	char text[3000];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	log_set_sink(remember, &seen);
	log_line(LEVEL_INFO, "%s", text);
	assert_int_equal(strlen(seen.text), LOG_LINE_MAX_BYTES);
	log_set_sink(NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_nowhere_without_a_sink),
		cmocka_unit_test(tells_the_sink_level_and_line),
		cmocka_unit_test(a_peer_cannot_make_a_second_line),
		cmocka_unit_test(cuts_a_line_that_is_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
