/*
 * extban.h -- masks that say more than nick!user@host (ISUPPORT EXTBAN=$,am).
 *
 *   $a         who is logged in        $a:NAME   to this account (* and ?)
 *   $~a        who is not              $~a:NAME  not to this one
 *   $m:MASK    in +b: who fits MASK may join, but not speak; MASK is any of
 *              the others, or nick!user@host
 *
 * ircv3.net/specs/extensions/account-extban: ACCOUNTEXTBAN=a
 */
#ifndef SERVER_EXTBAN_H
#define SERVER_EXTBAN_H

#include <stdbool.h>

#include "base/attr.h"
#include "proto/limits.h"
#include "server/channel.h"

struct user;

/* The full form of a mask somebody typed, extended or not (irc_mask_make());
 * false: it is none, or none for that list. */
bool extban_make(const char *mask, enum channel_list which,
    char out[MASK_LEN + 1]) ATTR_USE_RESULT;

/* Whether one of that full form forbids that at all. */
bool extban_forbids(const char *mask, enum channel_act act);
/* Whether `u` fits that full form. */
bool extban_matches(const char *mask, const struct user *u,
    enum channel_act act);

#endif
