/*
 * cmd_away.c -- AWAY: modern.ircdocs.horse/#away-message, IRCv3 away-notify
 * and draft/pre-away.
 *
 * Each client of a user is away for itself; the user is when all of them are.
 */
#include "config.h"
#include "server/cmd_away.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/monitor.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* ircv3.net/specs/extensions/pre-away: it counts from the first moment on. */
static void
keep(struct client *c, const char *text)
{
	struct registration *r = c->registration;

	if (!client_has_cap(c, CAP_PRE_AWAY)) {
		client_reply(c, ERR_NOTREGISTERED, NULL);
		return;
	}
	free(r->away);
	r->away = xstrdup(text == NULL ? "" : text);
	client_reply(c, text == NULL ? RPL_UNAWAY : RPL_NOWAWAY, NULL);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *why = irc_msg_param(msg, 0);
	char cut[AWAY_LEN + 1];
	struct event_text text = { 0 };

	if (why != NULL && why[0] != '\0') {
		str_copy(cut, sizeof cut, why);
		text.text = cut;
	}
	if (c->user == NULL) {
		keep(c, text.text);
		return;
	}
	text.source = c->user->source;
	post(c, event_new(EVENT_AWAY, &text));
}

/* To whoever shares a channel, and the user's other terminals. */
static void
tell(struct server *s, const struct event *e, const struct user *u,
    const struct answer *a)
{
	struct fanout f;

	fanout_start(&f, s, e, "AWAY", u->away, NULL);
	fanout_of_user(&f, u);
	f.msg.colon = u->away != NULL;
	f.only_cap = CAP_AWAY_NOTIFY;
	f.except = a->client;
	fanout_to_user(&f, u);
	fanout_to_neighbours(&f, u);
	monitor_fanout(&f, u);
	fanout_end(&f);
}

void
away_changed(struct server *s, const struct event *e, struct user *u,
    const struct answer *a)
{
	const char *text = u->attachments != NULL ? attachment_away(u) :
	    e->s.extra;		/* always on: what QUIT and HOLD_END say */

	if (str_eq(u->away, text))
		return;
	user_set_away(u, text);
	tell(s, e, u, a);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct attachment *at = u == NULL ? NULL :
	    attachment_find(u, e->attachment);

	if (at == NULL)
		return;
	attachment_set_away(u, at, e->s.text);
	answer_reply(a, at->away == NULL ? RPL_UNAWAY : RPL_NOWAWAY, NULL);
	away_changed(s, e, u, a);
}

const struct command cmd_away = {
	.name = "AWAY", .when = COMMAND_ANY, .cost = 2,
	.run = run,
	.event = EVENT_AWAY, .apply = apply,
};
