/*
 * irc_mode.h -- mode strings: "+ov-k alice bob key" and back.
 *
 * Which letter takes a parameter is said by four classes and the prefixes
 * (ISUPPORT CHANMODES and PREFIX): the server has a constant, the client what
 * it was told.
 */
#ifndef PROTO_IRC_MODE_H
#define PROTO_IRC_MODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "proto/limits.h"

enum irc_mode_kind {
	IRC_MODE_UNKNOWN,	/* taken to have no parameter */
	IRC_MODE_LIST,	/* A: adds to a list; without a parameter it asks */
	IRC_MODE_ALWAYS,	/* B: a parameter to set and to unset */
	IRC_MODE_SET,	/* C: a parameter only to set */
	IRC_MODE_FLAG,	/* D: never a parameter */
	IRC_MODE_MEMBER,	/* of a member: the parameter is a nick */
};

/* Letters; "" where there are none. Borrowed. */
struct irc_mode_classes {
	const char *list, *always, *set, *flag, *member;
};

/* Those of our server's channels, and of its users. */
extern const struct irc_mode_classes irc_mode_channel, irc_mode_user;

struct irc_mode_change {
	bool adding;
	char letter;
	enum irc_mode_kind kind;
	const char *param;	/* NULL: none, though its kind may want one */
};

struct irc_mode_reader {
	const struct irc_mode_classes *classes;	/* borrowed */
	const char *at;		/* next letter */
	const char *const *params;	/* next parameter */
	size_t nparams;
	bool adding;
};

/* `words[0]` is the mode string, its parameters follow; all borrowed. */
void irc_mode_start(struct irc_mode_reader *r,
    const struct irc_mode_classes *classes,
    const char *const *words, size_t nwords);

/* The next change; false: no more. A parameter that is missing is NULL. */
bool irc_mode_next(struct irc_mode_reader *r, struct irc_mode_change *change);

enum irc_mode_kind irc_mode_kind(const struct irc_mode_classes *classes,
    char letter) ATTR_PURE;

enum { IRC_MODE_LETTERS_SIZE = 128 };

/*
 * The way back: the letters ("+o-v") into `letters`, the parameters in order
 * into `params` (room for `n`), their number returned. Signs are written only
 * where they change. `n` is at most 63. No change gives "".
 */
size_t irc_mode_join(const struct irc_mode_change *changes, size_t n,
    char letters[IRC_MODE_LETTERS_SIZE], const char **params);

#endif
