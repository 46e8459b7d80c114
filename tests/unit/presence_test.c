/*
 * presence_test.c -- one user, several clients or none: who logs in to an
 * account whose user is there becomes one more client of it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/limits.h"
#include "server/apply.h"
#include "server/event.h"
#include "server/registration.h"
#include "server/server_internal.h"
#include "support/bus_held.h"
#include "support/stage.h"

#include "base/banned.h"

enum { ACCOUNT = 77 };

static void
settle(struct stage *st)
{
	assert_true(stage_settle(st));
}

/* The account, as if the store had it. */
static void
make_account(struct stage *st, unsigned flags)
{
	struct event_text text = { .source = "irc.test", .target = "alice" };
	struct event *e = event_new(EVENT_ACCOUNT, &text);

	e->account = ACCOUNT;
	e->flags = flags;
	server_turn(st->server, st->now);
	post_own(st->server, e);
	server_end_turn(st->server);
	settle(st);
}

static void
open_house(struct stage *st, enum stage_bus kind, unsigned flags)
{
	stage_init(st, kind, 1);
	st->config.flood_control = false;
	stage_open(st);
	make_account(st, flags);
}

/* What SASL will have proved when the registration ends. */
static struct peer *
come(struct stage *st, const char *name, const char *caps)
{
	struct peer *p = stage_connect(st, name, NULL);
	char line[256];

	snprintf(line, sizeof line, "CAP REQ :%s", caps);
	peer_type(p, line);
	settle(st);
	p->client->registration->account = ACCOUNT;
	snprintf(line, sizeof line, "NICK %s", name);
	peer_type(p, line);
	peer_type(p, "USER u 0 * :Real");
	peer_type(p, "CAP END");
	settle(st);
	return p;
}

/* Whether a line with `text` in it has come; forgets what came before it. */
static bool
hears(struct peer *p, const char *text)
{
	const char *line;

	while ((line = peer_next_line(p)) != NULL)
		if (strstr(line, text) != NULL)
			return true;
	return false;
}

static struct peer *
come_as_guest(struct stage *st, const char *nick, const char *caps)
{
	struct peer *p = stage_connect(st, nick, NULL);

	assert_true(peer_register(st, p, nick, caps));
	peer_forget(p);
	return p;
}

static void
type(struct stage *st, struct peer *p, const char *line)
{
	peer_type(p, line);
	settle(st);
}

static void
a_second_client_shares_nick_and_channels(void **state)
{
	struct stage st;
	struct peer *one, *two, *bo;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	bo = come_as_guest(&st, "bo", "away-notify");
	type(&st, bo, "JOIN #c");
	one = come(&st, "alice", "batch");
	type(&st, one, "JOIN #c");
	assert_true(hears(bo, ":alice!u@127.0.0.1 JOIN #c"));
	two = come(&st, "alice", "batch");
	assert_true(hears(two, " 001 alice :"));
	assert_true(hears(two, ":alice!u@127.0.0.1 JOIN #c"));
	assert_true(hears(two, " 353 alice = #c :"));
	assert_null(peer_next_line(bo));
	/* Whatever else it asks to be called. */
	assert_true(hears(come(&st, "other", "batch"), " 001 alice :"));
	assert_int_equal(st.server->users.count, 2);
	stage_release(&st);
}

