/*
 * channel.h -- a room. Shared state: only apply changes it.
 *
 * How long a channel lives: DESIGN.md, chapter 2.
 */
#ifndef SERVER_CHANNEL_H
#define SERVER_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/table.h"
#include "proto/irc_numeric.h"
#include "server/list.h"
#include "server/spell.h"

struct access;
struct member;
struct metadata;
struct server;
struct store_channel;
struct user;

enum channel_mode {
	CHANNEL_INVITE_ONLY  = 1 << 0,	/* +i */
	CHANNEL_MODERATED    = 1 << 1,	/* +m */
	CHANNEL_NO_OUTSIDE   = 1 << 2,	/* +n */
	CHANNEL_SECRET       = 1 << 3,	/* +s */
	CHANNEL_TOPIC_LOCKED = 1 << 4,	/* +t */
	CHANNEL_PRIVATE      = 1 << 9,	/* +p: not in LIST, nor in WHOIS */
	CHANNEL_REGISTERED_ONLY = 1 << 5,	/* +R: only they join */
	CHANNEL_REGISTERED_SPEAK = 1 << 6,	/* +M: only they speak */
};

/* The lists of masks: MODE letters b, e, I. */
enum channel_list { CHANNEL_BANS, CHANNEL_EXCEPTS, CHANNEL_INVEXES,
	CHANNEL_LISTS };

enum { CHANNEL_MODE_SIZE = 64 };	/* see channel_mode_text() */

struct list_mask {
	struct list_node node;		/* in order of setting */
	char   *mask, *setter;		/* owned */
	int64_t set_ms;
};

struct invitation {
	LIST_ENTRY(invitation) of_channel, of_user;
	struct channel *channel;
	struct user *user;		/* the invited */
};

struct channel {
	struct list_node node;		/* server->channels, in order of creation */
	struct table_node by_name, by_number;
	uint64_t number;		/* never used twice */
	char    *name;			/* owned, as its founder wrote it */
	char    *topic, *topic_by;	/* owned; NULL: none */
	int64_t  topic_ms;
	unsigned modes;			/* enum channel_mode */
	char    *key;			/* owned; NULL: no +k */
	unsigned limit;			/* members; 0: no +l */
	unsigned slow_s;		/* seconds between messages; 0: no +W */
	struct list lists[CHANNEL_LISTS];	/* of struct list_mask */
	struct spells spells;	/* when who was kept out */
	struct list members;
	uint64_t founder;	/* an account; 0: not registered */
	struct access *access;	/* owned: see access.h */
	unsigned naccess;
	struct metadata *metadata;	/* owned: see metadata.h */
	LIST_HEAD(, invitation) invitations;	/* owned, newest first */
	int64_t  created_ms;
	int64_t  renamed_ms;	/* last; 0: never, since the start */
	int64_t  left_ms;	/* when the last member left; 0: it has members */
	bool     is_lobby;
	bool     spoken;	/* something was ever said: it may be kept */
	bool     is_dirty;	/* to be kept by the next batch */
	struct channel *next_dirty;
};

/* Creates it and puts it into the tables. The name must be free. */
struct channel *channel_new(struct server *s, uint64_t number,
    const char *name, int64_t now_ms);
/* Ends it: takes it out of the tables, ends cursors, frees. No members. */
void channel_end(struct server *s, struct channel *ch);

struct channel *channel_find(const struct server *s, const char *name);
/* One that looks as a channel of that name would, which is then nobody's to
 * make; the one of that very name included. NULL: none. */
const struct channel *channel_lookalike(const struct server *s,
    const char *name);
struct channel *channel_by_number(const struct server *s, uint64_t number);
/* At the end of the server: nothing is told to the store. */
void channel_free_all(struct server *s);
struct member *channel_member(const struct channel *ch, const struct user *u);

struct member *channel_add_member(struct channel *ch, struct user *u,
    uint64_t order, int64_t now_ms);
/* Whether it stays, for a while or for good, when nobody is in it. */
bool channel_is_kept_empty(const struct channel *ch);
/* Frees `m`. The last one leaving starts the time that the channel is kept,
 * or ends it where nothing was ever said and nobody registered it. */
void channel_remove_member(struct server *s, struct member *m, int64_t now_ms);

/* The new name must be free, or its own in other letters. */
void channel_rename(struct server *s, struct channel *ch, const char *name,
    int64_t now_ms);
void channel_set_topic(struct server *s, struct channel *ch, const char *topic,
    const char *by, int64_t now_ms);
void channel_set_key(struct channel *ch, const char *key);	/* NULL: -k */

/* The entry of exactly this mask (case-insensitive), or NULL. */
struct list_mask *channel_list_find(const struct channel *ch,
    enum channel_list which, const char *mask);
void channel_list_add(struct channel *ch, enum channel_list which,
    const char *mask, const char *setter, int64_t now_ms);
void channel_list_remove(struct channel *ch, enum channel_list which,
    struct list_mask *entry);
/* Empties the list and ends the cursors that walk it. */
void channel_list_end(struct channel *ch, enum channel_list which);
/* What a ban may forbid. */
enum channel_act { CHANNEL_JOIN, CHANNEL_SPEAK };
/* Whether `u` fits an entry: a mask, or an extended one (extban.h). */
bool channel_list_matches(const struct channel *ch, enum channel_list which,
    const struct user *u, enum channel_act act);
/* Banned and not excepted. */
bool channel_is_banned(const struct channel *ch, const struct user *u,
    enum channel_act act);

/* Of INVITES_MAX open invitations of one user the oldest gives way. */
void channel_invite(struct channel *ch, struct user *u);
bool channel_is_invited(const struct channel *ch, const struct user *u);
void channel_uninvite(struct channel *ch, struct user *u);
/* Who leaves the network is invited nowhere. */
void channel_uninvite_everywhere(struct user *u);

/* 0: no flag has that letter. */
enum channel_mode channel_mode_of_letter(char letter);
/* Letters of the set modes, with parameters ("+ntkl sesame 30"); the key is
 * '*' for `with_key` false. Bounded by limits: CHANNEL_MODE_SIZE is enough. */
void channel_mode_text(const struct channel *ch, bool with_key, char *out,
    size_t size);

/* Why `u` may not do what only its operators may (KICK, MODE); 0 if it may. */
enum numeric channel_operator_refused(const struct channel *ch,
    const struct user *u);
/* May `u` know that it exists (LIST, WHOIS, NAMES, WHO): not +s, or a member. */
bool channel_is_visible(const struct channel *ch, const struct user *u);
/* May `u` find it without naming it (LIST, WHOIS, WHO of a nick): not +p,
 * either, or a member. */
bool channel_is_listed(const struct channel *ch, const struct user *u);
/* Not everybody may come in: +i, +k or +s. */
bool channel_is_closed(const struct channel *ch);

/* To be kept with the next batch. Called by every change of what is kept. */
void channel_mark_dirty(struct server *s, struct channel *ch);
/* Hands all dirty channels to the bus. */
void channel_flush_dirty(struct server *s);
void channel_restore(struct server *s, const struct store_channel *kept);

#endif
