/* wish_test.c -- where to go at the start. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "client/settings.h"
#include "tui/options.h"
#include "tui/wish.h"

#include "base/banned.h"

static const struct wish_last nowhere;
static const struct wish_last office = {
	.host = "chat.example.org", .port = 7002, .nick = "al",
	.channels = "#a",
};

struct world {
	struct options o;
	struct settings s;
	struct wish w;
};

static void
set_up(struct world *world)
{
	memset(world, 0, sizeof *world);
	settings_init(&world->s);
}

static void
tear_down(struct world *world)
{
	options_release(&world->o);
	settings_release(&world->s);
}

static void
place(struct world *world, const char *text)
{
	assert_true(locator_parse(&world->o.to, text, NULL));
}

static void
set(struct world *world, const char *name, const char *value)
{
	assert_true(settings_set(&world->s, setting_find(name), value, NULL));
}

static bool
make(struct world *world, const struct wish_last *last)
{
	return wish_make(&world->w, &world->o.to, &world->s, last, "login");
}

static void
is(const struct world *world, const char *host, unsigned port,
    const char *nick, const char *channels)
{
	assert_string_equal(world->w.hosts[0], host);
	assert_int_equal(world->w.port, port);
	assert_string_equal(world->w.nick, nick);
	assert_string_equal(world->w.channels, channels);
}

static void
with_nothing_the_first_screen_asks(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	assert_false(make(&world, &nowhere));
	is(&world, "127.0.0.1", 6667, "login", "");
	tear_down(&world);
}

static void
a_name_or_a_host_is_enough(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	place(&world, "al@127.0.0.1");
	assert_true(make(&world, &nowhere));
	is(&world, "127.0.0.1", 6667, "al", "");
	tear_down(&world);
	set_up(&world);
	place(&world, "chat:99");
	assert_true(make(&world, &nowhere));
	is(&world, "chat", 99, "login", "");
	tear_down(&world);
	set_up(&world);
	set(&world, "nick", "bo");
	assert_true(make(&world, &nowhere));
	is(&world, "127.0.0.1", 6667, "bo", "");
	tear_down(&world);
}

static void
the_last_place_is_gone_back_to(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	assert_true(make(&world, &office));
	is(&world, "chat.example.org", 7002, "al", "#a");
	tear_down(&world);
	set_up(&world);
	place(&world, "CHAT.example.org");
	assert_true(make(&world, &office));
	is(&world, "CHAT.example.org", 7002, "al", "#a");
	tear_down(&world);
}

static void
another_place_has_nothing_of_the_last(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	place(&world, "irc://other/room");
	assert_true(make(&world, &office));
	is(&world, "other", 6667, "login", "#room");
	tear_down(&world);
	set_up(&world);
	world.o.to.port = 6668;
	assert_false(make(&world, &office));
	is(&world, "127.0.0.1", 6668, "login", "");
	tear_down(&world);
	set_up(&world);
	set(&world, "machine-name", "home.example.org");
	assert_true(make(&world, &office));
	is(&world, "home.example.org", 6667, "login", "");
	tear_down(&world);
}

static void
the_command_line_beats_the_settings(void **state)
{
	struct world world;

	(void)state;
	set_up(&world);
	set(&world, "nick", "bo");
	set(&world, "machine-name", "home");
	set(&world, "port", "7777");
	set(&world, "channels", "#x,#y");
	place(&world, "al@chat");
	assert_true(make(&world, &nowhere));
	is(&world, "chat", 7777, "al", "#x,#y");
	tear_down(&world);
}

static void
channels_come_and_go(void **state)
{
	char *one, *two, *three, *four;

	(void)state;
	one = wish_channels_with("", "#a");
	two = wish_channels_with(one, "#b");
	three = wish_channels_with(two, "#a");
	four = wish_channels_without(three, "#a");
	assert_string_equal(one, "#a");
	assert_string_equal(two, "#a,#b");
	assert_string_equal(three, "#a,#b");
	assert_string_equal(four, "#b");
	free(one);
	free(two);
	free(three);
	free(four);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_nothing_the_first_screen_asks),
		cmocka_unit_test(a_name_or_a_host_is_enough),
		cmocka_unit_test(the_last_place_is_gone_back_to),
		cmocka_unit_test(another_place_has_nothing_of_the_last),
		cmocka_unit_test(the_command_line_beats_the_settings),
		cmocka_unit_test(channels_come_and_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
