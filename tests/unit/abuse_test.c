/*
 * abuse_test.c -- what must not break the server: each with a bound on what
 * it may cost, and each leaves others served.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/limits.h"
#include "server/client.h"
#include "server/command.h"
#include "server/hosts.h"
#include "server/outq.h"
#include "server/server_internal.h"
#include "support/stage.h"

#include "base/banned.h"

/* Of the processor, in seconds: ten times what is used under sanitizers. */
enum { SECONDS_MAX = 10 };

struct house {
	struct stage stage;
	struct peer *al;	/* in #c; must be served throughout */
	struct peer *bo;	/* registered, in #c */
	clock_t began;
};

static void
open_house(struct house *h)
{
	*h = (struct house){ .began = clock() };
	stage_init(&h->stage, STAGE_LOCAL, 1);
	h->stage.config.flood_control = false;
	stage_open(&h->stage);
	h->al = stage_connect(&h->stage, "al", NULL);
	h->bo = stage_connect(&h->stage, "bo", NULL);
	assert_true(peer_register(&h->stage, h->al, "al", NULL));
	assert_true(peer_register(&h->stage, h->bo, "bo", NULL));
	peer_type(h->al, "JOIN #c");
	peer_type(h->bo, "JOIN #c");
	assert_true(stage_settle(&h->stage));
	peer_forget(h->al);
	peer_forget(h->bo);
}

static void
assert_served(struct house *h)
{
	peer_forget(h->al);
	peer_type(h->al, "PING still");
	assert_true(stage_settle(&h->stage));
	assert_string_equal(peer_next_line(h->al),
	    ":irc.test PONG irc.test :still");
}

static void
close_house(struct house *h)
{
	assert_served(h);
	stage_release(&h->stage);
	assert_true((clock() - h->began) / CLOCKS_PER_SEC < SECONDS_MAX);
}

/* How often the command or numeric `word` was said to `p`; forgets it all. */
static size_t
count_lines(struct peer *p, const char *word)
{
	const char *line, *at;
	size_t n = 0;

	while ((line = peer_next_line(p)) != NULL) {
		at = strchr(line, ' ');
		n += at != NULL && str_starts(at + 1, word) &&
		    at[1 + strlen(word)] == ' ';
	}
	return n;
}

/* --- bytes --- */

static void
a_line_without_end_costs_little(void **state)
{
	static const size_t sizes[] = { 512, 600, 20000, 10 << 20 };
	char *bytes = xmalloc(10 << 20);
	struct house h;
	size_t i;

	(void)state;
	memset(bytes, 'x', 10 << 20);
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		open_house(&h);
		peer_type_bytes(h.bo, bytes, sizes[i]);
		assert_true(stage_settle(&h.stage));
		assert_true(codec_held(h.bo->client->codec) <=
		    IRC_INPUT_MAX_BYTES);
		peer_type(h.bo, "");
		peer_type(h.bo, "PING after");
		assert_true(stage_settle(&h.stage));
		assert_true(count_lines(h.bo, "PONG") == 1);
		close_house(&h);
	}
	free(bytes);
}

static void
odd_line_ends_and_bytes_are_lines_or_refused(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	peer_type_bytes(h.bo, "PING 1\nPING 2\r\n\r\n\n\nPING 3\r", 26);
	assert_true(stage_settle(&h.stage));
	peer_type_bytes(h.bo, "\nPING a\0b\r\nPING c\rd\r\nPING \xff\r\n", 29);
	peer_type(h.bo, "PING 4");
	assert_true(stage_settle(&h.stage));
	assert_string_equal(peer_next_line(h.bo),
	    ":irc.test PONG irc.test :1");
	assert_string_equal(peer_next_line(h.bo),
	    ":irc.test PONG irc.test :2");
	assert_string_equal(peer_next_line(h.bo),
	    ":irc.test PONG irc.test :3");
	assert_int_equal(count_lines(h.bo, "NOTICE"), 3);
	close_house(&h);
}

