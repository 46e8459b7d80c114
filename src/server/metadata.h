/*
 * metadata.h -- keys and values of users and channels.
 *
 * ircv3.net/specs/extensions/metadata (draft/metadata-2). Shared state: only
 * apply changes it. What a logged-in user sets belongs to the account and is
 * kept with it; a guest's goes with the guest, a channel's with the channel.
 * What a client is told of is its own: the keys it has subscribed to.
 */
#ifndef SERVER_METADATA_H
#define SERVER_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "proto/limits.h"

struct account;
struct answer;
struct buf;
struct channel;
struct client;
struct event;
struct fanout;
struct server;
struct store_belonging;
struct user;

/* One key of a set, or (with the value "") of a list of subscriptions. */
struct metadata {
	struct metadata *next;	/* in order of setting */
	char *value;		/* owned */
	char  key[];
};

/* What a client has of its own; made when it is first needed. */
struct client_metadata {
	struct metadata *subscriptions;
	struct metadata *held;	/* set before it was a user */
	int64_t  since_ms;	/* monotonic: the first of `changes` */
	unsigned changes;
};

/* Flags of EVENT_METADATA: `peer` or `channel` is whose it is, `extra` the
 * key, `text` the value (NULL: removed). */
enum { METADATA_QUIET = 1,	/* the poster is not told */
	METADATA_CLEAR = 2 };	/* all keys are removed */

struct client_metadata *metadata_of_client(struct client *c);
void metadata_end_client(struct client *c);
/* It gave the capability back. */
void metadata_unsubscribe(struct client *c);

/* a-z, 0-9 and _./- : 1 to METADATA_KEY_LEN of them. */
bool metadata_key_valid(const char *key) ATTR_PURE;

struct metadata *metadata_find(struct metadata *set, const char *key);
size_t metadata_count(const struct metadata *set) ATTR_PURE;
/* Adds, changes or (value NULL) removes; true: that changed something. */
bool metadata_set(struct metadata **set, const char *key, const char *value);
void metadata_free(struct metadata **set);

/* The set of a user: its account's, if it has one; to change. */
struct metadata **metadata_of_user(struct user *u);

/* How it is kept: "key value\n" each. */
enum { METADATA_TEXT_MAX = METADATA_KEYS_MAX *
	(METADATA_KEY_LEN + METADATA_VALUE_LEN + 2) + 1 };
/* Into `out`, of at most METADATA_TEXT_MAX bytes; NULL: the set is empty. */
const char *metadata_text(const struct metadata *set, struct buf *out);
/* An account's set has changed by the event of that order number, or its
 * account ends: kept with the next batch, gone with it. */
void metadata_keep(struct server *s, struct account *a, uint64_t order);
void metadata_forget(struct server *s, struct account *a);
/* False: there is no such account. */
bool metadata_restore(struct server *s, const struct store_belonging *kept);
void metadata_read(struct metadata **set, const char *text);

/* Whether the client is to be told of anything, of the key. */
bool metadata_wants_any(const struct client *c);
bool metadata_is_wanted(const struct client *c, const char *key);

/*
 * What a reader is shown by itself, each for the client of `a`, as METADATA
 * lines of the keys it has subscribed to:
 */
/* at the end of the registration, all of its own, in a batch */
void metadata_show_own(struct answer *a);
/* of somebody, in a batch */
void metadata_sync_user(struct answer *a, struct user *u);
/* ... whom it watches; nothing if there is nothing */
void metadata_show_user(struct answer *a, struct user *u);
/* of a channel it has joined or asks for, and of its members */
void metadata_show_channel(struct answer *a, struct channel *ch);

/* of all of these, where a newly subscribed key of `take` (with the value "")
 * has a value */
void metadata_show_subscribed(struct answer *a, struct metadata *take);

/* `u` is there now: whoever watches it is told what it wants of `u`. */
void metadata_tell_watchers(struct server *s, const struct event *e,
    const struct user *u);
/* `u` has come into `ch`: its members are told what they want of `u`. */
void metadata_tell_members(struct server *s, const struct event *e,
    const struct user *u, const struct channel *ch);

/* What a client set before it was a user is posted now that it is one. */
void metadata_post_held(struct client *c);

#endif
