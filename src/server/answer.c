/* answer.c -- what one command of one client is told, with its label. */
#include "config.h"
#include "server/answer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "proto/limits.h"
#include "server/apply.h"
#include "server/event.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* A call gathers at most what a long answer makes in one piece, and an error. */
enum { ANSWER_LINES_MAX = 8 * LONG_PIECE_BYTES };
/* Of a parameter that is repeated in an error, in bytes. */
enum { REPEATED_MAX = 120 };

static struct answer *
plain_for(struct server *s, struct client *c)
{
	struct answer *a = &s->plain;

	buf_release(&a->lines);
	*a = (struct answer){ .server = s, .client = c, .open = 1 };
	buf_init(&a->lines, ANSWER_LINES_MAX);
	return a;
}

static struct answer *
labelled_new(struct client *c, const char *label)
{
	struct answer *a = xcalloc(1, sizeof *a);

	a->server = c->server;
	a->client = c;
	a->number = ++c->server->answers_made;
	a->open = 1;
	buf_init(&a->lines, ANSWER_LINES_MAX);
	str_copy(a->label, sizeof a->label, label);
	a->next = c->answers;
	c->answers = a;
	return a;
}

struct answer *
answer_begin(struct client *c, const char *label)
{
	struct server *s = c->server;
	struct answer *a = label != NULL ? labelled_new(c, label) :
	    plain_for(s, c);

	a->queues = c->pending_stored > 0;
	s->answer = a;
	return a;
}

struct answer *
answer_resume(struct client *c, uint64_t number)
{
	struct answer *a = answer_find(c, number);

	a->queues = c->pending_stored > 0;
	c->server->answer = a;
	return a;
}

/* What a message earns while earlier ones are pending waits behind them. */
static void
queue_lines(struct answer *a)
{
	struct event_text text = { 0 };

	if (!buf_add(&a->lines, "", 1))	/* its NUL; see ANSWER_LINES_MAX */
		return;
	text.text = a->lines.data;
	post(a->client, event_new(EVENT_ANSWER, &text));
	buf_reset(&a->lines);
	a->nlines = 0;
}

void
answer_before_message(struct answer *a)
{
	if (a->nlines > 0)
		queue_lines(a);
	a->queues = true;
}

void
answer_end(struct answer *a)
{
	if (a->queues && !a->client->is_closed &&
	    (a->nlines > 0 || (a->number != 0 && a->posted == 0)))
		queue_lines(a);
	a->queues = false;
	a->posted = 0;
	a->server->answer = NULL;
	answer_close(a);
}

struct answer *
answer_find(struct client *c, uint64_t number)
{
	struct answer *a;

	for (a = c->answers; number != 0 && a != NULL; a = a->next)
		if (a->number == number)
			return a;
	return plain_for(c->server, c);
}

struct answer *
answer_of_event(struct server *s, const struct event *e)
{
	struct client *c = client_by_number(s, e->client);

	if (c == NULL || c->is_closed)
		return plain_for(s, NULL);
	return answer_find(c, e->answer);
}

void
answer_open(struct answer *a)
{
	a->open++;
}

/* Writes `line` (with CR LF) with one more tag before its own. */
static void
push_tagged(struct answer *a, const char *key, const char *value,
    const char *line, size_t len)
{
	struct buf *out = &a->server->scratch, *tag = &a->server->tag;
	bool has_tags = line[0] == '@';

	buf_reset(out);
	buf_reset(tag);
	if (irc_tags_add(tag, key, value) && buf_add_char(out, '@') &&
	    buf_add(out, tag->data, tag->len) &&
	    buf_add_char(out, has_tags ? ';' : ' ') &&
	    buf_add(out, line + has_tags, len - has_tags))
		client_push(a->client, out->data, out->len, !a->is_long);
	buf_reset(out);
}

/* A line of the answer itself; `labelled`: it bears the label. */
static void
push_own(struct answer *a, struct irc_msg *m, bool labelled)
{
	struct buf *tag = &a->server->tag;

	buf_reset(tag);
	if (labelled && irc_tags_add(tag, "label", a->label) &&
	    buf_add(tag, "", 1))
		m->tags = tag->data;
	m->source = a->server->config.name;
	client_push_msg(a->client, m);
}

static void
push_batch(struct answer *a, char sign)
{
	char ref[sizeof a->ref + 1];
	struct irc_msg m = { .command = "BATCH", .nparams = 1,
	    .params = { ref, "labeled-response" } };

	snprintf(ref, sizeof ref, "%c%s", sign, a->ref);
	if (sign == '+')
		m.nparams++;
	push_own(a, &m, sign == '+');
}

