/* client.c -- one connection: birth, input in its turn, end. */
#include "config.h"
#include "server/client.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "proto/limits.h"
#include "server/apply.h"
#include "server/authentication.h"
#include "server/cmd_batch.h"
#include "server/command.h"
#include "server/event.h"
#include "server/long_answer.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/paced.h"
#include "server/password_check.h"
#include "server/question.h"
#include "server/hosts.h"
#include "server/registration.h"
#include "server/replay.h"
#include "server/server_internal.h"
#include "server/silent.h"

#include "base/banned.h"

/* A client's number is (serial << CLIENT_SLOT_BITS | slot): found without a
 * search. */
enum { SLOT_BITS = CLIENT_SLOT_BITS };

/* A line that was read and must wait for its turn. */
struct held_line {
	enum dialect_result result;
	struct irc_msg msg;		/* borrows from the codec */
	uint64_t upto;			/* see must_wait_to_ask(); 0: not that */
};

struct client *
client_by_number(const struct server *s, uint64_t number)
{
	size_t slot = number & ((1u << SLOT_BITS) - 1);
	struct client *c = slot < s->nslots ? s->slots[slot] : NULL;

	return c != NULL && c->number == number ? c : NULL;
}

static void
grow_slots(struct server *s)
{
	size_t old = s->nslots, i;

	s->nslots = old == 0 ? 64 : old * 2;
	s->slots = xreallocarray(s->slots, s->nslots, sizeof *s->slots);
	s->free_slots = xreallocarray(s->free_slots, s->nslots,
	    sizeof *s->free_slots);
	for (i = s->nslots; i-- > old;) {
		s->slots[i] = NULL;
		s->free_slots[s->nfree_slots++] = (unsigned)i;
	}
}

static void
take_slot(struct server *s, struct client *c)
{
	unsigned slot;

	if (s->nfree_slots == 0)
		grow_slots(s);
	slot = s->free_slots[--s->nfree_slots];
	s->slots[slot] = c;
	c->number = ++s->clients_made << SLOT_BITS | slot;
}

static void
leave_slot(struct client *c)
{
	struct server *s = c->server;
	unsigned slot = (unsigned)(c->number & ((1u << SLOT_BITS) - 1));

	s->slots[slot] = NULL;
	s->free_slots[s->nfree_slots++] = slot;
}

/* The time in which a full bucket runs in is the same for both rates: a local
 * client has ten times the tokens and the rate. */
#define FLOOD_FULL_US ((int64_t)FLOOD_TOKENS * 1000000 / FLOOD_TOKENS_PER_S)

static const char too_many[] = "Too many connections from your address";

static const char too_fast[] =
    "Too many connections from your address at a time, try again later";

/* NULL: one more from there may come. */
static const char *
too_many_from(const struct server *s, const char *host, bool local)
{
	const struct network *n = local ? NULL : hosts_network(s, host);
	unsigned max = s->config.max_clients_per_ip;

	if (n == NULL)
		return NULL;
	if (max != 0 && n->clients >= max)
		return too_many;
	return hosts_wait_ms(s, host) > CONNECT_DEBT_S * 1000 ? too_fast : NULL;
}

/* How long it may take to say who it is. */
static void
start_deadline(struct client *c)
{
	c->connected_ms = c->server->now.mono_ms + client_flood_wait_ms(c);
}

/* It is one more from there: its first line waits for a place in the bucket. */
static void
arrive(struct client *c)
{
	struct server *s = c->server;
	int64_t wait_ms = c->is_local ? 0 : hosts_wait_ms(s, c->host);

	if (!c->is_local)
		hosts_charge(s, c->host);
	if (wait_ms > 0)
		c->flood_us = (s->now.mono_ms + wait_ms) * 1000 + FLOOD_FULL_US;
	start_deadline(c);
}

/* A host must not begin with ':' (it would be a trailing parameter). */
static char *
shown_host(const char *host)
{
	size_t len = strlen(host);
	char *shown = xmalloc(len + 2);

	snprintf(shown, len + 2, "%s%s", host[0] == ':' ? "0" : "", host);
	return shown;
}

