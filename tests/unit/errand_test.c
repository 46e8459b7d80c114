/* errand_test.c -- commands that are run for us, with real children. */
#include "config.h"

#include "client/errand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/child.h"

#include "base/banned.h"

enum { LIMIT_MS = 60 * 1000 };	/* none is to be met but where it is named */

struct scene {
	struct event_base *base;
	struct errand *errand;
	bool kills_when_heard;
	struct buf heard;
	int ends;		/* how often it has ended */
	enum errand_fate fate;
	int status;
	bool has_line;
	char line[64], why[256];
};

static int
setup(void **state)
{
	static struct scene s;

	s = (struct scene){ .base = event_base_new() };
	buf_init(&s.heard, 4096);
	*state = &s;
	return s.base == NULL;
}

static int
teardown(void **state)
{
	struct scene *s = *state;

	buf_release(&s->heard);
	event_base_free(s->base);
	return 0;
}

static void
on_heard(void *arg, const char *data, size_t len)
{
	struct scene *s = arg;

	assert_true(buf_add(&s->heard, data, len));
	if (s->kills_when_heard)
		errand_kill(s->errand);
}

static void
on_done(void *arg, const struct errand_end *end)
{
	struct scene *s = arg;

	s->ends++;
	s->fate = end->fate;
	s->status = end->status;
	s->has_line = end->line != NULL;
	(void)str_copy(s->line, sizeof s->line, s->has_line ? end->line : "");
	(void)str_copy(s->why, sizeof s->why, end->why);
}

/* Runs the loop until it has ended. */
static void
run(struct scene *s, struct errand_order order)
{
	order.done = on_done;
	order.heard = on_heard;
	order.arg = s;
	if (order.limit_ms == 0)
		order.limit_ms = LIMIT_MS;
	s->errand = errand_start(s->base, &order);
	assert_int_equal(s->ends, 0);
	while (s->ends == 0)
		assert_int_equal(event_base_loop(s->base, EVLOOP_ONCE), 0);
	assert_int_equal(s->ends, 1);
}

static void
brings_the_first_line_of_what_it_printed(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .command = "echo one; echo two" });
	assert_true(s->has_line);
	assert_string_equal(s->line, "one");
}

static void
hands_over_a_text_and_no_shell_reads_an_argument(void **state)
{
	static const char *const argv[] = { "sed", "s/$/ $(id) ;/", NULL };
	struct scene *s = *state;

	run(s, (struct errand_order){ .argv = argv, .input = "secret" });
	assert_string_equal(s->line, "secret $(id) ;");
}

static void
hands_over_a_file_and_variables(void **state)
{
	static const struct child_variable variables[] = {
		{ "TCPCHAT_TEXT", "a 'b' $c" }, { NULL, NULL }
	};
	struct scene *s = *state;
	FILE *f = tmpfile();

	assert_non_null(f);
	fputs("from the file", f);
	rewind(f);
	run(s, (struct errand_order){ .file = f, .variables = variables,
	    .command = "echo \"$(cat) $TCPCHAT_TEXT\"" });
	fclose(f);
	assert_string_equal(s->line, "from the file a 'b' $c");
}

static void
says_why_it_failed_in_its_own_words(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .command = "echo no >&2; exit 3" });
	assert_false(s->has_line);
	assert_int_equal(WEXITSTATUS(s->status), 3);
	assert_string_equal(s->why, "sh: no");
}

static void
says_that_there_is_no_such_program(void **state)
{
	static const char *const argv[] = { "tcpchat-there-is-none", NULL };
	struct scene *s = *state;

	run(s, (struct errand_order){ .argv = argv });
	assert_int_equal(s->fate, ERRAND_NOT_STARTED);
	assert_false(s->has_line);
	assert_non_null(strstr(s->why, "No such file"));
}

static void
hears_both_ways_in_their_order(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .output = ERRAND_HEARD,
	    .command = "echo a; echo b >&2; echo c" });
	assert_string_equal(buf_str(&s->heard), "a\nb\nc\n");
	assert_int_equal(s->fate, ERRAND_ENDED);
}

static void
ends_what_takes_too_long(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .limit_ms = 50, .command = "sleep 1000" });
	assert_int_equal(s->fate, ERRAND_LATE);
	assert_false(s->has_line);
}

/* What it has started holds its output open. */
static void
waits_no_longer_for_those_it_leaves_behind(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .limit_ms = 50, .output = ERRAND_HEARD,
	    .command = "sleep 5 &" });
	assert_int_equal(s->fate, ERRAND_LATE);
}

static void
ends_when_nobody_hears_it_and_something_stays(void **state)
{
	struct scene *s = *state;

	run(s, (struct errand_order){ .output = ERRAND_UNHEARD,
	    .command = "sleep 5 & exit 5" });
	assert_int_equal(s->fate, ERRAND_ENDED);
	assert_int_equal(WEXITSTATUS(s->status), 5);
}

static void
is_ended_by_who_hears_it(void **state)
{
	struct scene *s = *state;

	s->kills_when_heard = true;
	run(s, (struct errand_order){ .output = ERRAND_HEARD,
	    .command = "echo a; sleep 1000" });
	assert_int_equal(s->fate, ERRAND_ENDED);
	assert_true(WIFSIGNALED(s->status));
}

static void
is_ended_when_it_has_gone_and_left_a_speaker(void **state)
{
	struct scene *s = *state;

	s->kills_when_heard = true;
	run(s, (struct errand_order){ .output = ERRAND_HEARD,
	    .command = "{ while kill -0 $$; do :; done; echo a; } "
	    "2>/dev/null & exit 0" });
	assert_int_equal(s->fate, ERRAND_ENDED);
}

static void
calls_nothing_when_it_is_cancelled(void **state)
{
	struct scene *s = *state;

	errand_cancel(errand_start(s->base, &(struct errand_order){
	    .command = "sleep 1000", .limit_ms = 1, .done = on_done,
	    .arg = s }));
	assert_int_equal(event_base_loop(s->base, 0), 1);	/* no events */
	assert_int_equal(s->ends, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(brings_the_first_line_of_what_it_printed),
		TEST(hands_over_a_text_and_no_shell_reads_an_argument),
		TEST(hands_over_a_file_and_variables),
		TEST(says_why_it_failed_in_its_own_words),
		TEST(says_that_there_is_no_such_program),
		TEST(hears_both_ways_in_their_order),
		TEST(ends_what_takes_too_long),
		TEST(waits_no_longer_for_those_it_leaves_behind),
		TEST(ends_when_nobody_hears_it_and_something_stays),
		TEST(is_ended_by_who_hears_it),
		TEST(is_ended_when_it_has_gone_and_left_a_speaker),
		TEST(calls_nothing_when_it_is_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