static void
push_ack(struct answer *a)
{
	struct irc_msg m = { .command = "ACK" };

	push_own(a, &m, true);
}

static void
start_batch(struct answer *a)
{
	snprintf(a->ref, sizeof a->ref, "r%u", ++a->client->batches);
	push_batch(a, '+');
	a->in_batch = true;
}

/* The gathered lines, each in the answer's batch unless it is in an inner one;
 * or the one line with the label, and what belongs to it. */
static void
push_gathered(struct answer *a)
{
	const char *line = a->lines.data, *end = line + a->lines.len;
	bool is_first = true;

	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)(lf - line) + 1;

		if (str_starts(line, "@batch=") || (!a->in_batch && !is_first))
			client_push(a->client, line, len, !a->is_long);
		else if (a->in_batch)
			push_tagged(a, "batch", a->ref, line, len);
		else
			push_tagged(a, "label", a->label, line, len);
		is_first = false;
		line += len;
	}
}

/* Says what this call gathered, by the rules at the top of answer.h. */
static void
flush(struct answer *a)
{
	bool is_last = a->open == 0;

	if (!a->in_batch && is_last && a->nlines == 0) {
		push_ack(a);
	} else if (a->nlines > 0) {
		if (!a->in_batch && !(is_last && a->nlines == 1))
			start_batch(a);
		push_gathered(a);
	}
	if (is_last && a->in_batch)
		push_batch(a, '-');
	buf_reset(&a->lines);
	a->nlines = 0;
}

static void
unlink_and_free(struct answer *a)
{
	struct answer **link;

	for (link = &a->client->answers; *link != a; link = &(*link)->next)
		;
	*link = a->next;
	buf_release(&a->lines);
	free(a);
}

void
answer_close(struct answer *a)
{
	assert(a->open > 0);
	a->open--;
	if (a->number == 0)
		return;
	flush(a);
	if (a->open == 0)
		unlink_and_free(a);
}

void
answer_drop_all(struct client *c)
{
	while (c->answers != NULL)
		unlink_and_free(c->answers);
}

/* Begins a line in server->scratch: its tags. */
static bool
render_tags(struct answer *a, const char *tags, int64_t time_ms)
{
	struct buf *out = &a->server->scratch;
	/* An inner batch comes first: push_gathered() looks there. */
	bool inner = tags != NULL && str_starts(tags, "batch=");
	const char *when;

	buf_reset(out);
	if (!client_has_cap(a->client, CAP_SERVER_TIME))
		return tags == NULL || (buf_add_char(out, '@') &&
		    buf_add_str(out, tags) && buf_add_char(out, ' '));
	when = server_time_tag(a->server, time_ms);
	return buf_add_char(out, '@') &&
	    (!inner || (buf_add_str(out, tags) && buf_add_char(out, ';'))) &&
	    buf_add_str(out, "time=") && buf_add_str(out, when) &&
	    (inner || tags == NULL || (buf_add_char(out, ';') &&
	    buf_add_str(out, tags))) && buf_add_char(out, ' ');
}

/* Sends or gathers what stands in server->scratch. */
static void
deliver(struct answer *a)
{
	struct buf *out = &a->server->scratch;

	if (a->number == 0 && !a->queues)
		client_push(a->client, out->data, out->len, !a->is_long);
	else
		(void)!buf_add(&a->lines, out->data, out->len);
}

void
answer_send_more(struct answer *a, const struct irc_msg *m, int64_t time_ms)
{
	struct buf *out = &a->server->scratch;

	if (a->client == NULL || a->client->is_closed)
		return;
	if (render_tags(a, m->tags, time_ms) && irc_msg_write_body(m, out))
		deliver(a);
	buf_reset(out);
}

void
answer_send(struct answer *a, const struct irc_msg *m, int64_t time_ms)
{
	size_t len = a->lines.len;

	answer_send_more(a, m, time_ms);
	a->nlines += a->lines.len > len;
}

/* In three digits. */
static void
write_code(char out[4], enum numeric n)
{
	out[0] = (char)('0' + (unsigned)n / 100 % 10);
	out[1] = (char)('0' + (unsigned)n / 10 % 10);
	out[2] = (char)('0' + (unsigned)n % 10);
	out[3] = '\0';
}

