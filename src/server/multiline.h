/*
 * multiline.h -- a message of several lines (IRCv3 draft/multiline).
 *
 * Everywhere in the server and on disk it is one text: a line feed stands
 * before a new line, a carriage return before a piece that goes on with the
 * line before it (draft/multiline-concat). Neither can come in a line of IRC,
 * so the lines can be told as their sender made them.
 */
#ifndef SERVER_MULTILINE_H
#define SERVER_MULTILINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/id.h"
#include "base/str.h"
#include "proto/irc_msg.h"

enum { MULTILINE_BREAK = '\n', MULTILINE_CONCAT = '\r' };

/* Whether `text` (NULL: none) has more than one piece. */
bool multiline_is(const char *text);

/* Walks over the pieces of a text: begin with { .rest = text }. */
struct multiline_walk {
	const char *rest;	/* NULL: at the end */
	char   before;		/* what stood before the rest: a mark, or NUL */
	struct str_span piece;	/* found: borrowed, may be empty */
	bool   concat;		/* found: it goes on with the piece before */
};

bool multiline_piece(struct multiline_walk *w);
/* The length of its longest piece, in bytes. */
size_t multiline_longest(const char *text);

/* The lines by which one message is told to one kind of reader. */
struct multiline {
	struct irc_msg whole;	/* borrows; its last parameter is the text */
	const char *ref;	/* borrowed: of the batch; NULL: plain lines */
	struct multiline_walk walk;
	bool begun, ended;
	/* What multiline_next() has found: */
	struct irc_msg line;	/* without tags */
	bool is_first;		/* it bears the tags of the message */
	bool is_inner;		/* it bears `batch` */
	bool is_concat;		/* ... and draft/multiline-concat */
	char sign[2 + ID_LEN];
	char text[IRC_LINE_BODY_MAX];
};

/* `ref` NULL: for who does not know batches of this type: blank lines are
 * left out. */
void multiline_start(struct multiline *m, const struct irc_msg *whole,
    const char *ref);
bool multiline_next(struct multiline *m) ATTR_USE_RESULT;

#endif