/* From now on the connection speaks `d`. */
static void
speak(struct client *c, const struct dialect *d)
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
	const struct dialect *d = c->codec == NULL ? c->tell(data, len) : NULL;

	if (d != NULL)
		speak(c, d);
	return c->codec != NULL;
}

struct client *
client_new(struct server *s, const struct client_facts *facts,
    const char **why)
{
	char *host = shown_host(facts->host);
	struct client *c;

	const struct ban *ban = facts->local ? NULL :
	    ban_of_address(s, host, s->now.wall_ms);

	*why = NULL;
	if (ban != NULL) {
		ban_text(ban, "You are banned from this server", s->refusal);
		*why = s->refusal;
	} else if (s->is_stopping)
		*why = "The server is stopping";
	else if (s->config.max_clients != 0 &&
	    s->nclients >= s->config.max_clients)
		*why = "The server is full, try again later";
	else
		*why = too_many_from(s, host, facts->local);
	if (*why != NULL) {
		free(host);
		return NULL;
	}
	c = xcalloc(1, sizeof *c);
	c->server = s;
	c->edge = facts->edge;
	c->host = hosts_add_client(s, host);
	free(host);
	c->is_local = facts->local;
	c->tell = facts->tell;
	if (facts->dialect != NULL || facts->tell == NULL)
		speak(c, facts->dialect != NULL ? facts->dialect :
		    &dialect_irc);
	c->registration = registration_new();
	c->heard_ms = s->now.mono_ms;
	take_slot(s, c);
	TAILQ_INSERT_TAIL(&s->newcomers, c, all);
	s->nclients++;
	if (s->nclients > s->nclients_max)
		s->nclients_max = s->nclients;
	c->is_secure = facts->secure;
	c->webirc = xstrdup(facts->webirc);
	if (c->webirc == NULL)
		arrive(c);
	else
		start_deadline(c);	/* it will say who arrives */
	c->may_be_silent = facts->silent_ok;
	if (facts->silent_ok)
		silent_begin(c);
	return c;
}

void
client_set_host(struct client *c, const char *host)
{
	struct server *s = c->server;
	char *shown = shown_host(host);
	const char *why;

	silent_end(c);
	c->is_local = str_starts(shown, "127.") || str_eq(host, "::1");
	hosts_remove_client(s, c->host);
	why = too_many_from(s, shown, c->is_local);
	c->host = hosts_add_client(s, shown);
	free(shown);
	if (why != NULL)
		client_close(c, why);
	else
		arrive(c);
}

void *
client_edge(const struct client *c)
{
	return c->edge;
}

const char *
client_nick(const struct client *c)
{
	if (c->user != NULL)
		return c->user->nick;
	return registration_nick(c->registration);
}

bool
client_has_cap(const struct client *c, uint64_t cap)
{
	return (c->caps & cap) != 0;
}

void
client_mark_dirty(struct client *c)
{
	if (c->is_dirty)
		return;
	c->is_dirty = true;
	TAILQ_INSERT_TAIL(&c->server->dirty, c, dirty);
}

struct client *
server_next_dirty(struct server *s)
{
	struct client *c = TAILQ_FIRST(&s->dirty);

	if (c != NULL) {
		TAILQ_REMOVE(&s->dirty, c, dirty);
		c->is_dirty = false;
	}
	return c;
}

/* --- input --- */

static void
set_waiting(struct client *c, bool waits)
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
	set_waiting(c, !c->is_closed && (waits || c->is_ended));
}

void
client_resume(struct client *c)
{
	if (c->is_closed)
		return;
	set_waiting(c, true);		/* the next turn looks */
	c->server->has_work = true;
}

static void
no_longer_silent(struct client *c)
{
	if (c->is_silent)	/* the registration deadline runs from here */
		start_deadline(c);
	silent_end(c);
}

void
client_begin_tls(struct client *c)
{
	no_longer_silent(c);
}

