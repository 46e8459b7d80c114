/*
 * ban.h -- who may not come in (KLINE, DLINE), or not speak (MUTE), on the
 * whole server. Shared state: only apply changes it. Each change is kept by
 * the store; what has expired counts no more, and is swept away.
 */
#ifndef SERVER_BAN_H
#define SERVER_BAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/address.h"
#include "base/table.h"
#include "server/ban_index.h"
#include "server/list.h"

struct server;
struct store_ban;
struct user;

/* Kept on disk: a number never changes its meaning. */
enum ban_kind {
	BAN_KLINE = 1,		/* user@host */
	BAN_DLINE = 2,		/* an address or prefix */
	BAN_MUTE = 3,		/* nick!user@host or $a:account */
	BAN_KINDS
};

struct ban {
	struct list_node node;		/* server->bans, in order of setting */
	struct table_node by_key;	/* see ban_index.h */
	LIST_ENTRY(ban) of_patterns;
	struct address address;		/* DLINE; KLINE of user@prefix, else
					   no bits: see ban_read_address() */
	enum ban_kind kind;
	uint64_t number;		/* never used twice */
	char    *mask, *setter, *reason;	/* owned */
	int64_t  set_ms;
	int64_t  expires_ms;		/* Unix time; 0: never */
};

/* Of the server. */
struct bans {
	struct list of[BAN_KINDS];
	struct ban_index index;		/* of KLINEs and DLINEs */
};

struct ban_facts {
	enum ban_kind kind;
	const char *mask;		/* in the full form, see ban_mask_make() */
	const char *setter, *reason;
	int64_t set_ms, expires_ms;
};

enum { BAN_MASK_SIZE = 128, BAN_TEXT_SIZE = 320 };

/* "KLINE", "DLINE", "MUTE". */
const char *ban_kind_name(enum ban_kind kind);

/* The full form of what somebody typed; a nick stands for who has it. False:
 * it is no mask of that kind. */
bool ban_mask_make(const struct server *s, enum ban_kind kind,
    const char *text, char out[BAN_MASK_SIZE]);

/* The one of exactly that mask, whether it has expired or not; NULL: none. */
struct ban *ban_find(const struct server *s, enum ban_kind kind,
    const char *mask);
/* There are as many as there may be of what this would be one more of; `why`
 * says it. */
bool ban_is_full(const struct server *s, enum ban_kind kind, const char *mask,
    const char **why);
/* Takes the place of the one of that mask, if there is one. */
struct ban *ban_add(struct server *s, uint64_t number,
    const struct ban_facts *facts);
void ban_remove(struct server *s, struct ban *b);
void ban_restore(struct server *s, const struct store_ban *kept);
void ban_free_all(struct server *s);

/* Sets `b->address` by its mask. False: a DLINE that is none. */
bool ban_read_address(struct ban *b);
bool ban_has_expired(const struct ban *b, int64_t now_ms);
/* Whether it fits that user, or one with this address or user@host. */
bool ban_fits_address(const struct ban *b, const char *address);
bool ban_fits_source(const struct ban *b, const char *source);
bool ban_fits_user(const struct ban *b, const struct user *u);

/* The ban that keeps it out, NULL: none. `source`: nick!user@host, as others
 * see it; `host`: where it really is, NULL if the source says that. */
const struct ban *ban_of_address(const struct server *s, const char *address,
    int64_t now_ms);
const struct ban *ban_of_source(const struct server *s, const char *source,
    const char *host, int64_t now_ms);
/* The MUTE of a user. */
const struct ban *ban_of_speaker(const struct server *s, const struct user *u,
    int64_t now_ms);

/* "You are banned until TIME: REASON", with `what` for the first words. */
void ban_text(const struct ban *b, const char *what, char out[BAN_TEXT_SIZE]);

/* Posts the end of those whose time is over. */
void ban_sweep(struct server *s);

#endif