static void
what_is_wrong_with_a_line_has_a_code(void **state)
{
	struct house h;
	const char *line;

	(void)state;
	open_house(&h);
	peer_type(h.bo, "CAP REQ standard-replies");
	assert_true(stage_settle(&h.stage));
	peer_forget(h.bo);
	peer_type_bytes(h.bo, "PRIVMSG al :\xc3(\r\nPING a\0b\r\n", 26);
	assert_true(stage_settle(&h.stage));
	line = peer_next_line(h.bo);
	assert_true(str_starts(line, ":irc.test FAIL * INVALID_UTF8 :"));
	line = peer_next_line(h.bo);
	assert_true(str_starts(line, ":irc.test FAIL * INVALID_BYTES :"));
	close_house(&h);
}

static void
one_byte_at_a_time_is_the_same(void **state)
{
	static const char text[] = "PRIVMSG al :one\r\nPING x\r\nNICK bob\r\n";
	struct house h;
	size_t i;

	(void)state;
	open_house(&h);
	for (i = 0; i < sizeof text - 1; i++) {
		peer_type_bytes(h.bo, text + i, 1);
		assert_true(stage_settle(&h.stage));
	}
	assert_string_equal(peer_next_line(h.al),
	    ":bo!bo@127.0.0.1 PRIVMSG al :one");
	assert_string_equal(peer_next_line(h.bo),
	    ":irc.test PONG irc.test :x");
	assert_string_equal(peer_next_line(h.bo),
	    ":bo!bo@127.0.0.1 NICK :bob");
	close_house(&h);
}

static void
other_protocols_are_closed_without_an_answer(void **state)
{
	static const char *const hellos[] = {
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST / HTTP/1.0\r\n\r\nNICK x\r\nUSER x 0 * :x\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
	};
	struct house h;
	struct peer *p;
	size_t i;

	(void)state;
	open_house(&h);
	for (i = 0; i < sizeof hellos / sizeof hellos[0]; i++) {
		p = stage_connect(&h.stage, "web", NULL);
		peer_type(p, hellos[i]);
		assert_true(stage_settle(&h.stage));
		assert_null(p->client);
		assert_int_equal(p->output.len, 0);
	}
	close_house(&h);
}

/* SSH says its name and waits: so do we, until the registration deadline. */
static void
one_that_never_registers_is_closed(void **state)
{
	struct house h;
	struct peer *p;

	(void)state;
	open_house(&h);
	p = stage_connect(&h.stage, "ssh", NULL);
	peer_type(p, "SSH-2.0-OpenSSH_9.2p1");
	assert_true(stage_settle(&h.stage));
	assert_true(stage_wait(&h.stage, 32000));
	assert_null(p->client);
	close_house(&h);
}

/* --- tags and parameters --- */

static void
type_tagged(struct peer *p, size_t tag_bytes, size_t body_bytes)
{
	char *line = xmalloc(tag_bytes + body_bytes + 16);
	size_t n = 0;

	line[n++] = '@';
	memset(line + n, 'a', tag_bytes);
	n += tag_bytes;
	memcpy(line + n, " PING ", 6);
	n += 6;
	memset(line + n, 'p', body_bytes - 7);	/* with CR LF: body_bytes */
	n += body_bytes - 7;
	line[n] = '\0';
	peer_type(p, line);
	free(line);
}

static void
tags_and_bodies_at_their_limits(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	type_tagged(h.bo, IRC_TAGS_CLIENT_MAX, 500);
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "PONG"), 1);
	type_tagged(h.bo, IRC_TAGS_CLIENT_MAX + 1, 20);
	type_tagged(h.bo, 8190, 20);
	type_tagged(h.bo, 8191, 20);
	type_tagged(h.bo, 8192, 20);
	type_tagged(h.bo, 10, IRC_LINE_BODY_MAX + 1);
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "417"), 5);
	peer_type(h.bo, "@;;=x;=;a=\\;a=1;a=2;+;+=;+a/b=\\ PING x");
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "PONG"), 1);
	close_house(&h);
}

