/*
 * cmd_metadata.c -- METADATA: ircv3.net/specs/extensions/metadata
 *
 * Before the registration (before-connect) a client sets keys of its own to
 * be, and subscribes.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/account.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/fanout.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { KEYS_BYTES = 300 };	/* of one line of 770, 771 and 772 */

/* Whose metadata it is. */
struct target {
	struct metadata **set;
	const char *name;
	struct channel *channel;	/* NULL: a user's */
	struct user *user;		/* both NULL: of who is no user yet */
};

/* --- lines --- */

/* A line of the server, in the batch `ref` unless that is "". */
static void
say(struct answer *a, const char *ref, struct irc_msg *m)
{
	char tag[32];

	m->source = a->server->config.name;
	if (ref[0] != '\0') {
		snprintf(tag, sizeof tag, "batch=%s", ref);
		m->tags = tag;
	}
	answer_send(a, m, 0);
}

/* 761, or 766 where there is no value. */
static void
say_key(struct answer *a, const char *ref, const char *target,
    const char *key, const char *value)
{
	struct irc_msg m = { .command = value != NULL ? "761" : "766",
	    .colon = true,
	    .params = { client_nick(a->client), target, key }, .nparams = 3 };

	if (value != NULL)
		m.params[m.nparams++] = "*";
	m.params[m.nparams++] = value != NULL ? value :
	    numeric_text(RPL_KEYNOTSET);
	say(a, ref, &m);
}

static void
say_invalid_key(struct answer *a, const char *ref, const char *key)
{
	struct irc_msg m = { .command = "FAIL", .nparams = 4, .colon = true,
	    .params = { "METADATA", "KEY_INVALID",
	    key[0] == '\0' || key[0] == ':' || strchr(key, ' ') != NULL ? "*" :
	    key, "invalid key" } };

	say(a, ref, &m);
}

static void
start_batch(struct answer *a, char ref[16], const char *type,
    const char *target)
{
	ref[0] = '\0';
	if (a->client != NULL && client_has_cap(a->client, CAP_BATCH))
		answer_batch_start(a, ref, type, target);
}

static void
end_batch(struct answer *a, const char *ref)
{
	if (ref[0] != '\0')
		answer_batch_end(a, ref);
}

/* --- who is meant, and what may be changed --- */

/* "*" is oneself. False: nobody whom one may know; it is said. */
static bool
find_target(struct client *c, const char *name, struct target *t)
{
	*t = (struct target){ .name = "*" };
	if (c->user == NULL && str_eq(name, "*")) {
		t->set = &metadata_of_client(c)->held;
		return true;
	}
	if (str_eq(name, "*"))
		t->user = c->user;
	else if (c->user != NULL && irc_is_channel(name))
		t->channel = channel_find(c->server, name);
	else if (c->user != NULL)
		t->user = user_find(c->server, name);
	if (t->channel != NULL && channel_is_visible(t->channel, c->user)) {
		t->name = t->channel->name;
		t->set = &t->channel->metadata;
	} else if (t->user != NULL) {
		t->name = t->user->nick;
		t->set = metadata_of_user(t->user);
	} else {
		client_fail(c, "METADATA", "INVALID_TARGET",
		    "invalid metadata target", name, NULL);
		return false;
	}
	return true;
}

/* One's own, and of channels whose operator one is. */
static bool
may_change(const struct target *t, const struct user *u)
{
	return t->channel != NULL ?
	    channel_operator_refused(t->channel, u) == 0 : t->user == u;
}

/* Whether `u` may not set that, or (value NULL) remove it; then `a` says so. */
static bool
is_refused(struct answer *a, const struct target *t, const struct user *u,
    const char *key, const char *value)
{
	bool is_there = metadata_find(*t->set, key) != NULL;

	if (!may_change(t, u))
		answer_fail(a, "METADATA", "KEY_NO_PERMISSION",
		    "permission denied", t->name, key, NULL);
	else if (value == NULL && !is_there)
		answer_fail(a, "METADATA", "KEY_NOT_SET", "key not set",
		    t->name, key, NULL);
	else if (value != NULL && !is_there &&
	    metadata_count(*t->set) >= METADATA_KEYS_MAX)
		answer_fail(a, "METADATA", "LIMIT_REACHED",
		    "metadata limit reached", t->name, NULL);
	else
		return false;
	return true;
}

