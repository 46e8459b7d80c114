/*
 * buf.h -- a growing byte buffer with a ceiling.
 *
 * A peer decides how much we read, so every buffer states at birth the most
 * it may ever hold. An append that would pass the ceiling changes nothing
 * and fails; the caller then drops the peer, not the daemon.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct buf {
	char  *data;	/* owned; NULL until the first append */
	size_t len;	/* bytes in use */
	size_t cap;	/* bytes allocated */
	size_t max;	/* ceiling for len, in bytes */
};

/* Neither allocates nor fails. `max` is in bytes. */
void buf_init(struct buf *b, size_t max);

/* Frees what is held; `b` is then empty, with the same ceiling. */
void buf_release(struct buf *b);

/* Empties `b` and keeps its memory for what comes next. */
void buf_reset(struct buf *b);

/* Gives memory that is not in use back; all of it when `b` is empty. */
void buf_fit(struct buf *b);

/* Appends `len` bytes. Returns false, with `b` unchanged, past the ceiling. */
bool buf_add(struct buf *b, const void *data, size_t len) ATTR_USE_RESULT;
bool buf_add_str(struct buf *b, const char *s) ATTR_USE_RESULT;
bool buf_add_char(struct buf *b, char c) ATTR_USE_RESULT;

/* For text that people read: lines of the wire are made by irc_msg_write. */
bool buf_addf(struct buf *b, const char *fmt, ...)
    ATTR_USE_RESULT ATTR_PRINTF(2, 3);

/*
 * Room for `len` more bytes behind the last one, which the caller fills and
 * then counts with b->len += n, n <= len. NULL past the ceiling. Valid until
 * the next call for `b`.
 */
char *buf_reserve(struct buf *b, size_t len) ATTR_USE_RESULT;

/* Drops the first `n` bytes, n <= len. Moves what is behind them. */
void buf_consume(struct buf *b, size_t n);

/*
 * The bytes as a string: a NUL is put behind them, uncounted (the ceiling does
 * not count it either). Borrowed until the next call for `b`; never NULL.
 */
char *buf_str(struct buf *b);

#endif
