/* store.c -- history and channels on disk: what all stores share. */
#include "config.h"
#include "store/store.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "server/event.h"

#include "base/banned.h"

void
store_submit(struct store *s, struct batch *take)
{
	s->ops->submit(s, take);
}

struct batch *
store_take_done(struct store *s)
{
	return s->ops->take_done(s);
}

void
store_ask(struct store *s, uint64_t number, const struct question *q)
{
	s->ops->ask(s, number, q);
}

void
store_stop_asking(struct store *s, uint64_t number)
{
	s->ops->stop_asking(s, number);
}

bool
store_take_result(struct store *s, uint64_t *number, struct result *r)
{
	return s->ops->take_result(s, number, r);
}

int
store_fd(const struct store *s)
{
	return s->ops->fd(s);
}

bool
store_load(struct store *s,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
{
	return s->ops->load(s, each, ctx);
}

bool
store_load_accounts(struct store *s,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	return s->ops->load_accounts(s, each, ctx);
}

bool
store_load_bans(struct store *s,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
{
	return s->ops->load_bans(s, each, ctx);
}

bool
store_load_belongings(struct store *s,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
{
	return s->ops->load_belongings(s, each, ctx);
}

enum store_prune
store_prune(struct store *s, const struct store_keep *keep, int64_t now_ms)
{
	return s->ops->prune(s, keep, now_ms);
}

struct store_keep *
store_keep_copy(const struct store_keep *k)
{
	struct store_keep *copy;
	size_t room = 0;
	char *at;

	for (size_t i = 0; i < k->nchannels; i++)
		room += str_room(k->channels[i].name);
	copy = xmalloc(sizeof *copy + k->nchannels * sizeof *k->channels +
	    room);
	*copy = *k;
	copy->channels = (struct store_keep_channel *)(copy + 1);
	at = (char *)(copy->channels + k->nchannels);
	for (size_t i = 0; i < k->nchannels; i++)
		copy->channels[i] = (struct store_keep_channel){
		    .name = str_keep(&at, k->channels[i].name),
		    .age_ms = k->channels[i].age_ms };
	return copy;
}

uint64_t
store_high(const struct store *s)
{
	return s->ops->high(s);
}

int64_t
store_last_ms(const struct store *s)
{
	return s->ops->last_ms(s);
}

void
store_free(struct store *s)
{
	if (s != NULL)
		s->ops->free(s);
}

struct store_change *
store_change_new(const struct store_channel *channel, bool gone)
{
	struct store_change *c = xmalloc(sizeof *c + str_room(channel->name) +
	    str_room(channel->topic) + str_room(channel->topic_by) +
	    str_room(channel->modes) + str_room(channel->key) +
	    str_room(channel->lists) + str_room(channel->metadata) +
	    str_room(channel->spells) + str_room(channel->access));
	char *at = (char *)(c + 1);

	c->next = NULL;
	c->row = STORE_ROW_CHANNEL;
	c->number = channel->number;
	c->gone = gone;
	c->channel = *channel;
	c->channel.name = str_keep(&at, channel->name);
	c->channel.topic = str_keep(&at, channel->topic);
	c->channel.topic_by = str_keep(&at, channel->topic_by);
	c->channel.modes = str_keep(&at, channel->modes);
	c->channel.key = str_keep(&at, channel->key);
	c->channel.lists = str_keep(&at, channel->lists);
	c->channel.metadata = str_keep(&at, channel->metadata);
	c->channel.spells = str_keep(&at, channel->spells);
	c->channel.access = str_keep(&at, channel->access);
	return c;
}

struct store_change *
store_change_new_ban(const struct store_ban *ban, bool gone)
{
	struct store_change *c = xmalloc(sizeof *c + str_room(ban->mask) +
	    str_room(ban->setter) + str_room(ban->reason));
	char *at = (char *)(c + 1);

	c->next = NULL;
	c->row = STORE_ROW_BAN;
	c->number = ban->number;
	c->gone = gone;
	c->ban = *ban;
	c->ban.mask = str_keep(&at, ban->mask);
	c->ban.setter = str_keep(&at, ban->setter);
	c->ban.reason = str_keep(&at, ban->reason);
	return c;
}

struct store_change *
store_change_new_belonging(const struct store_belonging *b, bool gone)
{
	struct store_change *c = xmalloc(sizeof *c + str_room(b->text));
	char *at = (char *)(c + 1);

	c->next = NULL;
	c->row = STORE_ROW_BELONGING;
	c->number = b->number;
	c->gone = gone;
	c->belonging = *b;
	c->belonging.text = str_keep(&at, b->text);
	return c;
}

struct store_change *
store_change_copy(const struct store_change *c)
{
	if (c->row == STORE_ROW_BELONGING)
		return store_change_new_belonging(&c->belonging, c->gone);
	return c->row == STORE_ROW_BAN ? store_change_new_ban(&c->ban, c->gone) :
	    store_change_new(&c->channel, c->gone);
}

void
store_change_free(struct store_change *c)
{
	free(c);
}

void
batch_free(struct batch *b)
{
	struct store_change *change;
	struct event *e;

	if (b == NULL)
		return;
	while ((e = b->events) != NULL) {
		b->events = e->next;
		event_free(e);
	}
	while ((e = b->happened) != NULL) {
		b->happened = e->next;
		event_free(e);
	}
	while ((change = b->changes) != NULL) {
		b->changes = change->next;
		store_change_free(change);
	}
	free(b);
}
