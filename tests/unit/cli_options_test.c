/* cli_options_test.c -- the command line of tcpchat. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "cli/options.h"

#include "base/banned.h"

enum { ARGUMENTS = 10 };

static const int64_t now_ms = INT64_C(1795251600000);

static bool
parse(struct options *o, struct err *why, const char *const arguments[])
{
	char *argv[ARGUMENTS + 1] = { NULL };
	int argc = 1, i;
	bool ok;

	argv[0] = xstrdup("tcpchat");
	for (; arguments[argc - 1] != NULL; argc++) {
		assert_in_range(argc, 1, ARGUMENTS - 1);
		argv[argc] = xstrdup(arguments[argc - 1]);
	}
	why->text[0] = '\0';
	ok = options_parse(o, argc, argv, now_ms, why);
	for (i = 0; i < argc; i++)
		free(argv[i]);
	return ok;
}

#define ARGS(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
places_stand_before_the_command_and_words_behind_it(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_true(parse(&o, &why, ARGS("al@chat", "send", "--to=#ops",
	    "all", "is", "done")));
	assert_int_equal(o.command, OPTIONS_SEND);
	assert_string_equal(o.to.hosts[0], "chat");
	assert_string_equal(o.to.nick, "al");
	assert_string_equal(o.dest, "#ops");
	assert_string_equal(o.text, "all is done");
	options_release(&o);
	assert_true(parse(&o, &why, ARGS("json://old")));
	assert_int_equal(o.command, OPTIONS_CHAT);
	assert_int_equal(o.to.dialect, LOCATOR_JSON);
	options_release(&o);
}

static void
since(const char *value, int64_t time_ms, const char *msgid)
{
	struct options o;
	struct err why;

	assert_true(parse(&o, &why, ARGS("listen", "--since", value)));
	if (msgid != NULL)
		assert_string_equal(o.since.msgid, msgid);
	else
		assert_int_equal(o.since.time_ms, time_ms);
	options_release(&o);
}

static void
a_point_is_a_time_how_long_ago_or_a_message(void **state)
{
	(void)state;
	since("10m", now_ms - 600 * 1000, NULL);
	since("1970-01-02", INT64_C(86400000), NULL);
	since("1970-01-02T00:01", INT64_C(86460000), NULL);
	since("1970-01-02T00:01:02.5Z", INT64_C(86462500), NULL);
	since("01M7Y7VX20GEB3KWZP4RB2Z1X4", 0, "01M7Y7VX20GEB3KWZP4RB2Z1X4");
}

static void
is_refused(const char *words, const char *const arguments[])
{
	struct options o;
	struct err why;

	assert_false(parse(&o, &why, arguments));
	assert_string_equal(why.text, words);
	options_release(&o);
}

static void
what_is_wrong_is_named(void **state)
{
	(void)state;
	is_refused("the option '--json' is not for this command",
	    ARGS("send", "--json", "x"));
	is_refused("the option '--to' is not for this command",
	    ARGS("--to=bob"));
	is_refused("'b' is too much", ARGS("history", "a", "b"));
	is_refused("'a' is too much", ARGS("listen", "a"));
	is_refused("a time-out is a duration such as 60s or 2m, not 'soon'",
	    ARGS("send", "--timeout=soon"));
}

static void
help_names_every_option(void **state)
{
	static const char *const names[] = {
#define OPTION(name, argument, value, help) "  --" name,
#include "cli/options.def"
#undef OPTION
	};
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 64 * 1024);
	options_help(&text);
	for (i = 0; i < sizeof names / sizeof *names; i++)
		assert_non_null(strstr(buf_str(&text), names[i]));
	buf_release(&text);
}

static void
help_fits_80_columns(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 64 * 1024);
	options_help(&text);
	for (const char *at = buf_str(&text); *at != '\0';) {
		size_t len = strcspn(at, "\n");

		assert_true(len < 80);
		assert_true(len == 0 || at[len - 1] != ' ');
		at += len + (at[len] == '\n');
	}
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    places_stand_before_the_command_and_words_behind_it),
		cmocka_unit_test(a_point_is_a_time_how_long_ago_or_a_message),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(help_names_every_option),
		cmocka_unit_test(help_fits_80_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
