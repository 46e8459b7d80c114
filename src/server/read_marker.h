/*
 * read_marker.h -- how far a person has read: ircv3.net/specs/extensions/
 * read-marker
 *
 * They belong to an account and are kept with it, or to a guest and go with
 * that. Shared state: only apply changes it.
 */
#ifndef SERVER_READ_MARKER_H
#define SERVER_READ_MARKER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

struct account;
struct answer;
struct channel;
struct server;
struct store_belonging;
struct user;

struct read_marker {
	struct read_marker *next;	/* the one that was set last first */
	uint64_t number;	/* never used twice: of its row on disk */
	uint64_t channel;	/* number; 0: a private talk */
	char     nick[NICK_LEN + 1];	/* with whom, folded; "": a channel */
	int64_t  time_ms;
};

/* What a marker is about: a channel by its number, a talk by a folded nick. */
struct read_target {
	uint64_t    channel;
	const char *nick;	/* borrowed; "": a channel */
};

/* How far `u` has read there; 0: not known. */
int64_t read_marker_get(const struct user *u, struct read_target target);
/*
 * Moves it forward; never back: the time it then has. Of READ_MARKERS_MAX the
 * one that was not set for longest gives way. `number` is that of a new one.
 */
int64_t read_marker_set(struct server *s, struct user *u,
    struct read_target target, int64_t time_ms, uint64_t number);
/* As kept. False: it is of an account or a channel that is gone. */
bool read_marker_restore(struct server *s, const struct store_belonging *kept);

/* Frees a list; with `account`, the store forgets it as well. */
void read_marker_end_all(struct server *s, struct account *account,
    struct read_marker *first);

/* MARKREAD <name> to the client of `a`. */
void read_marker_say(struct answer *a, const char *name, int64_t time_ms);
/* The same for a channel that it has just joined, if it asked for such. */
void read_marker_say_joined(struct answer *a, const struct channel *ch);

#endif
