/* cmd_setname.c -- SETNAME: ircv3.net/specs/extensions/setname */
#include "config.h"

#include <string.h>

#include "base/log.h"
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
	const char *name = msg->params[0];
	struct event_text text = { .source = c->user->source, .text = name };

	if (name[0] == '\0' || strlen(name) > REALNAME_LEN)
		client_fail(c, "SETNAME", "INVALID_REALNAME",
		    "Realname is not valid", NULL);
	else
		post(c, event_new(EVENT_SETNAME, &text));
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct fanout f;

	if (u == NULL)
		return;
	user_set_realname(s, u, e->s.text);
	log_line(LEVEL_INFO, "setname: user=%s name=%s", u->source,
	    e->s.text);
	fanout_start(&f, s, e, "SETNAME", e->s.text, NULL);
	f.msg.source = u->source;
	f.msg.colon = true;
	f.only_cap = CAP_SETNAME;
	fanout_answer(&f, a);
	fanout_to_user(&f, u);
	fanout_to_neighbours(&f, u);
	monitor_fanout(&f, u);
	fanout_end(&f);
}

const struct command cmd_setname = {
	.name = "SETNAME", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 4,
	.run = run,
	.event = EVENT_SETNAME, .apply = apply,
};
