/* cmd_wallops.c -- WALLOPS: modern.ircdocs.horse/#wallops-message */
#include "config.h"

#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct event_text text = { .source = c->user->source,
	    .text = msg->params[0] };

	if (msg->params[0][0] == '\0')
		client_reply(c, ERR_NEEDMOREPARAMS, "WALLOPS", NULL);
	else
		post(c, event_new(EVENT_WALLOPS, &text));
}

/* To all who asked for it by +w. */
static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	const struct user *u = user_by_number(s, e->user);
	const struct list_node *n;
	struct fanout f;

	if (u == NULL)
		return;
	if (!user_is_operator(u)) {
		answer_reply(a, ERR_NOPRIVILEGES, NULL);
		return;
	}
	fanout_start(&f, s, e, "WALLOPS", e->s.text, NULL);
	f.msg.source = u->source;
	f.msg.colon = true;
	if (u->modes & USER_WALLOPS)
		fanout_answer(&f, a);
	for (n = s->users.first; n != NULL; n = n->next) {
		const struct user *reader = list_item(n, struct user, node);

		if (reader->modes & USER_WALLOPS)
			fanout_to_user(&f, reader);
	}
	fanout_end(&f);
}

const struct command cmd_wallops = {
	.name = "WALLOPS", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 4, .for_operators = true,
	.run = run,
	.event = EVENT_WALLOPS, .apply = apply,
};
