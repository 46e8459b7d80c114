/* metadata.c -- keys and values of users and channels. */
#include "config.h"
#include "server/metadata.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/account.h"
#include "server/apply.h"
#include "server/fanout.h"
#include "server/long_answer.h"
#include "server/member.h"
#include "server/monitor.h"
#include "server/registration.h"
#include "server/server_internal.h"
#include "store/store.h"

#include "base/banned.h"

/* --- a set --- */

bool
metadata_key_valid(const char *key)
{
	size_t len = strlen(key);

	return len > 0 && len <= METADATA_KEY_LEN && len == strspn(key,
	    "abcdefghijklmnopqrstuvwxyz0123456789_./-");
}

struct metadata *
metadata_find(struct metadata *set, const char *key)
{
	while (set != NULL && !str_eq(set->key, key))
		set = set->next;
	return set;
}

size_t
metadata_count(const struct metadata *set)
{
	size_t n = 0;

	for (; set != NULL; set = set->next)
		n++;
	return n;
}

static void
add(struct metadata **end, const char *key, const char *value)
{
	size_t size = strlen(key) + 1;
	struct metadata *m = xcalloc(1, sizeof *m + size);

	memcpy(m->key, key, size);
	m->value = xstrdup(value);
	*end = m;
}

static void
remove_at(struct metadata **link)
{
	struct metadata *m = *link;

	*link = m->next;
	free(m->value);
	free(m);
}

bool
metadata_set(struct metadata **set, const char *key, const char *value)
{
	while (*set != NULL && !str_eq((*set)->key, key))
		set = &(*set)->next;
	if (*set == NULL && value == NULL)
		return false;
	if (*set == NULL) {
		add(set, key, value);
	} else if (value == NULL) {
		remove_at(set);
	} else if (str_eq((*set)->value, value)) {
		return false;
	} else {
		free((*set)->value);
		(*set)->value = xstrdup(value);
	}
	return true;
}

void
metadata_free(struct metadata **set)
{
	while (*set != NULL)
		remove_at(set);
}

struct metadata **
metadata_of_user(struct user *u)
{
	return u->account != NULL ? &u->account->metadata : &u->metadata;
}

static const struct metadata *
metadata_shown(const struct user *u)
{
	return u->account != NULL ? u->account->metadata : u->metadata;
}

const char *
metadata_text(const struct metadata *set, struct buf *out)
{
	for (; set != NULL; set = set->next)
		if (!buf_addf(out, "%s %s\n", set->key, set->value))
			break;
	return out->len > 0 && buf_add(out, "", 1) ? out->data : NULL;
}

void
metadata_read(struct metadata **set, const char *text)
{
	char key[METADATA_KEY_LEN + 1], value[METADATA_VALUE_LEN + 1];
	struct str_span line;

	while (text != NULL && str_next_item(&text, '\n', &line)) {
		const char *blank = memchr(line.p, ' ', line.len);
		size_t n = blank == NULL ? 0 : (size_t)(blank - line.p);

		if (n == 0 || !str_copy_span(key, sizeof key,
		    (struct str_span){ line.p, n }))
			continue;
		(void)str_copy_span(value, sizeof value,
		    (struct str_span){ blank + 1, line.len - n - 1 });
		(void)metadata_set(set, key, value);
	}
}

/* --- that of an account is kept --- */

static void
change_row(struct server *s, const struct account *a, bool gone)
{
	struct buf text;
	struct store_belonging row = { .number = a->metadata_number,
	    .account = a->number, .kind = BELONGING_METADATA };

	buf_init(&text, METADATA_TEXT_MAX);
	row.text = metadata_text(a->metadata, &text);
	if (row.text == NULL)
		row.text = "";
	bus_change(s->bus, store_change_new_belonging(&row, gone));
	buf_release(&text);
}

void
metadata_keep(struct server *s, struct account *a, uint64_t order)
{
	if (a->metadata_number == 0)
		a->metadata_number = order;
	if (a->metadata != NULL)
		change_row(s, a, false);
	else
		metadata_forget(s, a);
}

void
metadata_forget(struct server *s, struct account *a)
{
	if (a->metadata_number != 0)
		change_row(s, a, true);
	a->metadata_number = 0;
}

bool
metadata_restore(struct server *s, const struct store_belonging *kept)
{
	struct account *a = account_by_number(s, kept->account);

	if (a == NULL)
		return false;
	a->metadata_number = kept->number;
	metadata_read(&a->metadata, kept->text);
	return true;
}

