/* chathistory_test.c -- CHATHISTORY: what happens between question and answer. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "support/stage.h"

#include "base/banned.h"

#define CAPS "batch server-time message-tags standard-replies labeled-response"

static struct stage stage;
static struct peer *al, *bo;

static void
say(struct peer *p, const char *line)
{
	peer_type(p, line);
	assert_true(stage_settle(&stage));
}

static struct peer *
arrive(const char *nick)
{
	struct peer *p = stage_connect(&stage, nick, NULL);

	assert_true(peer_register(&stage, p, nick, CAPS));
	return p;
}

static void
forget(void)
{
	(void)peer_forget(al);
	(void)peer_forget(bo);
}

/* bo is read before al in each turn; al is the operator. */
static int
set_up(void **state)
{
	(void)state;
	stage_init(&stage, STAGE_LOCAL, 1);
	stage.config.flood_control = false;
	stage_open(&stage);
	bo = arrive("bo");
	al = arrive("al");
	say(al, "JOIN #c");
	say(bo, "JOIN #c");
	forget();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	stage_release(&stage);
	return 0;
}

/* The next line with `text` in it; lines before it are passed over. */
static const char *
expect(struct peer *p, const char *text)
{
	const char *line;

	while ((line = peer_next_line(p)) != NULL)
		if (strstr(line, text) != NULL)
			return line;
	fail_msg("no line with \"%s\"", text);
	return NULL;
}

static void
expect_no_more(struct peer *p, const char *text)
{
	const char *line;

	while ((line = peer_next_line(p)) != NULL)
		assert_null(strstr(line, text));
}

/* Both lines lie there when the turn begins: the answer comes a turn later. */
static void
ask_and_meanwhile(const char *question, const char *meanwhile)
{
	peer_type(bo, question);
	peer_type(al, meanwhile);
	assert_true(stage_settle(&stage));
}

static void
who_is_kicked_meanwhile_gets_nothing(void **state)
{
	(void)state;
	say(al, "PRIVMSG #c :hello");
	forget();
	ask_and_meanwhile("CHATHISTORY LATEST #c * 9", "KICK #c bo");
	expect(bo, " KICK #c bo ");
	expect(bo, " FAIL CHATHISTORY INVALID_TARGET LATEST #c :");
	expect_no_more(bo, "hello");
}

/* What was said before one's joining may not be read there. */
static void
a_channel_that_closes_meanwhile_hides_what_was_before(void **state)
{
	const char *line;

	(void)state;
	say(al, "JOIN #d");
	say(al, "PRIVMSG #d :before");
	say(bo, "JOIN #d");
	say(al, "PRIVMSG #d :after");
	forget();
	ask_and_meanwhile("CHATHISTORY LATEST #d * 9", "MODE #d +i");
	expect(bo, " MODE #d +i");
	expect(bo, " BATCH +");
	line = peer_next_line(bo);
	assert_non_null(line);
	assert_non_null(strstr(line, " PRIVMSG #d :after"));
	expect(bo, " BATCH -");
}

static void
who_goes_meanwhile_is_answered_nothing(void **state)
{
	(void)state;
	peer_type(bo, "CHATHISTORY LATEST #c * 9");
	stage_turn(&stage);
	peer_break(&stage, bo);
	assert_true(stage_settle(&stage));
	expect(al, " QUIT :");
}

static void
targets_leave_out_where_one_was_kicked_meanwhile(void **state)
{
	const char *line;

	(void)state;
	say(al, "PRIVMSG #c :hello");
	say(al, "PRIVMSG bo :psst");
	forget();
	ask_and_meanwhile("CHATHISTORY TARGETS "
	    "timestamp=2000-01-01T00:00:00.000Z "
	    "timestamp=2100-01-01T00:00:00.000Z 9", "KICK #c bo");
	expect(bo, " BATCH +");
	line = peer_next_line(bo);
	assert_non_null(line);
	assert_non_null(strstr(line, " CHATHISTORY TARGETS al "));
	expect(bo, " BATCH -");
}

/* A hundred long lines are several pieces; all of them are in one batch. */
static void
a_long_answer_is_one_batch(void **state)
{
	char line[480], ref[32], tag[48];
	const char *at, *start;
	unsigned n;

	(void)state;
	memset(line, 'x', sizeof line);
	memcpy(line, "PRIVMSG #c :", 12);
	line[400] = '\0';
	for (n = 0; n < CHATHISTORY_MAX + 5; n++)
		say(al, line);
	forget();
	say(bo, "@label=7 CHATHISTORY LATEST #c * 1000");
	at = expect(bo, "label=7");
	assert_non_null(strstr(at, " BATCH +"));
	start = expect(bo, " chathistory #c");
	assert_int_equal(sscanf(strstr(start, " BATCH +"), " BATCH +%31s",
	    ref), 1);
	snprintf(tag, sizeof tag, "@batch=%s;", ref);
	for (n = 0; n < CHATHISTORY_MAX; n++) {
		at = peer_next_line(bo);
		assert_non_null(at);
		assert_ptr_equal(strstr(at, tag), at);
		assert_non_null(strstr(at, " PRIVMSG #c :xxx"));
	}
	at = expect(bo, " BATCH -");
	assert_non_null(strstr(at, ref));
	expect(bo, " BATCH -");
	assert_null(peer_next_line(bo));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    who_is_kicked_meanwhile_gets_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_channel_that_closes_meanwhile_hides_what_was_before,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    who_goes_meanwhile_is_answered_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    targets_leave_out_where_one_was_kicked_meanwhile, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(a_long_answer_is_one_batch,
		    set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
