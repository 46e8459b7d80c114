/*
 * lines.h -- the IRC lines that an adapter says in its program's name.
 *
 * Some must wait: an object whose new name is refused is refused whole, so
 * what follows a NICK is held until the server has answered it.
 */
#ifndef ADAPTER_LINES_H
#define ADAPTER_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "proto/dialect.h"

struct lines {
	struct buf ready;	/* rendered lines, handed out by lines_next() */
	size_t at;		/* of the next in `ready` */
	struct buf held;	/* behind a NICK that is not answered yet */
	bool   holding;
	bool   is_full;			/* since lines_begin() */
	size_t begun_ready, begun_held;	/* where lines_begin() was */
};

void lines_init(struct lines *l, size_t max_bytes);
void lines_release(struct lines *l);

/* The command with its parameters, the last argument NULL. A message that
 * can't be a line is left out. */
void lines_add(struct lines *l, const char *command, ...) ATTR_SENTINEL;
void lines_add_msg(struct lines *l, const struct irc_msg *m);
/*
 * What is added between the two is one thing: if not all of it found room,
 * lines_commit() takes it back and returns false.
 */
void lines_begin(struct lines *l);
bool lines_commit(struct lines *l) ATTR_USE_RESULT;

/* From now on what is added is held; lines_let_go() or lines_drop() ends it. */
void lines_hold(struct lines *l);
void lines_let_go(struct lines *l);
void lines_drop(struct lines *l);

/* The next line as a message; it borrows until the next call. */
enum dialect_result lines_next(struct lines *l, struct irc_msg *m);
size_t lines_waiting(const struct lines *l);	/* bytes */

/* Adds `text` to `target` as one PRIVMSG for each line of it, each cut at
 * characters to what fits an IRC line. False: there was nothing to say. */
bool lines_add_text(struct lines *l, const char *target, const char *text);
/* The same as said by somebody. */
bool lines_add_text_from(struct lines *l, const char *nick,
    const char *target, const char *text);

/* Whether it is CTCP for a program, not for people. ACTION is for people. */
bool lines_is_ctcp(const char *text);

/* What a plain program may print: no control characters (they would act on
 * its terminal), no colours. Cut to `size`, at a character. */
void lines_clean(const char *text, char *out, size_t size);

/* The same, and "\1ACTION waves\1" of al is "* al waves". */
void lines_plain(const char *nick, const char *text, char *out, size_t size);

#endif
