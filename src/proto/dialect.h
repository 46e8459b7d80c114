/*
 * dialect.h -- bytes <-> messages: what the two ends of a connection speak.
 *
 * A codec is the state of one dialect on one connection. Whatever it speaks,
 * the rest of the program sees IRC messages only: a codec of an older dialect
 * plays an IRC client towards our server (it makes NICK and USER out of a
 * first object), or an IRC server towards our session, and answers by itself
 * what its peer can't.
 *
 *   read ─► codec_feed ─► codec_next, codec_next ... ─► messages
 *   messages ─► codec_write ─► segments ─► written
 *
 * A codec knows no socket and no time. One that has nothing unfinished holds
 * no buffer.
 */
#ifndef PROTO_DIALECT_H
#define PROTO_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct irc_msg;
struct codec;

/*
 * Which end we are. A server is strict: what it hands on is UTF-8 without
 * control of the line. A client takes what servers send, any bytes but NUL.
 */
enum dialect_side {
	DIALECT_SERVER,
	DIALECT_CLIENT,
};

enum dialect_result {
	DIALECT_MORE,		/* nothing whole is left: feed more */
	DIALECT_MESSAGE,	/* here is one */
	DIALECT_TOO_LONG,	/* a line beyond the limits, passed over: 417 */
	DIALECT_NOT_UTF8,	/* likewise: FAIL * INVALID_UTF8 */
	DIALECT_BAD_BYTES,	/* likewise: NUL, or CR inside a line */
	DIALECT_FOREIGN,	/* HTTP or TLS: close without an answer */
};

/* Takes one segment; `data` is borrowed for the call. */
struct segment_sink {
	void *self;
	void (*take)(void *self, const void *data, size_t len);
};

struct dialect {
	const char *name;	/* "irc", "json", "text" */
	/* Its peers take one read for one message: each segment must be a
	 * write of its own, after the kernel has sent the one before. */
	bool whole_writes;
	/* And not sooner than so many ms after it. */
	unsigned gap_ms;
	/* Its programs know no PING: a dead one is found by the kernel. */
	bool no_ping;
	/* A server of it: a private message does not come back, and what
	 * changes is only seen by asking, so often. */
	bool no_private_echo;
	unsigned refresh_ms;

	struct codec *(*new)(enum dialect_side side);
	void (*free)(struct codec *c);
	bool (*feed)(struct codec *c, const void *data, size_t len);
	enum dialect_result (*next)(struct codec *c, struct irc_msg *m);
	bool (*write)(struct codec *c, const struct irc_msg *m,
	    const struct segment_sink *sink);
	size_t (*held)(const struct codec *c);
	/* NULL where the dialect has none of it. */
	void (*flush)(struct codec *c, const struct segment_sink *sink);
	void (*set_lobby)(struct codec *c, const char *lobby);
	bool (*waits)(const struct codec *c);
};

/* The first member of every codec. */
struct codec {
	const struct dialect *dialect;
};

extern const struct dialect dialect_irc;

/* The first bytes of a connection are those of a web page's request or of
 * TLS: it is closed without an answer. */
bool dialect_irc_is_foreign(const void *data, size_t len) ATTR_PURE;

struct codec *codec_new(const struct dialect *d, enum dialect_side side)
    ATTR_USE_RESULT;
void codec_free(struct codec *c);	/* NULL is fine */

/*
 * Takes what one read returned, any piece of a stream; copies it. False when
 * more than IRC_INPUT_MAX_BYTES would be unread: the caller closes the
 * connection (and has fed a connection that it should not have read).
 */
bool codec_feed(struct codec *c, const void *data, size_t len)
    ATTR_USE_RESULT;

/*
 * The next message. *m borrows from the codec until the next codec_feed or
 * codec_next for it (codec_write does not disturb it). May be called at any
 * time, however long ago the bytes came: what is not asked for waits.
 */
enum dialect_result codec_next(struct codec *c, struct irc_msg *m)
    ATTR_USE_RESULT;

/* Bytes fed and not yet asked for, an unfinished line included. */
size_t codec_held(const struct codec *c);

/*
 * Hands `m`, as this peer must get it, to the sink in no, one or several
 * segments. False for a message that irc_msg_write refuses. A server renders
 * lines for many IRC readers once by irc_msg_write and does not come here.
 */
bool codec_write(struct codec *c, const struct irc_msg *m,
    const struct segment_sink *sink) ATTR_USE_RESULT;

/*
 * What the codec has to say by itself (a greeting, the answer to a fault of
 * the peer), in segments. Asked for at the start, and after each feed.
 */
void codec_flush(struct codec *c, const struct segment_sink *sink);

/* It has asked something that must be answered, by codec_write, before it
 * goes on: it has no message now, and should not be fed. */
bool codec_waits(const struct codec *c) ATTR_PURE;

/* The channel that the dialect calls ALL; "" or NULL: there is none. */
void codec_set_lobby(struct codec *c, const char *lobby);

#endif
