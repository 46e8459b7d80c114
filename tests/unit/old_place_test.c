/* old_place_test.c -- a session whose server speaks an older dialect. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/oldserver.h"
#include "base/buf.h"
#include "proto/dialect.h"
#include "session/session.h"

#include "base/banned.h"

/* The edge, with a clock of its own. */
struct place {
	struct session *s;
	struct now now;
	struct buf sent;	/* segments, each with \n behind it */
	unsigned written, stored, refused, finals, joined, left;
	unsigned ticks;
};

static void
take_event(struct place *p, const struct session_event *e)
{
	const struct session_link link = { .tls = false };
	size_t i;

	if (e->type == SESSION_EVENT_CONNECT) {
		session_connected(p->s, &link, p->now);
	} else if (e->type == SESSION_EVENT_DELIVERY) {
		p->written += e->delivery.state == SESSION_WRITTEN;
		p->stored += e->delivery.state == SESSION_STORED;
		p->refused += e->delivery.state == SESSION_REFUSED;
		p->finals += e->delivery.is_final;
	} else if (e->type == SESSION_EVENT_MEMBERS) {
		for (i = 0; i < e->members.count; i++) {
			p->joined += e->members.changes[i].what ==
			    SESSION_ADDED;
			p->left += e->members.changes[i].what ==
			    SESSION_REMOVED;
		}
	}
}

static void
settle(struct place *p)
{
	struct session_event e;
	const char *data;
	size_t len;
	bool alone;

	do {
		while (session_next(p->s, &e))
			take_event(p, &e);
		if (!session_output(p->s, &data, &len, &alone))
			return;
		assert_true(alone);
		assert_true(buf_add(&p->sent, data, len));
		assert_true(buf_add_char(&p->sent, '\n'));
		session_wrote(p->s, len, p->now);
	} while (true);
}

static void
wait_ms(struct place *p, int64_t ms)
{
	int64_t end = p->now.mono_ms + ms, due = 0;

	while (p->now.mono_ms < end) {
		due = session_tick(p->s, p->now);
		p->ticks++;
		settle(p);
		due = session_tick(p->s, p->now);
		if (due > end)
			due = end;
		if (due > p->now.mono_ms) {
			p->now.wall_ms += due - p->now.mono_ms;
			p->now.mono_ms = due;
		}
		assert_true(p->ticks < 10000);
	}
	(void)session_tick(p->s, p->now);
	settle(p);
}

static void
feed(struct place *p, const char *bytes)
{
	session_input(p->s, bytes, strlen(bytes), p->now);
	settle(p);
}

static void
expect_sent(struct place *p, const char *text)
{
	assert_string_equal(p->sent.len > 0 ? buf_str(&p->sent) : "", text);
	buf_reset(&p->sent);
}

static void
open_place(struct place *p, const struct dialect *d)
{
	const struct session_config config = { .host = "old", .port = 7002,
	    .nick = "alice" };

	memset(p, 0, sizeof *p);
	p->now = (struct now){ .mono_ms = 5000, .wall_ms = 1763630400000 };
	buf_init(&p->sent, 1 << 20);
	p->s = session_new(&config, d, 1);
	session_open(p->s, p->now);
	settle(p);
}

static void
close_place(struct place *p)
{
	session_free(p->s);
	buf_release(&p->sent);
}

static void
open_json(struct place *p)
{
	open_place(p, &dialect_oldserver_json);
	expect_sent(p, "{\"user\": \"alice\", \"request\": \"ClientList\"}\n");
	feed(p, "{\"client-list\": [{\"name\": \"alice\"}, "
	    "{\"name\": \"bob\"}]}");
	wait_ms(p, 2000);
	assert_int_equal(session_state(p->s), SESSION_ONLINE);
	assert_string_equal(session_lobby(p->s), "#all");
	assert_int_equal(p->joined, 2);
	buf_reset(&p->sent);
}

