/* client.c -- one connection: birth, flood control, end. */
#include "config.h"
#include "server/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/dialect.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/apply.h"
#include "server/authentication.h"
#include "server/client_input.h"
#include "server/cmd_batch.h"
#include "server/event.h"
#include "server/hosts.h"
#include "server/long_answer.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/paced.h"
#include "server/password_check.h"
#include "server/question.h"
#include "server/registration.h"
#include "server/replay.h"
#include "server/server_internal.h"
#include "server/silent.h"

#include "base/banned.h"

/* A client's number is (serial << CLIENT_SLOT_BITS | slot): found without a
 * search. */
enum { SLOT_BITS = CLIENT_SLOT_BITS };

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

void
client_start_deadline(struct client *c)
{
	c->registration->began_ms = c->server->now.mono_ms + client_flood_wait_ms(c);
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
	client_start_deadline(c);
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
	take_slot(s, c);
	c->edge = facts->edge;
	c->host = hosts_add_client(s, host);
	free(host);
	c->is_local = facts->local;
	c->registration = registration_new();
	c->registration->tell = facts->tell;
	if (facts->dialect != NULL || facts->tell == NULL)
		client_speak(c, facts->dialect != NULL ? facts->dialect :
		    &dialect_irc);
	c->heard_ms = s->now.mono_ms;
	TAILQ_INSERT_TAIL(&s->newcomers, c, all);
	s->nclients++;
	if (s->nclients > s->nclients_max)
		s->nclients_max = s->nclients;
	c->is_secure = facts->secure;
	c->registration->webirc = xstrdup(facts->webirc);
	if (facts->webirc == NULL)
		arrive(c);
	else
		client_start_deadline(c);	/* it will say who arrives */
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
	/* A gateway elsewhere does not speak for this machine. */
	c->is_local = c->is_local &&
	    (str_starts(shown, "127.") || str_eq(host, "::1"));
	hosts_remove_client(s, c->host);
	why = too_many_from(s, shown, c->is_local);
	c->host = hosts_add_client(s, shown);
	free(shown);
	if (why != NULL)
		client_close(c, why);
	else
		arrive(c);
}

void
client_begin_tls(struct client *c)
{
	silent_end(c);
}

void
client_set_tls(struct client *c, const struct client_tls *tls)
{
	if (c->is_closed)
		return;
	c->tls = xmemdup(tls, sizeof *tls);
	c->is_secure = true;
	c->heard_ms = c->server->now.mono_ms;
	client_start_deadline(c);
	if (c->may_be_silent)
		silent_begin(c);
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
	client_queue_push(&c->server->dirty, c);
}

struct client *
server_next_dirty(struct server *s)
{
	struct client *c = client_queue_pop(&s->dirty, s);

	if (c != NULL)
		c->is_dirty = false;
	return c;
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
	silent_end(c);
	if (c->attachment != 0)
		post_quit(c, reason, quit_flags);
	c->server->has_work = true;	/* a broken write comes behind the turn */
	client_set_waiting(c, false);
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
	log_line(LEVEL_NOTICE, "behind: client=%s host=%s unread_bytes=%u",
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
		if (now - c->registration->began_ms > s->config.registration_timeout_ms)
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
	free(c);
}
