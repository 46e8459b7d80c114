/* cmd_join.c -- JOIN: modern.ircdocs.horse/#join-message; the lobby. */
#include "config.h"
#include "server/cmd_join.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/cmd_names.h"
#include "server/cmd_topic.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/keeping.h"
#include "server/member.h"
#include "server/read_marker.h"
#include "server/replay.h"
#include "server/metadata.h"
#include "server/server_internal.h"
#include "server/standing.h"

#include "base/banned.h"

enum { JOIN_ON_ARRIVAL = 1 };	/* event.flags: of the lobby, behind CONNECT */

/* Why `u` may not join `ch`; 0 if it may. Shared state only. */
static enum numeric
channel_join_refused(const struct channel *ch, const struct user *u,
    const char *key)
{
	/* A registered channel, which stays, must not be closed to its own. */
	bool invited = channel_is_invited(ch, u) ||
	    access_of(ch, u) >= ACCESS_OP;

	if (!invited && channel_is_banned(ch, u, CHANNEL_JOIN))
		return ERR_BANNEDFROMCHAN;
	if ((ch->modes & CHANNEL_REGISTERED_ONLY) && !invited &&
	    u->account == NULL)
		return ERR_NEEDREGGEDNICK;
	if ((ch->modes & CHANNEL_INVITE_ONLY) && !invited &&
	    !channel_list_matches(ch, CHANNEL_INVEXES, u,
	    CHANNEL_JOIN))
		return ERR_INVITEONLYCHAN;
	if (ch->key != NULL && !invited &&
	    (key == NULL || !str_eq(key, ch->key)))
		return ERR_BADCHANNELKEY;
	if (ch->limit != 0 && ch->members.count >= ch->limit && !invited)
		return ERR_CHANNELISFULL;
	return 0;
}

/* The same for a channel that may not be there yet. */
static enum numeric
refused(const struct server *s, const char *name, const struct channel *ch,
    const struct user *u, const char *key)
{
	if (u->nmembers >= CHANNELS_PER_USER)
		return ERR_TOOMANYCHANNELS;
	if (ch != NULL)
		return channel_join_refused(ch, u, key);
	return channel_lookalike(s, name) != NULL ? ERR_BADCHANNAME : 0;
}

static void
join_one(struct client *c, const char *wanted, const char *key)
{
	char name[CHANNEL_LEN + 1];
	struct event_text text = { .source = c->user->source, .target = name,
	    .extra = key };
	struct channel *ch;
	enum numeric why;

	if (!irc_channel_make(wanted, name)) {
		client_reply(c, ERR_NOSUCHCHANNEL, wanted, NULL);
		return;
	}
	ch = channel_find(c->server, name);
	if (ch != NULL && channel_member(ch, c->user) != NULL)
		return;
	why = refused(c->server, name, ch, c->user, key);
	if (why != 0)
		client_reply(c, why, name, NULL);
	else
		post(c, event_new(EVENT_JOIN, &text));
}

/* JOIN 0: a PART of each channel. */
static void
part_all(struct client *c)
{
	const struct member *m;

	for (m = c->user->members; m != NULL; m = m->next_of_user) {
		struct event_text text = { .source = c->user->source,
		    .target = m->channel->name };
		struct event *e = event_new(EVENT_PART, &text);

		e->channel = m->channel->number;
		post(c, e);
	}
}

/* The key in the same place of the list; an empty one is none. */
static const char *
next_key(const char **keys, char out[IRC_LINE_BODY_MAX])
{
	size_t len;

	if (*keys == NULL)
		return NULL;
	len = strcspn(*keys, ",");
	str_copy_span(out, IRC_LINE_BODY_MAX, (struct str_span){ *keys, len });
	*keys = (*keys)[len] == ',' ? *keys + len + 1 : NULL;
	return len > 0 ? out : NULL;
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *names = msg->params[0];
	const char *keys = msg->nparams > 1 ? msg->params[1] : NULL;
	struct str_span name;
	char one[IRC_LINE_BODY_MAX], key[IRC_LINE_BODY_MAX];

	if (str_eq(names, "0")) {
		part_all(c);
		return;
	}
	while (str_next_item(&names, ',', &name)) {
		str_copy_span(one, sizeof one, name);
		join_one(c, one, next_key(&keys, key));
	}
}

void
join_lobby(struct client *c, const char *source)
{
	const struct server_config *cfg = &c->server->config;
	struct event_text text = { .source = source, .target = cfg->lobby };
	const struct channel *ch;
	struct event *e;

	if (cfg->lobby == NULL || !cfg->autojoin)
		return;
	ch = channel_find(c->server, cfg->lobby);
	if (ch != NULL && cfg->autojoin_max != 0 &&
	    ch->members.count >= cfg->autojoin_max)
		return;
	e = event_new(EVENT_JOIN, &text);
	e->flags = JOIN_ON_ARRIVAL;
	post(c, e);
}

void
join_tell_newcomer(struct channel *ch, struct answer *a)
{
	if (a->client == NULL)
		return;
	if (ch->topic != NULL)
		topic_show(a, ch);
	read_marker_say_joined(a, ch);
	if (!client_has_cap(a->client, CAP_NO_IMPLICIT_NAMES))
		names_start(a, ch);
	keeping_tell_of(a, ch);
	if (metadata_wants_any(a->client))
		metadata_show_channel(a, ch);
}