/* --- a client's own --- */

struct client_metadata *
metadata_of_client(struct client *c)
{
	if (c->metadata == NULL)
		c->metadata = xcalloc(1, sizeof *c->metadata);
	return c->metadata;
}

void
metadata_unsubscribe(struct client *c)
{
	if (c->metadata != NULL)
		metadata_free(&c->metadata->subscriptions);
}

void
metadata_end_client(struct client *c)
{
	if (c->metadata == NULL)
		return;
	metadata_free(&c->metadata->subscriptions);
	metadata_free(&c->metadata->held);
	free(c->metadata);
	c->metadata = NULL;
}

/* --- what a client is shown --- */

bool
metadata_wants_any(const struct client *c)
{
	return c->metadata != NULL && c->metadata->subscriptions != NULL &&
	    client_has_cap(c, CAP_METADATA);
}

bool
metadata_is_wanted(const struct client *c, const char *key)
{
	return c->metadata != NULL && client_has_cap(c, CAP_METADATA) &&
	    metadata_find(c->metadata->subscriptions, key) != NULL;
}

static void
say(struct answer *a, const char *ref, const char *target,
    const struct metadata *m)
{
	char tag[32];
	struct irc_msg line = { .source = a->server->config.name,
	    .command = "METADATA", .nparams = 4, .colon = true,
	    .params = { target, m->key, "*", m->value } };

	if (ref[0] != '\0') {
		(void)str_copy(tag, sizeof tag, "batch=");
		(void)str_copy(tag + 6, sizeof tag - 6, ref);
		line.tags = tag;
	}
	answer_send(a, &line, 0);
}

static void
say_wanted(struct answer *a, const char *ref, const char *target,
    const struct metadata *set)
{
	for (; set != NULL; set = set->next)
		if (metadata_is_wanted(a->client, set->key))
			say(a, ref, target, set);
}

static void
start_batch(struct answer *a, char ref[16], const char *target)
{
	ref[0] = '\0';
	if (client_has_cap(a->client, CAP_BATCH))
		answer_batch_start(a, ref, "metadata", target);
}

static void
end_batch(struct answer *a, const char *ref)
{
	if (ref[0] != '\0')
		answer_batch_end(a, ref);
}

/* What it set before is on its way still, and so is told from there. */
void
metadata_show_own(struct answer *a)
{
	struct user *u = a->client == NULL ? NULL : a->client->user;
	struct metadata *held, *m;
	char ref[16];

	if (u == NULL || !client_has_cap(a->client, CAP_METADATA))
		return;
	held = a->client->metadata == NULL ? NULL : a->client->metadata->held;
	start_batch(a, ref, u->nick);
	for (m = *metadata_of_user(u); m != NULL; m = m->next)
		if (metadata_find(held, m->key) == NULL)
			say(a, ref, u->nick, m);
	for (m = held; m != NULL; m = m->next)
		say(a, ref, u->nick, m);
	end_batch(a, ref);
}

static bool
has_wanted(const struct client *c, const struct metadata *set)
{
	while (set != NULL && !metadata_is_wanted(c, set->key))
		set = set->next;
	return set != NULL;
}

void
metadata_sync_user(struct answer *a, struct user *u)
{
	char ref[16];

	if (a->client == NULL)
		return;
	start_batch(a, ref, u->nick);
	say_wanted(a, ref, u->nick, metadata_shown(u));
	end_batch(a, ref);
}

void
metadata_show_user(struct answer *a, struct user *u)
{
	if (a->client != NULL && has_wanted(a->client, metadata_shown(u)))
		metadata_sync_user(a, u);
}

/* A channel and its members: a long answer. */
struct showing {
	struct long_answer base;
	uint64_t channel;	/* its number */
	bool started;
	char ref[16];
	char name[CHANNEL_LEN + 1];
};

static bool
more(struct long_answer *la, struct answer *a)
{
	struct showing *sh = (struct showing *)la;
	struct channel *ch = channel_by_number(la->client->server,
	    sh->channel);
	struct list_node *n;

	if (!sh->started) {
		sh->started = true;
		start_batch(a, sh->ref, sh->name);
		if (ch != NULL)
			say_wanted(a, sh->ref, ch->name, ch->metadata);
	}
	/* Who has left meanwhile is not to see who is there. */
	while (ch != NULL && channel_member(ch, la->client->user) != NULL) {
		struct user *u;

		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		u = list_item(n, struct member, node)->user;
		say_wanted(a, sh->ref, u->nick, *metadata_of_user(u));
	}
	end_batch(a, sh->ref);
	return false;
}

