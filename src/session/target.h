/*
 * target.h -- channels, and people we talk with, by name.
 *
 * A target keeps what is known of it through breaks and partings, until it is
 * forgotten and nothing points at it any more.
 */
#ifndef SESSION_TARGET_H
#define SESSION_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include <uthash.h>

#include "session/gap.h"
#include "session/keyring.h"
#include "session/limits.h"
#include "session/roster.h"
#include "session/session.h"

struct session;

struct target {
	UT_hash_handle hh;
	char *name;		/* owned; as events spell it */
	char *key;		/* owned; folded */
	char *password;		/* owned; channel key, NULL: none */
	bool is_channel;
	bool is_wanted;		/* a channel to be in, again after a break */
	bool is_joined;
	bool was_joined;	/* before the break */
	bool is_leaving;	/* left during it: if still in there, PART */
	bool is_forgotten;	/* freed as soon as nobody points at it */
	bool has_members;	/* the first list is complete */

	char *topic;		/* owned; NULL: not known */
	enum session_typing typing;	/* what we have said last */
	int64_t typing_ms;	/* and when, steady clock */
	struct roster roster;

	struct mark newest;	/* the last line given */
	struct mark oldest;	/* the first one */
	struct keyring recent;	/* the last lines given */
	struct gap *gaps;	/* owned; list, oldest first */
	uint32_t hole;		/* at the end, not fillable; 0: none */
	int64_t joined_ms;	/* server time of our last joining */
	bool is_at_end;		/* nothing older than `oldest` */
	int64_t read_ms;	/* server time: read up to here; 0: not known */
	int64_t read_told_ms;	/* as this connection's server knows it */
};

struct target *target_find(const struct session *s, const char *name);

/* Makes it if it is not there; NULL when there are too many or no name. */
struct target *target_get(struct session *s, const char *name);

/* Not of a channel that we are in or want to be in. */
void target_forget(struct target *t);
void target_rename(struct session *s, struct target *t, const char *name);
void target_free_all(struct session *s);
void target_rehash(struct session *s);	/* after a new casemapping */

/* Frees those that are forgotten and that nobody points at. */
void target_sweep(struct session *s);

/* The key of a name, by the server's casemapping; false: no name. */
bool target_fold(const struct session *s, char key[NAME_SIZE],
    const char *name);

#endif