static void
any_number_of_parameters(void **state)
{
	static const int counts[] = { 14, 15, 16, 200 };
	struct house h;
	char line[1024];
	size_t i;
	int n;

	(void)state;
	open_house(&h);
	for (i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		(void)str_copy(line, sizeof line, "PING");
		for (n = 0; n < counts[i]; n++)
			(void)str_copy(line + strlen(line), 8, " x");
		peer_type(h.bo, line);
	}
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "PONG"), 4);
	close_house(&h);
}

/* --- every command, wherever and however --- */

static void
type_with_params(struct peer *p, const char *command, int n, const char *param)
{
	char line[2048];
	int i;

	(void)str_copy(line, sizeof line, command);
	for (i = 0; i < n; i++) {
		size_t len = strlen(line);

		snprintf(line + len, sizeof line - len, " %s%s",
		    i == n - 1 && param[0] == '\0' ? ":" : "", param);
	}
	peer_type(p, line);
}

/* Whoever says it: nothing breaks, and each line sent back is a line. */
static void
every_command_with_any_parameters(void **state)
{
	static const char *const params[] = {
		"x", "", "*", "#c", "bo", "al", "nobody", "#nowhere", "-1",
		"+", "+o", ",", ":", "#", "0", "99999999999999999999",
		"timestamp=2026-11-20T09:20:00.000Z", "msgid=", "#c,#c,bo,bo",
		"!", "%", "%%,", "*!*@*", "\xc3\xa9", "\xe2\x80\xae",
	};
	const struct command *cmd;
	struct house h;
	struct peer *raw;
	unsigned i;
	size_t k;
	int n;

	(void)state;
	open_house(&h);
	raw = stage_connect(&h.stage, "raw", NULL);
	for (i = 0; (cmd = command_at(i)) != NULL; i++) {
		if (str_eq(cmd->name, "QUIT"))
			continue;
		for (n = 0; n <= IRC_PARAMS_MAX + 1; n++)
			for (k = 0; k < sizeof params / sizeof params[0]; k++) {
				type_with_params(h.bo, cmd->name, n,
				    params[k]);
				type_with_params(raw, cmd->name, n, params[k]);
			}
		assert_true(stage_settle(&h.stage));
		assert_non_null(h.bo->client);
		if (raw->client == NULL)
			raw = stage_connect(&h.stage, "raw", NULL);
		while (peer_next_line(h.bo) != NULL)
			;
		while (peer_next_line(raw) != NULL)
			;
	}
	close_house(&h);
}

static void
capability_lists_of_any_length(void **state)
{
	struct house h;
	char line[600];
	int i;

	(void)state;
	open_house(&h);
	for (i = 0; i < 50; i++) {
		memset(line, 'c', sizeof line);
		memcpy(line, "CAP REQ :", 9);
		line[9 + i * 10] = '\0';
		peer_type(h.bo, line);
	}
	peer_type(h.bo, "CAP REQ :- -- =x batch batch -batch");
	peer_type(h.bo, "CAP REQ :");
	peer_type(h.bo, "CAP LS 999999999999999999999999");
	peer_type(h.bo, "CAP LS -1");
	peer_type(h.bo, "CAP LIST");
	assert_true(stage_settle(&h.stage));
	assert_non_null(h.bo->client);
	assert_int_equal(count_lines(h.bo, "CAP"), 55);
	close_house(&h);
}

/* --- masks --- */

