/* digest.c -- the shared state as text: equal states, equal texts. */
#include "config.h"

#include "server/access.h"
#include "server/channel.h"
#include "server/member.h"
#include "server/read_marker.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
add_markers(const struct read_marker *m, struct buf *out)
{
	for (; m != NULL; m = m->next)
		if (!buf_addf(out, " read %llu%s at %lld",
		    (unsigned long long)m->channel, m->nick,
		    (long long)m->time_ms))
			return;
}

/* Past the ceiling of `out` the rest is left out, on every node alike. */
static void
add_user(const struct user *u, struct buf *out)
{
	const struct attachment *at;
	const struct member *m;

	if (!buf_addf(out, "user %llu %s since=%lld spoke=%lld modes=%u account=%llu "
	    "away=%s absent=%lld name=%s in=", (unsigned long long)u->number, u->source,
	    (long long)u->connected_ms, (long long)u->spoke_ms, u->modes,
	    u->account == NULL ? 0ULL : (unsigned long long)u->account->number,
	    u->away == NULL ? "-" : u->away, (long long)u->absent_ms,
	    u->realname))
		return;
	for (m = u->members; m != NULL; m = m->next_of_user)
		if (!buf_addf(out, "%s,", m->channel->name))
			return;
	add_markers(u->markers, out);
	for (at = u->attachments; at != NULL; at = at->next)
		if (!buf_addf(out, " client %llu%s%s token=%s%s%s",
		    (unsigned long long)at->number,
		    at->made_user ? " first" : "",
		    at->away == NULL ? "" : " away",
		    at->resume == NULL ? "-" : at->resume->token,
		    attachment_is_held(at) ? " held: " : "",
		    attachment_is_held(at) ? at->resume->why : ""))
			return;
	(void)!buf_add_char(out, '\n');
}

static void
add_account(const struct account *a, struct buf *out)
{
	(void)!buf_addf(out, "account %llu %s registered=%lld flags=%u",
	    (unsigned long long)a->number, a->name,
	    (long long)a->registered_ms, a->flags);
	add_markers(a->markers, out);
	(void)!buf_add_char(out, '\n');
}

static void
add_lists(const struct channel *ch, struct buf *out)
{
	int which;

	for (which = 0; which < CHANNEL_LISTS; which++) {
		const struct list_node *n = ch->lists[which].first;

		for (; n != NULL; n = n->next) {
			const struct list_mask *m = list_item(n,
			    struct list_mask, node);

			if (!buf_addf(out, " list%d %s by %s at %lld\n", which,
			    m->mask, m->setter, (long long)m->set_ms))
				return;
		}
	}
}

static void
add_access(const struct channel *ch, struct buf *out)
{
	unsigned i;

	if (ch->founder != 0 && !buf_addf(out, " founder %llu\n",
	    (unsigned long long)ch->founder))
		return;
	for (i = 0; i < ch->naccess; i++)
		if (!buf_addf(out, " access %llu %s\n",
		    (unsigned long long)ch->access[i].account,
		    access_name(ch->access[i].level)))
			return;
}

static void
add_spells(const struct channel *ch, struct buf *out)
{
	unsigned i;

	for (i = 0; i < ch->spells.n; i++)
		if (!buf_addf(out, " spell %llu to %llu %s\n",
		    (unsigned long long)ch->spells.at[i].from,
		    (unsigned long long)ch->spells.at[i].to,
		    ch->spells.at[i].mask == NULL ? "*" :
		    ch->spells.at[i].mask))
			return;
}

static void
add_channel(const struct channel *ch, struct buf *out)
{
	const struct list_node *n;
	const struct invitation *i;

	if (!buf_addf(out, "channel %llu %s%s%s created=%lld modes=%u key=%s "
	    "limit=%u slow=%u topic=%s by %s at %lld left=%lld\n",
	    (unsigned long long)ch->number, ch->name,
	    ch->is_lobby ? " lobby" : "", ch->spoken ? " spoken" : "",
	    (long long)ch->created_ms, ch->modes,
	    ch->key == NULL ? "-" : ch->key, ch->limit, ch->slow_s,
	    ch->topic == NULL ? "-" : ch->topic,
	    ch->topic_by == NULL ? "-" : ch->topic_by,
	    (long long)ch->topic_ms, (long long)ch->left_ms))
		return;
	for (n = ch->members.first; n != NULL; n = n->next) {
		const struct member *m = list_item(n, struct member, node);

		if (!buf_addf(out, " member %llu %s%s since %llu at %lld\n",
		    (unsigned long long)m->user->number,
		    m->is_operator ? "@" : "", m->is_voiced ? "+" : "",
		    (unsigned long long)m->since,
		    (long long)m->joined_ms))
			return;
	}
	LIST_FOREACH(i, &ch->invitations, of_channel)
		if (!buf_addf(out, " invited %llu\n",
		    (unsigned long long)i->user->number))
			return;
	add_access(ch, out);
	add_lists(ch, out);
	add_spells(ch, out);
}

void
server_digest(const struct server *s, struct buf *out)
{
	const struct list_node *n;

	for (n = s->accounts.first; n != NULL; n = n->next)
		add_account(list_item(n, struct account, node), out);
	for (n = s->users.first; n != NULL; n = n->next)
		add_user(list_item(n, struct user, node), out);
	for (n = s->channels.first; n != NULL; n = n->next)
		add_channel(list_item(n, struct channel, node), out);
}