static void
say(struct place *p, const char *target, const char *text)
{
	assert_non_null(session_send(p->s, SESSION_LINE_TEXT, target, text,
	    p->now));
	settle(p);
}

#define SAYS(text) \
	"{\"user\": \"alice\", \"message\": \"" text "\", \"dest\": \"ALL\"}"

static void
the_next_goes_when_the_echo_has_come(void **state)
{
	struct place p;

	(void)state;
	open_json(&p);
	say(&p, "#all", "one");
	say(&p, "#all", "two");
	expect_sent(&p, SAYS("one") "\n");
	feed(&p, SAYS("one"));
	assert_int_equal(p.stored, 1);
	expect_sent(&p, SAYS("two") "\n");
	feed(&p, SAYS("two"));
	assert_int_equal(p.stored, 2);
	assert_int_equal(session_unsent(p.s), 0);
	close_place(&p);
}

static void
or_after_a_second(void **state)
{
	struct place p;

	(void)state;
	open_json(&p);
	say(&p, "#all", "one");
	say(&p, "#all", "two");
	wait_ms(&p, 999);
	expect_sent(&p, SAYS("one") "\n");
	wait_ms(&p, 1);
	expect_sent(&p, SAYS("two") "\n");
	close_place(&p);
}

static void
what_is_private_ends_at_written(void **state)
{
	struct place p;

	(void)state;
	open_json(&p);
	say(&p, "bob", "psst");
	expect_sent(&p, "{\"user\": \"alice\", \"message\": \"psst\", "
	    "\"dest\": \"bob\"}\n");
	assert_int_equal(p.written, 1);
	assert_int_equal(p.finals, 1);
	assert_int_equal(session_unsent(p.s), 0);
	session_lost(p.s, SESSION_WHY_LINK, "gone", p.now);
	settle(&p);
	assert_int_equal(p.finals, 1);	/* never in doubt */
	close_place(&p);
}

static void
the_list_is_asked_for_every_ten_seconds(void **state)
{
	static const char ask[] =
	    "{\"user\": \"alice\", \"request\": \"ClientList\"}\n";
	struct place p;
	int i;

	(void)state;
	open_json(&p);
	for (i = 0; i < 5; i++) {
		wait_ms(&p, 10000);
		expect_sent(&p, ask);
		feed(&p, i % 2 == 0 ? "{\"client-list\": [{\"name\": "
		    "\"alice\"}]}" : "{\"client-list\": [{\"name\": \"alice\"}"
		    ", {\"name\": \"cy\"}]}");
	}
	assert_int_equal(p.joined, 2 + 2);
	assert_int_equal(p.left, 1 + 2);
	close_place(&p);
}

static void
a_text_server_may_be_silent_for_an_hour(void **state)
{
	struct place p;

	(void)state;
	open_place(&p, &dialect_oldserver_text);
	expect_sent(&p, "");
	feed(&p, "ENTER NICKNAME");
	expect_sent(&p, "alice\n");
	feed(&p, "New client alice joined the chat! "
	    "You were connected to the server!");
	say(&p, "#all", "hello");
	wait_ms(&p, 999);
	expect_sent(&p, "");
	wait_ms(&p, 1);		/* it must not run into the nickname */
	expect_sent(&p, "alice : hello\n");
	feed(&p, "alice : hello");
	assert_int_equal(p.stored, 1);
	p.ticks = 0;
	wait_ms(&p, 3600 * 1000);
	assert_true(p.ticks < 2000);
	expect_sent(&p, "");
	assert_int_equal(session_state(p.s), SESSION_ONLINE);
	say(&p, "bob", "private");
	wait_ms(&p, 1000);
	assert_int_equal(p.refused, 1);
	close_place(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_goes_when_the_echo_has_come),
		cmocka_unit_test(or_after_a_second),
		cmocka_unit_test(what_is_private_ends_at_written),
		cmocka_unit_test(the_list_is_asked_for_every_ten_seconds),
		cmocka_unit_test(a_text_server_may_be_silent_for_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
