/* stream.c -- the bytes of one connected socket. */
#include "config.h"

#include "net/stream.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum {
	/* A peer that is gone without a word: 60 s and 4 probes of 15 s. */
	KEEPALIVE_IDLE_S = 60,
	KEEPALIVE_INTERVAL_S = 15,
	KEEPALIVE_PROBES = 4,
	/* Small pieces are gathered: each record of TLS costs 22 bytes and a
	 * call. */
	RECORD_BYTES = 16 * 1024,
};

struct stream_ahead {
	size_t len, done;
	char   bytes[];
};

void
stream_init(struct stream *s, int fd_take)
{
	*s = (struct stream){ .fd = fd_take };
}

void
stream_unread(struct stream *s, const void *data, size_t len)
{
	assert(s->ahead == NULL);
	if (len == 0)
		return;
	s->ahead = xmalloc(sizeof *s->ahead + len);
	s->ahead->len = len;
	s->ahead->done = 0;
	memcpy(s->ahead->bytes, data, len);
}

void
stream_release(struct stream *s)
{
	tls_free(s->tls);
	s->tls = NULL;
	free(s->ahead);
	s->ahead = NULL;
	if (s->fd >= 0)
		(void)close(s->fd);
	s->fd = -1;
}

void
stream_tune(int fd)
{
	int on = 1, idle = KEEPALIVE_IDLE_S, interval = KEEPALIVE_INTERVAL_S;
	int probes = KEEPALIVE_PROBES;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval,
	    sizeof interval);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

/* First what was put back; its memory goes with its last byte. */
static size_t
take_ahead(struct stream *s, void *buf, size_t size)
{
	struct stream_ahead *a = s->ahead;
	size_t n = a->len - a->done;

	if (n > size)
		n = size;
	memcpy(buf, a->bytes + a->done, n);
	a->done += n;
	if (a->done == a->len) {
		free(a);
		s->ahead = NULL;
	}
	return n;
}

/* Below TLS, if there is any; errno is set. */
static ssize_t
read_socket(void *self, void *buf, size_t size)
{
	struct stream *s = self;
	ssize_t n;

	if (s->ahead != NULL)
		return (ssize_t)take_ahead(s, buf, size);
	do
		n = recv(s->fd, buf, size, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

ssize_t
stream_read(struct stream *s, void *buf, size_t size)
{
	ssize_t n;

	if (s->tls != NULL) {
		n = tls_read(s->tls, buf, size);
		s->error = n < 0 ? tls_error(s->tls) : 0;
	} else {
		n = read_socket(s, buf, size);
		s->error = n < 0 ? errno : 0;
	}
	return n;
}

/* Not write and writev: a peer that is gone must not raise SIGPIPE. One piece,
 * the usual case, costs the kernel less by send. */
static ssize_t
send_pieces(int fd, const struct iovec *iov, int n)
{
	struct msghdr msg = {
		.msg_iov = (struct iovec *)(void *)(size_t)(const void *)iov,
		.msg_iovlen = (size_t)n,
	};

	if (n == 1)
		return send(fd, iov->iov_base, iov->iov_len, MSG_NOSIGNAL);
	return sendmsg(fd, &msg, MSG_NOSIGNAL);
}

static ssize_t
write_socket(int fd, const struct iovec *iov, int n)
{
	ssize_t taken;

	do
		taken = send_pieces(fd, iov, n);
	while (taken < 0 && errno == EINTR);
	return taken;
}

/* Below TLS. */
static ssize_t
write_one(void *self, const void *data, size_t len)
{
	const struct stream *s = self;
	struct iovec iov = { (void *)(size_t)data, len };

	return write_socket(s->fd, &iov, 1);
}

static size_t
gather(char *out, size_t size, const struct iovec *iov, int n)
{
	size_t len = 0;

	for (int i = 0; i < n && len < size; i++) {
		size_t piece = iov[i].iov_len;

		if (piece > size - len)
			piece = size - len;
		memcpy(out + len, iov[i].iov_base, piece);
		len += piece;
	}
	return len;
}

static ssize_t
write_tls(struct stream *s, const struct iovec *iov, int n)
{
	char record[RECORD_BYTES];
	ssize_t taken;

	if (n == 1)
		taken = tls_write(s->tls, iov->iov_base, iov->iov_len);
	else
		taken = tls_write(s->tls, record,
		    gather(record, sizeof record, iov, n));
	s->error = taken < 0 ? tls_error(s->tls) : 0;
	return taken;
}

ssize_t
stream_writev(struct stream *s, const struct iovec *iov, int n)
{
	ssize_t taken;

	if (s->tls != NULL)
		return write_tls(s, iov, n);
	taken = write_socket(s->fd, iov, n);
	s->error = taken < 0 ? errno : 0;
	return taken;
}

static struct tls_bottom
bottom(struct stream *s)
{
	return (struct tls_bottom){ s, read_socket, write_one };
}

void
stream_accept_tls(struct stream *s, struct tls_context *context)
{
	assert(s->tls == NULL);
	s->tls = tls_accept(context, bottom(s));
}

void
stream_connect_tls(struct stream *s, struct tls_context *context,
    const char *host)
{
	assert(s->tls == NULL);
	s->tls = tls_connect(context, host, bottom(s));
}

enum tls_step
stream_handshake(struct stream *s)
{
	enum tls_step step;

	if (s->tls == NULL || tls_is_ready(s->tls))
		return TLS_READY;
	step = tls_handshake(s->tls);
	s->error = step == TLS_FAILED ? tls_error(s->tls) : 0;
	return step;
}

bool
stream_would_block(const struct stream *s)
{
	return s->error == EAGAIN || s->error == EWOULDBLOCK;
}

bool
stream_waits_for_write(const struct stream *s)
{
	return s->tls != NULL && tls_wants_write(s->tls);
}

bool
stream_pending(const struct stream *s)
{
	return s->ahead != NULL || (s->tls != NULL && tls_pending(s->tls));
}

/* A unix socket counts likewise: what its peer has not read. */
bool
stream_unacknowledged(const struct stream *s)
{
	struct pollfd broken = { .fd = s->fd };
	int bytes = 0;

	/* A broken connection counts for ever what it never took. */
	return ioctl(s->fd, TIOCOUTQ, &bytes) == 0 && bytes > 0 &&
	    poll(&broken, 1, 0) == 0;
}

const char *
stream_reason(const struct stream *s)
{
	return s->tls != NULL && s->error == EPROTO ? tls_reason(s->tls)
	    : strerror(s->error);
}
