/*
 * access.h -- a registered channel: its founder, and who is what in it.
 *
 * Shared state: only apply changes it. A channel is registered while it has a
 * founder, one account; others stand on its access list as operators or
 * voices. What that gives: DESIGN.md, chapter 2, "How long a channel lives".
 */
#ifndef SERVER_ACCESS_H
#define SERVER_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "proto/limits.h"

struct answer;
struct channel;
struct event;
struct member;
struct server;
struct user;

/* Each may what those before it may. */
enum access_level { ACCESS_NONE, ACCESS_VOICE, ACCESS_OP, ACCESS_FOUNDER,
	ACCESS_LEVELS };

struct access {
	uint64_t account;		/* its number */
	enum access_level level;	/* VOICE or OP */
};

enum { ACCESS_TEXT_MAX = ACCESS_MAX * 24 };	/* bytes, see access_text() */

/* "founder", "op", "voice"; "" for NONE. */
const char *access_name(enum access_level level);
/* NONE: no level is called that (case-insensitive). */
enum access_level access_level_of_name(const char *name);

/* Of an account by number (0: a guest), of whoever is logged in to it. */
enum access_level access_of_account(const struct channel *ch,
    uint64_t account);
enum access_level access_of(const struct channel *ch, const struct user *u);
/* How many channels have this founder: looks at all there are. */
unsigned access_count_founded(const struct server *s, uint64_t account);

/* NONE takes it off the list; FOUNDER makes it that, and whoever was it before
 * an operator. There must be room, and it must not be the founder. */
void access_set(struct channel *ch, uint64_t account, enum access_level level);
/* No longer registered, and ended if nothing else keeps it. */
void access_drop(struct server *s, struct channel *ch);
/* An account ends: its channels are nobody's, it is on no list. */
void access_forget(struct server *s, uint64_t account);

/* The member becomes what the list says, if it is not; all of the channel see
 * that, the answer first (NULL: none). */
void access_give(struct server *s, const struct event *e, struct member *m,
    struct answer *a);
/* The same in each channel of `u`: it has logged in. */
void access_give_everywhere(struct server *s, const struct event *e,
    const struct user *u);

/* For the store: a line each, "account level", in `out`; NULL: none. */
const char *access_text(const struct channel *ch, struct buf *out);
/* Leaves out accounts that are gone, and the founder with the list. */
void access_restore(const struct server *s, struct channel *ch,
    uint64_t founder, const char *text);

#endif