static void
masks_that_try_to_take_long(void **state)
{
	struct house h;
	char line[300], name[REALNAME_LEN + 16];
	int i;

	(void)state;
	open_house(&h);
	memset(name, 'a', sizeof name);
	memcpy(name, "SETNAME :", 9);
	name[sizeof name - 2] = '\0';
	peer_type(h.bo, name);
	for (i = 0; i < LIST_MAX + 20; i++) {
		snprintf(line, sizeof line, "MODE #c +b "
		    "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b%d!*@*", i);
		peer_type(h.al, line);
	}
	for (i = 0; i < 1000; i++)
		peer_type(h.bo, "PRIVMSG #c :am I banned?");
	for (i = 0; i < 1000; i++)
		peer_type(h.bo, "WHO *a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.al, "478"), 20);
	close_house(&h);
}

/* --- long answers to one that hardly reads --- */

static void
make_channels(struct house *h, int n)
{
	char line[64];
	int i;

	/* Nobody is in 50,000 channels: they are said in and left. */
	for (i = 0; i < n; i++) {
		struct channel *ch;

		snprintf(line, sizeof line, "#room%d", i);
		ch = channel_new(h->stage.server, (uint64_t)(1 << 30) +
		    (uint64_t)i, line, 1);
		ch->is_lobby = true;	/* shown while empty */
		ch->left_ms = 1;
	}
}

/* Reads `n` bytes at a time until nothing more comes: in how many steps. */
static void
read_slowly(struct house *h, struct peer *p, size_t n)
{
	size_t before;

	do {
		assert_true(client_outq(p->client)->bytes <
		    4 * LONG_PIECE_BYTES);
		before = p->output.len;
		peer_take(&h->stage, p, n);
		stage_turn(&h->stage);
		stage_turn(&h->stage);
	} while (p->output.len > before);
}

static void
a_long_list_for_one_that_reads_slowly(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	make_channels(&h, 50000);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "LIST");
	assert_true(stage_settle(&h.stage));
	assert_served(&h);
	read_slowly(&h, h.bo, 1);
	/* A byte at a time is enough of that. */
	assert_true(h.bo->output.len > 0);
	read_slowly(&h, h.bo, 5000);
	assert_int_equal(count_lines(h.bo, "322"), 50001);
	assert_non_null(h.bo->client);
	close_house(&h);
}

static void
live_lines_pass_between_the_pieces(void **state)
{
	struct house h;

	(void)state;
	open_house(&h);
	make_channels(&h, 20000);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "LIST");
	assert_true(stage_settle(&h.stage));
	peer_take(&h.stage, h.bo, 20000);
	peer_type(h.al, "PRIVMSG #c :in the middle");
	assert_true(stage_settle(&h.stage));
	peer_take(&h.stage, h.bo, 60000);
	assert_non_null(strstr(buf_str(&h.bo->output), "in the middle"));
	peer_hear(&h.stage, h.bo, true);
	assert_true(stage_settle(&h.stage));
	assert_int_equal(count_lines(h.bo, "322"), 20001);
	close_house(&h);
}

static void
a_long_motd_is_sent_whole(void **state)
{
	struct house h;
	char *motd = xmalloc(2000 * 82 + 1);
	int i;

	(void)state;
	open_house(&h);
	for (i = 0; i < 2000; i++) {
		memset(motd + i * 82, 'm', 81);
		motd[i * 82 + 81] = '\n';
	}
	motd[2000 * 82] = '\0';
	h.stage.config.motd = motd;
	stage_configure(&h.stage);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "MOTD");
	assert_true(stage_settle(&h.stage));
	read_slowly(&h, h.bo, 700);
	assert_int_equal(count_lines(h.bo, "372"), 2000);
	close_house(&h);
	free(motd);
}

/* A labelled one is a batch: its pieces have the same ceiling. */
static void
a_labelled_long_answer_is_one_batch(void **state)
{
	struct house h;
	const char *line;
	size_t n = 0;

	(void)state;
	open_house(&h);
	make_channels(&h, 5000);
	peer_type(h.bo, "CAP REQ :batch labeled-response");
	assert_true(stage_settle(&h.stage));
	peer_forget(h.bo);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "@label=1 LIST");
	assert_true(stage_settle(&h.stage));
	read_slowly(&h, h.bo, 3000);
	line = peer_next_line(h.bo);
	assert_string_equal(line,
	    "@label=1 :irc.test BATCH +r1 labeled-response");
	while ((line = peer_next_line(h.bo)) != NULL && line[0] == '@') {
		assert_true(str_starts(line, "@batch=r1 "));
		n++;
	}
	assert_int_equal(n, 5003);
	assert_string_equal(line, ":irc.test BATCH -r1");
	assert_null(peer_next_line(h.bo));
	close_house(&h);
}

