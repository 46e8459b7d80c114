/*
 * irc_skeleton.h -- what a name looks like, so that nobody passes for another.
 *
 * Two names whose skeletons are equal look the same to a person: their letters
 * are equal after NFKC and full case folding, and after lookalike.def, which
 * says for other scripts' letters which Latin one they are taken for (after
 * the idea of Unicode's UTS 39, section 4; the table is our own and small).
 * Marks count: jose and josé are two. A skeleton is compared, never shown, and
 * is no key: names are still equal by irc_case_eq() alone.
 */
#ifndef PROTO_IRC_SKELETON_H
#define PROTO_IRC_SKELETON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "proto/limits.h"

/* NFKC and folding make a name at most this much longer (UAX 15, table 11). */
enum { SKELETON_SIZE = 11 * CHANNEL_LEN + 1 };

/* The skeleton of a nick, account or channel name. False, and "": it is no text. */
bool irc_skeleton(const char *name, char out[SKELETON_SIZE]) ATTR_USE_RESULT;

#endif