void
client_set_tls(struct client *c, const struct client_tls *tls)
{
	if (c->is_closed)
		return;
	c->tls = xmemdup(tls, sizeof *tls);
	c->is_secure = true;
	c->heard_ms = c->server->now.mono_ms;
	start_deadline(c);
	if (c->may_be_silent)
		silent_begin(c);
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
		no_longer_silent(c);
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

/* --- output --- */

void
client_push(struct client *c, const void *data, size_t len, bool live)
{
	struct server *s = c->server;

	if (c->is_closed)
		return;
	outq_push(&c->out, &s->outq_pool,
	    payload_write(&s->own_lines, data, len), live);
	client_mark_dirty(c);
	if (c->out.live_bytes > OUTQ_LIVE_MAX_BYTES)
		client_close_behind(c);
}

void
client_push_msg(struct client *c, const struct irc_msg *m)
{
	struct buf *out = &c->server->scratch;

	buf_reset(out);
	if (irc_msg_write(m, out))
		client_push(c, out->data, out->len, true);
	buf_reset(out);
}

void
client_reply(struct client *c, enum numeric n, ...)
{
	va_list params;

	va_start(params, n);
	answer_vreply(c->server->answer, n, numeric_text(n), params);
	va_end(params);
}

void
client_reply_text(struct client *c, enum numeric n, const char *text, ...)
{
	va_list params;

	va_start(params, text);
	answer_vreply(c->server->answer, n, text, params);
	va_end(params);
}

void
client_fail(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "FAIL", command, code, text,
	    context);
	va_end(context);
}

void
client_warn(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "WARN", command, code, text,
	    context);
	va_end(context);
}

void
client_note(struct client *c, const char *command, const char *code,
    const char *text, ...)
{
	va_list context;

	va_start(context, text);
	answer_vstandard(c->server->answer, "NOTE", command, code, text,
	    context);
	va_end(context);
}

void
client_send(struct client *c, const struct irc_msg *m)
{
	answer_send(c->server->answer, m, 0);
}

struct outq *
client_outq(struct client *c)
{
	return &c->out;
}

void
client_written(struct client *c, size_t n)
{
	outq_wrote(&c->out, &c->server->outq_pool, n);
	if (c->longs != NULL)	/* perhaps not read, but alive: it reads us */
		c->heard_ms = c->server->now.mono_ms;
	client_want_piece(c);
}

void
client_want_piece(struct client *c)
{
	struct server *s = c->server;

	if (c->longs == NULL || c->makes_piece || c->is_closed ||
	    c->out.bytes >= LONG_PIECE_BYTES)
		return;
	c->makes_piece = true;
	TAILQ_INSERT_TAIL(&s->producing, c, producing);
	s->has_work = true;
}

/* --- flood control --- */

void
client_charge(struct client *c, unsigned cost)
{
	int64_t now_us = c->server->now.mono_ms * 1000;
	int64_t token_us = 1000000 / FLOOD_TOKENS_PER_S;

	if (!c->server->config.flood_control)
		return;
	if (c->is_local)
		token_us /= FLOOD_LOOPBACK_FACTOR;
	if (c->flood_us < now_us)
		c->flood_us = now_us;
	c->flood_us += cost * token_us;
}

int64_t
client_flood_wait_ms(const struct client *c)
{
	int64_t over_us = c->flood_us - c->server->now.mono_ms * 1000 -
	    FLOOD_FULL_US;

	return over_us < 0 ? 0 : over_us / 1000 + 1;
}

/* --- the end --- */

static void
push_error(struct client *c, const char *reason)
{
	char text[IRC_LINE_BODY_MAX];
	struct irc_msg m = { .command = "ERROR", .nparams = 1,
	    .params = { text }, .colon = true };

	snprintf(text, sizeof text, "Closing link: %s (%s)", c->host, reason);
	client_push_msg(c, &m);
}

/* Before its CONNECT is applied it is not known which user it will be. */
static void
post_quit(struct client *c, const char *reason, unsigned flags)
{
	struct event_text text = { .text = reason,
	    .extra = c->server->config.absent_text };
	struct event *e;

	if (c->user != NULL)
		text.source = c->user->source;
	e = event_new(EVENT_QUIT, &text);
	e->flags = flags;
	if (c->registration != NULL) {
		e->peer = c->registration->resume_user;
		e->account = c->registration->account;
	}
	post(c, e);
}