/* Of a client METADATA_CHANGES_MAX changes are taken in a minute. */
static bool
is_too_fast(struct client *c, const struct target *t, const char *key)
{
	struct client_metadata *own = metadata_of_client(c);
	int64_t now = c->server->now.mono_ms, left;
	char again[24];

	if (own->changes == 0 || now - own->since_ms >= METADATA_WINDOW_MS) {
		own->since_ms = now;
		own->changes = 0;
	}
	if (own->changes++ < METADATA_CHANGES_MAX)
		return false;
	left = METADATA_WINDOW_MS - (now - own->since_ms);
	snprintf(again, sizeof again, "%lld", (long long)(left / 1000 + 1));
	client_fail(c, "METADATA", "RATE_LIMITED", "too many changes",
	    t->name, key, again, NULL);
	return true;
}

/* --- the subcommands --- */

static void
run_get(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	struct answer *a = c->server->answer;
	char ref[16];
	size_t i;

	start_batch(a, ref, "metadata", t->name);
	for (i = 2; i < msg->nparams; i++) {
		const char *key = msg->params[i];
		const struct metadata *m = metadata_find(*t->set, key);

		if (!metadata_key_valid(key))
			say_invalid_key(a, ref, key);
		else
			say_key(a, ref, t->name, key,
			    m == NULL ? NULL : m->value);
	}
	end_batch(a, ref);
}

static void
run_list(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	struct answer *a = c->server->answer;
	const struct metadata *m;
	char ref[16];

	(void)msg;
	start_batch(a, ref, "metadata", t->name);
	for (m = *t->set; m != NULL; m = m->next)
		say_key(a, ref, t->name, m->key, m->value);
	end_batch(a, ref);
}

static void
post_change(struct client *c, const struct target *t, const char *key,
    const char *value, uint32_t flags)
{
	struct event_text text = { .source = c->user->source,
	    .target = t->name, .text = value, .extra = key };
	struct event *e = event_new(EVENT_METADATA, &text);

	e->flags = flags;
	if (t->channel != NULL)
		e->channel = t->channel->number;
	else
		e->peer = t->user->number;
	post(c, e);
}

static void
run_set(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	struct answer *a = c->server->answer;
	const char *key = msg->params[2], *value = irc_msg_param(msg, 3);

	if (!metadata_key_valid(key)) {
		say_invalid_key(a, "", key);
	} else if (value != NULL && strlen(value) > METADATA_VALUE_LEN) {
		client_fail(c, "METADATA", "VALUE_INVALID",
		    "value is too long or not UTF8", NULL);
	} else if (is_refused(a, t, c->user, key, value) ||
	    is_too_fast(c, t, key)) {
		return;
	} else if (c->user == NULL) {
		(void)metadata_set(t->set, key, value);
		say_key(a, "", t->name, key, value);
	} else {
		post_change(c, t, key, value, 0);
	}
}

/* All that `t` has: 766 of each, in a batch. */
static void
say_cleared(struct answer *a, const struct target *t)
{
	const struct metadata *m;
	char ref[16];

	if (a->client == NULL)
		return;
	start_batch(a, ref, "metadata", t->name);
	for (m = *t->set; m != NULL; m = m->next)
		say_key(a, ref, t->name, m->key, NULL);
	end_batch(a, ref);
}

static void
run_clear(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	(void)msg;
	if (!may_change(t, c->user)) {
		client_fail(c, "METADATA", "KEY_NO_PERMISSION",
		    "permission denied", t->name, "*", NULL);
	} else if (is_too_fast(c, t, "*")) {
		return;
	} else if (c->user == NULL) {
		say_cleared(c->server->answer, t);
		metadata_free(t->set);
	} else {
		post_change(c, t, "*", NULL, METADATA_CLEAR);
	}
}

