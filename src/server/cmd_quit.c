/* cmd_quit.c -- QUIT: modern.ircdocs.horse/#quit-message */
#include "config.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/monitor.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	char reason[sizeof "Quit: " + QUIT_LEN] = "Quit: ";

	bool has_reason = msg->nparams > 0 && msg->params[0][0] != '\0';

	if (has_reason)
		str_copy(reason + strlen(reason), QUIT_LEN + 1, msg->params[0]);
	client_close(c, has_reason ? reason : "Quit");
}

static void
leave_all(struct server *s, struct user *u, int64_t now_ms)
{
	while (u->members != NULL)
		channel_remove_member(s, u->members, now_ms);
}

/* The client of the event is closed already; its user leaves. */
static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct client *c = client_by_number(s, e->client);
	struct fanout f;

	(void)a;
	if (c != NULL)
		client_detach(c);
	if (u == NULL || u->clients != NULL)
		return;
	fanout_start(&f, s, e, "QUIT", NULL, NULL);
	f.msg.source = u->source;
	f.msg.params[f.msg.nparams++] = e->s.text;
	f.msg.colon = true;
	fanout_to_neighbours(&f, u);
	fanout_end(&f);
	log_line(LEVEL_INFO, "quit: user=%s reason=%s", u->source, e->s.text);
	leave_all(s, u, e->time_ms);
	monitor_tell_offline(s, e, u->nick);
	whowas_add(&s->whowas, u, e->time_ms);
	user_free(s, u);
}

const struct command cmd_quit = {
	.name = "QUIT", .when = COMMAND_ANY, .cost = 1,
	.run = run,
	.event = EVENT_QUIT, .apply = apply,
};
