/* client_input.c -- the lines of one connection, each in its turn. */
#include "config.h"
#include "server/client_input.h"

#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/paced.h"
#include "server/registration.h"
#include "server/replay.h"
#include "server/server_internal.h"
#include "server/silent.h"

#include "base/banned.h"

/* A line that was read and must wait for its turn. */
struct held_line {
	enum dialect_result result;
	struct irc_msg msg;		/* borrows from the codec */
	uint64_t upto;			/* see must_wait_to_ask(); 0: not that */
};
/* --- what it speaks --- */

void
client_speak(struct client *c, const struct dialect *d)
{
	c->codec = codec_new(d, DIALECT_SERVER);
	codec_set_lobby(c->codec, c->server->config.lobby);
	if (d->whole_writes) {
		c->paced = paced_new(c);
		client_mark_dirty(c);	/* a greeting */
	}
}

/* Its first bytes tell what it speaks; false: they do not yet. */
static bool
tell_dialect(struct client *c, const void *data, size_t len)
{
	const struct dialect *d = c->codec != NULL ? NULL :
	    c->registration->tell(data, len);

	if (d != NULL)
		client_speak(c, d);
	return c->codec != NULL;
}
/* --- what must wait --- */

void
client_set_waiting(struct client *c, bool waits)
{
	struct server *s = c->server;

	if (c->is_waiting == waits)
		return;
	c->is_waiting = waits;
	if (waits) {
		TAILQ_INSERT_TAIL(&s->waiting, c, waiting);
	} else {
		TAILQ_REMOVE(&s->waiting, c, waiting);
		c->heard_ms = s->now.mono_ms;	/* it was we who kept it */
	}
	client_mark_dirty(c);	/* the edge stops or starts reading */
}

bool
client_is_waiting(const struct client *c)
{
	return c->is_waiting;
}

static bool
is_busy(const struct client *c)
{
	return c->pending_stored > 0 || c->pending_other > 0 ||
	    c->question != NULL || c->longs != NULL || c->replays != NULL;
}

bool
client_must_wait(const struct client *c, const struct command *cmd)
{
	if (bus_is_full(c->server->bus) || c->pending_other > 0 ||
	    c->question != NULL || c->replays != NULL ||
	    client_flood_wait_ms(c) > 0)
		return true;
	if (cmd != NULL && cmd->asks && c->server->nquestions >= QUESTIONS_MAX)
		return true;
	if (cmd != NULL && cmd->is_message)
		return c->pending_stored >= PENDING_EVENTS_MAX ||
		    c->pending_bytes >= PENDING_BYTES_MAX;
	return c->pending_stored > 0 || c->longs != NULL;
}

/* A line that is none: says why, as far as anybody would understand it. */
static void
refuse_line(struct client *c, enum dialect_result result)
{
	struct answer *a;

	if (result == DIALECT_FOREIGN) {
		outq_clear(&c->out, &c->server->outq_pool);
		client_close(c, "Not a chat client");
		outq_clear(&c->out, &c->server->outq_pool);
		return;
	}
	a = answer_begin(c, NULL);
	client_charge(c, 1);
	if (result == DIALECT_TOO_LONG)
		client_reply(c, ERR_INPUTTOOLONG, NULL);
	else if (result == DIALECT_NOT_UTF8)
		client_fail(c, "*", "INVALID_UTF8",
		    "Message rejected, your client must send UTF-8", NULL);
	else
		client_fail(c, "*", "INVALID_BYTES",
		    "Message rejected: it holds NUL or CR inside a line", NULL);
	answer_end(a);
}

static void
hold(struct client *c, enum dialect_result result, const struct irc_msg *msg)
{
	if (c->held == NULL)
		c->held = xmalloc(sizeof *c->held);
	c->held->result = result;
	c->held->msg = *msg;
	c->held->upto = 0;
}

/* What apply has done up to now goes to the store behind it: a question waits
 * until it is there, but not for what happens while it waits. */
static bool
must_wait_to_ask(const struct client *c, struct held_line *line)
{
	if (line->upto == 0)
		line->upto = bus_applied(c->server->bus);
	return !bus_has_written(c->server->bus, line->upto);
}

/* It has asked the server something, and goes on when it has the answer. */
static bool
codec_is_waiting(const struct client *c)
{
	return c->codec != NULL && codec_waits(c->codec);
}

/* Handles the next line; false: there is none now, or it must wait. */
static bool
take_line(struct client *c)
{
	struct held_line line;
	const struct command *cmd = NULL;

	if (c->held != NULL) {
		line = *c->held;
	} else if (c->codec == NULL) {
		return false;
	} else {
		line.upto = 0;
		line.result = codec_next(c->codec, &line.msg);
		if (line.result == DIALECT_MORE)
			return false;
	}
	if (line.result == DIALECT_MESSAGE)
		cmd = command_find(line.msg.command);
	if (client_must_wait(c, cmd)) {
		if (c->held == NULL)
			hold(c, line.result, &line.msg);
		return false;
	}
	if (cmd != NULL && cmd->asks && must_wait_to_ask(c, &line)) {
		if (c->held == NULL)
			hold(c, line.result, &line.msg);
		c->held->upto = line.upto;
		return false;
	}
	free(c->held);
	c->held = NULL;
	if (line.result == DIALECT_MESSAGE)
		command_run(c, cmd, &line.msg);
	else
		refuse_line(c, line.result);
	return true;
}

void
client_go_on(struct client *c)
{
	bool waits;

	if (!c->is_closed)
		replay_go_on(c);
	while (!c->is_closed && take_line(c))
		apply_ready(c->server);
	waits = c->held != NULL || c->replays != NULL || codec_is_waiting(c);
	if (c->is_ended && !c->is_closed && !waits && !is_busy(c))
		client_lost(c, "Connection closed");
	client_set_waiting(c, !c->is_closed && (waits || c->is_ended));
}

void
client_resume(struct client *c)
{
	if (c->is_closed)
		return;
	client_set_waiting(c, true);	/* the next turn looks */
	c->server->has_work = true;
}

void
client_input(struct client *c, const void *data, size_t len)
{
	if (c->is_closed || c->is_ended || len == 0)
		return;
	assert(c->held == NULL);	/* a client that waits is not read */
	c->heard_ms = c->server->now.mono_ms;
	c->pinged = false;
	if (!tell_dialect(c, data, len))
		return;		/* blanks alone */
	/* People of the older dialects may think about their name. */
	if (!c->codec->dialect->no_ping)
		silent_end(c);
	if (!codec_feed(c->codec, data, len))
		client_close(c, "Too much unread input");
	else
		client_go_on(c);
	if (c->paced != NULL)
		client_mark_dirty(c);	/* the codec may have something to say */
}

void
client_input_end(struct client *c)
{
	c->is_ended = true;
	client_go_on(c);
}
