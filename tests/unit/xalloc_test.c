/* xalloc_test.c -- memory that is there, or the program ends. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/xalloc.h"

#include "base/banned.h"

static void
nothing_is_still_something_to_free(void **state)
{
	void *p = xmalloc(0), *q = xcalloc(0, 8), *r = xmemdup(NULL, 0);

	(void)state;
	assert_non_null(p);
	assert_non_null(q);
	assert_non_null(r);
	free(p);
	free(q);
	free(xrealloc(r, 0));
}

static void
copies_are_owned(void **state)
{
	char *s = xstrdup("abc"), *t = xstrndup("abcdef", 3);

	(void)state;
	assert_string_equal(s, "abc");
	assert_string_equal(t, "abc");
	free(t);
	t = xstrndup("ab", 9);
	assert_string_equal(t, "ab");
	free(s);
	free(t);
	assert_null(xstrdup(NULL));
}

static void
grows_arrays(void **state)
{
	int *a = xreallocarray(NULL, 4, sizeof *a);

	(void)state;
	a[3] = 7;
	a = xreallocarray(a, 400, sizeof *a);
	assert_int_equal(a[3], 7);
	free(a);
}

/* Runs `must_abort` in a child, whose end is looked at. */
static void
aborts(void (*must_abort)(void))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		must_abort();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void
too_many(void)
{
	volatile size_t n = SIZE_MAX / 2;

	free(xreallocarray(NULL, n, 4));
}

static void
a_size_that_overflows_ends_the_program(void **state)
{
	(void)state;
	aborts(too_many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_still_something_to_free),
		cmocka_unit_test(copies_are_owned),
		cmocka_unit_test(grows_arrays),
		cmocka_unit_test(a_size_that_overflows_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
