/*
 * irc_tags.h -- the tags of a line: "key=value;key;+client/key=value".
 *
 * IRCv3 message-tags: values are escaped, a missing value is an empty one, of
 * two tags with one key the last counts; a key that begins with '+' is the
 * client's own and is relayed.
 */
#ifndef PROTO_IRC_TAGS_H
#define PROTO_IRC_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

struct buf;

/* Both borrowed from the raw tags. */
struct irc_tag {
	struct str_span key;	/* '+' and vendor included */
	struct str_span value;	/* still escaped; len 0: none */
};

/* The next tag off *rest, which begins as the raw tags; false at the end.
 * Tags without a key are passed over. *rest may be NULL: no tags. */
bool irc_tags_next(const char **rest, struct irc_tag *tag);

/*
 * Whether there is such a tag; its value, unescaped, into `out` (NULL: not
 * wanted), cut between characters to `size`; "" when it has none.
 */
bool irc_tags_get(const char *tags, const char *key, char *out, size_t size);

/* Unescapes into `out`, terminated, cut between characters; returns length. */
size_t irc_tags_unescape(struct str_span value, char *out, size_t size);

/*
 * Appends "key=escaped value" to raw tags, with ';' when there are others.
 * NULL and "" are written as the key alone. False, `out` unchanged, for a key
 * that is not valid or past the ceiling.
 */
bool irc_tags_add(struct buf *out, const char *key, const char *value)
    ATTR_USE_RESULT;

/*
 * Whether the list `deny` (ISUPPORT CLIENTTAGDENY; NULL: none) refuses the
 * client-only tag `key`: ircv3.net/specs/extensions/message-tags,
 * #rplisupport-tokens. +tcpchat/id names a message for the server itself and
 * is never refused.
 */
bool irc_tags_denied(const char *deny, struct str_span key);

/* Appends a tag as it is, with ';' when there are others. */
bool irc_tags_add_raw(struct buf *out, const struct irc_tag *tag)
    ATTR_USE_RESULT;

/*
 * Appends the client-only tags among `tags`, raw, each key once (the last):
 * what a server relays and stores. Keys that are not valid or in `deny` are
 * left out, and those beyond IRC_TAGS_RELAYED. False, `out` unchanged, past its ceiling.
 */
bool irc_tags_add_client_only(struct buf *out, const char *tags,
    const char *deny) ATTR_USE_RESULT;

/* "+", vendor "/" and a name of letters, digits and '-', all optional but it. */
bool irc_tags_key_valid(struct str_span key) ATTR_PURE;

#endif
