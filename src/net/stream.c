/* stream.c -- the bytes of one connected socket. */
#include "config.h"

#include "net/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/banned.h"

enum {
	/* A peer that is gone without a word: 60 s and 4 probes of 15 s. */
	KEEPALIVE_IDLE_S = 60,
	KEEPALIVE_INTERVAL_S = 15,
	KEEPALIVE_PROBES = 4,
};

void
stream_init(struct stream *s, int fd_take)
{
	*s = (struct stream){ .fd = fd_take };
}

void
stream_release(struct stream *s)
{
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

ssize_t
stream_read(struct stream *s, void *buf, size_t size)
{
	ssize_t n;

	do
		n = recv(s->fd, buf, size, 0);
	while (n < 0 && errno == EINTR);
	s->error = n < 0 ? errno : 0;
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

ssize_t
stream_writev(struct stream *s, const struct iovec *iov, int n)
{
	ssize_t taken;

	do
		taken = send_pieces(s->fd, iov, n);
	while (taken < 0 && errno == EINTR);
	s->error = taken < 0 ? errno : 0;
	return taken;
}

bool
stream_would_block(const struct stream *s)
{
	return s->error == EAGAIN || s->error == EWOULDBLOCK;
}

/* Only an encrypted stream reads ahead. */
bool
stream_pending(const struct stream *s)
{
	(void)s;
	return false;
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
	return strerror(s->error);
}
