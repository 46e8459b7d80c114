/*
 * stream.h -- the bytes of one connected socket; nothing ever blocks.
 *
 * The caller asks the loop when to read and write; a stream only moves bytes
 * and remembers why it could not. What it says is worded for people.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "base/attr.h"

struct stream {
	int fd;		/* owned; -1: closed */
	int error;	/* errno of the last call that failed; 0: none did */
};

/* For a TCP socket: small writes leave at once, and a peer that is gone without
 * a word is noticed after 2 minutes. */
void stream_tune(int fd);

/* `fd_take` is connected and non-blocking. */
void stream_init(struct stream *s, int fd_take);

/* Closes the socket. A stream that is closed stays so. */
void stream_release(struct stream *s);

/*
 * At most `size` bytes. 0: the peer has ended its side. -1: nothing now
 * (stream_would_block) or never again (stream_reason says why).
 */
ssize_t stream_read(struct stream *s, void *buf, size_t size) ATTR_USE_RESULT;

/* What the kernel took of `n` pieces (1 to IOV_MAX); -1 as above. */
ssize_t stream_writev(struct stream *s, const struct iovec *iov, int n)
    ATTR_USE_RESULT;

/* The last call failed only because it would have had to wait. */
bool stream_would_block(const struct stream *s);

/* Bytes were read ahead and not yet handed out: no event will come. */
bool stream_pending(const struct stream *s);

/* The peer's kernel has not yet said that it has all that was written. False
 * of a broken connection, too: writing tells. */
bool stream_unacknowledged(const struct stream *s);

/* Why the last call failed; valid until the next call on any stream. */
const char *stream_reason(const struct stream *s);

#endif
