/* control_ask.c -- asks a running server over its control socket. */
#include "config.h"

#include "daemon/control_ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "daemon/control.h"

#include "base/banned.h"

static bool
set_path(struct sockaddr_un *un, const char *state_dir)
{
	char *path = control_path(state_dir);
	bool ok = str_copy(un->sun_path, sizeof un->sun_path, path);

	un->sun_family = AF_UNIX;
	free(path);
	if (!ok)
		errno = ENAMETOOLONG;
	return ok;
}

/* -1: errno says why. */
static int
open_socket(const char *state_dir)
{
	static const struct timeval patience = { CONTROL_ASK_PATIENCE_S, 0 };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd, error;

	if (!set_path(&un, state_dir))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof patience);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof patience);
	if (connect(fd, (const void *)&un, sizeof un) == 0)
		return fd;
	error = errno;
	(void)close(fd);
	errno = error;
	return -1;
}

bool
control_is_there(const char *state_dir)
{
	int fd = open_socket(state_dir);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

/* One line a word; a line end or nothing at all cannot be sent. */
static bool
add_words(struct buf *out, const char *command, size_t n, char *const *words)
{
	bool ok = buf_add_str(out, command) && buf_add_char(out, '\n');

	for (size_t i = 0; ok && i < n; i++)
		ok = words[i][0] != '\0' && strchr(words[i], '\n') == NULL
		    && buf_add_str(out, words[i]) && buf_add_char(out, '\n');
	return ok && buf_add_char(out, '\n');
}

static bool
send_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
read_all(int fd, struct buf *in)
{
	for (;;) {
		char *room = buf_reserve(in, 4096);
		ssize_t n;

		if (room == NULL) {
			errno = EFBIG;
			return false;
		}
		n = read(fd, room, 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		in->len += (size_t)n;
	}
}

/* The first line says how it went, the rest is the text. */
static bool
judge(struct buf *in, size_t from, struct err *e)
{
	char *text = buf_str(in) + from;

	if (str_starts(text, "ok\n")) {
		in->len -= 3;
		memmove(text, text + 3, in->len - from);
		return true;
	}
	if (!str_starts(text, "failed\n")) {
		err_set(e, _("the server went away without an answer"));
		return false;
	}
	text += strlen("failed\n");
	text[strcspn(text, "\n")] = '\0';
	err_set(e, "%s", text);
	return false;
}

static void
say_unreachable(const char *state_dir, int error, struct err *e)
{
	if (error == ENOENT || error == ECONNREFUSED)
		err_set(e, _("no server runs on the folder '%s'; name another "
		    "one by --state-dir=DIR, or start it"), state_dir);
	else
		err_set(e, _("cannot reach the server of the folder '%s': %s"),
		    state_dir, strerror(error));
}

bool
control_ask(const char *state_dir, const char *command, size_t nwords,
    char *const *words, struct buf *answer, struct err *e)
{
	size_t from = answer->len;
	struct buf out;
	bool ok = false;
	int fd = -1;

	buf_init(&out, CONTROL_REQUEST_MAX);
	if (!add_words(&out, command, nwords, words))
		err_set(e, _("a word is empty, too long, or has a line end"));
	else if ((fd = open_socket(state_dir)) < 0)
		say_unreachable(state_dir, errno, e);
	else if (!send_all(fd, out.data, out.len) || !read_all(fd, answer))
		err_set(e, _("the server does not answer: %s"),
		    strerror(errno));
	else
		ok = judge(answer, from, e);
	explicit_bzero(out.data, out.len);
	buf_release(&out);
	if (fd >= 0)
		(void)close(fd);
	return ok;
}