static void
end(struct client *c, const char *reason, unsigned quit_flags)
{
	if (c->is_closed)
		return;
	log_line(LEVEL_INFO, "close: client=%s host=%s reason=%s",
	    client_nick(c), c->host, reason);
	if (c->out.live_bytes <= OUTQ_LIVE_MAX_BYTES)
		push_error(c, reason);
	if (c->is_closed)
		return;		/* that was one line too many: it is done */
	c->is_closed = true;
	no_longer_silent(c);
	if (c->user_number != 0)
		post_quit(c, reason, quit_flags);
	c->server->has_work = true;	/* a broken write comes behind the turn */
	set_waiting(c, false);
	client_mark_dirty(c);
}

void
client_close(struct client *c, const char *reason)
{
	end(c, reason, 0);
}

void
client_lost(struct client *c, const char *reason)
{
	bool holds = client_has_cap(c, CAP_RESUME) &&
	    c->server->config.resume_hold_ms > 0;

	end(c, reason, holds ? QUIT_LOST : 0);
}

void
client_close_behind(struct client *c)
{
	if (c->is_closed)
		return;
	log_line(LEVEL_NOTICE, "behind: client=%s host=%s unread_bytes=%zu",
	    client_nick(c), c->host, c->out.live_bytes);
	client_close(c, "Too far behind: the limit of unread lines is reached");
}

bool
client_is_closed(const struct client *c)
{
	return c->is_closed;
}

bool
client_is_done(const struct client *c)
{
	return c->is_closed && c->out.bytes == 0 &&
	    (c->paced == NULL || paced_is_empty(c->paced));
}

/* No timeout runs while it is we who keep a client waiting. */
static bool
is_kept_waiting(const struct client *c)
{
	return c->pending_stored > 0 || c->pending_other > 0 ||
	    c->question != NULL || bus_is_full(c->server->bus);
}

void
client_check_alive(struct client *c)
{
	struct server *s = c->server;
	int64_t now = s->now.mono_ms, silent = now - c->heard_ms;
	int64_t limit = s->config.ping_timeout_ms;
	struct irc_msg ping = { .command = "PING", .nparams = 1,
	    .params = { s->config.name }, .colon = true };
	char reason[64];

	if (c->is_closed || c->is_silent)
		return;
	if (is_kept_waiting(c)) {
		c->heard_ms = now;
		return;
	}
	if (c->user == NULL) {
		if (now - c->connected_ms > s->config.registration_timeout_ms)
			client_close(c, "Registration timed out");
		return;
	}
	batch_check_time(c);
	/* Behind a long answer it waits for itself: for what it does not read. */
	if ((c->is_waiting && c->longs == NULL) || c->codec->dialect->no_ping)
		return;
	if (silent > limit) {
		snprintf(reason, sizeof reason, "Ping timeout: %lld seconds",
		    (long long)(silent / 1000));
		client_lost(c, reason);
	} else if (silent > limit / 2 && !c->pinged && !c->is_waiting) {
		c->pinged = true;
		client_push_msg(c, &ping);
	}
}

void
client_detach(struct client *c)
{
	struct client **link;

	if (c->user == NULL)
		return;
	for (link = &c->user->clients; *link != c; link = &(*link)->next_of_user)
		;
	*link = c->next_of_user;
	c->user = NULL;
}

void
client_free(struct client *c)
{
	struct server *s = c->server;

	client_close(c, "Connection closed");
	if (c->is_dirty)
		TAILQ_REMOVE(&s->dirty, c, dirty);
	if (c->makes_piece)
		TAILQ_REMOVE(&s->producing, c, producing);
	s->nclients--;
	if (c->registration == NULL) {
		TAILQ_REMOVE(&s->clients, c, all);
		s->nregistered--;
	} else {
		TAILQ_REMOVE(&s->newcomers, c, all);
	}
	question_drop(c);
	replay_drop_all(c);
	long_answer_drop_all(c);
	answer_drop_all(c);
	monitor_clear(c);
	metadata_end_client(c);
	batch_drop(c);
	client_detach(c);
	hosts_remove_client(s, c->host);
	leave_slot(c);
	outq_clear(&c->out, &s->outq_pool);
	registration_free(c->registration);
	paced_free(c->paced);
	codec_free(c->codec);
	password_check_free(c->check);
	authentication_free(c->authentication);
	free(c->held);
	free(c->tls);
	free(c->webirc);
	free(c);
}
