/*
 * stream.h -- the bytes of one connected socket; nothing ever blocks.
 *
 * The caller asks the loop when to read and write; a stream only moves bytes
 * and remembers why it could not. What it says is worded for people.
 *
 * TLS lies under it (stream_secure): read and write stay as they are, once
 * stream_handshake() has said TLS_READY.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "base/attr.h"
#include "net/tls.h"

struct stream_ahead;

struct stream {
	int fd;		/* owned; -1: closed */
	int error;	/* errno of the last call that failed; 0: none did */
	struct tls *tls;		/* owned; NULL: plain */
	struct stream_ahead *ahead;	/* owned; NULL: nothing was put back */
};

/* For a TCP socket: small writes leave at once, and a peer that is gone without
 * a word is noticed after 2 minutes. */
void stream_tune(int fd);

/* `fd_take` is connected and non-blocking. */
void stream_init(struct stream *s, int fd_take);

/*
 * Puts back what was read and is not ours: it is read again, before all that
 * the kernel has. Copies. At most once before it is read.
 */
void stream_unread(struct stream *s, const void *data, size_t len);

/*
 * From now on its bytes are the inside of TLS, after a handshake: the server's
 * end, or the client's towards `host` (see tls_connect). Not twice; and `s`
 * stays where it is.
 */
void stream_accept_tls(struct stream *s, struct tls_context *context);
void stream_connect_tls(struct stream *s, struct tls_context *context,
    const char *host);

/* As tls_handshake(); stream_reason() says why it failed. A stream without
 * TLS is ready. */
enum tls_step stream_handshake(struct stream *s) ATTR_USE_RESULT;

/* Closes the socket. A stream that is closed stays so. */
void stream_release(struct stream *s);

/*
 * At most `size` bytes. 0: the peer has ended its side. -1: nothing now
 * (stream_would_block) or never again (stream_reason says why).
 */
ssize_t stream_read(struct stream *s, void *buf, size_t size) ATTR_USE_RESULT;

/* What was taken of `n` pieces (1 to IOV_MAX); -1 as above. After one that
 * would have had to wait, TLS must be offered the same bytes again. */
ssize_t stream_writev(struct stream *s, const struct iovec *iov, int n)
    ATTR_USE_RESULT;

/* The last call failed only because it would have had to wait. */
bool stream_would_block(const struct stream *s);

/* The last read had to wait until the socket takes bytes: TLS answers its
 * peer by itself. Reading again before that is of no use. */
bool stream_waits_for_write(const struct stream *s);

/* Bytes were read ahead and not yet handed out: no event will come. */
bool stream_pending(const struct stream *s);

/* The peer's kernel has not yet said that it has all that was written. False
 * of a broken connection, too: writing tells. */
bool stream_unacknowledged(const struct stream *s);

/* Why the last call failed; valid until the next call on any stream. */
const char *stream_reason(const struct stream *s);

#endif
