/* registration.c -- from the first line to 001. */
#include "config.h"
#include "server/registration.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_mode.h"
#include "server/apply.h"
#include "server/cmd_join.h"
#include "server/monitor.h"
#include "server/server_internal.h"
#include "server/silent.h"

#include "base/banned.h"

struct registration *
registration_new(void)
{
	return xcalloc(1, sizeof(struct registration));
}

void
registration_free(struct registration *r)
{
	free(r);
}

const char *
registration_nick(const struct registration *r)
{
	return r == NULL || r->nick[0] == '\0' ? "*" : r->nick;
}

static void
post_connect(struct client *c)
{
	struct registration *r = c->registration;
	char source[SOURCE_LEN + 1];
	struct event_text text = { .source = source, .target = r->nick,
	    .text = r->realname };
	struct event *e;

	snprintf(source, sizeof source, "%s!%s@%s", r->nick, r->user, c->host);
	c->user_number = bus_new_number(c->server->bus);
	e = event_new(EVENT_CONNECT, &text);
	e->account = r->account;
	post(c, e);
	/* Behind it: should CONNECT be refused, this finds no user. */
	join_lobby(c, source);
}

void
registration_advance(struct client *c)
{
	struct registration *r = c->registration;
	struct server *s = c->server;

	if (r == NULL || r->nick[0] == '\0' || !r->has_user || r->negotiates ||
	    c->user_number != 0)
		return;
	if (s->config.password != NULL && !r->password_ok) {
		client_reply(c, ERR_PASSWDMISMATCH, NULL);
		client_close(c, "Password incorrect");
		return;
	}
	if (user_find(s, r->nick) != NULL) {
		client_reply(c, ERR_NICKNAMEINUSE, r->nick, NULL);
		r->nick[0] = '\0';
		return;
	}
	post_connect(c);
}

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
welcome(struct server *s, struct answer *a)
{
	char text[IRC_LINE_BODY_MAX], when[TIME_ISO_SIZE];

	if (a->client == NULL)
		return;
	snprintf(text, sizeof text, "Welcome to %s, %s", s->config.network,
	    a->client->user->source);
	answer_reply_text(a, RPL_WELCOME, text, NULL);
	snprintf(text, sizeof text, "Your host is %s, running version %s",
	    s->config.name, s->config.version);
	answer_reply_text(a, RPL_YOURHOST, text, NULL);
	time_format_iso(when, s->created_ms);
	snprintf(text, sizeof text, "This server was started at %s", when);
	answer_reply_text(a, RPL_CREATED, text, NULL);
	say_modes(s, a);
	isupport_send(a);
	lusers_send(a);
	motd_send(a);
}

/* The client, if it is ours and still there, becomes the user's. */
static void
attach(struct server *s, struct user *u, const struct event *e)
{
	struct client *c = client_by_number(s, e->client);

	if (c == NULL || c->is_closed)
		return;
	c->user = u;
	c->next_of_user = u->clients;
	u->clients = c;
	registration_free(c->registration);
	c->registration = NULL;
	silent_end(c);
	TAILQ_REMOVE(&s->newcomers, c, all);
	TAILQ_INSERT_TAIL(&s->clients, c, all);
	s->nregistered++;
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct client *c = a->client;
	struct user *u;

	if (user_find(s, e->s.target) != NULL) {
		answer_reply(a, ERR_NICKNAMEINUSE, e->s.target, NULL);
		if (c != NULL) {
			c->user_number = 0;
			c->registration->nick[0] = '\0';
		}
		return;
	}
	u = user_new(s, e->user, e->s.source, e->s.text, e->time_ms);
	user_set_account(u, account_by_number(s, e->account));
	attach(s, u, e);
	monitor_tell_online(s, e, u);
	if (c != NULL) {
		log_line(LEVEL_INFO, "connect: user=%s", u->source);
		welcome(s, a);
	}
}

const struct command event_connect = {
	.event = EVENT_CONNECT, .apply = apply,
};