/* Keys gathered for 770, 771 or 772, in lines that fit. */
struct keys {
	struct answer *answer;
	const char *ref, *numeric;
	size_t len;
	char line[KEYS_BYTES + 1];
};

/* Each key is a parameter of its own. */
static void
say_keys(struct keys *k)
{
	struct irc_msg m = { .command = k->numeric, .nparams = 1,
	    .params = { client_nick(k->answer->client) } };
	char *at = k->line;

	while (k->len > 0 && at != NULL) {
		m.params[m.nparams++] = at;
		if ((at = strchr(at, ' ')) != NULL)
			*at++ = '\0';
	}
	if (k->len > 0)
		say(k->answer, k->ref, &m);
	k->len = 0;
}

static void
add_key(struct keys *k, const char *key)
{
	if (k->len + 1 + strlen(key) > KEYS_BYTES)
		say_keys(k);
	k->len += (size_t)snprintf(k->line + k->len, sizeof k->line - k->len,
	    "%s%s", k->len == 0 ? "" : " ", key);
}

/* False: there is no room, which is said. `fresh` gets a key that is new. */
static bool
subscribe(struct client *c, const char *key, struct metadata **fresh)
{
	struct metadata **set = &metadata_of_client(c)->subscriptions;

	if (metadata_find(*set, key) == NULL &&
	    metadata_count(*set) >= METADATA_SUBS_MAX) {
		client_fail(c, "METADATA", "TOO_MANY_SUBS",
		    "too many subscriptions", key, NULL);
		return false;
	}
	if (metadata_set(set, key, ""))
		(void)metadata_set(fresh, key, "");
	return true;
}

static void
run_sub(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	struct keys k = { .answer = c->server->answer, .ref = "",
	    .numeric = "770" };
	struct metadata *fresh = NULL;
	size_t i;

	(void)t;
	for (i = 2; i < msg->nparams; i++) {
		if (!metadata_key_valid(msg->params[i]))
			say_invalid_key(k.answer, "", msg->params[i]);
		else if (subscribe(c, msg->params[i], &fresh))
			add_key(&k, msg->params[i]);
		else
			break;
	}
	say_keys(&k);
	if (fresh != NULL && c->user != NULL && client_has_cap(c, CAP_METADATA))
		metadata_show_subscribed(k.answer, fresh);
	else
		metadata_free(&fresh);
}

static void
run_unsub(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	struct keys k = { .answer = c->server->answer, .ref = "",
	    .numeric = "771" };
	size_t i;

	(void)t;
	for (i = 2; i < msg->nparams; i++) {
		if (!metadata_key_valid(msg->params[i])) {
			say_invalid_key(k.answer, "", msg->params[i]);
			continue;
		}
		(void)metadata_set(&metadata_of_client(c)->subscriptions,
		    msg->params[i], NULL);
		add_key(&k, msg->params[i]);
	}
	say_keys(&k);
}

static void
run_subs(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	char ref[16];
	struct keys k = { .answer = c->server->answer, .ref = ref,
	    .numeric = "772" };
	const struct metadata *m;

	(void)t;
	(void)msg;
	start_batch(k.answer, ref, "metadata-subs", NULL);
	for (m = metadata_of_client(c)->subscriptions; m != NULL; m = m->next)
		add_key(&k, m->key);
	say_keys(&k);
	end_batch(k.answer, ref);
}

static void
run_sync(struct client *c, const struct target *t, const struct irc_msg *msg)
{
	(void)msg;
	if (t->channel != NULL && channel_member(t->channel, c->user) == NULL)
		client_fail(c, "METADATA", "INVALID_TARGET",
		    "invalid metadata target", t->name, NULL);
	else if (t->channel != NULL)
		metadata_show_channel(c->server->answer, t->channel);
	else
		metadata_sync_user(c->server->answer, t->user);
}

