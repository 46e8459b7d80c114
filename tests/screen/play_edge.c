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

#include "base/banned.h"

enum { SEED = 7 };

void
play_problem_at(struct play *p)
{
	(void)!buf_addf(&p->problems, "%s:%d: ", p->file, p->line_number);
}

/* The server would answer: no file has to. */
static void
note_ping(struct play *p, const char *line)
{
	const char *ping = line[0] == '@' ? strchr(line, ' ') : line;

	ping += ping != NULL && ping[0] == ' ';
	if (ping != NULL && str_starts(ping, "PING "))
		(void)str_copy(p->ping, sizeof p->ping, ping + 5);
}

static void
answer_ping(struct play *p)
{
	char line[128];
	int len = snprintf(line, sizeof line, ":office PONG office %s\r\n",
	    p->ping);

	p->ping[0] = '\0';
	if (!p->is_silent && p->is_up)
		session_input(p->s, line, (size_t)len, p->now);
}

static void
take_output(struct play *p)
{
	const char *data;
	size_t len;
	bool alone;

	while (session_output(p->s, &data, &len, &alone)) {
		for (size_t i = 0; i < len; i++) {
			if (data[i] == '\r')
				continue;
			if (data[i] != '\n') {
				(void)!buf_add_char(&p->half_sent, data[i]);
				continue;
			}
			assert(p->sent_count < SENT_MAX);
			p->sent[p->sent_count++] =
			    xstrdup(buf_str(&p->half_sent));
			note_ping(p, p->sent[p->sent_count - 1]);
			buf_reset(&p->half_sent);
		}
		session_wrote(p->s, len, p->now);
	}
}

void
play_start(struct play *p, const char *name, const char *host, const char *nick)
{
	struct session_config config = {
		.host = host, .port = 6667, .nick = nick,
		.history_lines = 3,	/* so that files are short */
	};

	p->s = session_new(&config, NULL, SEED);
	model_add_place(p->m, name, host, nick, false);
	session_open(p->s, p->now);
}

static void
send_text(struct play *p, const struct model_request *r,
    enum session_line_kind kind)
{
	model_sent(p->m, session_send(p->s, kind, r->target, r->text,
	    p->now), NULL);
}

static void
do_request(struct play *p, const struct model_request *r)
{
	switch (r->kind) {
	case REQUEST_CONNECT:
		play_start(p, r->target, r->target, r->text);
		break;
	case REQUEST_RECONNECT:
		session_open(p->s, p->now);
		break;
	case REQUEST_SEND:
		send_text(p, r, SESSION_LINE_TEXT);
		break;
	case REQUEST_ACTION:
		send_text(p, r, SESSION_LINE_ACTION);
		break;
	case REQUEST_NOTICE:
		send_text(p, r, SESSION_LINE_NOTICE);
		break;
	case REQUEST_RETRY:
		(void)session_retry(p->s, r->id, p->now);
		break;
	case REQUEST_DROP:
		(void)session_drop(p->s, r->id);
		break;
	case REQUEST_JOIN:
		session_join(p->s, r->target, r->text);
		break;
	case REQUEST_PART:
		session_part(p->s, r->target, r->text);
		break;
	case REQUEST_TOPIC:
		session_topic(p->s, r->target, r->text);
		break;
	case REQUEST_NICK:
		session_nick(p->s, r->text);
		break;
	case REQUEST_AWAY:
		session_away(p->s, r->text);
		break;
	case REQUEST_REFRESH:
		session_refresh(p->s, r->target);
		break;
	case REQUEST_VISIBLE:
		session_set_visible(p->s, r->target);
		break;
	case REQUEST_OLDER:
		session_older(p->s, r->target, (unsigned)r->count);
		break;
	case REQUEST_FILL:
		session_fill(p->s, r->target, (uint32_t)r->count);
		break;
	case REQUEST_KICK:
		session_kick(p->s, r->target, r->id, r->text);
		break;
	case REQUEST_INVITE:
		session_invite(p->s, r->text, r->target);
		break;
	case REQUEST_MODE:
		session_mode(p->s, r->target, r->text);
		break;
	case REQUEST_WHOIS:
		session_whois(p->s, r->text);
		break;
	case REQUEST_WHOWAS:
		session_whowas(p->s, r->text);
		break;
	case REQUEST_LIST:
		session_list(p->s, r->text);
		break;
	case REQUEST_MOTD:
		session_motd(p->s);
		break;
	case REQUEST_TALK:
		session_talk(p->s, r->target);
		break;
	case REQUEST_FORGET:
		session_forget(p->s, r->target);
		break;
	case REQUEST_MARK_READ:
		session_mark_read(p->s, r->target, r->id);
		break;
	case REQUEST_RAW:
		session_raw(p->s, r->text);
		break;
	case REQUEST_QUIT:
		p->has_quit = true;
		break;
	case REQUEST_TITLE:
		free(p->title);
		p->title = xstrdup(r->text);
		break;
	case REQUEST_BELL:
		p->bells++;
		break;
	case REQUEST_SUSPEND:
	case REQUEST_REPAINT:
	case REQUEST_EDITOR:
	case REQUEST_COMMAND:
		break;
	}
}

static void
do_event(struct play *p, const struct session_event *e)
{
	model_session_event(p->m, 0, e);
	if (e->type != SESSION_EVENT_CONNECT)
		return;
	if (p->is_up)
		session_connected(p->s, &(struct session_link){ false, false },
		    p->now);
	else
		session_lost(p->s, SESSION_WHY_LINK, "connection refused",
		    p->now);
}

void
play_settle(struct play *p)
{
	struct session_event e;
	struct model_request r;
	bool is_busy = true;

	while (is_busy) {
		is_busy = false;
		while (p->s != NULL && session_next(p->s, &e)) {
			do_event(p, &e);
			is_busy = true;
		}
		while (model_next_request(p->m, &r)) {
			do_request(p, &r);
			is_busy = true;
		}
		if (p->s != NULL)
			take_output(p);
		if (p->ping[0] != '\0') {
			answer_ping(p);
			is_busy = true;
		}
	}
}

void
play_turn(struct play *p)
{
	if (p->s != NULL)
		(void)session_tick(p->s, p->now);
	model_turn(p->m, p->now.mono_ms, p->now.wall_ms);
	play_settle(p);
}

void
play_wait(struct play *p, int64_t ms)
{
	int64_t end = p->now.mono_ms + ms;

	while (p->now.mono_ms < end) {
		int64_t step = end - p->now.mono_ms, due;

		due = model_wait_ms(p->m);
		if (due >= 0 && due < step)
			step = due > 0 ? due : 1;
		if (p->s != NULL) {
			due = session_tick(p->s, p->now) - p->now.mono_ms;
			if (due < step)
				step = due > 0 ? due : 1;
		}
		p->now.mono_ms += step;
		p->now.wall_ms += step;
		play_turn(p);
	}
}

void
play_release(struct play *p)
{
	model_free(p->m);
	session_free(p->s);
	grid_release(&p->g);
	for (size_t i = 0; i < p->sent_count; i++)
		free(p->sent[i]);
	buf_release(&p->half_sent);
	buf_release(&p->problems);
	free(p->title);
}
