/*
 * puppet.h -- an IRC server with one channel, played for an old one.
 *
 * What is common to both: the lines that the session gets, the people who are
 * known, and the commands that need no server.
 */
#ifndef ADAPTER_PUPPET_H
#define ADAPTER_PUPPET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include "adapter/lines.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"

struct puppet_person;

struct puppet {
	struct lines lines;		/* to the session */
	struct puppet_person *people;	/* owned; who is in the room, us too */
	const char *network;		/* borrowed */
	char nick[NICK_LEN + 1];	/* ours; "": not said yet */
	bool has_user, negotiates, is_registered;
};

void puppet_init(struct puppet *p, const char *network);
void puppet_release(struct puppet *p);

/* From "tcpchat" (the codec), or from a person. */
void puppet_say(struct puppet *p, const char *command, ...) ATTR_SENTINEL;

/* By nick, or by what the old server calls them. */
bool puppet_knows(const struct puppet *p, const char *nick);
/* The nick of somebody called `name` there, or NULL: not in the room. */
const char *puppet_find(const struct puppet *p, const char *name);
/* Somebody is in the room. Their nick, made of the name; NULL: none can be
 * made, or there are too many. If that is news
 * and `tells`, a JOIN says so. */
const char *puppet_see(struct puppet *p, const char *name, bool tells);
/* Somebody has left: a QUIT with `reason`, unless NULL. */
void puppet_leave(struct puppet *p, const char *nick, const char *reason);
/* What the old server calls this nick; the nick itself, if unknown. */
const char *puppet_name(const struct puppet *p, const char *nick);
/* 353 and 366, or 352 and 315, of the people known. */
void puppet_names(struct puppet *p);
void puppet_who(struct puppet *p);
/* The next nick after `last` (NULL: the first); NULL: no more. */
const char *puppet_next(const struct puppet *p, const char *last);

/* Somebody says something: to the room, or to us. */
void puppet_spoken(struct puppet *p, const char *nick, const char *text,
    bool to_all);

/* 001, 005, 422, and our JOIN of the room with its list. */
void puppet_welcome(struct puppet *p);

/*
 * CAP, NICK, USER, PING and what needs no server. False: it is not one of
 * them. *ready: all is there to register (once).
 */
bool puppet_take(struct puppet *p, const struct irc_msg *m, bool *ready);
void puppet_unknown(struct puppet *p, const struct irc_msg *m);	/* 421 */

#endif
