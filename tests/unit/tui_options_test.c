/* tui_options_test.c -- the command line of tcpchat-tui. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "tui/options.h"

#include "base/banned.h"

enum { ARGUMENTS = 8 };

static bool
parse(struct options *o, struct err *why, const char *const arguments[])
{
	static char name[] = "tcpchat-tui";
	char copies[ARGUMENTS][200];
	char *argv[ARGUMENTS + 1] = { name };
	int argc = 1;

	for (; arguments[argc - 1] != NULL; argc++) {
		size_t size = strlen(arguments[argc - 1]) + 1;

		assert_in_range(size, 1, sizeof copies[argc]);
		memcpy(copies[argc], arguments[argc - 1], size);
		argv[argc] = copies[argc];
	}
	why->text[0] = '\0';
	return options_parse(o, argc, argv, why);
}

#define ARGS(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
place(const char *text, const char *nick, const char *host, unsigned port,
    const char *channels)
{
	struct options o;
	struct err why;

	assert_true(parse(&o, &why, ARGS(text)));
	assert_int_equal(o.to.nhosts, 1);
	assert_string_equal(o.to.hosts[0], host);
	assert_int_equal(o.to.port, port);
	if (nick != NULL)
		assert_string_equal(o.to.nick, nick);
	else
		assert_null(o.to.nick);
	if (channels != NULL)
		assert_string_equal(o.to.channels, channels);
	else
		assert_null(o.to.channels);
	options_release(&o);
}

static void
places_in_all_spellings(void **state)
{
	(void)state;
	place("chat.example.org", NULL, "chat.example.org", 0, NULL);
	place("chat.example.org:7002", NULL, "chat.example.org", 7002, NULL);
	place("al@chat:7002", "al", "chat", 7002, NULL);
	place("::1", NULL, "::1", 0, NULL);
	place("[::1]:7002", NULL, "::1", 7002, NULL);
	place("al@[::1]", "al", "::1", 0, NULL);
	place("/run/tcpchat/a:b@c", NULL, "/run/tcpchat/a:b@c", 0, NULL);
	place("irc://chat", NULL, "chat", 0, NULL);
	place("IRC://al@chat:99/", "al", "chat", 99, NULL);
	place("irc://chat/room", NULL, "chat", 0, "#room");
	place("irc://chat/%23a,b?key", NULL, "chat", 0, "#a,#b");
}

static void
what_is_no_place_is_named(void **state)
{
	static const char *const wrong[] = {
		"al@", "@chat", "chat:", "chat:0", "chat:70000", "chat:x",
		"[::1", "[::1]x", "irc://", "irc://chat/a%20b",
	};
	struct options o;
	struct err why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_false(parse(&o, &why, ARGS(wrong[i])));
		assert_true(why.text[0] != '\0');
		options_release(&o);
	}
}

static void
options_and_the_older_spelling(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_true(parse(&o, &why, ARGS("--machine-name:chat", "--port:7002",
	    "--nick=al", "--no-tls")));
	assert_string_equal(o.to.hosts[0], "chat");
	assert_int_equal(o.to.port, 7002);
	assert_string_equal(o.to.nick, "al");
	assert_true(o.to.no_tls);
	options_release(&o);
	assert_true(parse(&o, &why, ARGS("--no-tls:false")));
	assert_false(o.to.no_tls);
	options_release(&o);
	assert_true(parse(&o, &why, ARGS("--machine-name=::1")));
	assert_string_equal(o.to.hosts[0], "::1");
	options_release(&o);
}

static void
several_hosts_are_tried_in_their_order(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_true(parse(&o, &why, ARGS("--machine-name=10.0.0.1",
	    "10.0.0.2", "fe80::1")));
	assert_int_equal(o.to.nhosts, 3);
	assert_string_equal(o.to.hosts[2], "fe80::1");
	options_release(&o);
}

static void
each_url_is_a_place(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_true(parse(&o, &why, ARGS("--nick=al", "irc://chat:99/ops",
	    "10.0.0.2", "irc://bo@home", "json://old")));
	assert_int_equal(o.to.nhosts, 2);
	assert_int_equal(o.nmore, 2);
	assert_string_equal(o.more[0].hosts[0], "home");
	assert_string_equal(o.more[0].nick, "bo");
	assert_null(o.more[0].channels);
	assert_int_equal(o.more[1].dialect, LOCATOR_JSON);
	assert_string_equal(o.more[1].nick, "al");
	options_release(&o);
	assert_false(parse(&o, &why, ARGS("--no-tls", "irc://chat",
	    "ircs://home")));
	options_release(&o);
}

static void
wrong_options_are_named(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_false(parse(&o, &why, ARGS("--colour=blue")));
	assert_non_null(strstr(why.text, "--colour"));
	options_release(&o);
	assert_false(parse(&o, &why, ARGS("--port")));
	assert_non_null(strstr(why.text, "--port"));
	options_release(&o);
	assert_false(parse(&o, &why, ARGS("--nick=")));
	assert_non_null(strstr(why.text, "--nick"));
	options_release(&o);
	assert_false(parse(&o, &why, ARGS("--no-tls=maybe")));
	assert_non_null(strstr(why.text, "maybe"));
	options_release(&o);
	assert_false(parse(&o, &why, ARGS("--no-tls", "ircs://chat")));
	options_release(&o);
}

static void
tls_is_asked_for_by_the_url(void **state)
{
	struct options o;
	struct err why;

	(void)state;
	assert_true(parse(&o, &why, ARGS("ircs://chat")));
	assert_true(o.to.tls);
	options_release(&o);
}

static void
help_names_every_option(void **state)
{
	static const char *const names[] = {
#define OPTION(name, argument, value, help) "--" name,
#include "tui/options.def"
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
		cmocka_unit_test(places_in_all_spellings),
		cmocka_unit_test(what_is_no_place_is_named),
		cmocka_unit_test(options_and_the_older_spelling),
		cmocka_unit_test(several_hosts_are_tried_in_their_order),
		cmocka_unit_test(each_url_is_a_place),
		cmocka_unit_test(wrong_options_are_named),
		cmocka_unit_test(tls_is_asked_for_by_the_url),
		cmocka_unit_test(help_names_every_option),
		cmocka_unit_test(help_fits_80_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
