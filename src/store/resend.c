/* resend.c -- which message a resend repeats. */
#include "config.h"
#include "store/resend.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <uthash.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/limits.h"
#include "server/event.h"

#include "base/banned.h"

/* id, target, digest; what is behind the strings is zero. */
struct key {
	uint64_t digest;
	char id[ID_SIZE];
	char target[CHANNEL_LEN + 1];
};

struct entry {
	struct key key;
	char msgid[ID_SIZE];
	int64_t time_ms;
	UT_hash_handle hh;
	TAILQ_ENTRY(entry) by_age;
	char source[];
};

TAILQ_HEAD(entries, entry);

struct resend {
	struct entry *by_key;	/* hash */
	struct entries by_age;	/* oldest first */
	size_t most;
};

struct resend *
resend_new(size_t most)
{
	struct resend *r = xcalloc(1, sizeof *r);

	TAILQ_INIT(&r->by_age);
	r->most = most;
	return r;
}

static void
drop(struct resend *r, struct entry *entry)
{
	HASH_DEL(r->by_key, entry);
	TAILQ_REMOVE(&r->by_age, entry, by_age);
	free(entry);
}

void
resend_free(struct resend *r)
{
	struct entry *entry;

	if (r == NULL)
		return;
	while ((entry = TAILQ_FIRST(&r->by_age)) != NULL)
		drop(r, entry);
	free(r);
}

/* The NUL counts: "a" + "b" is not "" + "ab". */
static uint64_t
mix(uint64_t digest, const char *s)
{
	const unsigned char *at = (const unsigned char *)(s == NULL ? "" : s);

	do
		digest = (digest ^ *at) * 0x100000001b3u;
	while (*at++ != '\0');
	return digest;
}

uint64_t
resend_digest(const struct event *e)
{
	uint64_t digest = 0xcbf29ce484222325u ^ (uint64_t)e->verb;

	digest = mix(digest, e->s.text);
	return e->verb == EVENT_TAGMSG ? mix(digest, e->s.tags) : digest;
}

static void
make_key(struct key *key, const struct event *e)
{
	memset(key, 0, sizeof *key);
	key->digest = resend_digest(e);
	str_copy(key->id, sizeof key->id, e->s.id);
	irc_case_fold(key->target, sizeof key->target,
	    e->s.target == NULL ? "" : e->s.target);
}

static struct entry *
find(struct resend *r, const struct key *key)
{
	struct entry *entry;

	HASH_FIND(hh, r->by_key, key, sizeof *key, entry);
	return entry;
}

static void
note(struct resend *r, const struct key *key, const struct event *e)
{
	const char *source = e->s.source == NULL ? "" : e->s.source;
	size_t size = strlen(source) + 1;
	struct entry *entry = xmalloc(sizeof *entry + size);

	if (HASH_COUNT(r->by_key) >= r->most)
		drop(r, TAILQ_FIRST(&r->by_age));
	entry->key = *key;
	str_copy(entry->msgid, sizeof entry->msgid, e->msgid);
	entry->time_ms = e->time_ms;
	memcpy(entry->source, source, size);
	HASH_ADD(hh, r->by_key, key, sizeof entry->key, entry);
	TAILQ_INSERT_TAIL(&r->by_age, entry, by_age);
}

bool
resend_meet(struct resend *r, struct event *e)
{
	struct key key;
	struct entry *entry;

	assert(e->s.id != NULL);
	make_key(&key, e);
	entry = find(r, &key);
	if (entry != NULL &&
	    e->time_ms - entry->time_ms <= RESEND_WINDOW_S * 1000LL) {
		event_set_first(e, entry->msgid, entry->time_ms, entry->source);
		return true;
	}
	if (entry != NULL)
		drop(r, entry);
	note(r, &key, e);
	return false;
}
