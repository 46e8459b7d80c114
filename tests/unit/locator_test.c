/* locator_test.c -- names of servers, URLs, and what completes them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "client/locator.h"
#include "client/settings.h"

#include "base/banned.h"

static void
is(const char *text, enum locator_dialect dialect, const char *nick,
    const char *host, unsigned port)
{
	struct locator l = { .port = 0 };

	assert_true(locator_parse(&l, text, NULL));
	assert_int_equal(l.dialect, dialect);
	assert_int_equal(l.nhosts, 1);
	assert_string_equal(l.hosts[0], host);
	assert_int_equal(locator_port(&l, 6660), port);
	if (nick != NULL)
		assert_string_equal(l.nick, nick);
	else
		assert_null(l.nick);
	locator_release(&l);
}

static void
reads_a_name_of_each_protocol(void **state)
{
	(void)state;
	is("chat", LOCATOR_IRC, NULL, "chat", 6660);
	is("al@chat:7000", LOCATOR_IRC, "al", "chat", 7000);
	is("irc://al@chat/", LOCATOR_IRC, "al", "chat", 6660);
	is("ircs://chat", LOCATOR_IRC, NULL, "chat", 6697);
	is("json://al@old", LOCATOR_JSON, "al", "old", 7002);
	is("JSON://old:7003/", LOCATOR_JSON, NULL, "old", 7003);
	is("text://[::1]", LOCATOR_TEXT, NULL, "::1", 8080);
}

static void
reads_the_path_of_a_socket(void **state)
{
	(void)state;
	is("/run/chat.sock", LOCATOR_IRC, NULL, "/run/chat.sock", 6660);
}

static void
refuses_rooms_where_there_is_one_only(void **state)
{
	struct locator l = { .port = 0 };
	struct err e = { "" };

	(void)state;
	assert_false(locator_parse(&l, "text://old/room", &e));
	assert_string_equal(e.text,
	    "'old/room': such a server has one room only");
	locator_release(&l);
}

/* Completes "OPTIONS" with TCPCHAT_URL and the setting machine-name. */
static bool
complete(struct locator *l, const char *url, const char *setting,
    struct err *e)
{
	struct settings s;
	bool ok;

	settings_init(&s);
	assert_true(settings_set(&s, setting_find("machine-name"), setting,
	    NULL));
	ok = locator_complete(l, url, &s, e);
	settings_release(&s);
	return ok;
}

static void
a_host_that_is_said_goes_before_all_else(void **state)
{
	struct locator l = { .port = 0 };

	(void)state;
	assert_true(locator_parse(&l, "here", NULL));
	assert_true(complete(&l, "json://al@there:7", "elsewhere", NULL));
	assert_int_equal(l.nhosts, 1);
	assert_string_equal(l.hosts[0], "here");
	assert_null(l.nick);
	assert_int_equal(l.dialect, LOCATOR_IRC);
	locator_release(&l);
}

static void
the_environment_goes_before_the_settings(void **state)
{
	struct locator l = { .port = 0 };

	(void)state;
	assert_true(locator_option(&l, "port", "9", NULL));
	assert_true(complete(&l, "json://al@there:7", "elsewhere", NULL));
	assert_string_equal(l.hosts[0], "there");
	assert_string_equal(l.nick, "al");
	assert_int_equal(l.port, 9);
	assert_int_equal(l.dialect, LOCATOR_JSON);
	locator_release(&l);
}

static void
the_settings_may_hold_an_url_too(void **state)
{
	struct locator l = { .port = 0 };

	(void)state;
	assert_true(locator_option(&l, "nick", "bo", NULL));
	assert_true(complete(&l, NULL, "irc://al@elsewhere:7/a", NULL));
	assert_string_equal(l.hosts[0], "elsewhere");
	assert_string_equal(l.nick, "bo");
	assert_string_equal(l.channels, "#a");
	locator_release(&l);
}

static void
says_where_the_bad_name_stands(void **state)
{
	struct locator l = { .port = 0 };
	struct err e = { "" };

	(void)state;
	assert_false(complete(&l, "irc://chat:x", "", &e));
	assert_string_equal(e.text, "TCPCHAT_URL: "
	    "a port is a number from 1 to 65535, not 'x'");
	locator_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_name_of_each_protocol),
		cmocka_unit_test(reads_the_path_of_a_socket),
		cmocka_unit_test(refuses_rooms_where_there_is_one_only),
		cmocka_unit_test(a_host_that_is_said_goes_before_all_else),
		cmocka_unit_test(the_environment_goes_before_the_settings),
		cmocka_unit_test(the_settings_may_hold_an_url_too),
		cmocka_unit_test(says_where_the_bad_name_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