static const struct {
	const char *name;
	unsigned min_params;
	bool before_connect;
	void (*run)(struct client *c, const struct target *t,
	    const struct irc_msg *msg);
} subcommands[] = {
	{ "CLEAR", 2, true,  run_clear },
	{ "GET",   3, true,  run_get },
	{ "LIST",  2, true,  run_list },
	{ "SET",   3, true,  run_set },
	{ "SUB",   3, true,  run_sub },
	{ "SUBS",  2, true,  run_subs },
	{ "SYNC",  2, false, run_sync },
	{ "UNSUB", 3, true,  run_unsub },
};

enum { SUBCOMMANDS = sizeof subcommands / sizeof subcommands[0] };

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct target t;
	size_t i = 0;

	while (i < SUBCOMMANDS &&
	    !str_eq_nocase(subcommands[i].name, msg->params[1]))
		i++;
	if (c->user == NULL && (!client_has_cap(c, CAP_METADATA) ||
	    (i < SUBCOMMANDS && !subcommands[i].before_connect)))
		client_reply(c, ERR_NOTREGISTERED, NULL);
	else if (i == SUBCOMMANDS)
		client_fail(c, "METADATA", "SUBCOMMAND_INVALID",
		    "invalid subcommand", msg->params[1], NULL);
	else if (msg->nparams < subcommands[i].min_params)
		client_reply(c, ERR_NEEDMOREPARAMS, "METADATA", NULL);
	else if (find_target(c, msg->params[0], &t))
		subcommands[i].run(c, &t, msg);
}

/* --- its moment --- */

static void
tell(struct server *s, const struct event *e, const struct target *t,
    const char *key, const char *value, const struct client *except)
{
	struct fanout f;

	fanout_start(&f, s, e, "METADATA", t->name, key);
	fanout_from_server(&f);
	f.msg.params[f.msg.nparams++] = "*";
	if (value != NULL)
		f.msg.params[f.msg.nparams++] = value;
	f.msg.colon = value != NULL;
	f.only_key = key;
	f.except = (struct client *)except;
	if (t->channel != NULL) {
		fanout_to_channel(&f, t->channel);
	} else {
		fanout_to_user(&f, t->user);
		fanout_to_neighbours(&f, t->user);
		monitor_fanout(&f, t->user);
	}
	fanout_end(&f);
}

static void
apply_clear(struct server *s, const struct event *e, const struct target *t,
    struct answer *a)
{
	const struct metadata *m;

	say_cleared(a, t);
	for (m = *t->set; m != NULL; m = m->next)
		tell(s, e, t, m->key, NULL, a->client);
	metadata_free(t->set);
}

static void
apply_change(struct server *s, const struct event *e, const struct target *t,
    struct answer *a)
{
	bool changes = metadata_set(t->set, e->s.extra, e->s.text);

	if (a->client != NULL && !(e->flags & METADATA_QUIET))
		say_key(a, "", t->name, e->s.extra, e->s.text);
	if (changes)
		tell(s, e, t, e->s.extra, e->s.text, a->client);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	const struct user *u = user_by_number(s, e->user);
	struct target t = { .channel = channel_by_number(s, e->channel),
	    .user = user_by_number(s, e->peer) };

	if (u == NULL || (t.channel == NULL && t.user == NULL))
		return;
	t.name = t.channel != NULL ? t.channel->name : t.user->nick;
	t.set = t.channel != NULL ? &t.channel->metadata :
	    metadata_of_user(t.user);
	if (e->flags & METADATA_CLEAR) {
		if (may_change(&t, u))
			apply_clear(s, e, &t, a);
	} else if (!is_refused(a, &t, u, e->s.extra, e->s.text)) {
		apply_change(s, e, &t, a);
	} else {
		return;
	}
	if (t.channel != NULL)
		channel_mark_dirty(s, t.channel);
	else if (t.user->account != NULL)
		metadata_keep(s, t.user->account, e->order);
	log_line(LEVEL_DEBUG, "metadata: user=%s target=%s key=%s", u->source,
	    t.name, e->s.extra);
}

const struct command cmd_metadata = {
	.name = "METADATA", .when = COMMAND_ANY, .min_params = 2, .cost = 2,
	.run = run,
	.event = EVENT_METADATA, .apply = apply,
};
