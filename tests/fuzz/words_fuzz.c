/*
 * words_fuzz.c -- any words behind the commands that take them apart.
 *
 * The first byte of an input chooses a row of `templates`; each line of the
 * rest is put behind it and typed by an operator of a channel in which things
 * were said. TCPCHAT_FUZZ_ROW=N in the environment keeps to one row. Whatever
 * is answered must be lines, and the connection and the state must hold.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/server.h"
#include "support/stage.h"

#include "base/banned.h"

enum { INPUT_MAX = 4096, SAID = 12 };

static const char *const templates[] = {
	"MODE #c ",
	"MODE #c +b ",
	"MODE ",
	"CHATHISTORY ",
	"CHATHISTORY LATEST #c ",
	"CHATHISTORY BETWEEN #c ",
	"AUTHENTICATE ",
	"WHO ",
	"LIST ",
	"JOIN ",
	"KICK #c ",
	"@",
	"MONITOR ",
	"METADATA ",
	"MARKREAD ",
	"REDACT #c ",
	"SEARCH ",
	"BATCH ",
	"NICK ",
	"RENAME #c ",
	"KLINE ",
	"DLINE ",
	"NS ",
	"CS ",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_lines(struct peer *p)
{
	char copy[IRC_LINE_MAX + 1];
	const char *line;
	struct irc_msg m;

	while ((line = peer_next_line(p)) != NULL) {
		size_t len = strlen(line);

		assert(len + 2 <= IRC_LINE_MAX);
		assert(utf8_valid(line, len));
		memcpy(copy, line, len + 1);
		assert(irc_msg_parse(&m, copy));
	}
}

static void
settle(struct stage *st)
{
	bool ok = stage_settle(st);

	assert(ok);
	for (size_t i = 0; i < st->npeers; i++)
		check_lines(st->peers[i]);
}

static struct peer *
begin(struct stage *st, uint64_t seed)
{
	struct peer *al, *bo;
	bool ok;

	stage_init(st, STAGE_LOCAL, seed);
	st->config.flood_control = false;
	stage_open(st);
	al = stage_connect(st, "al", NULL);
	bo = stage_connect(st, "bo", "192.0.2.7");
	ok = peer_register(st, al, "al", "message-tags batch server-time "
	    "echo-message labeled-response draft/chathistory sasl")
	    && peer_register(st, bo, "bo", NULL);
	assert(ok);
	peer_type(al, "JOIN #c");
	settle(st);
	peer_type(bo, "JOIN #c");
	for (int i = 0; i < SAID; i++)
		peer_type(i % 2 == 0 ? al : bo, "PRIVMSG #c :said");
	peer_type(bo, "PRIVMSG al :hello");
	settle(st);
	return al;
}

static size_t
row_of(uint8_t choice)
{
	const char *fixed = getenv("TCPCHAT_FUZZ_ROW");

	return (fixed != NULL ? (size_t)strtoul(fixed, NULL, 10) : choice)
	    % (sizeof templates / sizeof *templates);
}

static void
type(struct peer *p, const char *words, const char *text, size_t len)
{
	if (p->client == NULL)
		return;
	peer_type_bytes(p, words, strlen(words));
	peer_type_bytes(p, text, len);
	peer_type_bytes(p, "\r\n", 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *last = at + size;
	struct stage *st;
	struct peer *al;
	size_t row;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	row = row_of((uint8_t)*at++);
	st = xmalloc(sizeof *st);
	al = begin(st, row + 1);
	while (at < last) {
		const char *lf = memchr(at, '\n', (size_t)(last - at));
		size_t len = (size_t)((lf != NULL ? lf : last) - at);

		type(al, templates[row], at, len);
		settle(st);
		at += len + (lf != NULL);
	}
	stage_release(st);
	free(st);
	return 0;
}
