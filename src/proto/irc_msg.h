/*
 * irc_msg.h -- one line of IRC and its parts.
 *
 * No line of the wire is made in any other way than by irc_msg_write: it
 * refuses what would be read as something else, so no peer's text can become
 * another peer's command. Format: modern.ircdocs.horse/#message-format.
 */
#ifndef PROTO_IRC_MSG_H
#define PROTO_IRC_MSG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "proto/limits.h"

struct buf;

/* Every string is borrowed: from the line it was parsed out of, or elsewhere. */
struct irc_msg {
	const char *tags;	/* raw, escaped, without '@'; NULL, "": none */
	const char *source;	/* without ':'; NULL: none */
	const char *command;	/* letters, or three digits */
	const char *params[IRC_PARAMS_MAX];
	size_t nparams;
	bool colon;	/* writing: ':' before the last parameter in any case;
			   parsed: there was one */
};

/* Adds parameters, borrowed, up to a NULL. There may be IRC_PARAMS_MAX; what is
 * more is passed over. */
void irc_msg_add_params(struct irc_msg *m, va_list params);

/*
 * Takes the NUL-terminated `line`, without CR LF, apart in place: *m borrows
 * from it. Blanks between parts may be several. What follows the 14th
 * parameter is the 15th whole. False for a line without a command, *m is then
 * of no use.
 */
bool irc_msg_parse(struct irc_msg *m, char *line) ATTR_USE_RESULT;

/*
 * Appends "@tags :source COMMAND params\r\n" to `out`. The last parameter gets
 * a ':' when it needs one. False, `out` unchanged, for
 *  - CR or LF anywhere,
 *  - a parameter but the last that is empty, has a blank or begins with ':',
 *  - a source that is empty or has a blank, tags that have one,
 *  - a command that is neither letters nor three digits,
 *  - tags of more than IRC_TAGS_MAX, or the ceiling of `out`.
 * A body beyond IRC_LINE_BODY_MAX is cut there, between two characters: who
 * must not lose text asks irc_msg_room before.
 */
bool irc_msg_write(const struct irc_msg *m, struct buf *out) ATTR_USE_RESULT;

/* The same without the tags: for one body behind tags that differ by reader. */
bool irc_msg_write_body(const struct irc_msg *m, struct buf *out)
    ATTR_USE_RESULT;

/*
 * How many bytes the last parameter may have (its present length does not
 * matter) for the body not to be cut. `source_len` is the longest source that
 * a receiver will see before it: a client passes SOURCE_LEN or what it knows,
 * a server 0 to have m->source counted.
 */
size_t irc_msg_room(const struct irc_msg *m, size_t source_len);

/* The parameter, or NULL beyond the last. */
const char *irc_msg_param(const struct irc_msg *m, size_t i);

/* Whether the command is `command`, in either case. */
bool irc_msg_is(const struct irc_msg *m, const char *command);

/* A numeric's number, 1 to 999; 0 for a named command. */
int irc_msg_numeric(const struct irc_msg *m);

#endif