void
metadata_show_channel(struct answer *a, struct channel *ch)
{
	struct showing *sh = xcalloc(1, sizeof *sh);

	sh->base.more = more;
	sh->channel = ch->number;
	(void)str_copy(sh->name, sizeof sh->name, ch->name);
	cursor_start(&sh->base.cursor, &ch->members);
	long_answer_start(a->client, a, &sh->base);
}

/* Newly subscribed keys: of all users there are, those of whom the client
 * would be told of a change. */
struct subscribed {
	struct long_answer base;
	struct metadata *keys;	/* owned */
	bool started;
};

static void
say_subscribed(struct answer *a, const struct metadata *keys,
    const char *target, const struct metadata *set)
{
	for (; set != NULL; set = set->next)
		if (metadata_find((struct metadata *)keys, set->key) != NULL)
			say(a, "", target, set);
}

static bool
hears_of(const struct client *c, const struct user *u)
{
	return u == c->user || user_shares_channel(u, c->user) ||
	    (client_has_cap(c, CAP_EXTENDED_MONITOR) &&
	    monitor_watches(c, u->nick));
}

static bool
more_subscribed(struct long_answer *la, struct answer *a)
{
	struct subscribed *su = (struct subscribed *)la;
	const struct client *c = la->client;
	const struct member *m;
	struct list_node *n;

	if (!su->started)
		for (m = c->user->members; m != NULL; m = m->next_of_user)
			say_subscribed(a, su->keys, m->channel->name,
			    m->channel->metadata);
	su->started = true;
	while (!long_answer_is_full(la, a)) {
		const struct user *u;

		if ((n = cursor_next(&la->cursor)) == NULL)
			return false;
		u = list_item(n, struct user, node);
		if (metadata_shown(u) != NULL && hears_of(c, u))
			say_subscribed(a, su->keys, u->nick,
			    metadata_shown(u));
	}
	return true;
}

static void
end_subscribed(struct long_answer *la)
{
	metadata_free(&((struct subscribed *)la)->keys);
}

void
metadata_show_subscribed(struct answer *a, struct metadata *take)
{
	struct subscribed *su = xcalloc(1, sizeof *su);

	su->base.more = more_subscribed;
	su->base.end = end_subscribed;
	su->keys = take;
	cursor_start(&su->base.cursor, &a->server->users);
	long_answer_start(a->client, a, &su->base);
}

/* --- what others are told of a user that has come --- */

static void
start_key(struct fanout *f, struct server *s, const struct event *e,
    const struct user *u, const struct metadata *m)
{
	fanout_start(f, s, e, "METADATA", u->nick, m->key);
	fanout_from_server(f);
	f->msg.params[f->msg.nparams++] = "*";
	f->msg.params[f->msg.nparams++] = m->value;
	f->msg.colon = true;
	f->only_key = m->key;
}

void
metadata_tell_watchers(struct server *s, const struct event *e,
    const struct user *u)
{
	const struct metadata *m;
	struct fanout f;

	for (m = metadata_shown(u); m != NULL; m = m->next) {
		start_key(&f, s, e, u, m);
		s->stamp++;		/* nobody was told yet */
		monitor_fanout(&f, u);
		fanout_end(&f);
	}
}

void
metadata_tell_members(struct server *s, const struct event *e,
    const struct user *u, const struct channel *ch)
{
	const struct metadata *m;
	struct fanout f;

	for (m = metadata_shown(u); m != NULL; m = m->next) {
		start_key(&f, s, e, u, m);
		fanout_to_channel(&f, ch);
		fanout_end(&f);
	}
}

void
metadata_post_held(struct client *c)
{
	struct metadata *m;

	if (c->metadata == NULL)
		return;
	for (m = c->metadata->held; m != NULL; m = m->next) {
		struct event_text text = { .source = c->user->source,
		    .target = c->user->nick, .text = m->value,
		    .extra = m->key };
		struct event *e = event_new(EVENT_METADATA, &text);

		e->peer = c->user->number;
		e->flags = METADATA_QUIET;
		post(c, e);
	}
	metadata_free(&c->metadata->held);
}
