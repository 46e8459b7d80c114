/* cmd_list.c -- LIST: modern.ircdocs.horse/#list-message, ELIST, SAFELIST. */
#include "config.h"

#include <stdio.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/list_filter.h"
#include "server/long_answer.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct channel_listing {
	struct long_answer base;
	struct list_filter filter;
	unsigned named;		/* of filter.masks, when only names were given */
};

/* A kept channel that nobody is in is no news; the lobby is always there. */
static bool
is_shown(const struct channel_listing *l, const struct channel *ch)
{
	return (ch->members.count > 0 || ch->is_lobby) &&
	    channel_is_listed(ch, l->base.client->user) &&
	    list_filter_matches(&l->filter, ch);
}

static void
say(struct answer *a, const struct channel *ch)
{
	char users[24];

	snprintf(users, sizeof users, "%zu", ch->members.count);
	answer_reply_text(a, RPL_LIST, ch->topic == NULL ? "" : ch->topic,
	    ch->name, users, NULL);
}

static bool
more_of_all(struct long_answer *la, struct answer *a)
{
	struct channel_listing *l = (struct channel_listing *)la;

	for (;;) {
		struct list_node *n;
		const struct channel *ch;

		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		ch = list_item(n, struct channel, node);
		if (is_shown(l, ch))
			say(a, ch);
	}
	answer_reply(a, RPL_LISTEND, NULL);
	return false;
}

/* LIST #a,#b asks for these: nobody else is looked at. */
static bool
more_of_named(struct long_answer *la, struct answer *a)
{
	struct channel_listing *l = (struct channel_listing *)la;

	while (l->named < l->filter.nmasks) {
		const struct channel *ch;

		if (long_answer_is_full(la, a))
			return true;
		ch = channel_find(la->client->server,
		    l->filter.masks[l->named++].mask);
		if (ch != NULL && is_shown(l, ch))
			say(a, ch);
	}
	answer_reply(a, RPL_LISTEND, NULL);
	return false;
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct channel_listing *l = xcalloc(1, sizeof *l);
	size_t i;

	list_filter_init(&l->filter);
	for (i = 0; i < msg->nparams; i++)
		list_filter_add(&l->filter, msg->params[i],
		    c->server->now.wall_ms);
	if (l->filter.nmasks > 0 && !l->filter.has_patterns) {
		l->base.more = more_of_named;
	} else {
		l->base.more = more_of_all;
		cursor_start(&l->base.cursor, &c->server->channels);
	}
	client_reply(c, RPL_LISTSTART, "Channel", NULL);
	long_answer_start(c, c->server->answer, &l->base);
}

const struct command cmd_list = {
	.name = "LIST", .when = COMMAND_REGISTERED, .cost = 4, .run = run,
};
