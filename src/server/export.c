/*
 * export.c -- NickServ EXPORT: all that somebody has said, told to them.
 *
 * Told in notices, so that any client can show and log it, and nothing is left
 * on the server's disk. Wherever it was said: who was banned since may have
 * their own words, but nobody else's.
 */
#include "config.h"
#include "server/export.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "server/channel.h"
#include "server/event.h"
#include "server/long_answer.h"
#include "server/multiline.h"
#include "server/question.h"
#include "server/server_internal.h"
#include "server/service.h"

#include "base/banned.h"

enum {
	PAGE = 50,		/* messages */
	PIECE_BYTES = 300,	/* with NickServ's name it fits into a line */
};

struct export {
	struct long_answer base;
	size_t at, n;
	uint64_t next;		/* 0: that was the last page */
	struct history_row *rows;	/* owned */
	char *block;		/* owned: their strings */
};

/* --- a copy that outlives the call --- */

static const char *
target_of(const struct server *s, const struct history_row *row)
{
	const struct channel *ch = channel_by_number(s, row->channel);

	if (row->target != NULL)
		return row->target;
	return ch != NULL ? ch->name : "(a channel that is gone)";
}

static void
copy_rows(struct export *x, const struct result *r, const struct server *s)
{
	size_t size = 1;
	char *at;

	for (size_t i = 0; i < r->nrows; i++)
		size += str_room(target_of(s, &r->rows[i])) +
		    str_room(r->rows[i].text) + str_room(r->rows[i].tags);
	x->rows = xcalloc(r->nrows + 1, sizeof *x->rows);
	x->block = at = xmalloc(size);
	for (; x->n < r->nrows; x->n++) {
		const struct history_row *row = &r->rows[x->n];

		x->rows[x->n] = (struct history_row){
			.time_ms = row->time_ms, .verb = row->verb,
			.target = str_keep(&at, target_of(s, row)),
			.text = str_keep(&at, row->text),
			.tags = str_keep(&at, row->tags),
		};
	}
}

/* --- its lines --- */

/* Any length, a line of it or the whole. */
static void
say_span(struct answer *a, struct str_span text)
{
	do {
		size_t n = utf8_cut(text.p, text.len, PIECE_BYTES);

		service_say(a, &nickserv, "| %.*s", (int)n, text.p);
		text.p += n;
		text.len -= n;
	} while (text.len > 0);
}

static void
say_row(struct answer *a, const struct history_row *row)
{
	struct multiline_walk walk = { .rest = row->text };
	char iso[TIME_ISO_SIZE];

	time_format_iso(iso, row->time_ms);
	service_say(a, &nickserv, "%s %s %s", iso,
	    event_verb_name((enum event_verb)row->verb), row->target);
	if (row->text == NULL && row->tags != NULL)
		say_span(a, (struct str_span){ row->tags, strlen(row->tags) });
	while (multiline_piece(&walk))
		say_span(a, walk.piece);
}

static bool
more(struct long_answer *la, struct answer *a)
{
	struct export *x = (struct export *)la;

	for (; x->at < x->n; x->at++) {
		if (long_answer_is_full(la, a))
			return true;
		say_row(a, &x->rows[x->at]);
	}
	if (x->next != 0)
		service_say(a, &nickserv, "There may be more: EXPORT %" PRIu64,
		    x->next);
	else
		service_say(a, &nickserv, "That is all that you have said "
		    "here and that is kept");
	return false;
}

static void
end(struct long_answer *la)
{
	struct export *x = (struct export *)la;

	free(x->rows);
	free(x->block);
}

/* --- question and answer --- */

/* The user asks for what is the user's own: nothing but who that is can have
 * changed meanwhile. */
static void
then(struct client *c, const struct result *r, void *ctx)
{
	struct answer *a = c->server->answer;
	const uint64_t *user = ctx;
	struct export *x;

	if (r->code != RESULT_OK || *user != user_identity(c->user)) {
		service_say(a, &nickserv, "That cannot be read now, try again");
		return;
	}
	x = xcalloc(1, sizeof *x);
	x->base.more = more;
	x->base.end = end;
	x->next = r->next;
	copy_rows(x, r, c->server);
	long_answer_start(c, a, &x->base);
}

void
export_ask(struct client *c, uint64_t after)
{
	struct question q = { .kind = QUESTION_OWN, .limit = PAGE,
	    .user = user_identity(c->user), .after = after,
	    .upto = bus_applied(c->server->bus) };
	uint64_t *user = xmalloc(sizeof *user);

	*user = q.user;
	client_ask(c, &q, then, user);
}
