/*
 * irc_mask.h -- sources (nick!user@host) and the masks that match them.
 *
 * '*' is any characters, '?' one character (of UTF-8, not one byte). Matching
 * takes at most len(mask) x len(text) steps, whatever a peer makes up.
 */
#ifndef PROTO_IRC_MASK_H
#define PROTO_IRC_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"
#include "proto/limits.h"

/* Borrowed; a part that is missing has len 0. */
struct irc_source {
	struct str_span nick;	/* or the name of a server */
	struct str_span user;
	struct str_span host;
};

/* NULL gives three empty parts. */
void irc_source_split(const char *source, struct irc_source *parts);

/* ASCII case does not count (both sides are names). */
bool irc_mask_match(const char *mask, const char *text) ATTR_PURE;

/*
 * The full form: "al" is al!*@*, "al!x" is al!x@*, "x@h" is *!x@h, "h.org"
 * (a '.' or ':' and no '!' or '@') is *!*@h.org; runs of '*' become one.
 * False, `out` "", for an empty mask, one with blanks or controls, and one
 * longer than MASK_LEN.
 */
bool irc_mask_make(const char *mask, char out[MASK_LEN + 1]) ATTR_USE_RESULT;

/* Whether a mask has a wildcard: "al" names one person, "a*" does not. */
bool irc_mask_is_pattern(const char *mask) ATTR_PURE;

#endif
