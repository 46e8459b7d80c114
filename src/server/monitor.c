/* monitor.c -- who wants to know when a nick comes and goes. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "proto/irc_case.h"

/* Nicks are found as CASEMAPPING=ascii says, without a folded copy. */
#define HASH_FUNCTION(key, len, hashv) \
	((void)(len), (hashv) = irc_case_hash((const char *)(key)))
#define HASH_KEYCMP(a, b, len) \
	((void)(len), !irc_case_eq((const char *)(a), (const char *)(b)))
#include <uthash.h>

#include "proto/irc_cap.h"
#include "proto/limits.h"
#include "server/fanout.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* A nick that somebody watches. */
struct watch {
	UT_hash_handle hh;
	LIST_HEAD(, watching) watchers;	/* never empty */
	char nick[];
};

const char *
monitor_nick(const struct watching *w)
{
	return w->watch->nick;
}

static struct watch *
find(const struct server *s, const char *nick)
{
	struct watch *w;

	HASH_FIND(hh, s->watches, nick, (unsigned)strlen(nick), w);
	return w;
}

static struct watch *
find_or_add(struct server *s, const char *nick)
{
	struct watch *w = find(s, nick);
	size_t size = strlen(nick) + 1;

	if (w != NULL)
		return w;
	w = xcalloc(1, sizeof *w + size);
	memcpy(w->nick, nick, size);
	HASH_ADD_KEYPTR(hh, s->watches, w->nick, (unsigned)size - 1, w);
	return w;
}

static struct watching *
watching_of(const struct client *c, const char *nick)
{
	struct watching *w;

	LIST_FOREACH(w, &c->watchings, of_client)
		if (irc_case_eq(w->watch->nick, nick))
			return w;
	return NULL;
}

bool
monitor_watches(const struct client *c, const char *nick)
{
	return watching_of(c, nick) != NULL;
}

bool
monitor_add(struct client *c, const char *nick, bool *added)
{
	struct watching *w;
	unsigned n = 0;

	*added = false;
	if (watching_of(c, nick) != NULL)
		return true;
	LIST_FOREACH(w, &c->watchings, of_client)
		n++;
	if (n >= MONITOR_MAX)
		return false;
	w = xcalloc(1, sizeof *w);
	w->client = c;
	w->watch = find_or_add(c->server, nick);
	LIST_INSERT_HEAD(&w->watch->watchers, w, of_watch);
	LIST_INSERT_HEAD(&c->watchings, w, of_client);
	*added = true;
	return true;
}

static void
end(struct server *s, struct watching *w)
{
	struct watch *watch = w->watch;

	LIST_REMOVE(w, of_client);
	LIST_REMOVE(w, of_watch);
	free(w);
	if (!LIST_EMPTY(&watch->watchers))
		return;
	HASH_DELETE(hh, s->watches, watch);
	free(watch);
}

void
monitor_remove(struct client *c, const char *nick)
{
	struct watching *w = watching_of(c, nick);

	if (w != NULL)
		end(c->server, w);
}

void
monitor_clear(struct client *c)
{
	while (!LIST_EMPTY(&c->watchings))
		end(c->server, LIST_FIRST(&c->watchings));
}

/* The specification allows "*" for the reader's nick: one line for all. */
static void
tell(struct server *s, const struct event *e, const char *numeric,
    const char *nick, const char *text)
{
	const struct watch *watch = find(s, nick);
	const struct watching *w;
	struct fanout f;

	if (watch == NULL)
		return;
	fanout_start(&f, s, e, numeric, "*", text);
	fanout_from_server(&f);
	f.msg.colon = true;
	LIST_FOREACH(w, &watch->watchers, of_watch)
		fanout_to_client(&f, w->client);
	fanout_end(&f);
}

void
monitor_tell_online(struct server *s, const struct event *e,
    const struct user *u)
{
	tell(s, e, "730", u->nick, u->source);
	metadata_tell_watchers(s, e, u);
}

void
monitor_tell_offline(struct server *s, const struct event *e,
    const char *nick)
{
	tell(s, e, "731", nick, nick);
}

void
monitor_fanout(struct fanout *f, const struct user *u)
{
	const struct watch *watch = find(f->server, u->nick);
	const struct watching *w;

	if (watch == NULL)
		return;
	LIST_FOREACH(w, &watch->watchers, of_watch) {
		struct client *c = w->client;

		if (c->stamp == f->server->stamp ||
		    !client_has_cap(c, CAP_EXTENDED_MONITOR))
			continue;
		c->stamp = f->server->stamp;
		fanout_to_client(f, c);
	}
}
