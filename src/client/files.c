/* files.c -- reads and replaces small files. */
#include "config.h"

#include "client/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024 };

char *
files_path(const char *variable, const char *fallback, const char *name)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");
	struct buf path;

	buf_init(&path, PATH_MAX);
	/* The XDG base directory rules: a path that is not absolute is none. */
	if (base != NULL && base[0] == '/') {
		if (buf_addf(&path, "%s/tcpchat/%s", base, name))
			return buf_str(&path);
	} else if (home != NULL && home[0] == '/') {
		if (buf_addf(&path, "%s/%s/tcpchat/%s", home, fallback, name))
			return buf_str(&path);
	}
	buf_release(&path);
	return NULL;
}

/* "tui/inputs-chat.example.org-6667"; a path of a socket loses its '/'. */
char *
files_place_path(const char *kind, const char *host, uint16_t port)
{
	char name[NAME_MAX];
	char *c;

	snprintf(name, sizeof name, "tui/%s-%.200s-%u", kind, host,
	    (unsigned)port);
	for (c = name + strlen("tui/"); *c != '\0'; c++)
		if (*c == '/')
			*c = '+';
	return files_path("XDG_STATE_HOME", ".local/state", name);
}

static bool
read_all(int fd, struct buf *out)
{
	enum { PIECE = 16 * 1024 };

	for (;;) {
		char *room = buf_reserve(out, PIECE);
		ssize_t n;

		if (room == NULL) {
			errno = EFBIG;
			return false;
		}
		n = read(fd, room, PIECE);
		if (n > 0)
			out->len += (size_t)n;
		else if (n == 0)
			return true;
		else if (errno != EINTR)
			return false;
	}
}

char *
files_read(const char *path)
{
	int error, fd = open(path, O_RDONLY | O_CLOEXEC);
	struct buf text;
	bool ok;

	if (fd < 0)
		return NULL;
	buf_init(&text, FILE_MAX_BYTES);
	ok = read_all(fd, &text);
	error = errno;
	close(fd);
	if (ok)
		return buf_str(&text);
	buf_release(&text);
	errno = error;
	return NULL;
}

bool
files_make_folders(char *path)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		bool ok;

		*slash = '\0';
		ok = mkdir(path, 0700) == 0 || errno == EEXIST ||
		    errno == EISDIR || errno == EROFS || errno == EACCES;
		*slash = '/';
		if (!ok)
			return false;
	}
	return true;
}

static bool
write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/* As who may read the old one; there may be none. */
static bool
keep_mode(int fd, const char *path)
{
	struct stat old;

	if (stat(path, &old) != 0)
		return errno == ENOENT;
	/* Another's file stays another's if we may say so. */
	if (fchown(fd, old.st_uid, old.st_gid) != 0 && errno != EPERM)
		return false;
	return fchmod(fd, old.st_mode & 07777) == 0;
}

static bool
replace(const char *path, const void *data, size_t len, bool keeps_mode)
{
	char name[PATH_MAX];
	int error, fd;
	bool ok;

	if (snprintf(name, sizeof name, "%s.XXXXXX", path) >=
	    (int)sizeof name) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = mkstemp(name);	/* 0600 */
	if (fd < 0)
		return false;
	ok = (!keeps_mode || keep_mode(fd, path)) && write_all(fd, data, len);
	ok = close(fd) == 0 && ok && rename(name, path) == 0;
	error = errno;
	if (!ok)
		unlink(name);
	errno = error;
	return ok;
}

/* What a link to nothing points at; NULL: it is no such link. */
static char *
target_of_link(const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof target - 1);
	const char *slash = strrchr(path, '/');
	struct buf out;

	if (n <= 0)
		return NULL;
	target[n] = '\0';
	if (target[0] == '/' || slash == NULL)
		return xstrdup(target);
	buf_init(&out, PATH_MAX);
	if (buf_add(&out, path, (size_t)(slash + 1 - path)) &&
	    buf_add_str(&out, target))
		return buf_str(&out);
	buf_release(&out);
	return NULL;
}

/* What a link points at is replaced, not the link. Owned by the caller. */
static char *
real_path(const char *path)
{
	char *real = realpath(path, NULL);

	if (real == NULL)
		real = target_of_link(path);
	return real != NULL ? real : xstrdup(path);
}

static bool
write_file(const char *path, const void *data, size_t len, bool keeps_mode,
    struct err *e)
{
	char *real = real_path(path);
	bool ok = files_make_folders(real) && replace(real, data, len, keeps_mode);

	if (!ok)
		err_set(e, _("cannot write '%s': %s"), path, strerror(errno));
	free(real);
	return ok;
}

bool
files_write(const char *path, const void *data, size_t len, struct err *e)
{
	return write_file(path, data, len, false, e);
}

bool
files_rewrite(const char *path, const void *data, size_t len, struct err *e)
{
	return write_file(path, data, len, true, e);
}
