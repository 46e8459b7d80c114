/* reading.c -- who may read what was said. */
#include "config.h"
#include "server/reading.h"

#include "proto/irc_case.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
of_member(const struct client *c, const struct member *m,
    struct question_channel *out)
{
	*out = (struct question_channel){ .number = m->channel->number,
	    .rank = member_rank(m) };
	if (c->server->config.history_open)
		return;
	if (channel_is_closed(m->channel))
		out->since = m->since;
	else
		spells_hide(&m->channel->spells, m->user, m->since, out);
}

bool
reading_channel(const struct client *c, const struct channel *ch,
    struct question_channel *out)
{
	const struct member *m = ch == NULL ? NULL :
	    channel_member(ch, c->user);

	if (m != NULL)
		of_member(c, m, out);
	return m != NULL;
}

size_t
reading_channels(const struct client *c,
    struct question_channel out[CHANNELS_PER_USER])
{
	const struct member *m;
	size_t n = 0;

	for (m = c->user->members; m != NULL && n < CHANNELS_PER_USER;
	    m = m->next_of_user)
		of_member(c, m, &out[n++]);
	return n;
}

bool
reading_talk(const struct client *c, const char *nick, struct question *q,
    char folded[NICK_LEN + 1])
{
	const struct user *peer = user_find(c->server, nick);
	char name[NICK_LEN + 1];

	if (!irc_nick_make(nick, name) ||
	    !irc_case_fold(folded, NICK_LEN + 1, name))
		return false;
	q->peer = peer == NULL ? 0 : user_identity(peer);
	q->peer_name = folded;
	return true;
}

bool
reading_sees(const struct client *c, const struct history_row *row)
{
	struct question_channel now;
	int rank = row->target == NULL ? 0 :
	    member_rank_of_sign(row->target[0]);

	if (row->channel == 0)
		return true;
	if (!reading_channel(c, channel_by_number(c->server, row->channel),
	    &now))
		return false;
	return question_shows(&now, row->order) &&
	    (rank <= now.rank || row->sender == user_identity(c->user));
}