static void
one_that_never_reads_is_closed_and_named(void **state)
{
	struct house h;
	char line[500];
	int i;

	(void)state;
	open_house(&h);
	memset(line, 'x', sizeof line);
	memcpy(line, "PRIVMSG #c :", 12);
	line[400] = '\0';
	peer_hear(&h.stage, h.bo, false);
	for (i = 0; i < 4000 && h.bo->client != NULL; i++) {
		peer_type(h.al, line);
		assert_true(stage_settle(&h.stage));
		if (h.bo->client != NULL)
			assert_true(client_outq(h.bo->client)->live_bytes <
			    OUTQ_LIVE_MAX_BYTES + IRC_LINE_MAX);
	}
	assert_null(h.bo->client);
	assert_true(i > 2000);
	assert_true(stage_logged(&h.stage, "behind: client=bo "));
	assert_int_equal(count_lines(h.al, "QUIT"), 1);
	close_house(&h);
}

/* --- many at once --- */

enum { CROWD = 1000 };

static void
fill_room(struct house *h, struct peer *crowd[CROWD])
{
	char nick[32];
	int i;

	for (i = 0; i < CROWD; i++) {
		snprintf(nick, sizeof nick, "p%d", i);
		crowd[i] = stage_connect(&h->stage, nick, NULL);
		assert_non_null(crowd[i]->client);
		snprintf(nick, sizeof nick, "NICK p%d", i);
		peer_type(crowd[i], nick);
		peer_type(crowd[i], "USER u 0 * :u");
		peer_type(crowd[i], "JOIN #c");
	}
	assert_true(stage_settle(&h->stage));
	for (i = 0; i < CROWD; i++)
		peer_forget(crowd[i]);
	peer_forget(h->al);
	peer_forget(h->bo);
}

static void
a_thousand_quit_in_one_turn(void **state)
{
	struct house h;
	struct peer *crowd[CROWD];
	int i;

	(void)state;
	open_house(&h);
	fill_room(&h, crowd);
	for (i = 0; i < CROWD; i++)
		peer_type(crowd[i], "QUIT :all at once");
	assert_true(stage_settle(&h.stage));
	for (i = 0; i < CROWD; i++)
		assert_null(crowd[i]->client);
	assert_int_equal(count_lines(h.al, "QUIT"), CROWD);
	assert_int_equal(count_lines(h.bo, "QUIT"), CROWD);
	close_house(&h);
}

static void
a_thousand_fall_behind_in_one_broadcast(void **state)
{
	struct house h;
	struct peer *crowd[CROWD];
	char line[500];
	int i;

	(void)state;
	open_house(&h);
	fill_room(&h, crowd);
	for (i = 0; i < CROWD; i++)
		peer_hear(&h.stage, crowd[i], false);
	memset(line, 'x', sizeof line);
	memcpy(line, "PRIVMSG #c :", 12);
	line[450] = '\0';
	for (i = 0; i < 2600; i++)
		peer_type(h.al, line);
	assert_true(stage_settle(&h.stage));
	for (i = 0; i < CROWD; i++)
		assert_null(crowd[i]->client);
	assert_int_equal(count_lines(h.al, "QUIT"), CROWD);
	assert_int_equal(count_lines(h.bo, "PRIVMSG"), 2600);
	close_house(&h);
}