void
answer_send_fixed(struct answer *a, enum numeric n, const char *rest,
    const char *tags)
{
	struct buf *out = &a->server->scratch;
	size_t len = a->lines.len;
	char code[4];

	if (a->client == NULL || a->client->is_closed)
		return;
	write_code(code, n);
	if (render_tags(a, tags, 0) && buf_add_char(out, ':') &&
	    buf_add_str(out, a->server->config.name) &&
	    buf_add_char(out, ' ') && buf_add_str(out, code) &&
	    buf_add_char(out, ' ') &&
	    buf_add_str(out, client_nick(a->client)) &&
	    buf_add_char(out, ' ') && buf_add_str(out, rest) &&
	    buf_add_str(out, "\r\n"))
		deliver(a);
	buf_reset(out);
	a->nlines += a->lines.len > len;
}

void
answer_send_rendered(struct answer *a, const char *lines)
{
	size_t len = strlen(lines);
	const char *at;

	if (a->client == NULL || len == 0)
		return;
	if (a->number == 0) {
		client_push(a->client, lines, len, true);
		return;
	}
	if (!buf_add(&a->lines, lines, len))
		return;
	for (at = lines; (at = strchr(at, '\n')) != NULL; at++)
		a->nlines++;
}

/* What a peer named and we repeat must be a parameter, and not a long one. */
static const char *
repeatable(const char *param, char cut[REPEATED_MAX + 1])
{
	if (param[0] == '\0' || param[0] == ':' || strchr(param, ' ') != NULL)
		return "*";
	str_copy(cut, REPEATED_MAX + 1, param);
	return cut;
}

void
answer_vreply(struct answer *a, enum numeric n, const char *text,
    va_list params)
{
	struct irc_msg m = { 0 };
	char code[4], cut[IRC_PARAMS_MAX][REPEATED_MAX + 1];
	const char *p;

	if (a->client == NULL)
		return;
	write_code(code, n);
	m.source = a->server->config.name;
	m.command = code;
	m.params[m.nparams++] = client_nick(a->client);
	while ((p = va_arg(params, const char *)) != NULL) {
		assert(m.nparams < IRC_PARAMS_MAX);
		m.params[m.nparams] = text == NULL ? p :
		    repeatable(p, cut[m.nparams]);
		m.nparams++;
	}
	if (text != NULL) {
		assert(m.nparams < IRC_PARAMS_MAX);
		m.params[m.nparams++] = text;
		m.colon = true;
	}
	answer_send(a, &m, 0);
}

void
answer_reply(struct answer *a, enum numeric n, ...)
{
	va_list params;

	va_start(params, n);
	answer_vreply(a, n, numeric_text(n), params);
	va_end(params);
}

void
answer_reply_text(struct answer *a, enum numeric n, const char *text, ...)
{
	va_list params;

	va_start(params, text);
	answer_vreply(a, n, text, params);
	va_end(params);
}

/* ircv3.net/specs/extensions/standard-replies; else a NOTICE says the text. */
void
answer_vstandard(struct answer *a, const char *type, const char *command,
    const char *code, const char *text, va_list context)
{
	struct irc_msg m = { .colon = true };
	char cut[IRC_PARAMS_MAX][REPEATED_MAX + 1];
	const char *p;

	if (a->client == NULL)
		return;
	m.source = a->server->config.name;
	/* Who knows metadata knows its FAIL. */
	if (client_has_cap(a->client, CAP_STANDARD_REPLIES | CAP_METADATA)) {
		m.command = type;
		m.params[m.nparams++] = command;
		m.params[m.nparams++] = code;
		while ((p = va_arg(context, const char *)) != NULL) {
			m.params[m.nparams] = repeatable(p, cut[m.nparams]);
			m.nparams++;
		}
	} else {
		m.command = "NOTICE";
		m.params[m.nparams++] = client_nick(a->client);
	}
	m.params[m.nparams++] = text;
	answer_send(a, &m, 0);
}

void
answer_fail(struct answer *a, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(a, "FAIL", command, code, text, context);
	va_end(context);
}

void
answer_batch_start(struct answer *a, char ref[16], const char *type,
    const char *param)
{
	struct irc_msg m = { .command = "BATCH" };
	char plus[20];

	ref[0] = '\0';
	if (a->client == NULL)
		return;
	snprintf(ref, 16, "r%u", ++a->client->batches);
	snprintf(plus, sizeof plus, "+%s", ref);
	m.source = a->server->config.name;
	m.params[m.nparams++] = plus;
	m.params[m.nparams++] = type;
	if (param != NULL)
		m.params[m.nparams++] = param;
	answer_send(a, &m, 0);
}

void
answer_batch_end(struct answer *a, const char *ref)
{
	struct irc_msg m = { .command = "BATCH" };
	char minus[20];

	if (a->client == NULL)
		return;
	snprintf(minus, sizeof minus, "-%s", ref);
	m.source = a->server->config.name;
	m.params[m.nparams++] = minus;
	answer_send(a, &m, 0);
}
