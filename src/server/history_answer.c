/* history_answer.c -- rows of the history, told as a batch. */
#include "config.h"
#include "server/history_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "server/event.h"
#include "server/long_answer.h"
#include "server/multiline.h"
#include "server/reading.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct history {
	struct long_answer base;
	const char *type;		/* of its batch: a constant */
	char target[CHANNEL_LEN + 1];	/* "": the batch has none */
	bool started;
	char ref[16];			/* of its batch; "": none */
	size_t at, n;
	struct history_row *rows;	/* owned */
	char *block;			/* owned: their strings */
};

/* --- a copy that outlives the call --- */

static size_t
room_for_row(const struct history_row *row)
{
	return str_room(row->msgid) + str_room(row->source) +
	    str_room(row->account) +
	    str_room(row->text) + str_room(row->tags) + str_room(row->target) +
	    str_room(row->subject);
}

/* A row of a channel gets the name of that as its target. */
static struct history_row
keep_row(char **at, const struct server *s, const struct history_row *row)
{
	const char *target = row->target != NULL ? row->target :
	    channel_by_number(s, row->channel)->name;

	return (struct history_row){
		.order = row->order, .time_ms = row->time_ms,
		.verb = row->verb,
		.msgid = str_keep(at, row->msgid),
		.source = str_keep(at, row->source),
		.account = str_keep(at, row->account),
		.text = str_keep(at, row->text),
		.tags = str_keep(at, row->tags),
		.target = str_keep(at, target),
		.subject = str_keep(at, row->subject),
	};
}

/* Those that the client may see now. */
static void
copy_rows(struct history *h, const struct result *r, const struct client *c)
{
	size_t size = 1, i;
	char *at;

	for (i = 0; i < r->nrows; i++)
		size += room_for_row(&r->rows[i]) + CHANNEL_LEN + 1;
	h->rows = xcalloc(r->nrows + 1, sizeof *h->rows);
	h->block = at = xmalloc(size);
	for (i = 0; i < r->nrows; i++)
		if (reading_sees(c, &r->rows[i]))
			h->rows[h->n++] = keep_row(&at, c->server,
			    &r->rows[i]);
}

/* --- its lines --- */

/* Both batches, one in the other. */
static const char *
multiline_ref(const struct history *h, const struct client *c,
    const struct history_row *row)
{
	return h->ref[0] != '\0' && client_has_cap(c, CAP_MULTILINE) ?
	    row->msgid : NULL;
}

static bool
add_tags(const struct history *h, const struct client *c,
    const struct history_row *row, struct buf *tags)
{
	if (h->ref[0] != '\0' && !irc_tags_add(tags, "batch", h->ref))
		return false;
	if (row->account != NULL && client_has_cap(c, CAP_ACCOUNT_TAG) &&
	    !irc_tags_add(tags, "account", row->account))
		return false;
	if (!client_has_cap(c, CAP_MESSAGE_TAGS))
		return true;
	if (row->msgid[0] == '\0')
		return true;	/* what the server did by itself */
	return irc_tags_add(tags, "msgid", row->msgid) &&
	    (row->tags == NULL || (buf_add_char(tags, ';') &&
	    buf_add_str(tags, row->tags)));
}

/* Of the lines of a message: the first as if it were alone, the others in
 * their batch, or in that of the history. */
static bool
add_line_tags(const struct history *h, const struct client *c,
    const struct history_row *row, const struct multiline *ml,
    struct buf *tags)
{
	if (ml->is_first)
		return add_tags(h, c, row, tags);
	if (!ml->is_inner)
		return h->ref[0] == '\0' || irc_tags_add(tags, "batch", h->ref);
	return irc_tags_add(tags, "batch", ml->ref) && (!ml->is_concat ||
	    irc_tags_add(tags, "draft/multiline-concat", NULL));
}

/* Who can take neither the time as a tag nor ask for history reads it before
 * the text: "[2026-11-20 09:20] ", in UTC. */
static void
mark_time(const struct client *c, const struct history_row *row,
    struct irc_msg *m, char out[IRC_LINE_BODY_MAX])
{
	char when[TIME_ISO_SIZE];

	if (row->text == NULL || client_has_cap(c, CAP_SERVER_TIME) ||
	    client_has_cap(c, CAP_CHATHISTORY))
		return;
	time_format_iso(when, row->time_ms);
	snprintf(out, IRC_LINE_BODY_MAX, "[%.10s %.5s] ", when, when + 11);
	(void)str_copy(out + strlen(out), IRC_LINE_BODY_MAX - strlen(out),
	    m->params[1]);
	m->params[1] = out;
}