/* Whoever comes and goes all day leaves nothing behind. */
static void
a_clone_attack_leaves_nothing(void **state)
{
	struct house h;
	struct server *s;
	char line[64];
	int i;

	(void)state;
	open_house(&h);
	s = h.stage.server;
	for (i = 0; i < 5000; i++) {
		struct peer *p = stage_connect(&h.stage, "clone", "192.0.2.1");

		if (i % 3 != 0) {
			snprintf(line, sizeof line, "NICK clone%d", i);
			peer_type(p, line);
			peer_type(p, "USER u 0 * :u");
			peer_type(p, "JOIN #clones");
		}
		stage_turn(&h.stage);
		if (i % 3 == 1)
			peer_type(p, "QUIT");
		else
			peer_break(&h.stage, p);
		stage_turn(&h.stage);
		assert_null(p->client);
		stage_forget(&h.stage, p);
	}
	assert_int_equal(s->nclients, 2);
	assert_int_equal(s->users.count, 2);
	assert_int_equal(s->channels.count, 1);
	assert_true(s->nslots <= 64);
	close_house(&h);
}

/* Each nick that stands in 353 lines: how often. */
static void
count_names(struct peer *p, unsigned met[CROWD])
{
	const char *line;

	while ((line = peer_next_line(p)) != NULL) {
		const char *names = strstr(line, " 353 ");
		struct str_span word;

		if (names == NULL)
			continue;
		names = strstr(names, " :") + 2;
		while (str_next_word(&names, &word)) {
			char digits[16];
			int64_t n;

			(void)str_copy_span(digits, sizeof digits,
			    (struct str_span){ word.p + 1,
			    strcspn(word.p, "! ") - 1 });
			if (word.p[0] == 'p' &&
			    str_to_int64(digits, 0, CROWD - 1, &n))
				met[n]++;
		}
	}
}

/* NAMES goes on over many turns while people come and go: whoever is there
 * throughout is named once. */
static void
names_of_a_crowd_that_changes(void **state)
{
	static unsigned met[CROWD];
	struct house h;
	struct peer *crowd[CROWD];
	int i;

	(void)state;
	open_house(&h);
	fill_room(&h, crowd);
	peer_type(h.bo, "CAP REQ userhost-in-names");
	assert_true(stage_settle(&h.stage));
	peer_forget(h.bo);
	peer_hear(&h.stage, h.bo, false);
	for (i = 0; i < 8; i++)		/* several wait in line */
		peer_type(h.bo, "NAMES #c");
	assert_true(stage_settle(&h.stage));
	for (i = 0; i < CROWD; i += 10) {	/* one in ten comes or goes */
		peer_type(crowd[i], i % 20 == 0 ? "PART #c" : "QUIT");
		stage_turn(&h.stage);
		stage_turn(&h.stage);
		peer_take(&h.stage, h.bo, 700);
	}
	read_slowly(&h, h.bo, 3000);
	memset(met, 0, sizeof met);
	count_names(h.bo, met);
	for (i = 0; i < CROWD; i++)
		if (i % 10 != 0)
			assert_int_equal(met[i], 8);
		else
			assert_true(met[i] <= 8);
	close_house(&h);
}

static void
who_of_a_crowd_is_paced(void **state)
{
	struct house h;
	struct peer *crowd[CROWD];

	(void)state;
	open_house(&h);
	fill_room(&h, crowd);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "WHO *");
	assert_true(stage_settle(&h.stage));
	read_slowly(&h, h.bo, 4000);
	assert_int_equal(count_lines(h.bo, "352"), CROWD + 2);
	close_house(&h);
}

/* 100 messages, each with as many tags as a client may send. */
static void
the_longest_history_is_paced(void **state)
{
	struct house h;
	char *line = xmalloc(5000);
	int i;

	(void)state;
	open_house(&h);
	peer_type(h.bo, "CAP REQ :message-tags batch draft/chathistory");
	memcpy(line, "@+a=", 4);
	memset(line + 4, 't', 4000);
	(void)str_copy(line + 4004, 100, " PRIVMSG #c :x");
	for (i = 0; i < CHATHISTORY_MAX; i++)
		peer_type(h.al, line);
	assert_true(stage_settle(&h.stage));
	peer_forget(h.bo);
	peer_hear(&h.stage, h.bo, false);
	peer_type(h.bo, "CHATHISTORY LATEST #c * 100");
	assert_true(stage_settle(&h.stage));
	read_slowly(&h, h.bo, 6000);
	i = 0;
	while (peer_next_line(h.bo) != NULL)
		i++;
	assert_int_equal(i, CHATHISTORY_MAX + 2);
	close_house(&h);
	free(line);
}

