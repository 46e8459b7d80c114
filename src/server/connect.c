/*
 * connect.c -- EVENT_CONNECT: whom a client that has registered becomes.
 *
 * Event: source, target (nick) and text (real name) of a new user, `account`
 * what it has proved; `peer` and `id` what RESUME named, `extra` the secret of
 * its own token, `tags` what it said by AWAY ("": nothing, it is here).
 */
#include "config.h"
#include "server/connect.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/ban_command.h"
#include "server/cloak.h"
#include "server/cmd_away.h"
#include "server/cmd_join.h"
#include "server/isupport.h"
#include "server/keeping.h"
#include "server/member.h"
#include "server/metadata.h"
#include "server/mode_channel.h"
#include "server/mode_user.h"
#include "server/monitor.h"
#include "server/nick.h"
#include "server/registration.h"
#include "server/replay.h"
#include "server/server_internal.h"
#include "server/silent.h"

#include "base/banned.h"

enum { TOKEN_BYTES = RESUME_TOKEN_LEN / 2 };

/* --- posted --- */

static void
make_token(const struct server *s, char out[RESUME_TOKEN_LEN + 1])
{
	unsigned char bytes[TOKEN_BYTES];
	int i;

	s->world.fill_random(s->world.self, bytes, sizeof bytes);
	for (i = 0; i < TOKEN_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

void
connect_post(struct client *c)
{
	struct registration *r = c->registration;
	char source[SOURCE_LEN + 1], token[RESUME_TOKEN_LEN + 1];
	struct event_text text = { .source = source, .target = r->nick,
	    .text = r->realname, .tags = r->away, .host = c->host };
	struct event *e;

	cloak_source(c, source);
	if (r->resume_user != 0)
		text.id = r->resume_token;
	if (client_has_cap(c, CAP_RESUME)) {
		make_token(c->server, token);
		text.extra = token;
	}
	c->attachment = bus_new_number(c->server->bus);
	e = event_new(EVENT_CONNECT, &text);
	e->account = r->account;
	e->peer = r->resume_user;
	post(c, e);
	/* Behind it: should CONNECT be refused, this finds no user. */
	join_lobby(c, source);
}

/* --- decided --- */

struct user *
connect_target(const struct server *s, const struct connect_claim *claim,
    struct attachment **old)
{
	const struct account *account = account_by_number(s, claim->account);

	*old = claim->token == NULL ? NULL :
	    attachment_by_token(s, claim->user, claim->token);
	if (*old != NULL)
		return user_by_number(s, claim->user);
	return account == NULL ? NULL : account_user(account);
}

/* The client, if it is ours and still there, becomes the user's. */
static void
attach_client(struct server *s, struct user *u, struct client *c)
{
	c->user = u;
	c->next_of_user = u->clients;
	u->clients = c;
	silent_end(c);
	registration_free(c->registration);
	c->registration = NULL;
	TAILQ_REMOVE(&s->newcomers, c, all);
	TAILQ_INSERT_TAIL(&s->clients, c, all);
	s->nregistered++;
}

/* Its token has been used: whoever still has the connection loses it. */
static void
end_old(struct server *s, struct user *u, struct attachment *old)
{
	struct client *c = u->clients, *next;

	for (; c != NULL; c = next) {
		next = c->next_of_user;
		if (c->attachment != old->number)
			continue;
		client_detach(c);
		client_close(c, "Resumed by another connection");
	}
	attachment_end(s, u, old);
}

static struct attachment *
attach(struct server *s, const struct event *e, struct user *u,
    struct attachment *old)
{
	struct attachment *at = attachment_new(u, e->attachment, e->s.extra);

	if (e->s.tags != NULL)
		attachment_set_away(u, at,
		    e->s.tags[0] == '\0' ? NULL : e->s.tags);
	else if (old != NULL && old->away != NULL)
		attachment_set_away(u, at, old->away);
	if (old != NULL)
		end_old(s, u, old);
	return at;
}

/* --- told --- */

/* 004: all letters there are, and those of channels that take a parameter. */
static void
say_modes(struct server *s, struct answer *a)
{
	const struct irc_mode_classes *ch = &irc_mode_channel;
	char with[IRC_MODE_LETTERS_SIZE], all[IRC_MODE_LETTERS_SIZE];

	snprintf(with, sizeof with, "%s%s%s%s", ch->list, ch->always, ch->set,
	    ch->member);
	snprintf(all, sizeof all, "%s%s", with, ch->flag);
	answer_reply_text(a, RPL_MYINFO, NULL, s->config.name,
	    s->config.version, irc_mode_user.flag, all, with, NULL);
}

static void
say_token(struct server *s, const struct user *u, const struct event *e,
    struct answer *a)
{
	char token[RESUME_TOKEN_LEN + 20];
	struct irc_msg m = { .source = s->config.name, .command = "RESUME",
	    .params = { token }, .nparams = 1 };

	snprintf(token, sizeof token, "%" PRIx64 "-%s", u->number, e->s.extra);
	answer_send(a, &m, 0);
}

static void
welcome(struct server *s, const struct user *u, const struct event *e,
    struct answer *a)
{
	char text[IRC_LINE_BODY_MAX], when[TIME_ISO_SIZE];

	snprintf(text, sizeof text, "Welcome to %s, %s", s->config.network,
	    u->source);
	answer_reply_text(a, RPL_WELCOME, text, NULL);
	if (e->s.extra != NULL)
		say_token(s, u, e, a);
	snprintf(text, sizeof text, "Your host is %s, running version %s",
	    s->config.name, s->config.version);
	answer_reply_text(a, RPL_YOURHOST, text, NULL);
	time_format_iso(when, s->created_ms);
	snprintf(text, sizeof text, "This server was started at %s", when);
	answer_reply_text(a, RPL_CREATED, text, NULL);
	say_modes(s, a);
	isupport_send(a);
	lusers_send(a);
	keeping_tell(a);
	metadata_show_own(a);
	motd_send(a);
}

/* In the order in which they were joined: the list begins with the newest. */
static void
show_channels(struct server *s, const struct event *e, const struct user *u,
    const struct member *m, struct answer *a)
{
	if (m == NULL)
		return;
	show_channels(s, e, u, m->next_of_user, a);
	join_show(s, e, m->channel, u, a);
}

/* One more client of a user that is there: what it has is shown to it. */
static void
show_user(struct server *s, const struct event *e, const struct user *u,
    struct answer *a)
{
	char modes[USER_MODE_SIZE];

	if (u->modes != 0) {
		user_mode_text(u->modes, modes);
		answer_reply(a, RPL_UMODEIS, modes, NULL);
	}
	if (u->away != NULL)
		answer_reply(a, RPL_NOWAWAY, NULL);
	show_channels(s, e, u, u->members, a);
}

/* --- its moment --- */

static void
refuse_resume(struct answer *a)
{
	struct client *c = a->client;

	answer_fail(a, "RESUME", "INVALID_TOKEN", resume_refused, NULL);
	if (c != NULL)
		c->registration->resume_user = 0;
}

/* A user who is there takes one client more, unless it has too many. */
static bool
is_full(const struct user *u, const struct attachment *old, struct answer *a)
{
	if (old != NULL || u->nattachments < CLIENTS_PER_USER)
		return false;
	if (a->client != NULL)
		client_close(a->client, "Too many clients of this account");
	return true;
}

/* It came between the question and now. */
static bool
is_banned(const struct server *s, const struct event *e, struct answer *a)
{
	const struct ban *b = ban_of_source(s, e->s.source, e->s.host,
	    e->time_ms);

	if (b != NULL && a->client != NULL)
		ban_close(a->client, b);
	return b != NULL;
}

static void
refuse_nick(const struct event *e, const char *why, struct answer *a)
{
	answer_reply_text(a, ERR_NICKNAMEINUSE, why, e->s.target, NULL);
	if (a->client == NULL)
		return;
	a->client->attachment = 0;
	a->client->registration->nick[0] = '\0';
}

static void
come_to_user(struct server *s, const struct event *e, struct user *u,
    struct attachment *old, struct answer *a)
{
	int64_t absent_ms = u->absent_ms;

	if (is_full(u, old, a))
		return;
	u->absent_ms = 0;
	(void)attach(s, e, u, old);
	if (a->client != NULL) {
		log_line(LEVEL_INFO, "%s: user=%s clients=%u", old != NULL ?
		    "resume" : "attach", u->source, u->nattachments);
		attach_client(s, u, a->client);
		welcome(s, u, e, a);
		metadata_post_held(a->client);
	}
	away_changed(s, e, u, a);
	if (a->client != NULL)
		show_user(s, e, u, a);
	if (a->client != NULL && absent_ms != 0)
		replay_missed(a->client, absent_ms);
}

static void
come_new(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_new(s, e->user, e->s.source, e->s.text,
	    e->time_ms);

	if (e->s.host != NULL)
		user_set_real_host(u, e->s.host);
	user_set_account(u, account_by_number(s, e->account));
	attach(s, e, u, NULL)->made_user = 1;
	user_set_away(u, attachment_away(u));
	if (a->client != NULL) {
		if (u->real_host == NULL)
			log_line(LEVEL_INFO, "connect: user=%s", u->source);
		else
			log_line(LEVEL_INFO, "connect: user=%s host=%s",
			    u->source, u->real_host);
		attach_client(s, u, a->client);
	}
	monitor_tell_online(s, e, u);
	if (a->client == NULL)
		return;
	welcome(s, u, e, a);
	if (u->real_host != NULL)
		answer_reply(a, RPL_VISIBLEHOST, u->host, NULL);
	metadata_post_held(a->client);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct connect_claim claim = { .account = e->account,
	    .user = e->peer, .token = e->s.id };
	struct attachment *old;
	struct user *u = connect_target(s, &claim, &old);
	const char *why;

	if (is_banned(s, e, a))
		return;
	if (claim.token != NULL && old == NULL)
		refuse_resume(a);
	if (u != NULL)
		come_to_user(s, e, u, old, a);
	else if ((why = nick_refused(s, NULL, account_by_number(s, e->account),
	    e->s.target)) != NULL)
		refuse_nick(e, why, a);
	else
		come_new(s, e, a);
}

const struct command event_connect = {
	.event = EVENT_CONNECT, .apply = apply,
};