void
join_start(struct fanout *f, struct server *s, const struct event *e,
    const struct channel *ch, const struct user *u)
{
	fanout_start(f, s, e, "JOIN", ch->name, NULL);
	fanout_of_user(f, u);
	f->alt_cap = CAP_EXTENDED_JOIN;
	f->alt = f->msg;
	f->alt.params[f->alt.nparams++] = u->account == NULL ? "*" :
	    u->account->name;
	f->alt.params[f->alt.nparams++] = u->realname;
	f->alt.colon = true;
}

void
join_away_start(struct fanout *f, struct server *s, const struct event *e,
    const struct user *u)
{
	fanout_start(f, s, e, "AWAY", u->away, NULL);
	fanout_of_user(f, u);
	f->msg.colon = true;
	f->only_cap = CAP_AWAY_NOTIFY;
}

void
join_show(struct server *s, const struct event *e, struct channel *ch,
    const struct user *u, struct answer *a)
{
	struct fanout f;

	join_start(&f, s, e, ch, u);
	fanout_answer(&f, a);
	fanout_end(&f);
	join_tell_newcomer(ch, a);
}

static void
tell(struct server *s, const struct event *e, struct channel *ch,
    const struct user *u, struct answer *a)
{
	struct client *joined_by = a->client, *c;
	struct fanout f;

	join_start(&f, s, e, ch, u);
	fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
	metadata_tell_members(s, e, u, ch);
	if (u->away != NULL) {
		join_away_start(&f, s, e, u);
		f.except = joined_by;
		fanout_to_channel(&f, ch);
		fanout_end(&f);
	}
	join_tell_newcomer(ch, a);
	if (joined_by != NULL)
		replay_joined(joined_by, ch);
	/* Its other clients came into it, too. Last: they may share `a`. */
	for (c = u->clients; c != NULL; c = c->next_of_user)
		if (c != joined_by && !c->is_closed) {
			join_tell_newcomer(ch, answer_find(c, 0));
			replay_joined(c, ch);
		}
}

/* The lobby is for who has just come, not for one more client of somebody who
 * may have left it. */
static bool
comes_too_late(const struct event *e, const struct user *u)
{
	const struct attachment *at = attachment_find(u, e->attachment);

	return (e->flags & JOIN_ON_ARRIVAL) && (at == NULL || !at->made_user);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	struct channel *ch = channel_find(s, e->s.target);
	struct member *m;
	enum numeric why;

	if (u == NULL || (ch != NULL && channel_member(ch, u) != NULL) ||
	    comes_too_late(e, u))
		return;
	if ((why = refused(s, e->s.target, ch, u, e->s.extra)) != 0) {
		answer_reply(a, why, e->s.target, NULL);
		return;
	}
	if (ch == NULL)
		ch = channel_new(s, e->order, e->s.target, e->time_ms);
	/* Known before the first message in it; a crash counts as leaving. */
	if (ch->members.count == 0)
		channel_mark_dirty(s, ch);
	if (standing_is(u))		/* it comes back into it */
		channel_mark_dirty(s, ch);
	m = channel_add_member(ch, u, e->order, e->time_ms);
	m->is_operator = ch->members.count == 1 && !ch->is_lobby &&
	    ch->founder == 0;
	channel_uninvite(ch, u);
	if (u->clients != NULL)
		log_line(LEVEL_INFO, "join: user=%s channel=%s", u->source,
		    ch->name);
	happened(s, e, ch, u, EVENT_VERB_JOIN, u->realname, NULL);
	tell(s, e, ch, u, a);
	access_give(s, e, m, a);
}

const struct command cmd_join = {
	.name = "JOIN", .when = COMMAND_REGISTERED, .min_params = 1, .cost = 2,
	.run = run,
	.event = EVENT_JOIN, .apply = apply,
};

/* --- the lobby --- */

static void
apply_lobby(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_find(s, e->s.target);
	const struct list_node *n;

	(void)a;
	for (n = s->channels.first; n != NULL; n = n->next)
		list_item(n, struct channel, node)->is_lobby = false;
	if (ch == NULL) {
		ch = channel_new(s, e->order, e->s.target, e->time_ms);
		ch->left_ms = e->time_ms;
	}
	ch->is_lobby = true;
	ch->modes |= CHANNEL_NO_OUTSIDE | CHANNEL_TOPIC_LOCKED;
	if (e->s.text != NULL &&
	    (ch->topic == NULL || !str_eq(ch->topic, e->s.text)))
		topic_set_own(s, ch, e);
	channel_mark_dirty(s, ch);
}

const struct command event_lobby = {
	.event = EVENT_LOBBY, .apply = apply_lobby,
};

/* --- a server has started --- */

/* A restart counts as leaving, for channels that had members. */
static void
apply_start(struct server *s, const struct event *e, struct answer *a)
{
	const struct list_node *n = s->channels.first, *next;

	(void)a;
	for (; n != NULL; n = next) {
		struct channel *ch = list_item(n, struct channel, node);

		next = n->next;
		if (ch->members.count > 0)
			continue;
		if (ch->left_ms == 0)
			ch->left_ms = e->time_ms;
		if (!channel_is_kept_empty(ch))
			channel_end(s, ch);
	}
}

const struct command event_start = {
	.event = EVENT_START, .apply = apply_start,
};

/* --- an empty channel was kept long enough --- */

static void
apply_channel_end(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);

	(void)a;
	/* Somebody may have come and left again since it was posted. */
	if (ch != NULL && ch->members.count == 0 && !ch->is_lobby &&
	    ch->founder == 0 && ch->left_ms < e->time_ms)
		channel_end(s, ch);
}

const struct command event_channel_end = {
	.event = EVENT_CHANNEL_END, .apply = apply_channel_end,
};