/* --- clocks --- */

static void
copy_tag(const char *line, const char *key, char *out, size_t size)
{
	const char *at = strstr(line, key);

	assert_non_null(at);
	at += strlen(key);
	(void)str_copy_span(out, size, (struct str_span){ at,
	    strcspn(at, "; ") });
}

static void
a_clock_that_steps_hurts_nobody(void **state)
{
	struct house h;
	char last[64] = "", time[64], last_id[64] = "", id[64];
	const char *line;
	int i;

	(void)state;
	open_house(&h);
	peer_type(h.bo, "CAP REQ :server-time message-tags");
	assert_true(stage_settle(&h.stage));
	peer_forget(h.bo);
	for (i = 0; i < 20; i++) {
		h.stage.now.wall_ms += i % 2 == 0 ? 3600000 : -3600000;
		peer_type(h.al, "PRIVMSG #c :tick");
		assert_true(stage_settle(&h.stage));
		line = peer_next_line(h.bo);
		assert_non_null(line);
		copy_tag(line, "time=", time, sizeof time);
		assert_true(strcmp(time, last) >= 0);
		(void)str_copy(last, sizeof last, time);
		copy_tag(line, "msgid=", id, sizeof id);
		assert_true(strcmp(id, last_id) > 0);
		(void)str_copy(last_id, sizeof last_id, id);
	}
	assert_true(stage_wait(&h.stage, 30000));
	assert_non_null(h.bo->client);
	close_house(&h);
}

/* --- how fast they come --- */

enum { CLONES = 200, RATE = 4 };

struct crowd {
	unsigned refused, registered, waiting;
};

/* What has become of those named "clone". */
static struct crowd
count_crowd(struct stage *st)
{
	struct crowd n = { 0 };
	size_t i;

	for (i = 0; i < st->npeers; i++) {
		const struct peer *p = st->peers[i];

		if (!str_eq(p->name, "clone"))
			continue;
		n.refused += p->refused != NULL;
		if (p->client == NULL)
			continue;
		n.registered += p->client->user != NULL;
		n.waiting += client_is_waiting(p->client);
	}
	return n;
}

/* `host`: the address but for its end, NULL: this machine. */
static void
come(struct stage *st, const char *host, unsigned number)
{
	char at[64], line[64];
	struct peer *p;

	snprintf(at, sizeof at, "%s%x", host == NULL ? "" : host, number);
	p = stage_connect(st, "clone", host == NULL ? NULL : at);
	if (p->client == NULL)
		return;
	snprintf(line, sizeof line, "NICK c%u", number);
	peer_type(p, line);
	peer_type(p, "USER c 0 * :Clone");
	assert_true(stage_settle(st));
}

static void
open_for_clones(struct house *h)
{
	open_house(h);
	h->stage.config.connect_rate = RATE;
	h->stage.config.registration_timeout_ms = 5000;
	stage_configure(&h->stage);
}

/* All of one /64: 60 at once, then four a second; who would have to wait
 * longer than 20 s is refused. Nobody's time to register runs out meanwhile. */