static void
say_lines(const struct history *h, struct answer *a,
    const struct history_row *row, const struct irc_msg *whole)
{
	struct multiline ml;
	char marked[IRC_LINE_BODY_MAX];
	struct buf tags;

	buf_init(&tags, IRC_TAGS_MAX);
	multiline_start(&ml, whole, multiline_ref(h, a->client, row));
	while (multiline_next(&ml)) {
		buf_reset(&tags);
		if (!add_line_tags(h, a->client, row, &ml, &tags))
			break;
		mark_time(a->client, row, &ml.line, marked);
		if (tags.len > 0)
			ml.line.tags = buf_str(&tags);
		answer_send(a, &ml.line, row->time_ms);
	}
	buf_release(&tags);
}

/* --- events --- */

/* MODE: its words are parameters. Cuts `words`. */
static void
add_words(struct irc_msg *m, char *words)
{
	while (words != NULL && m->nparams < IRC_PARAMS_MAX) {
		char *blank = strchr(words, ' ');

		if (blank != NULL)
			*blank++ = '\0';
		m->params[m->nparams++] = words;
		words = blank;
	}
}

/* Of several lines of MODE `text` is one. */
static void
add_params(struct irc_msg *m, const struct client *c,
    const struct history_row *row, char *words)
{
	bool has_target = row->verb != EVENT_VERB_QUIT &&
	    row->verb != EVENT_VERB_NICK;
	const char *account = row->account == NULL ? "*" : row->account;

	if (has_target)
		m->params[m->nparams++] = row->target;
	if (row->verb == EVENT_VERB_JOIN &&
	    !client_has_cap(c, CAP_EXTENDED_JOIN))
		return;
	if (row->verb == EVENT_VERB_JOIN)
		m->params[m->nparams++] = account;
	if (row->subject != NULL)
		m->params[m->nparams++] = row->subject;
	m->colon = row->text != NULL && row->verb != EVENT_VERB_MODE;
	if (row->verb == EVENT_VERB_MODE)
		add_words(m, words);
	else if (row->text != NULL)
		m->params[m->nparams++] = row->text;
}

static void
say_line(const struct history *h, struct answer *a,
    const struct history_row *row, char *words)
{
	struct irc_msg m = { .source = row->source,
	    .command = event_verb_name((enum event_verb)row->verb) };
	char marked[IRC_LINE_BODY_MAX];
	struct buf tags;

	add_params(&m, a->client, row, words);
	if (row->verb <= EVENT_TAGMSG)
		mark_time(a->client, row, &m, marked);
	buf_init(&tags, IRC_TAGS_MAX);
	if (add_tags(h, a->client, row, &tags)) {
		if (tags.len > 0)
			m.tags = buf_str(&tags);
		answer_send(a, &m, row->time_ms);
	}
	buf_release(&tags);
}

static void
say_modes(const struct history *h, struct answer *a,
    const struct history_row *row)
{
	struct multiline_walk w = { .rest = row->text };
	char line[IRC_LINE_BODY_MAX];

	while (multiline_piece(&w)) {
		(void)str_copy_span(line, sizeof line, w.piece);
		say_line(h, a, row, line);
	}
}

static void
say_row(const struct history *h, struct answer *a,
    const struct history_row *row)
{
	struct irc_msg m = { .source = row->source, .colon = true,
	    .command = event_verb_name((enum event_verb)row->verb),
	    .params = { row->target, row->text }, .nparams = 2 };

	if (row->verb == EVENT_VERB_MODE)
		say_modes(h, a, row);
	else if (row->verb <= EVENT_TAGMSG && multiline_is(row->text))
		say_lines(h, a, row, &m);
	else
		say_line(h, a, row, NULL);
}

static void
start_batch(struct history *h, struct answer *a)
{
	h->started = true;
	if (a->client != NULL && client_has_cap(a->client, CAP_BATCH))
		answer_batch_start(a, h->ref, h->type,
		    h->target[0] == '\0' ? NULL : h->target);
}

static bool
more(struct long_answer *la, struct answer *a)
{
	struct history *h = (struct history *)la;

	if (!h->started)
		start_batch(h, a);
	for (; h->at < h->n; h->at++) {
		if (long_answer_is_full(la, a))
			return true;
		say_row(h, a, &h->rows[h->at]);
	}
	if (h->ref[0] != '\0')
		answer_batch_end(a, h->ref);
	return false;
}

static void
end(struct long_answer *la)
{
	struct history *h = (struct history *)la;

	free(h->rows);
	free(h->block);
}

void
history_answer_start(struct answer *a, const struct result *r,
    const char *type, const char *target)
{
	struct history *h = xcalloc(1, sizeof *h);

	h->base.more = more;
	h->base.end = end;
	h->type = type;
	str_copy(h->target, sizeof h->target, target == NULL ? "" : target);
	copy_rows(h, r, a->client);
	long_answer_start(a->client, a, &h->base);
}