static void
all_of_them_see_everything(void **state)
{
	struct stage st;
	struct peer *one, *two, *deaf, *bo;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	bo = come_as_guest(&st, "bo", "");
	one = come(&st, "alice", "echo-message labeled-response batch");
	two = come(&st, "alice", "echo-message message-tags batch");
	deaf = come(&st, "alice", "message-tags");
	peer_forget(one);
	peer_forget(two);
	peer_forget(deaf);

	/* A message in private, and what its sender's others are told. */
	type(&st, one, "@label=x PRIVMSG bo :hello");
	assert_true(hears(one, "@label=x :alice!u@127.0.0.1 PRIVMSG bo"));
	assert_true(hears(two, " :alice!u@127.0.0.1 PRIVMSG bo :hello"));
	assert_null(peer_next_line(deaf));
	type(&st, bo, "PRIVMSG alice :hi");
	assert_true(hears(one, "PRIVMSG alice :hi"));
	assert_true(hears(two, "PRIVMSG alice :hi"));
	assert_true(hears(deaf, "PRIVMSG alice :hi"));

	/* What one does with the user all are told. */
	type(&st, two, "JOIN #c");
	assert_true(hears(one, ":alice!u@127.0.0.1 JOIN #c"));
	assert_true(hears(one, " 366 alice #c "));
	assert_true(hears(deaf, " 366 alice #c "));
	type(&st, two, "MODE #c +m");
	assert_true(hears(one, "MODE #c +m"));
	type(&st, two, "PRIVMSG #c :in here");
	assert_true(hears(one, "PRIVMSG #c :in here"));
	assert_true(hears(deaf, "PRIVMSG #c :in here"));
	type(&st, two, "NICK alicia");
	assert_true(hears(one, ":alice!u@127.0.0.1 NICK :alicia"));
	type(&st, two, "PART #c");
	assert_true(hears(deaf, ":alicia!u@127.0.0.1 PART #c"));
	stage_release(&st);
}

static void
one_that_goes_leaves_the_user(void **state)
{
	struct stage st;
	struct peer *one, *two, *bo;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	bo = come_as_guest(&st, "bo", "");
	type(&st, bo, "JOIN #c");
	one = come(&st, "alice", "batch");
	type(&st, one, "JOIN #c");
	two = come(&st, "alice", "batch");
	peer_forget(bo);
	type(&st, one, "QUIT :bye");
	peer_break(&st, come(&st, "alice", "batch"));
	settle(&st);
	assert_null(peer_next_line(bo));
	type(&st, two, "PRIVMSG #c :still here");
	assert_true(hears(bo, "PRIVMSG #c :still here"));
	type(&st, two, "QUIT :now");
	assert_true(hears(bo, ":alice!u@127.0.0.1 QUIT :Quit: now"));
	stage_release(&st);
}

static void
the_user_is_away_when_all_its_clients_are(void **state)
{
	struct stage st;
	struct peer *one, *two, *bo;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	bo = come_as_guest(&st, "bo", "away-notify");
	type(&st, bo, "JOIN #c");
	one = come(&st, "alice", "draft/pre-away");
	two = come(&st, "alice", "draft/pre-away");
	type(&st, one, "JOIN #c");
	peer_forget(bo);
	type(&st, one, "AWAY :at lunch");
	assert_true(hears(one, " 306 alice "));
	assert_null(peer_next_line(bo));
	/* Who looks in only to fetch messages is nobody. */
	type(&st, two, "AWAY *");
	assert_true(hears(bo, ":alice!u@127.0.0.1 AWAY :at lunch"));
	type(&st, one, "QUIT");
	assert_true(hears(bo, ":alice!u@127.0.0.1 AWAY :*"));
	assert_string_equal(user_find(st.server, "alice")->away, "*");
	type(&st, two, "AWAY");
	assert_null(user_find(st.server, "alice")->away);
	stage_release(&st);
}

static void
a_user_has_so_many_clients(void **state)
{
	struct stage st;
	struct peer *p = NULL;
	int i;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	for (i = 0; i < CLIENTS_PER_USER; i++)
		assert_true(hears(come(&st, "alice", "batch"), " 001 "));
	p = come(&st, "alice", "batch");
	assert_true(hears(p, "ERROR :Closing link: 127.0.0.1 (Too many "));
	assert_null(p->client);
	assert_int_equal(user_find(st.server, "alice")->nattachments,
	    CLIENTS_PER_USER);
	stage_release(&st);
}

/* Two at once: the first makes the user, the second joins it; and one of them
 * that is gone before it is anybody leaves the other alone. */
