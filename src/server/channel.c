/* channel.c -- a room: its life, members, lists, and what of it is kept. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_mask.h"
#include "proto/irc_skeleton.h"
#include "proto/limits.h"
#include "server/access.h"
#include "server/channel.h"
#include "server/lookalike.h"
#include "server/member.h"
#include "server/metadata.h"
#include "server/server_internal.h"
#include "server/user.h"
#include "store/store.h"

#include "base/banned.h"

static const char list_letters[CHANNEL_LISTS] = { 'b', 'e', 'I' };

static const struct { unsigned mode; char letter; } mode_letters[] = {
	{ CHANNEL_INVITE_ONLY, 'i' },
	{ CHANNEL_MODERATED, 'm' },
	{ CHANNEL_REGISTERED_SPEAK, 'M' },
	{ CHANNEL_NO_OUTSIDE, 'n' },
	{ CHANNEL_PRIVATE, 'p' },
	{ CHANNEL_REGISTERED_ONLY, 'R' },
	{ CHANNEL_SECRET, 's' },
	{ CHANNEL_TOPIC_LOCKED, 't' },
};

enum { MODE_LETTERS = sizeof mode_letters / sizeof mode_letters[0] };

static void
add_name(struct server *s, struct channel *ch, const char *name)
{
	ch->name = xstrdup(name);
	table_add(&s->channels_by_name, &ch->by_name);
	lookalike_add(&s->odd_channels, ch->name, ch);
}

static void
remove_name(struct server *s, struct channel *ch)
{
	table_remove(&s->channels_by_name, &ch->by_name);
	lookalike_remove(&s->odd_channels, ch->name, ch);
	free(ch->name);
}

struct channel *
channel_new(struct server *s, uint64_t number, const char *name,
    int64_t now_ms)
{
	struct channel *ch = xcalloc(1, sizeof *ch);

	ch->number = number;
	ch->created_ms = now_ms;
	ch->modes = CHANNEL_NO_OUTSIDE | CHANNEL_TOPIC_LOCKED;
	list_append(&s->channels, &ch->node);
	add_name(s, ch, name);
	table_add(&s->channels_by_number, &ch->by_number);
	return ch;
}

static void
forget_dirty(struct server *s, struct channel *ch)
{
	struct channel **link;

	if (!ch->is_dirty)
		return;
	for (link = &s->dirty_channels; *link != ch; link = &(*link)->next_dirty)
		;
	*link = ch->next_dirty;
}

static void
invitation_end(struct invitation *i)
{
	LIST_REMOVE(i, of_channel);
	LIST_REMOVE(i, of_user);
	i->user->ninvitations--;
	free(i);
}

/* The store forgets it too, with the next batch. */
static void
change_gone(struct server *s, const struct channel *ch)
{
	struct store_channel row = { .number = ch->number, .name = ch->name };

	bus_change(s->bus, store_change_new(&row, true));
}

static void
release(struct server *s, struct channel *ch)
{
	int which;

	forget_dirty(s, ch);
	remove_name(s, ch);
	table_remove(&s->channels_by_number, &ch->by_number);
	list_remove(&s->channels, &ch->node);
	list_end(&ch->members);
	for (which = 0; which < CHANNEL_LISTS; which++)
		channel_list_end(ch, which);
	while (!LIST_EMPTY(&ch->invitations))
		invitation_end(LIST_FIRST(&ch->invitations));
	free(ch->topic);
	free(ch->topic_by);
	free(ch->key);
	free(ch->access);
	metadata_free(&ch->metadata);
	spells_free(&ch->spells);
	free(ch);
}

void
channel_end(struct server *s, struct channel *ch)
{
	change_gone(s, ch);
	release(s, ch);
}

void
channel_free_all(struct server *s)
{
	while (s->channels.first != NULL)
		release(s, list_item(s->channels.first, struct channel, node));
}

const struct channel *
channel_lookalike(const struct server *s, const char *name)
{
	char skeleton[SKELETON_SIZE];
	const struct channel *ch;

	if (!irc_skeleton(name, skeleton))
		return NULL;
	ch = channel_find(s, skeleton);
	return ch != NULL ? ch : lookalike_find(&s->odd_channels, skeleton);
}

struct member *
channel_member(const struct channel *ch, const struct user *u)
{
	struct member *m;

	for (m = u->members; m != NULL; m = m->next_of_user)
		if (m->channel == ch)
			return m;
	return NULL;
}

struct member *
channel_add_member(struct channel *ch, struct user *u, uint64_t order,
    int64_t now_ms)
{
	struct member *m = xcalloc(1, sizeof *m);

	m->channel = ch;
	m->user = u;
	m->since = order;
	m->joined_ms = now_ms;
	m->posted_ms = u->spoke_ms > u->connected_ms ? u->spoke_ms : 0;
	m->next_of_user = u->members;
	u->members = m;
	u->nmembers++;
	list_append(&ch->members, &m->node);
	ch->left_ms = 0;
	return m;
}

