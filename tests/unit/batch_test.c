/* batch_test.c -- messages of several lines: how long they may be, and who
 * gets them how. The rest: tests/chat/batch.chat. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/adapter.h"
#include "base/str.h"
#include "proto/limits.h"
#include "support/stage.h"

#include "base/banned.h"

struct house {
	struct stage stage;
	struct peer *al, *bo;
};

static void
open_house(struct house *h)
{
	stage_init(&h->stage, STAGE_LOCAL, 1);
	h->stage.config.flood_control = false;
	h->stage.config.lobby = "#all";
	h->stage.config.autojoin = true;
	stage_open(&h->stage);
	h->al = stage_connect(&h->stage, "al", NULL);
	h->bo = stage_connect(&h->stage, "bo", NULL);
	assert_true(peer_register(&h->stage, h->al, "al",
	    "draft/multiline batch standard-replies"));
	assert_true(peer_register(&h->stage, h->bo, "bo", NULL));
	peer_forget(h->al);
	peer_forget(h->bo);
}

/* A batch of `n` lines of `len` bytes each; the last has `more` bytes more. */
static void
send_batch(struct house *h, unsigned n, size_t len, size_t more)
{
	char text[IRC_LINE_BODY_MAX], line[IRC_LINE_BODY_MAX * 2];
	unsigned i;

	peer_type(h->al, "BATCH +x draft/multiline bo");
	for (i = 0; i < n; i++) {
		size_t size = len + (i + 1 == n ? more : 0);

		memset(text, 'a', size);
		text[size] = '\0';
		snprintf(line, sizeof line, "@batch=x PRIVMSG bo :%s", text);
		peer_type(h->al, line);
	}
	peer_type(h->al, "BATCH -x");
	assert_true(stage_settle(&h->stage));
}

static unsigned
count_lines(struct peer *p, const char *word)
{
	const char *line;
	unsigned n = 0;

	while ((line = peer_next_line(p)) != NULL)
		n += strstr(line, word) != NULL;
	return n;
}

static void
as_many_lines_as_announced(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	send_batch(&h, MULTILINE_LINES, 1, 0);
	assert_int_equal(count_lines(h.bo, " PRIVMSG bo :a"),
	    MULTILINE_LINES);
	assert_null(peer_next_line(h.al));
	send_batch(&h, MULTILINE_LINES + 1, 1, 0);
	assert_null(peer_next_line(h.bo));
	assert_int_equal(count_lines(h.al,
	    "FAIL BATCH MULTILINE_MAX_LINES 100 :"), 1);
	stage_release(&h.stage);
}

/* 64 lines of 255 bytes and 63 line feeds; then one byte more. */
static void
as_many_bytes_as_announced(void **state)
{
	size_t more = MULTILINE_BYTES - 63 - 64 * 255;
	struct house h;

	(void)state;
	open_house(&h);
	send_batch(&h, 64, 255, more);
	assert_int_equal(count_lines(h.bo, " PRIVMSG bo :a"), 64);
	send_batch(&h, 64, 255, more + 1);
	assert_null(peer_next_line(h.bo));
	assert_int_equal(count_lines(h.al,
	    "FAIL BATCH MULTILINE_MAX_BYTES 16384 :"), 1);
	stage_release(&h.stage);
}

/* Each line must fit as it is relayed, with its sender before it. */
static void
a_line_that_would_be_cut_is_refused_with_all(void **state)
{
	size_t room = IRC_LINE_BODY_MAX - 2 -
	    strlen(":al!al@127.0.0.1 PRIVMSG bo :");
	struct house h;

	(void)state;
	open_house(&h);
	send_batch(&h, 2, room, 0);
	assert_int_equal(count_lines(h.bo, " PRIVMSG bo :a"), 2);
	peer_forget(h.al);
	send_batch(&h, 2, room, 1);
	assert_null(peer_next_line(h.bo));
	assert_int_equal(count_lines(h.al, " 417 al "), 1);
	stage_release(&h.stage);
}

static void
older_dialects_get_its_lines(void **state)
{
	static const char hello[] = "{\"user\": \"milou\", "
	    "\"request\": \"ClientList\"}";
	struct house h;
	struct peer *json;
	char got[8192];

	(void)state;
	open_house(&h);
	json = stage_connect_dialect(&h.stage, "json", &dialect_json);
	peer_type_bytes(json, hello, strlen(hello));
	assert_true(stage_wait(&h.stage, 1000));
	peer_type(h.al, "BATCH +x draft/multiline #all");
	peer_type(h.al, "@batch=x PRIVMSG #all :first line");
	peer_type(h.al, "@batch=x PRIVMSG #all :");
	peer_type(h.al, "@batch=x PRIVMSG #all :second line");
	peer_type(h.al, "BATCH -x");
	assert_true(stage_wait(&h.stage, 1000));
	str_copy_span(got, sizeof got, (struct str_span){
	    json->output.data, json->output.len });
	assert_non_null(strstr(got, "first line"));
	assert_non_null(strstr(got, "second line"));
	stage_release(&h.stage);
}

/* The client goes with its batch half sent. */
static void
half_a_batch_leaves_nothing_behind(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	peer_type(h.al, "BATCH +x draft/multiline bo");
	peer_type(h.al, "@batch=x PRIVMSG bo :half");
	assert_true(stage_settle(&h.stage));
	peer_break(&h.stage, h.al);
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "half"), 0);
	stage_release(&h.stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_lines_as_announced),
		cmocka_unit_test(as_many_bytes_as_announced),
		cmocka_unit_test(a_line_that_would_be_cut_is_refused_with_all),
		cmocka_unit_test(older_dialects_get_its_lines),
		cmocka_unit_test(half_a_batch_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
