/* cmd_away.c -- AWAY: modern.ircdocs.horse/#away-message, IRCv3 away-notify. */
#include "config.h"

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/monitor.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *why = irc_msg_param(msg, 0);
	char cut[AWAY_LEN + 1];
	struct event_text text = { .source = c->user->source };

	if (why != NULL && why[0] != '\0') {
		str_copy(cut, sizeof cut, why);
		text.text = cut;
	}
	post(c, event_new(EVENT_AWAY, &text));
}

/* To whoever shares a channel, and the user's other terminals. */
static void
tell(struct server *s, const struct event *e, const struct user *u,
    const struct answer *a)
{
	struct fanout f;

	fanout_start(&f, s, e, "AWAY", u->away, NULL);
	f.msg.source = u->source;
	f.msg.colon = u->away != NULL;
	f.only_cap = CAP_AWAY_NOTIFY;
	f.except = a->client;
	fanout_to_user(&f, u);
	fanout_to_neighbours(&f, u);
	monitor_fanout(&f, u);
	fanout_end(&f);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	bool is_new;

	if (u == NULL)
		return;
	is_new = !str_eq(u->away, e->s.text);
	user_set_away(u, e->s.text);
	answer_reply(a, u->away == NULL ? RPL_UNAWAY : RPL_NOWAWAY, NULL);
	if (is_new)
		tell(s, e, u, a);
}

const struct command cmd_away = {
	.name = "AWAY", .when = COMMAND_REGISTERED, .cost = 2,
	.run = run,
	.event = EVENT_AWAY, .apply = apply,
};
