/*
 * irc_case.h -- when two names are one, and what may be a name.
 *
 * Our server announces CASEMAPPING=ascii: names are UTF-8 in NFC, equal after
 * ASCII case folding (DESIGN.md, chapter 5). Other servers have other rules,
 * so a client asks with the mapping it was told.
 */
#ifndef PROTO_IRC_CASE_H
#define PROTO_IRC_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "proto/limits.h"

enum irc_casemapping {
	IRC_CASE_ASCII,
	IRC_CASE_RFC1459,	/* also {}|~ are the small []\^ */
	IRC_CASE_RFC1459_STRICT,	/* the same without ~^ */
};

/* --- ascii: the server's --- */

bool irc_case_eq(const char *a, const char *b) ATTR_PURE;
uint32_t irc_case_hash(const char *name) ATTR_PURE;

/* The key under which a name is kept. False: cut, `size` was too small. */
bool irc_case_fold(char *dst, size_t size, const char *name);

/* --- any: the client's --- */

bool irc_casemap_eq(enum irc_casemapping map, const char *a, const char *b)
    ATTR_PURE;
bool irc_casemap_fold(enum irc_casemapping map, char *dst, size_t size,
    const char *name);

/* --- What our server takes for a name --- */

/*
 * A nick: 1 to NICK_LEN bytes of UTF-8 in which everything is seen (no blank,
 * control or format character, nothing unassigned or private, no filler) and
 * runs one way (RFC 8264 and 8265, the rule of RFC 5893 section 2 in short:
 * letters of both directions in one name trade places on screens), without
 * any of  ,*?!@:#&.  and not begun by a
 * digit, a mark that combines, or one of  -$%~+.  irc_nick_make brings it to
 * NFC first; false: not a nick, `out` is "".
 */
bool irc_nick_make(const char *name, char out[NICK_LEN + 1]) ATTR_USE_RESULT;

/*
 * A channel: '#' and more, to CHANNEL_LEN bytes of UTF-8 as in a
 * nick, without commas. irc_channel_make brings it to NFC as above.
 */
bool irc_channel_make(const char *name, char out[CHANNEL_LEN + 1])
    ATTR_USE_RESULT;

/* Whether a target means a channel, valid or not. */
bool irc_is_channel(const char *target) ATTR_PURE;

/*
 * The user name of USER, without what a source can't hold; "user" if nothing
 * is left. Cut to USER_LEN.
 */
void irc_user_make(const char *name, char out[USER_LEN + 1]);

#endif
