/* registration.c -- from the first line to 001. */
#include "config.h"
#include "server/registration.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "server/account.h"
#include "server/authentication.h"
#include "server/ban_command.h"
#include "server/cloak.h"
#include "server/connect.h"
#include "server/nick.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct registration *
registration_new(void)
{
	return xcalloc(1, sizeof(struct registration));
}

void
registration_free(struct registration *r)
{
	if (r == NULL)
		return;
	free(r->away);
	free(r->webirc);
	free(r);
}

const char *
registration_nick(const struct registration *r)
{
	return r == NULL || r->nick[0] == '\0' ? "*" : r->nick;
}

const char *
registration_nick_refused(const struct client *c, const char *nick)
{
	const struct registration *r = c->registration;
	struct connect_claim claim = { .account = r->account,
	    .user = r->resume_user,
	    .token = r->resume_user == 0 ? NULL : r->resume_token };
	struct attachment *old;

	if (connect_target(c->server, &claim, &old) != NULL)
		return NULL;
	return nick_refused(c->server, NULL,
	    account_by_number(c->server, r->account), nick);
}

/* KLINE and DLINE: it is said and closed. This machine itself is never out. */
static bool
is_banned(struct client *c)
{
	struct server *s = c->server;
	char source[SOURCE_LEN + 1];
	const struct ban *b;

	cloak_source(c, source);
	b = ban_of_source(s, source, c->host, s->now.wall_ms);
	if (b == NULL && !c->is_local)
		b = ban_of_address(s, c->host, s->now.wall_ms);
	if (b != NULL)
		ban_close(c, b);
	return b != NULL;
}

void
registration_advance(struct client *c)
{
	struct registration *r = c->registration;
	struct server *s = c->server;
	const char *why;

	if (r == NULL || r->nick[0] == '\0' || !r->has_user || r->negotiates ||
	    c->attachment != 0)
		return;
	if (s->config.password != NULL && !r->password_ok) {
		client_reply(c, ERR_PASSWDMISMATCH, NULL);
		client_close(c, "Password incorrect");
		return;
	}
	if (is_banned(c))
		return;
	authentication_abort(c);
	why = registration_nick_refused(c, r->nick);
	if (why != NULL) {
		client_reply_text(c, ERR_NICKNAMEINUSE, why, r->nick, NULL);
		r->nick[0] = '\0';
		return;
	}
	connect_post(c);
}
