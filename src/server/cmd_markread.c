/*
 * cmd_markread.c -- MARKREAD <target> [timestamp=<time>]:
 * ircv3.net/specs/extensions/read-marker
 *
 * It goes forward only, and no further than to now. All clients of the user,
 * and of its account, are told; nobody else ever is.
 */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/read_marker.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* The name that is said and the target that is meant; false: none such. */
struct named {
	struct read_target target;
	char name[CHANNEL_LEN + 1];
	char folded[NICK_LEN + 1];
};

static bool
find(const struct client *c, const char *wanted, struct named *n)
{
	const struct channel *ch;

	*n = (struct named){ .target.nick = "" };
	if (irc_is_channel(wanted)) {
		ch = channel_find(c->server, wanted);
		if (ch == NULL || channel_member(ch, c->user) == NULL)
			return false;
		n->target.channel = ch->number;
		return str_copy(n->name, sizeof n->name, ch->name);
	}
	if (!irc_nick_make(wanted, n->name) ||
	    !irc_case_fold(n->folded, sizeof n->folded, n->name))
		return false;
	n->target.nick = n->folded;
	return true;
}

static void
invalid(struct client *c, const char *what)
{
	client_fail(c, "MARKREAD", "INVALID_PARAMS", "Invalid parameters",
	    what, NULL);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *prefix = "timestamp=";
	struct event_text text = { .source = c->user->source };
	struct named n;
	struct event *e;
	int64_t time_ms;

	if (msg->nparams == 0) {
		client_fail(c, "MARKREAD", "NEED_MORE_PARAMS",
		    "Missing parameters", NULL);
	} else if (!find(c, msg->params[0], &n)) {
		invalid(c, msg->params[0]);
	} else if (msg->nparams == 1) {
		read_marker_say(c->server->answer, n.name,
		    read_marker_get(c->user, n.target));
	} else if (!str_starts(msg->params[1], prefix) || !time_parse_iso(
	    msg->params[1] + strlen(prefix), &time_ms)) {
		invalid(c, msg->params[1]);
	} else {
		text.target = n.name;
		text.text = msg->params[1] + strlen(prefix);
		text.extra = n.target.nick;
		e = event_new(EVENT_MARKREAD, &text);
		e->channel = n.target.channel;
		post(c, e);
	}
}

static void
tell_clients(const struct user *u, const struct event *e, int64_t time_ms,
    const struct client *except)
{
	struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		if (c != except && !c->is_closed &&
		    client_has_cap(c, CAP_READ_MARKER))
			read_marker_say(answer_find(c, 0), e->s.target,
			    time_ms);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user), *other;
	struct read_target target = { .channel = e->channel,
	    .nick = e->s.extra };
	const struct client *poster = a->client;
	int64_t time_ms, before, now;

	if (u == NULL || !time_parse_iso(e->s.text, &time_ms))
		return;
	if (time_ms > e->time_ms)
		time_ms = e->time_ms;
	before = read_marker_get(u, target);
	now = read_marker_set(s, u, target, time_ms, e->order);
	if (poster != NULL)
		read_marker_say(a, e->s.target, now);
	if (now == before)
		return;
	if (u->account == NULL)		/* last: they may share `a` */
		tell_clients(u, e, now, poster);
	else
		LIST_FOREACH(other, &u->account->users, of_account)
			tell_clients(other, e, now, poster);
}

const struct command cmd_markread = {
	.name = "MARKREAD", .when = COMMAND_REGISTERED, .cost = 1,
	.run = run,
	.event = EVENT_MARKREAD, .apply = apply,
};
