/* play_edge.c -- what tcpchat-tui's main.c does, without a kernel. */
#include "config.h"

#include "play.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/relay.h"

#include "base/banned.h"

enum { SEED = 7 };

void
play_problem_at(struct play *p)
{
	(void)!buf_addf(&p->problems, "%s:%d: ", p->file, p->line_number);
}

/* The server would answer: no file has to. */
static void
note_ping(struct play_place *q, const char *line)
{
	const char *ping = line[0] == '@' ? strchr(line, ' ') : line;

	ping += ping != NULL && ping[0] == ' ';
	if (ping != NULL && str_starts(ping, "PING "))
		(void)str_copy(q->ping, sizeof q->ping, ping + 5);
}

static void
answer_ping(struct play *p, struct play_place *q)
{
	char line[128];
	int len = snprintf(line, sizeof line, ":office PONG office %s\r\n",
	    q->ping);

	q->ping[0] = '\0';
	if (!q->is_silent && q->is_up)
		session_input(q->s, line, (size_t)len, p->now);
}

static void
take_output(struct play *p, struct play_place *q)
{
	const char *data;
	size_t len;
	bool alone;

	while (session_output(q->s, &data, &len, &alone)) {
		for (size_t i = 0; i < len; i++) {
			if (data[i] == '\r')
				continue;
			if (data[i] != '\n') {
				(void)!buf_add_char(&q->half_sent, data[i]);
				continue;
			}
			assert(q->sent_count < SENT_MAX);
			q->sent[q->sent_count++] =
			    xstrdup(buf_str(&q->half_sent));
			note_ping(q, q->sent[q->sent_count - 1]);
			buf_reset(&q->half_sent);
		}
		session_wrote(q->s, len, p->now);
	}
}

void
play_start(struct play *p, const char *name, const char *host, const char *nick)
{
	struct session_config config = {
		.host = host, .port = 6667, .nick = nick,
		.multiline = true,
		.formats = true,
		.history_lines = 3,	/* so that files are short */
		.since_ms = p->since_ms,
	};
	struct play_place *q = &p->places[p->place_count];

	assert(p->place_count < PLACES_MAX);
	if (p->place_count++ > 0)
		q->is_up = true;
	buf_init(&q->half_sent, LINE_SIZE * 4);
	q->s = session_new(&config, NULL, SEED);
	p->at = q;
	model_set_session(p->m, model_add_place(p->m, name, host, nick),
	    q->s);
	model_restore_seen(p->m, p->place_count - 1, p->since_ms);
	session_open(q->s, p->now);
}

static void
do_trust(struct play *p, struct session *s, const char *word)
{
	if (word[0] == '\0')
		session_lost(s, SESSION_WHY_TRUST,
		    p->certificate.has_changed ?
		    "the server's certificate is not the one it was" :
		    "the server's certificate was not trusted", p->now);
	else
		session_connected(s, &(struct session_link){ .tls = true },
		    p->now);
}

static void
do_request(struct play *p, const struct model_request *r)
{
	struct session *s = p->places[r->place].s;

	switch (r->kind) {
	case REQUEST_CONNECT:
		play_start(p, r->target, r->target, r->text[0] != '\0' ?
		    r->text : "alice");
		break;
	case REQUEST_RECONNECT:
		session_open(s, p->now);
		break;
	case REQUEST_LOGIN:
		session_login(s, r->target, r->id, p->now);
		break;
	case REQUEST_REGISTER:
		session_register(s, r->target, r->text, r->id, p->now);
		break;
	case REQUEST_TRUST:
		do_trust(p, s, r->text);
		break;
	case REQUEST_DISCONNECT:
		session_quit(s, r->text, p->now);
		break;
	case REQUEST_QUIT:
		p->has_quit = true;
		break;
	case REQUEST_OPEN:
	case REQUEST_COPY:
		free(p->copied);
		p->copied = xstrdup(r->text);
		break;
	case REQUEST_TITLE:
		free(p->title);
		p->title = xstrdup(r->text);
		break;
	case REQUEST_NOTIFY:
		p->bells++;
		free(p->notified);
		p->notified = xmalloc(LINE_SIZE);
		snprintf(p->notified, LINE_SIZE, "%s: %s", r->target, r->text);
		break;
	case REQUEST_MOUSE:
	case REQUEST_SUSPEND:
	case REQUEST_REPAINT:
	case REQUEST_EDITOR:
	case REQUEST_COMMAND:
		break;
	default:
		(void)relay_request(p->m, s, r, p->now);
	}
}

static void
do_event(struct play *p, int place, const struct session_event *e)
{
	struct play_place *q = &p->places[place];

	model_session_event(p->m, place, e);
	if (e->type != SESSION_EVENT_CONNECT)
		return;
	if (p->certificate.host != NULL)
		model_certificate(p->m, place, &p->certificate);
	else if (q->is_up)
		session_connected(q->s, &(struct session_link){ false, false },
		    p->now);
	else
		session_lost(q->s, SESSION_WHY_LINK, "connection refused",
		    p->now);
}

static bool
settle_place(struct play *p, int place)
{
	struct play_place *q = &p->places[place];
	struct session_event e;
	bool is_busy = false;

	while (session_next(q->s, &e)) {
		do_event(p, place, &e);
		is_busy = true;
	}
	return is_busy;
}

static bool
answer_place(struct play *p, struct play_place *q)
{
	take_output(p, q);
	if (q->ping[0] == '\0')
		return false;
	answer_ping(p, q);
	return true;
}

void
play_settle(struct play *p)
{
	struct model_request r;
	bool is_busy = true;

	while (is_busy) {
		is_busy = false;
		for (int i = 0; i < p->place_count; i++)
			is_busy = settle_place(p, i) || is_busy;
		while (model_next_request(p->m, &r)) {
			do_request(p, &r);
			is_busy = true;
		}
		for (int i = 0; i < p->place_count; i++)
			is_busy = answer_place(p, &p->places[i]) || is_busy;
	}
}

void
play_turn(struct play *p)
{
	for (int i = 0; i < p->place_count; i++)
		(void)session_tick(p->places[i].s, p->now);
	model_turn(p->m, p->now.mono_ms, p->now.wall_ms);
	play_settle(p);
}

static void
sooner(int64_t *step, int64_t due)
{
	if (due < *step)
		*step = due > 0 ? due : 1;
}

void
play_wait(struct play *p, int64_t ms)
{
	int64_t end = p->now.mono_ms + ms;

	while (p->now.mono_ms < end) {
		int64_t step = end - p->now.mono_ms;

		if (model_wait_ms(p->m) >= 0)
			sooner(&step, model_wait_ms(p->m));
		for (int i = 0; i < p->place_count; i++)
			sooner(&step, session_tick(p->places[i].s, p->now) -
			    p->now.mono_ms);
		p->now.mono_ms += step;
		p->now.wall_ms += step;
		play_turn(p);
	}
}

void
play_release(struct play *p)
{
	model_free(p->m);
	for (int i = 0; i < p->place_count; i++) {
		struct play_place *q = &p->places[i];

		session_free(q->s);
		for (size_t j = 0; j < q->sent_count; j++)
			free(q->sent[j]);
		buf_release(&q->half_sent);
	}
	grid_release(&p->g);
	buf_release(&p->problems);
	free(p->title);
	free(p->notified);
	free(p->copied);
}
