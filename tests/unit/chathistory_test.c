/* chathistory_test.c -- CHATHISTORY, SEARCH, REDACT: what happens between
 * question and answer. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "store/store.h"
#include "support/stage.h"

#include "base/banned.h"

#define CAPS "batch server-time message-tags standard-replies " \
	"labeled-response soju.im/search draft/message-redaction echo-message"

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

/* --- the same for SEARCH and REDACT --- */

static void
who_is_kicked_or_banned_meanwhile_finds_nothing(void **state)
{
	(void)state;
	say(al, "PRIVMSG #c :hello");
	forget();
	ask_and_meanwhile("SEARCH text=hello", "KICK #c bo");
	expect(bo, " KICK #c bo ");
	expect(bo, " BATCH +");
	expect(bo, " BATCH -");
	say(bo, "JOIN #c");
	forget();
	ask_and_meanwhile("SEARCH in=#c", "MODE #c +b bo!*@*\r\nKICK #c bo");
	expect(bo, " KICK #c bo ");
	expect(bo, " BATCH +");
	expect_no_more(bo, "hello");
}

static void
what_was_before_is_not_found_where_it_closes_meanwhile(void **state)
{
	const char *line;

	(void)state;
	say(al, "JOIN #d");
	say(al, "PRIVMSG #d :word before");
	say(bo, "JOIN #d");
	say(al, "PRIVMSG #d :word after");
	forget();
	ask_and_meanwhile("SEARCH text=word", "MODE #d +s");
	expect(bo, " MODE #d +s");
	expect(bo, " BATCH +");
	line = peer_next_line(bo);
	assert_non_null(line);
	assert_non_null(strstr(line, " PRIVMSG #d :word after"));
	expect(bo, " BATCH -");
}

/* Kicked and let in again. */
static void
who_comes_back_reads_nothing_of_the_ban(void **state)
{
	(void)state;
	say(al, "PRIVMSG #c :first word");
	say(al, "MODE #c +b bo!*@*\r\nKICK #c bo");
	say(al, "PRIVMSG #c :hidden word\r\nMODE #c -b bo!*@*");
	say(bo, "JOIN #c");
	forget();
	say(bo, "CHATHISTORY LATEST #c * 9");
	expect(bo, "first word");
	expect_no_more(bo, "hidden");
	say(bo, "SEARCH text=word");
	expect(bo, "first word");
	expect_no_more(bo, "hidden");
}

/* The msgid of the line in which `text` comes to `p`. */
static void
learn_msgid(struct peer *p, const char *text, char out[ID_SIZE])
{
	const char *tag = strstr(expect(p, text), "msgid=");

	assert_non_null(tag);
	assert_int_equal(sscanf(tag, "msgid=%26[^; ]", out), 1);
}

static void
redact_and_meanwhile(const char *msgid, const char *meanwhile)
{
	char line[80];

	snprintf(line, sizeof line, "REDACT #c %s", msgid);
	ask_and_meanwhile(line, meanwhile);
}

static void
who_is_kicked_meanwhile_takes_nothing_back(void **state)
{
	char msgid[ID_SIZE];

	(void)state;
	say(bo, "PRIVMSG #c :mine");
	learn_msgid(bo, ":mine", msgid);
	forget();
	redact_and_meanwhile(msgid, "KICK #c bo");
	expect(bo, " FAIL REDACT INVALID_TARGET #c :");
	expect_no_more(al, " REDACT ");
	say(al, "CHATHISTORY LATEST #c * 1");
	expect(al, ":mine");
}

static void
who_is_operator_no_more_takes_back_only_what_is_its_own(void **state)
{
	char msgid[ID_SIZE];

	(void)state;
	say(al, "MODE #c +o bo\r\nPRIVMSG #c :als");
	learn_msgid(bo, ":als", msgid);
	forget();
	redact_and_meanwhile(msgid, "MODE #c -o bo");
	expect(bo, " FAIL REDACT REDACT_FORBIDDEN #c ");
	expect_no_more(al, " REDACT ");
}

/* What is too old and what is taken back, in one run: whichever comes first,
 * it is gone, and the other finds nothing more to do. */
static void
retention_and_redaction_meet(void **state)
{
	static const struct store_keep keep = { .age_ms = 1000 };
	char msgid[ID_SIZE], line[80];
	int first;

	(void)state;
	for (first = 0; first < 2; first++) {
		say(bo, "PRIVMSG #c :soon gone");
		learn_msgid(bo, "soon gone", msgid);
		assert_true(stage_wait(&stage, 5000));
		say(bo, "PRIVMSG #c :stays");
		forget();
		snprintf(line, sizeof line, "REDACT #c %s", msgid);
		peer_type(bo, line);
		if (first == 0)
			assert_true(stage_settle(&stage));
		store_prune(stage.store, &keep, stage.now.wall_ms);
		assert_true(stage_settle(&stage));
		expect(bo, first == 0 ? " REDACT #c " :
		    " FAIL REDACT UNKNOWN_MSGID #c ");
		say(bo, "CHATHISTORY LATEST #c * 9");
		expect(bo, ":stays");
		forget();
		say(al, "SEARCH text=gone");
		expect(al, " BATCH +");
		expect_no_more(al, "soon gone");
	}
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
		    who_is_kicked_or_banned_meanwhile_finds_nothing, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    what_was_before_is_not_found_where_it_closes_meanwhile,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    who_comes_back_reads_nothing_of_the_ban, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    who_is_kicked_meanwhile_takes_nothing_back, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    who_is_operator_no_more_takes_back_only_what_is_its_own,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(retention_and_redaction_meet,
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