static void
clones_of_one_network_wait_or_are_refused(void **state)
{
	struct house h;
	struct crowd n;
	unsigned i;

	(void)state;
	open_for_clones(&h);
	for (i = 0; i < CLONES; i++)
		come(&h.stage, "2001:db8:1:2:3:4:5:", i);
	n = count_crowd(&h.stage);
	assert_int_equal(n.registered, RATE * CONNECT_BURST_S);
	assert_int_equal(n.waiting, RATE * CONNECT_DEBT_S);
	assert_int_equal(n.refused, CLONES - n.registered - n.waiting);

	come(&h.stage, "2001:db8:1:3:3:4:5:", i);
	come(&h.stage, "192.0.2.", 0x99);	/* its namesake was refused */
	assert_int_equal(count_crowd(&h.stage).registered, n.registered + 2);
	assert_served(&h);
	assert_true(stage_wait(&h.stage, 10000));
	i = count_crowd(&h.stage).registered - n.registered - 2;
	assert_in_range(i, 9 * RATE, 10 * RATE);
	assert_true(stage_wait(&h.stage, 11000));
	assert_int_equal(count_crowd(&h.stage).waiting, 0);
	assert_int_equal(count_crowd(&h.stage).registered, CLONES - n.refused +
	    2);
	close_house(&h);
}

/* Who goes and comes again finds the bucket as it was; it is forgotten when
 * it is full. */
static void
a_bucket_outlives_its_clients(void **state)
{
	struct house h;
	struct peer *p;
	unsigned i;

	(void)state;
	open_for_clones(&h);
	for (i = 0; i < RATE * CONNECT_BURST_S; i++) {
		p = stage_connect(&h.stage, "clone", "192.0.2.7");
		assert_non_null(p->client);
		peer_type(p, "QUIT");
		assert_true(stage_settle(&h.stage));
		assert_null(p->client);
	}
	assert_non_null(hosts_network(h.stage.server, "192.0.2.7"));
	p = stage_connect(&h.stage, "clone", "192.0.2.7");
	peer_type(p, "QUIT");
	assert_true(stage_settle(&h.stage));
	assert_non_null(p->client);	/* not yet read */
	assert_true(stage_wait(&h.stage, 60000));
	assert_null(p->client);
	assert_null(hosts_network(h.stage.server, "192.0.2.7"));
	close_house(&h);
}

static void
this_machine_may_come_as_fast_as_it_likes(void **state)
{
	struct house h;
	unsigned i;

	(void)state;
	open_for_clones(&h);
	for (i = 0; i < CLONES; i++)
		come(&h.stage, NULL, i);
	assert_int_equal(count_crowd(&h.stage).registered, CLONES);
	close_house(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_without_end_costs_little),
		cmocka_unit_test(odd_line_ends_and_bytes_are_lines_or_refused),
		cmocka_unit_test(what_is_wrong_with_a_line_has_a_code),
		cmocka_unit_test(one_byte_at_a_time_is_the_same),
		cmocka_unit_test(other_protocols_are_closed_without_an_answer),
		cmocka_unit_test(one_that_never_registers_is_closed),
		cmocka_unit_test(tags_and_bodies_at_their_limits),
		cmocka_unit_test(any_number_of_parameters),
		cmocka_unit_test(every_command_with_any_parameters),
		cmocka_unit_test(capability_lists_of_any_length),
		cmocka_unit_test(masks_that_try_to_take_long),
		cmocka_unit_test(a_long_list_for_one_that_reads_slowly),
		cmocka_unit_test(live_lines_pass_between_the_pieces),
		cmocka_unit_test(a_long_motd_is_sent_whole),
		cmocka_unit_test(a_labelled_long_answer_is_one_batch),
		cmocka_unit_test(one_that_never_reads_is_closed_and_named),
		cmocka_unit_test(a_thousand_quit_in_one_turn),
		cmocka_unit_test(a_thousand_fall_behind_in_one_broadcast),
		cmocka_unit_test(a_clone_attack_leaves_nothing),
		cmocka_unit_test(clones_of_one_network_wait_or_are_refused),
		cmocka_unit_test(a_bucket_outlives_its_clients),
		cmocka_unit_test(this_machine_may_come_as_fast_as_it_likes),
		cmocka_unit_test(names_of_a_crowd_that_changes),
		cmocka_unit_test(who_of_a_crowd_is_paced),
		cmocka_unit_test(the_longest_history_is_paced),
		cmocka_unit_test(a_clock_that_steps_hurts_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