bool
channel_is_kept_empty(const struct channel *ch)
{
	return ch->spoken || ch->is_lobby || ch->founder != 0;
}

void
channel_remove_member(struct server *s, struct member *m, int64_t now_ms)
{
	struct channel *ch = m->channel;
	struct member **link;

	for (link = &m->user->members; *link != m; link = &(*link)->next_of_user)
		;
	*link = m->next_of_user;
	m->user->nmembers--;
	list_remove(&ch->members, &m->node);
	free(m);
	if (ch->members.count > 0)
		return;
	ch->left_ms = now_ms;
	if (channel_is_kept_empty(ch))
		channel_mark_dirty(s, ch);
	else
		channel_end(s, ch);
}

void
channel_rename(struct server *s, struct channel *ch, const char *name,
    int64_t now_ms)
{
	remove_name(s, ch);
	add_name(s, ch, name);
	ch->renamed_ms = now_ms;
	channel_mark_dirty(s, ch);
}

void
channel_set_topic(struct server *s, struct channel *ch, const char *topic,
    const char *by, int64_t now_ms)
{
	free(ch->topic);
	free(ch->topic_by);
	ch->topic = topic[0] == '\0' ? NULL : xstrdup(topic);
	ch->topic_by = xstrdup(by);
	ch->topic_ms = now_ms;
	channel_mark_dirty(s, ch);
}

void
channel_set_key(struct channel *ch, const char *key)
{
	free(ch->key);
	ch->key = key == NULL ? NULL : xstrdup(key);
}

/* --- invitations --- */

static struct invitation *
find_invitation(const struct channel *ch, const struct user *u)
{
	struct invitation *i;

	LIST_FOREACH(i, &u->invitations, of_user)
		if (i->channel == ch)
			return i;
	return NULL;
}

static struct invitation *
oldest_invitation(const struct user *u)
{
	struct invitation *i = LIST_FIRST(&u->invitations);

	while (LIST_NEXT(i, of_user) != NULL)
		i = LIST_NEXT(i, of_user);
	return i;
}

void
channel_invite(struct channel *ch, struct user *u)
{
	struct invitation *i;

	channel_uninvite(ch, u);
	if (u->ninvitations >= INVITES_MAX)
		invitation_end(oldest_invitation(u));
	i = xcalloc(1, sizeof *i);
	i->channel = ch;
	i->user = u;
	LIST_INSERT_HEAD(&ch->invitations, i, of_channel);
	LIST_INSERT_HEAD(&u->invitations, i, of_user);
	u->ninvitations++;
}

bool
channel_is_invited(const struct channel *ch, const struct user *u)
{
	return find_invitation(ch, u) != NULL;
}

void
channel_uninvite(struct channel *ch, struct user *u)
{
	struct invitation *i = find_invitation(ch, u);

	if (i != NULL)
		invitation_end(i);
}

void
channel_uninvite_everywhere(struct user *u)
{
	while (!LIST_EMPTY(&u->invitations))
		invitation_end(LIST_FIRST(&u->invitations));
}

/* --- modes --- */

enum channel_mode
channel_mode_of_letter(char letter)
{
	unsigned i;

	for (i = 0; i < MODE_LETTERS; i++)
		if (mode_letters[i].letter == letter)
			return mode_letters[i].mode;
	return 0;
}

static void
flag_letters(const struct channel *ch, char out[MODE_LETTERS + 1])
{
	unsigned i;

	for (i = 0; i < MODE_LETTERS; i++)
		if (ch->modes & mode_letters[i].mode)
			*out++ = mode_letters[i].letter;
	*out = '\0';
}

void
channel_mode_text(const struct channel *ch, bool with_key, char *out,
    size_t size)
{
	char flags[MODE_LETTERS + 1], limit[16] = "", slow[16] = "";

	flag_letters(ch, flags);
	if (ch->limit != 0)
		snprintf(limit, sizeof limit, " %u", ch->limit);
	if (ch->slow_s != 0)
		snprintf(slow, sizeof slow, " %u", ch->slow_s);
	snprintf(out, size, "+%s%s%s%s%s%s%s%s", flags,
	    ch->key != NULL ? "k" : "", ch->limit != 0 ? "l" : "",
	    ch->slow_s != 0 ? "W" : "", ch->key != NULL ? " " : "",
	    ch->key == NULL ? "" : with_key ? ch->key : "*", limit, slow);
}

enum numeric
channel_operator_refused(const struct channel *ch, const struct user *u)
{
	const struct member *m = channel_member(ch, u);

	if (m == NULL)
		return ERR_NOTONCHANNEL;
	return m->is_operator ? 0 : ERR_CHANOPRIVSNEEDED;
}

bool
channel_is_visible(const struct channel *ch, const struct user *u)
{
	return !(ch->modes & CHANNEL_SECRET) ||
	    (u != NULL && channel_member(ch, u) != NULL);
}

