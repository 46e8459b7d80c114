/* paced_test.c -- clients whose program takes one read for one message. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/adapter.h"
#include "base/str.h"
#include "server/server.h"
#include "support/stage.h"

#include "base/banned.h"

static void
type(struct stage *st, struct peer *p, const char *bytes)
{
	peer_type_bytes(p, bytes, strlen(bytes));
	assert_true(stage_settle(st));
}

static void
open_stage(struct stage *st)
{
	st->config.lobby = "#all";
	stage_open(st);
}

/* A JSON client that is known as `name`. */
static struct peer *
join(struct stage *st, const char *name)
{
	struct peer *p = stage_connect_dialect(st, name, &dialect_json);
	char object[128];

	snprintf(object, sizeof object, "{\"user\":\"%s\",\"message\":\"hi\","
	    "\"dest\":\"ALL\"}", name);
	type(st, p, object);
	assert_int_equal(p->segments, 1);
	assert_non_null(strstr(buf_str(&p->output), "\"dest\": \"ALL\""));
	(void)peer_forget(p);
	p->segments = 0;
	return p;
}

static bool
got(struct peer *p, const char *text)
{
	return p->output.len > 0 && strstr(buf_str(&p->output), text) != NULL;
}

static void
what_waits_has_the_ceiling_of_every_client(void **state)
{
	struct stage st;
	struct peer *sleeper, *reader, *al;
	char line[500];
	int i;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	st.config.flood_control = false;
	open_stage(&st);
	sleeper = join(&st, "sleeper");
	reader = join(&st, "reader");
	al = stage_connect(&st, "al", NULL);
	assert_true(peer_register(&st, al, "al", NULL));
	sleeper->is_deaf = true;
	reader->segments = 0;
	for (i = 0; i < 4000; i++) {
		snprintf(line, sizeof line, "PRIVMSG #all :%0400d", i);
		peer_type(al, line);
		if (i % 100 == 0)
			assert_true(stage_settle(&st));
	}
	assert_true(stage_settle(&st));
	assert_null(sleeper->client);
	assert_true(stage_logged(&st, "behind: client=sleeper"));
	assert_non_null(reader->client);
	assert_int_equal(reader->segments, 4000);
	assert_int_equal(reader->output.len, 4000 * 1024);
	stage_release(&st);
}

static void
an_unfinished_object_makes_no_work(void **state)
{
	struct stage st;
	struct peer *p, *al;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	open_stage(&st);
	p = join(&st, "tintin");
	al = join(&st, "al");
	type(&st, p, "{\"user\":\"tintin\",\"message\":\"at");
	type(&st, al, "{\"user\":\"al\",\"message\":\"x\",\"dest\":\"ALL\"}");
	assert_false(server_has_work(st.server));
	type(&st, p, " last\",\"dest\":\"ALL\"}");
	assert_true(got(al, "at last"));
	stage_release(&st);
}

static void
what_is_behind_a_name_waits_for_it(void **state)
{
	static const char two[] =
	    "{\"user\":\"p\",\"message\":\"one\",\"dest\":\"al\"}"
	    "{\"user\":\"p\",\"message\":\"two\",\"dest\":\"al\"}";
	struct stage st;
	struct peer *p, *al;

	(void)state;
	stage_init(&st, STAGE_HELD, 1);
	open_stage(&st);
	al = join(&st, "al");
	st.holds = true;
	p = stage_connect_dialect(&st, "p", &dialect_json);
	peer_type_bytes(p, two, strlen(two));
	p->ends = true;
	assert_true(stage_settle(&st));
	assert_true(client_is_waiting(p->client));
	assert_false(got(al, "one"));
	st.holds = false;
	assert_true(stage_settle(&st));
	assert_true(got(al, "one"));
	assert_true(got(al, "two"));
	assert_null(p->client);		/* its end was behind them */
	stage_release(&st);
}

static void
who_is_not_known_yet_may_think(void **state)
{
	struct stage st;
	struct peer *blank, *bad, *text;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	open_stage(&st);
	blank = stage_connect_dialect(&st, "blank", NULL);
	bad = stage_connect_dialect(&st, "bad", &dialect_json);
	text = stage_connect_dialect(&st, "text", &dialect_text);
	type(&st, blank, " \r\n ");
	type(&st, bad, "{\"user\": \"no name\"}");
	assert_true(stage_wait(&st, 3600 * 1000));
	assert_non_null(blank->client);
	assert_non_null(bad->client);
	assert_non_null(text->client);
	assert_true(got(text, "ENTER NICKNAME"));
	type(&st, blank, "NICK late\r\n");	/* now it is IRC, and late */
	assert_true(stage_wait(&st, 3600 * 1000));
	assert_null(blank->client);
	assert_non_null(bad->client);
	stage_release(&st);
}

static void
nobody_is_pinged(void **state)
{
	struct stage st;
	struct peer *p;

	(void)state;
	stage_init(&st, STAGE_LOCAL, 1);
	open_stage(&st);
	p = join(&st, "tintin");
	assert_true(stage_wait(&st, 24 * 3600 * 1000));
	assert_non_null(p->client);
	assert_int_equal(p->segments, 0);
	stage_release(&st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_has_the_ceiling_of_every_client),
		cmocka_unit_test(an_unfinished_object_makes_no_work),
		cmocka_unit_test(what_is_behind_a_name_waits_for_it),
		cmocka_unit_test(who_is_not_known_yet_may_think),
		cmocka_unit_test(nobody_is_pinged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
