/* cmd_quit.c -- QUIT: modern.ircdocs.horse/#quit-message */
#include "config.h"
#include "server/cmd_quit.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/cmd_away.h"
#include "server/cmd_quit.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/member.h"
#include "server/monitor.h"
#include "server/server_internal.h"
#include "server/speech.h"
#include "server/standing.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	char reason[sizeof "Quit: " + QUIT_LEN] = "Quit: ";

	bool has_reason = msg->nparams > 0 && msg->params[0][0] != '\0';

	if (has_reason && c->user != NULL &&
	    speech_is_muted(c->server, c->user))
		has_reason = false;
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

void
quit_user(struct server *s, const struct event *e, struct user *u,
    const char *why)
{
	struct fanout f;

	fanout_start(&f, s, e, "QUIT", NULL, NULL);
	fanout_of_user(&f, u);
	f.msg.params[f.msg.nparams++] = why;
	f.msg.colon = true;
	fanout_to_neighbours(&f, u);
	fanout_end(&f);
	log_line(LEVEL_INFO, "quit: user=%s reason=%s", u->source, why);
	happened_everywhere(s, e, u, EVENT_VERB_QUIT, why);
	leave_all(s, u, e->time_ms);
	monitor_tell_offline(s, e, u->nick);
	whowas_add(&s->whowas, u, e->time_ms);
	user_free(s, u);
}

void
quit_if_alone(struct server *s, const struct event *e, struct user *u)
{
	if (u->attachments == NULL && !standing_is(u))
		quit_user(s, e, u, "No longer always on");
}

/* The last one to go takes the user along, or leaves it away. */
static void
detach(struct server *s, const struct event *e, struct user *u,
    struct attachment *at, const char *why, const struct answer *a)
{
	if (u->attachments == at && at->next == NULL && !standing_is(u)) {
		quit_user(s, e, u, why);
		return;
	}
	attachment_end(s, u, at);
	if (u->attachments == NULL)
		u->absent_ms = e->time_ms;
	away_changed(s, e, u, a);
}

/* Whose client it was; *at its attachment. A client that has not seen its
 * CONNECT applied names all users that it may have become. */
static struct user *
user_of(const struct server *s, const struct event *e, struct attachment **at)
{
	struct user *candidates[] = { user_by_number(s, e->user),
	    user_by_number(s, e->peer) };
	const struct account *account = account_by_number(s, e->account);
	struct user *u;
	size_t i;

	for (i = 0; i < 2; i++) {
		u = candidates[i];
		*at = u == NULL ? NULL : attachment_find(u, e->attachment);
		if (*at != NULL)
			return u;
	}
	if (account != NULL)
		LIST_FOREACH(u, &account->users, of_account)
			if ((*at = attachment_find(u, e->attachment)) != NULL)
				return u;
	return NULL;
}

/* The client of the event is closed already. Its user leaves, unless it has
 * others, or the client may come back (tcpchat/resume). */
static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct client *c = client_by_number(s, e->client);
	struct attachment *at;
	struct user *u = user_of(s, e, &at);

	if (c != NULL)
		client_detach(c);
	if (u == NULL)
		return;
	if ((e->flags & QUIT_LOST) &&
	    attachment_hold(s, u, at, e->s.text))
		log_line(LEVEL_INFO, "hold: user=%s reason=%s", u->source,
		    e->s.text);
	else
		detach(s, e, u, at, e->s.text, a);
}

const struct command cmd_quit = {
	.name = "QUIT", .when = COMMAND_ANY, .cost = 1,
	.run = run,
	.event = EVENT_QUIT, .apply = apply,
};

/* --- a broken connection was held long enough --- */

static void
apply_hold_end(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct attachment *at = u == NULL ? NULL :
	    attachment_find(u, e->attachment);
	char why[QUIT_LEN + 1];

	if (at == NULL || !attachment_is_held(at))
		return;		/* it came back: under another number */
	(void)str_copy(why, sizeof why, at->resume->why);
	detach(s, e, u, at, why, a);
}

const struct command event_hold_end = {
	.event = EVENT_HOLD_END, .apply = apply_hold_end,
};
