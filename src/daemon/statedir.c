/* statedir.c -- the state folder and its lock. */
#include "config.h"

#include "daemon/statedir.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "daemon/file.h"

#include "base/banned.h"

char *
statedir_default_path(void)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (geteuid() == 0)
		return xstrdup("/var/lib/tcpchat");
	if (state != NULL && state[0] == '/')
		return file_join(state, "/tcpchat");
	if (home != NULL && home[0] == '/')
		return file_join(home, "/.local/state/tcpchat");
	return NULL;
}

static bool
make_one(const char *path, struct err *e)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return true;
	err_set(e, _("cannot make the state folder '%s': %s; "
	    "name another one with --state-dir=DIR"), path, strerror(errno));
	return false;
}

static bool
make_all(char *path, struct err *e)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		bool ok;

		*slash = '\0';
		ok = make_one(path, e);
		*slash = '/';
		if (!ok)
			return false;
	}
	return make_one(path, e);
}

/* The folder of somebody else is left as it is: opening it will tell. */
static bool
close_to_others(const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		err_set(e, _("cannot use the state folder '%s': it is no "
		    "folder; name another one with --state-dir=DIR"), path);
		return false;
	}
	if (st.st_uid != geteuid() || (st.st_mode & 077) == 0)
		return true;
	if (chmod(path, 0700) == 0)
		return true;
	err_set(e, _("cannot close the state folder '%s' to others: %s; "
	    "name another one with --state-dir=DIR"), path, strerror(errno));
	return false;
}

bool
statedir_make(const char *path, struct err *e)
{
	char *copy = xstrdup(path);
	bool ok = make_all(copy, e) && close_to_others(path, e);

	free(copy);
	return ok;
}

static void
explain_lock(int fd, const char *path, struct err *e)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int error = errno;

	if ((error == EAGAIN || error == EACCES)
	    && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		err_set(e, _("cannot use the state folder '%s': the server "
		    "with process number %ld has it; stop that one, or name "
		    "another folder with --state-dir=DIR"), path, (long)lock.l_pid);
	else
		err_set(e, _("cannot lock '%s/tcpchatd.lock': %s; "
		    "name another folder with --state-dir=DIR"), path,
		    strerror(error));
}

static int
open_file(const char *path, const char *name, struct err *e)
{
	char *file = file_join(path, name);
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		err_set(e, _("cannot write '%s': %s; make the folder writable, "
		    "or name another one with --state-dir=DIR"), file,
		    strerror(errno));
	free(file);
	return fd;
}

static bool
write_number(const char *path, struct err *e)
{
	int fd = open_file(path, "/tcpchatd.pid", e);
	char text[32];
	int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
	bool ok;

	if (fd < 0)
		return false;
	ok = ftruncate(fd, 0) == 0 && write(fd, text, (size_t)len) == len;
	if (!ok)
		err_set(e, _("cannot write '%s/tcpchatd.pid': %s; make room, "
		    "or name another folder with --state-dir=DIR"), path,
		    strerror(errno));
	(void)close(fd);
	return ok;
}

int
statedir_lock(const char *path, struct err *e)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open_file(path, "/tcpchatd.lock", e);

	if (fd < 0)
		return -1;
	if (fcntl(fd, F_SETLK, &lock) != 0)
		explain_lock(fd, path, e);
	else if (write_number(path, e))
		return fd;
	(void)close(fd);
	return -1;
}

/* The lock file itself stays: a server that waits for the lock of a removed
 * file would share the folder with one that makes a new file. */
void
statedir_unlock(const char *path, int fd)
{
	char *file;

	if (fd < 0)
		return;
	file = file_join(path, "/tcpchatd.pid");
	(void)unlink(file);
	free(file);
	(void)close(fd);
}