bool
channel_is_listed(const struct channel *ch, const struct user *u)
{
	return !(ch->modes & (CHANNEL_SECRET | CHANNEL_PRIVATE)) ||
	    (u != NULL && channel_member(ch, u) != NULL);
}

bool
channel_is_closed(const struct channel *ch)
{
	return (ch->modes & (CHANNEL_INVITE_ONLY | CHANNEL_SECRET)) ||
	    ch->key != NULL;
}

/* --- what is kept --- */

void
channel_mark_dirty(struct server *s, struct channel *ch)
{
	if (ch->is_dirty)
		return;
	ch->is_dirty = true;
	ch->next_dirty = s->dirty_channels;
	s->dirty_channels = ch;
}

static void
write_lists(const struct channel *ch, struct buf *out)
{
	int which;

	for (which = 0; which < CHANNEL_LISTS; which++) {
		const struct list_node *n = ch->lists[which].first;

		for (; n != NULL; n = n->next) {
			struct list_mask *m = list_item(n, struct list_mask,
			    node);

			if (!buf_addf(out, "%c %s %s %lld\n",
			    list_letters[which], m->mask, m->setter,
			    (long long)m->set_ms))
				return;
		}
	}
}

static void
hand_to_bus(struct server *s, const struct channel *ch)
{
	char flags[MODE_LETTERS + 1];
	struct buf lists, metadata, spells, access;
	struct store_channel row = {
		.number = ch->number, .name = ch->name, .topic = ch->topic,
		.topic_by = ch->topic_by, .topic_ms = ch->topic_ms,
		.key = ch->key, .limit = ch->limit, .slow_s = ch->slow_s,
		.created_ms = ch->created_ms, .left_ms = ch->left_ms,
		.spoken = ch->spoken, .founder = ch->founder,
	};

	flag_letters(ch, flags);
	row.modes = flags;
	buf_init(&lists, (size_t)CHANNEL_LISTS * LIST_MAX *
	    (MASK_LEN + SOURCE_LEN + 32));
	write_lists(ch, &lists);
	if (lists.len > 0 && buf_add(&lists, "", 1))
		row.lists = lists.data;
	buf_init(&metadata, METADATA_TEXT_MAX);
	row.metadata = metadata_text(ch->metadata, &metadata);
	buf_init(&spells, (size_t)(SPELLS_MAX + LIST_MAX + 2) *
	    (MASK_LEN + 48));
	row.spells = spells_text(&ch->spells, &spells);
	buf_init(&access, ACCESS_TEXT_MAX);
	row.access = access_text(ch, &access);
	bus_change(s->bus, store_change_new(&row, false));
	buf_release(&lists);
	buf_release(&metadata);
	buf_release(&spells);
	buf_release(&access);
}

void
channel_flush_dirty(struct server *s)
{
	while (s->dirty_channels != NULL) {
		struct channel *ch = s->dirty_channels;

		s->dirty_channels = ch->next_dirty;
		ch->is_dirty = false;
		hand_to_bus(s, ch);
	}
}

/* One line of store_channel.lists: "b mask setter unix_ms". */
static void
restore_mask(struct channel *ch, const char *line)
{
	char letter, mask[MASK_LEN + 1], setter[SOURCE_LEN + 1];
	long long set_ms;
	int which;

	if (sscanf(line, "%c %120s %115s %lld", &letter, mask, setter,
	    &set_ms) != 4)
		return;
	for (which = 0; which < CHANNEL_LISTS; which++)
		if (list_letters[which] == letter)
			channel_list_add(ch, which, mask, setter, set_ms);
}

void
channel_restore(struct server *s, const struct store_channel *kept)
{
	struct channel *ch = channel_new(s, kept->number, kept->name,
	    kept->created_ms);
	const char *at;

	ch->modes = 0;
	for (at = kept->modes; at != NULL && *at != '\0'; at++)
		ch->modes |= channel_mode_of_letter(*at);
	ch->topic = kept->topic == NULL ? NULL : xstrdup(kept->topic);
	ch->topic_by = kept->topic_by == NULL ? NULL : xstrdup(kept->topic_by);
	ch->topic_ms = kept->topic_ms;
	ch->key = kept->key == NULL ? NULL : xstrdup(kept->key);
	ch->limit = kept->limit;
	ch->slow_s = kept->slow_s;
	metadata_read(&ch->metadata, kept->metadata);
	spells_read(&ch->spells, kept->spells);
	access_restore(s, ch, kept->founder, kept->access);
	ch->spoken = kept->spoken;
	ch->left_ms = kept->left_ms;	/* 0: see EVENT_START */
	for (at = kept->lists; at != NULL && *at != '\0';) {
		restore_mask(ch, at);
		at = strchr(at, '\n');
		at = at == NULL ? NULL : at + 1;
	}
}
