/* cmd_who.c -- WHO: modern.ircdocs.horse/#who-message, IRCv3 WHOX. */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/long_answer.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "server/whox.h"

#include "base/banned.h"

struct who {
	struct long_answer base;
	struct whox options;
	char mask[IRC_LINE_BODY_MAX];	/* as asked for */
};

/* --- who may be seen --- */

/* +i hides from whoever shares no channel. */
static bool
is_visible(const struct user *u, const struct user *to)
{
	return !(u->modes & USER_INVISIBLE) || u == to ||
	    user_shares_channel(u, to);
}

/* The channel by which the asker knows `u`: a shared one, else an open one. */
static const struct member *
known_by(const struct user *u, const struct user *to)
{
	const struct member *m, *open = NULL;

	for (m = u->members; m != NULL; m = m->next_of_user) {
		if (channel_member(m->channel, to) != NULL)
			return m;
		if (channel_is_listed(m->channel, to))
			open = m;
	}
	return open;
}

/* A mask costs up to its length times that of what it is compared with, so a
 * longer one than a ban may have fits nobody. */
static bool
matches(const struct server *s, const struct user *u, const char *mask)
{
	if (strlen(mask) > MASK_LEN)
		return false;
	return irc_mask_match(mask, u->nick) ||
	    irc_mask_match(mask, u->username) ||
	    irc_mask_match(mask, u->host) ||
	    irc_mask_match(mask, u->realname) ||
	    irc_mask_match(mask, u->source) ||
	    irc_mask_match(mask, s->config.name);
}

/* WHO <mask> o: operators only. */
static bool
is_wanted(const struct who *w, const struct user *u)
{
	return !w->options.only_operators || (u->modes & USER_OPERATOR) != 0;
}

/* --- three ways to go through them --- */

static bool
finish(struct who *w, struct answer *a)
{
	answer_reply(a, RPL_ENDOFWHO, w->mask, NULL);
	return false;
}

/* A channel that ended meanwhile has ended the cursor. */
static bool
more_of_channel(struct long_answer *la, struct answer *a)
{
	struct who *w = (struct who *)la;
	const struct user *to = la->client->user;
	struct list_node *n;

	for (;;) {
		const struct member *m;

		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		m = list_item(n, struct member, node);
		if (channel_is_visible(m->channel, to) &&
		    is_wanted(w, m->user) && is_visible(m->user, to))
			whox_say(a, &w->options, m->user, m);
	}
	return finish(w, a);
}

static bool
more_of_all(struct long_answer *la, struct answer *a)
{
	struct who *w = (struct who *)la;
	const struct user *to = la->client->user;
	struct list_node *n;

	for (;;) {
		const struct user *u;

		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		u = list_item(n, struct user, node);
		if (is_wanted(w, u) &&
		    matches(la->client->server, u, w->mask) &&
		    is_visible(u, to))
			whox_say(a, &w->options, u, known_by(u, to));
	}
	return finish(w, a);
}

/* Who names a nick knows it: +i does not hide it. */
static bool
one_nick(struct long_answer *la, struct answer *a)
{
	struct who *w = (struct who *)la;
	const struct user *u = user_find(la->client->server, w->mask);

	if (u != NULL && is_wanted(w, u))
		whox_say(a, &w->options, u, known_by(u, la->client->user));
	return finish(w, a);
}

static void
choose_way(struct client *c, struct who *w)
{
	struct channel *ch;

	if (irc_is_channel(w->mask)) {
		w->base.more = more_of_channel;
		ch = channel_find(c->server, w->mask);
		if (ch != NULL)
			cursor_start(&w->base.cursor, &ch->members);
	} else if (!irc_mask_is_pattern(w->mask) &&
	    user_find(c->server, w->mask) != NULL) {
		w->base.more = one_nick;
	} else {
		w->base.more = more_of_all;
		cursor_start(&w->base.cursor, &c->server->users);
	}
}

/* No mask, and the "0" of old, mean everybody. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *mask = irc_msg_param(msg, 0);
	struct who *w = xcalloc(1, sizeof *w);

	if (mask == NULL || mask[0] == '\0' || str_eq(mask, "0"))
		mask = "*";
	str_copy(w->mask, sizeof w->mask, mask);
	whox_parse(&w->options, irc_msg_param(msg, 1));
	choose_way(c, w);
	long_answer_start(c, c->server->answer, &w->base);
}

const struct command cmd_who = {
	.name = "WHO", .when = COMMAND_REGISTERED, .cost = 3, .run = run,
};