static void
it_is_decided_when_it_is_applied(void **state)
{
	struct stage st;
	struct peer *one, *two;

	(void)state;
	open_house(&st, STAGE_HELD, 0);
	st.config.lobby = "#all";
	stage_configure(&st);
	settle(&st);
	st.holds = true;
	one = come(&st, "alice", "batch");
	two = come(&st, "second", "batch");
	peer_break(&st, come(&st, "third", "batch"));
	settle(&st);
	bus_held_release_all(st.bus);
	settle(&st);
	assert_true(hears(one, " 001 alice :"));
	assert_true(hears(two, " 001 alice :"));
	assert_int_equal(st.server->users.count, 1);
	assert_int_equal(user_find(st.server, "alice")->nattachments, 2);
	st.holds = false;
	/* The lobby is joined by who comes, not again by who joins it. */
	type(&st, one, "PART #all");
	two = come(&st, "fourth", "batch");
	assert_false(hears(two, "JOIN #all"));
	stage_release(&st);
}

static void
an_always_on_user_stays_away_without_a_client(void **state)
{
	struct stage st;
	struct peer *one, *bo;

	(void)state;
	open_house(&st, STAGE_LOCAL, ACCOUNT_ALWAYS_ON);
	bo = come_as_guest(&st, "bo", "away-notify");
	type(&st, bo, "JOIN #c");
	one = come(&st, "alice", "batch");
	type(&st, one, "JOIN #c");
	peer_forget(bo);
	type(&st, one, "QUIT :bye");
	assert_true(hears(bo, ":alice!u@127.0.0.1 AWAY :Not connected"));
	type(&st, bo, "PRIVMSG alice :are you there?");
	assert_true(hears(bo, " 301 bo alice :Not connected"));
	type(&st, bo, "PRIVMSG #c :for all");
	assert_true(stage_wait(&st, 60000));

	/* What was missed comes to a client that can't ask for it. */
	one = come(&st, "alice", "server-time");
	assert_true(hears(bo, ":alice!u@127.0.0.1 AWAY"));
	assert_true(hears(one, ":alice!u@127.0.0.1 JOIN #c"));
	assert_true(hears(one, "PRIVMSG #c :for all"));
	assert_true(hears(one, "PRIVMSG alice :are you there?"));

	/* No longer always on, and nobody there: it goes. */
	type(&st, one, "QUIT");
	peer_forget(bo);
	make_account(&st, 0);
	assert_true(hears(bo, ":alice!u@127.0.0.1 QUIT :No longer always on"));
	assert_null(user_find(st.server, "alice"));
	stage_release(&st);
}

static void
markers_are_those_of_the_account(void **state)
{
	struct stage st;
	struct peer *one, *two;

	(void)state;
	open_house(&st, STAGE_LOCAL, 0);
	one = come(&st, "alice", "draft/read-marker");
	two = come(&st, "alice", "draft/read-marker");
	type(&st, one, "JOIN #c");
	peer_forget(two);
	type(&st, one, "MARKREAD #c timestamp=2026-11-20T09:19:00.000Z");
	assert_true(hears(two, ":irc.test MARKREAD #c timestamp=2026-11-20T"
	    "09:19:00.000Z"));
	type(&st, one, "PRIVMSG #c :so that it is kept");
	type(&st, one, "QUIT");
	type(&st, two, "QUIT");
	one = come(&st, "alice", "draft/read-marker");
	type(&st, one, "JOIN #c");
	assert_true(hears(one, ":irc.test MARKREAD #c timestamp=2026-11-20T"
	    "09:19:00.000Z"));
	stage_release(&st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_client_shares_nick_and_channels),
		cmocka_unit_test(all_of_them_see_everything),
		cmocka_unit_test(one_that_goes_leaves_the_user),
		cmocka_unit_test(the_user_is_away_when_all_its_clients_are),
		cmocka_unit_test(a_user_has_so_many_clients),
		cmocka_unit_test(it_is_decided_when_it_is_applied),
		cmocka_unit_test(an_always_on_user_stays_away_without_a_client),
		cmocka_unit_test(markers_are_those_of_the_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
