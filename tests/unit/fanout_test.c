/* fanout_test.c -- one event told to many: rendered once per variant. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/irc_cap.h"
#include "server/channel.h"
#include "server/event.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "support/stage.h"

#include "base/banned.h"

enum { READERS = 40 };

struct room {
	struct stage stage;
	struct client *readers[READERS];
	struct channel *channel;
	struct event *event;
};

static void
open_room(struct room *r)
{
	struct event_text text = { .source = "al!al@host" };
	char nick[16];
	int i;

	stage_init(&r->stage, STAGE_LOCAL, 1);
	r->stage.config.flood_control = false;
	stage_open(&r->stage);
	for (i = 0; i < READERS; i++) {
		struct peer *p;

		snprintf(nick, sizeof nick, "r%d", i);
		p = stage_connect(&r->stage, nick, NULL);
		assert_true(peer_register(&r->stage, p, nick, NULL));
		peer_type(p, "JOIN #c");
		r->readers[i] = p->client;
	}
	assert_true(stage_settle(&r->stage));
	for (i = 0; i < READERS; i++)
		peer_forget(r->stage.peers[i]);
	r->channel = channel_find(r->stage.server, "#c");
	assert_non_null(r->channel);
	r->event = event_new(EVENT_TOPIC, &text);
	r->event->time_ms = r->stage.now.wall_ms;
}

static void
close_room(struct room *r)
{
	event_free(r->event);
	stage_release(&r->stage);
}

/* What is queued for a reader; borrowed. */
static const char *
queued(struct client *c, size_t *len)
{
	struct iovec iov;

	assert_int_equal(outq_peek(client_outq(c), &iov, 1), 1);
	*len = iov.iov_len;
	return iov.iov_base;
}

static void
assert_queued(struct client *c, const char *text)
{
	size_t len;
	const char *line = queued(c, &len);

	assert_int_equal(len, strlen(text));
	assert_memory_equal(line, text, len);
}

static void
equal_readers_share_one_rendering(void **state)
{
	struct room r;
	struct fanout f;
	size_t len, i;

	(void)state;
	open_room(&r);
	fanout_start(&f, r.stage.server, r.event, "TOPIC", "#c", "text");
	fanout_to_channel(&f, r.channel);
	assert_int_equal(f.nvariants, 1);
	fanout_end(&f);
	for (i = 1; i < READERS; i++)
		assert_ptr_equal(queued(r.readers[i], &len),
		    queued(r.readers[0], &len));
	assert_queued(r.readers[0], ":al!al@host TOPIC #c text\r\n");
	close_room(&r);
}

static void
only_the_capabilities_it_looks_at_make_variants(void **state)
{
	struct room r;
	struct fanout f;
	size_t len, i;

	(void)state;
	open_room(&r);
	for (i = 0; i < READERS; i++)
		r.readers[i]->caps = (uint32_t)i * 0x9e3779b9u;
	fanout_start(&f, r.stage.server, r.event, "TOPIC", "#c", "text");
	f.msgid = "m1";
	f.msg.tags = "+a=b";
	fanout_to_channel(&f, r.channel);
	assert_int_equal(f.nvariants, 4);
	fanout_end(&f);
	for (i = 0; i < READERS; i++) {
		const char *line = queued(r.readers[i], &len);
		bool time = client_has_cap(r.readers[i], CAP_SERVER_TIME);
		bool tags = client_has_cap(r.readers[i], CAP_MESSAGE_TAGS);

		assert_true((strncmp(line, "@time=", 6) == 0) == time);
		assert_true((memchr(line, '+', len) != NULL) == tags);
		assert_true(len > 12 &&
		    memcmp(line + len - 6, "text\r\n", 6) == 0);
	}
	close_room(&r);
}

static void
more_variants_than_are_kept_are_right_too(void **state)
{
	struct room r;
	struct fanout f;
	size_t i;

	(void)state;
	open_room(&r);
	fanout_start(&f, r.stage.server, r.event, "TOPIC", "#c", "text");
	f.looks_at = ~(uint64_t)0;
	for (i = 0; i < READERS; i++)
		r.readers[i]->caps = (uint64_t)i << 50;
	fanout_to_channel(&f, r.channel);
	assert_true(f.nvariants <= VARIANTS_MAX);
	fanout_end(&f);
	for (i = 0; i < READERS; i++)
		assert_queued(r.readers[i], ":al!al@host TOPIC #c text\r\n");
	close_room(&r);
}

static void
another_line_and_nobody_at_all(void **state)
{
	struct room r;
	struct fanout f;

	(void)state;
	open_room(&r);
	r.readers[0]->caps = CAP_EXTENDED_JOIN;
	fanout_start(&f, r.stage.server, r.event, "JOIN", "#c", NULL);
	f.alt_cap = CAP_EXTENDED_JOIN;
	f.alt = f.msg;
	f.alt.params[f.alt.nparams++] = "*";
	f.except = r.readers[1];
	fanout_to_channel(&f, r.channel);
	fanout_end(&f);
	assert_queued(r.readers[0], ":al!al@host JOIN #c *\r\n");
	assert_int_equal(client_outq(r.readers[1])->bytes, 0);
	assert_queued(r.readers[2], ":al!al@host JOIN #c\r\n");

	fanout_start(&f, r.stage.server, r.event, "AWAY", "x", NULL);
	f.only_cap = CAP_AWAY_NOTIFY;
	fanout_to_channel(&f, r.channel);
	assert_int_equal(f.nvariants, 0);
	fanout_end(&f);
	close_room(&r);
}

static void
who_shares_several_channels_is_told_once(void **state)
{
	struct room r;
	struct fanout f;
	struct user *u;
	size_t i;

	(void)state;
	open_room(&r);
	for (i = 0; i < 3; i++) {
		peer_type(r.stage.peers[i], "JOIN #d");
		peer_type(r.stage.peers[i], "JOIN #e");
	}
	assert_true(stage_settle(&r.stage));
	u = r.readers[0]->user;
	fanout_start(&f, r.stage.server, r.event, "NICK", "x", NULL);
	fanout_to_neighbours(&f, u);
	fanout_end(&f);
	assert_int_equal(client_outq(r.readers[0])->bytes, 0);
	for (i = 1; i < READERS; i++)
		assert_int_equal(client_outq(r.readers[i])->bytes,
		    strlen(":al!al@host NICK x\r\n"));
	close_room(&r);
}

/* A line that can't be one is sent to nobody. */
static void
what_cant_be_a_line_is_not_sent(void **state)
{
	struct room r;
	struct fanout f;

	(void)state;
	open_room(&r);
	fanout_start(&f, r.stage.server, r.event, "TOPIC", "#c", "a\r\nQUIT");
	fanout_to_channel(&f, r.channel);
	fanout_end(&f);
	assert_int_equal(client_outq(r.readers[0])->bytes, 0);
	close_room(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_readers_share_one_rendering),
		cmocka_unit_test(
		    only_the_capabilities_it_looks_at_make_variants),
		cmocka_unit_test(more_variants_than_are_kept_are_right_too),
		cmocka_unit_test(another_line_and_nobody_at_all),
		cmocka_unit_test(who_shares_several_channels_is_told_once),
		cmocka_unit_test(what_cant_be_a_line_is_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
