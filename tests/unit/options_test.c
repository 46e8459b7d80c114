/* options_test.c -- the command line, in both spellings. */
#include "config.h"

#include "daemon/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "daemon/settings.h"

#include "base/banned.h"

enum { ARGUMENTS_MAX = 16 };

/* Parses the words behind the program's name; NULL ends them. */
static bool
parse(struct options *o, struct err *e, const char *const *words)
{
	char *argv[ARGUMENTS_MAX] = { (char[]){ "tcpchatd" } };
	int argc = 1;

	for (; *words != NULL; words++)
		argv[argc++] = (char *)(uintptr_t)*words;
	return options_parse(o, argc, argv, e);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
check_port_and_name(const char *const *words)
{
	struct options o;
	struct settings s;
	struct err e = { "" };

	assert_true(parse(&o, &e, words));
	settings_init(&s);
	assert_true(options_apply(&o, &s, &e));
	assert_int_equal(s.port, 7002);
	assert_string_equal(s.machine_name, "::1");
	assert_true(o.verbose);
	assert_false(o.foreground);
	settings_release(&s);
	options_release(&o);
}

static void
means_the_same_in_every_spelling(void **state)
{
	(void)state;
	check_port_and_name(WORDS("--machine-name=::1", "--port=7002",
	    "--verbose"));
	check_port_and_name(WORDS("--machine-name:::1", "--port:7002",
	    "--verbose:true", "--foreground:false"));
	check_port_and_name(WORDS("--machine-name", "::1", "--port", "7002",
	    "--verbose=true"));
}

static void
keeps_the_addresses_that_follow(void **state)
{
	struct options o;
	struct err e = { "" };

	(void)state;
	assert_true(parse(&o, &e, WORDS("--machine-name:10.0.0.1", "10.0.0.2",
	    "--foreground", "10.0.0.3")));
	assert_int_equal(o.naddresses, 2);
	assert_string_equal(o.addresses[0], "10.0.0.2");
	assert_string_equal(o.addresses[1], "10.0.0.3");
	assert_true(o.foreground);
	options_release(&o);
}

static void
makes_paths_absolute_and_keeps_their_colons(void **state)
{
	struct options o;
	struct settings s;
	struct err e = { "" };

	(void)state;
	assert_true(parse(&o, &e, WORDS("--state-dir=/a:b", "--config=c:d")));
	settings_init(&s);
	assert_true(options_apply(&o, &s, &e));
	assert_string_equal(s.state_dir, "/a:b");
	settings_release(&s);
	assert_int_equal(o.config[0], '/');
	assert_string_equal(o.config + strlen(o.config) - 4, "/c:d");
	options_release(&o);
}

static void
check_refused(const char *const *words, const char *why)
{
	struct options o;
	struct err e = { "" };

	assert_false(parse(&o, &e, words));
	assert_string_equal(e.text, why);
	options_release(&o);
}

static void
names_the_wrong_option(void **state)
{
	(void)state;
	check_refused(WORDS("--foo:1"), "there is no option '--foo'");
	check_refused(WORDS("-x"), "there is no option '-x'");
	check_refused(WORDS("--port"), "option '--port' needs a value");
	check_refused(WORDS("--port=0"),
	    "'port' is a number from 1 to 65535, not '0'");
	check_refused(WORDS("--verbose=maybe"),
	    "option '--verbose' is true or false, not 'maybe'");
	check_refused(WORDS("--config="), "option '--config' needs a path");
	check_refused(WORDS("--event-method=kqueue"),
	    "'event-method' is one of auto|select|poll|epoll, "
	    "not 'kqueue'");
}

static void
takes_the_last_of_several(void **state)
{
	struct options o;
	struct settings s;
	struct err e = { "" };

	(void)state;
	assert_true(parse(&o, &e, WORDS("--port=1", "--port=2",
	    "--config=/a", "--config=/b")));
	settings_init(&s);
	assert_true(options_apply(&o, &s, &e));
	assert_int_equal(s.port, 2);
	assert_string_equal(o.config, "/b");
	settings_release(&s);
	options_release(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(means_the_same_in_every_spelling),
		cmocka_unit_test(keeps_the_addresses_that_follow),
		cmocka_unit_test(makes_paths_absolute_and_keeps_their_colons),
		cmocka_unit_test(names_the_wrong_option),
		cmocka_unit_test(takes_the_last_of_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
