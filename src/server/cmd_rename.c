/*
 * cmd_rename.c -- RENAME: ircv3.net/specs/extensions/channel-rename
 *
 * The channel stays what it is: number, history, members, modes. Readers
 * without the capability are shown that they leave the old name and join the
 * new one, with all that a JOIN is told.
 */
#include "config.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/cmd_join.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { AGAIN_MS = 60000 };	/* until the next RENAME of a channel */

static bool
fail(struct answer *a, const char *code, const char *text, const char *from,
    const char *to)
{
	answer_fail(a, "RENAME", code, text, from, to, NULL);
	return true;
}

/* Whether `u` may not, at that time; then it is told why. */
static bool
is_refused(struct answer *a, const struct channel *ch, const struct user *u,
    const char *name, int64_t time_ms)
{
	const struct channel *other = channel_find(a->server, name);
	const struct channel *like = channel_lookalike(a->server, name);
	enum numeric why = channel_operator_refused(ch, u);

	if (why != 0) {
		answer_reply(a, why, ch->name, NULL);
		return true;
	}
	if (other != NULL && other != ch)
		return fail(a, "CHANNEL_NAME_IN_USE",
		    "The channel name is already taken", ch->name, name);
	if (like != NULL && like != ch)
		return fail(a, "CANNOT_RENAME", "The new name looks like that "
		    "of another channel", ch->name, name);
	if (ch->is_lobby)
		return fail(a, "CANNOT_RENAME",
		    "The lobby cannot be renamed", ch->name, name);
	if (ch->founder != 0 && access_of(ch, u) != ACCESS_FOUNDER)
		return fail(a, "CANNOT_RENAME", "Only its founder can rename "
		    "a registered channel", ch->name, name);
	if (ch->members.count > RENAME_MEMBERS_MAX)
		return fail(a, "CANNOT_RENAME",
		    "The channel has too many members", ch->name, name);
	if (ch->renamed_ms != 0 && time_ms - ch->renamed_ms < AGAIN_MS)
		return fail(a, "CANNOT_RENAME",
		    "This channel has been renamed recently", ch->name, name);
	return false;
}

static void
post_rename(struct client *c, const struct channel *ch, const char *name,
    const char *reason)
{
	char cut[KICK_LEN + 1];
	struct event_text text = { .source = c->user->source,
	    .target = name, .text = cut };
	struct event *e;

	str_copy(cut, sizeof cut, reason == NULL ? "" : reason);
	e = event_new(EVENT_RENAME, &text);
	e->channel = ch->number;
	post(c, e);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct channel *ch = channel_find(c->server, msg->params[0]);
	struct answer *a = c->server->answer;
	char name[CHANNEL_LEN + 1];

	if (ch == NULL)
		client_reply(c, ERR_NOSUCHCHANNEL, msg->params[0], NULL);
	else if (!irc_channel_make(msg->params[1], name))
		(void)fail(a, "CANNOT_RENAME", "The new name is not valid",
		    ch->name, msg->params[1]);
	else if (!is_refused(a, ch, c->user, name, c->server->now.wall_ms) &&
	    !str_eq(ch->name, name))
		post_rename(c, ch, name, irc_msg_param(msg, 2));
}

/* --- its moment --- */

/* Who knows no RENAME: out of the old name, into the new one. `a` is the
 * poster's where it is one of them, and NULL for all others. */
static void
tell_fallback(struct server *s, const struct event *e, const char *old,
    struct channel *ch, const struct user *u, struct answer *a,
    const struct client *except)
{
	const char *reason = e->s.text[0] == '\0' ? NULL : e->s.text;
	struct fanout part, join;
	struct client *c;

	fanout_start(&part, s, e, "PART", old, reason);
	fanout_of_user(&part, u);
	part.msg.colon = reason != NULL;
	join_start(&join, s, e, ch, u);
	if (a != NULL) {
		fanout_answer(&part, a);
		fanout_answer(&join, a);
		join_tell_newcomer(ch, a);
	}
	for (c = a != NULL ? NULL : u->clients; c != NULL;
	    c = c->next_of_user) {
		if (c == except || client_has_cap(c, CAP_CHANNEL_RENAME))
			continue;
		fanout_to_client(&part, c);
		fanout_to_client(&join, c);
		join_tell_newcomer(ch, answer_find(c, 0));
	}
	fanout_end(&part);
	fanout_end(&join);
}

/* The poster first: its answer may be the one that all others share. */
static void
tell(struct server *s, const struct event *e, const char *old,
    struct channel *ch, const struct user *u, struct answer *a)
{
	const struct client *poster = a->client;
	const struct list_node *n;
	struct fanout f;

	fanout_start(&f, s, e, "RENAME", old, ch->name);
	f.msg.source = u->source;
	f.msg.params[f.msg.nparams++] = e->s.text;
	f.msg.colon = true;
	f.only_cap = CAP_CHANNEL_RENAME;
	fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
	if (irc_case_eq(old, ch->name))
		return;		/* the specification asks for no fallback */
	if (poster != NULL && !client_has_cap(poster, CAP_CHANNEL_RENAME))
		tell_fallback(s, e, old, ch, u, a, NULL);
	for (n = ch->members.first; n != NULL; n = n->next)
		tell_fallback(s, e, old, ch, list_item(n, struct member,
		    node)->user, NULL, poster);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	const struct user *u = user_by_number(s, e->user);
	char old[CHANNEL_LEN + 1];

	if (u == NULL || ch == NULL ||
	    is_refused(a, ch, u, e->s.target, e->time_ms))
		return;
	(void)str_copy(old, sizeof old, ch->name);
	channel_rename(s, ch, e->s.target, e->time_ms);
	log_line(LEVEL_INFO, "rename: user=%s channel=%s new=%s", u->source,
	    old, ch->name);
	tell(s, e, old, ch, u, a);
}

const struct command cmd_rename = {
	.name = "RENAME", .when = COMMAND_REGISTERED, .min_params = 2,
	.cost = 8,
	.run = run,
	.event = EVENT_RENAME, .apply = apply,
};
