/* logfile.c -- one file of the log: appended to, and read back. */
#include "config.h"

#include "client/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/files.h"
#include "client/logline.h"

#include "base/banned.h"

enum {
	PIECE_BYTES = 32 * 1024,
	SAID_FIELD = 3		/* of a line, from 0: logline.h */
};

struct logfile {
	char *path;		/* owned */
	char *old_path;		/* owned; NAME.old */
	struct buf waiting;
	off_t from;		/* read back from here on; -1: not begun */
	bool reads_old;		/* in NAME.old */
};

struct logfile *
logfile_new(char *path_take)
{
	struct logfile *f = xcalloc(1, sizeof *f);
	size_t size = strlen(path_take) + sizeof ".old";

	f->path = path_take;
	f->old_path = xmalloc(size);
	snprintf(f->old_path, size, "%s.old", path_take);
	f->from = -1;
	buf_init(&f->waiting, LOGFILE_WAITING);
	return f;
}

void
logfile_free(struct logfile *f)
{
	if (f == NULL)
		return;
	buf_release(&f->waiting);
	free(f->path);
	free(f->old_path);
	free(f);
}

/* --- Writing --------------------------------------------------------------- */

bool
logfile_add(struct logfile *f, const struct logline *l, int32_t zone_s)
{
	return logline_write(l, zone_s, &f->waiting);
}

bool
logfile_is_waiting(const struct logfile *f)
{
	return f->waiting.len > 0;
}

static bool
fail(const struct logfile *f, struct err *e)
{
	err_set(e, _("cannot write the log '%s': %s; /set log off ends it"),
	    f->path, strerror(errno));
	return false;
}

/* Too big: another begins. What was being read goes by its other name now. */
static void
turn_over(struct logfile *f)
{
	if (rename(f->path, f->old_path) != 0)
		return;
	if (f->reads_old)
		f->from = 0;	/* of one that is gone */
	f->reads_old = f->from >= 0;
}

static int
open_to_add(struct logfile *f)
{
	int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK;
	struct stat st;
	int fd;

	if (stat(f->path, &st) == 0 && st.st_size > LOGFILE_MAX)
		turn_over(f);
	fd = open(f->path, flags, 0600);
	if (fd < 0 && errno == ENOENT && files_make_folders(f->path))
		fd = open(f->path, flags, 0600);
	return fd;
}

/* A line that a crash or a full disk has cut ends before the next. */
static bool
end_last_line(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last;

	return end <= 0 || pread(fd, &last, 1, end - 1) != 1 || last == '\n' ||
	    write(fd, "\n", 1) == 1;
}

bool
logfile_write(struct logfile *f, struct err *e)
{
	int fd = f->waiting.len > 0 ? open_to_add(f) : -1;
	ssize_t n = 0;
	bool ok;

	if (f->waiting.len == 0)
		return true;
	if (fd < 0)
		return fail(f, e);
	ok = end_last_line(fd);
	if (ok)
		n = write(fd, f->waiting.data, f->waiting.len);
	if (n > 0)
		buf_consume(&f->waiting, (size_t)n);
	if (!ok || n < 0 || f->waiting.len > 0)
		ok = fail(f, e);
	close(fd);
	return ok;
}

/* --- Taking back ------------------------------------------------------------ */

/* The line that ends with that msgid, from the end on; NULL: none. */
static char *
find_msgid(char *text, size_t len, const char *msgid)
{
	size_t n = strlen(msgid), at = len;

	for (; at > n + 1; at--)
		if (text[at - 1] == '\n' && text[at - n - 2] == '\t' &&
		    memcmp(text + at - n - 1, msgid, n) == 0)
			break;
	if (at <= n + 1)
		return NULL;
	for (at--; at > 0 && text[at - 1] != '\n'; at--)
		continue;
	return text + at;
}

/* The field of a line that says what was said, and its length; NULL: it is no
 * message of ours. */
static char *
said_of(char *line, size_t *len)
{
	for (int i = 0; i < SAID_FIELD; i++) {
		line += strcspn(line, "\t\n");
		if (*line++ != '\t' || (i == 0 && *line == '!'))
			return NULL;
	}
	*len = strcspn(line, "\t\n");
	return line;
}

/* The same of the last message of that msgid. */
static char *
find_said(char *text, size_t len, const char *msgid, size_t *said_len)
{
	char *line, *said;

	while ((line = find_msgid(text, len, msgid)) != NULL) {
		said = said_of(line, said_len);
		if (said != NULL)
			return said;
		len = (size_t)(line - text);
	}
	return NULL;
}

static bool
blank_out(int fd, const char *msgid)
{
	off_t end = lseek(fd, 0, SEEK_END);
	size_t len = end < LOGFILE_READ_MAX ? (size_t)end : LOGFILE_READ_MAX, n;
	char *text = xmalloc(len + 1), *said = NULL;
	bool ok = false;

	if (end > 0 && pread(fd, text, len, end - (off_t)len) == (ssize_t)len) {
		text[len] = '\0';
		said = find_said(text, len, msgid, &n);
	}
	if (said != NULL) {
		memset(said, ' ', n);
		ok = pwrite(fd, said, n, end - (off_t)len +
		    (off_t)(said - text)) == (ssize_t)n;
	}
	free(text);
	return ok;
}

static bool
forget_in(const char *path, const char *msgid)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	bool ok = fd >= 0 && blank_out(fd, msgid);

	if (fd >= 0)
		close(fd);
	return ok;
}

bool
logfile_forget(struct logfile *f, const char *msgid)
{
	struct err why = { "" };

	return msgid[0] != '\0' && logfile_write(f, &why) &&
	    (forget_in(f->path, msgid) || forget_in(f->old_path, msgid));
}

/* --- Reading back ---------------------------------------------------------- */

/*
 * Where in `len` bytes, which end with a line, their last `n` whole lines
 * begin; `len`: there is none. `is_start`: a line begins with the first byte.
 */
static size_t
begin_of(const char *text, size_t len, size_t n, bool is_start)
{
	size_t begin = len;

	for (size_t at = len; n > 0 && at > 0; n--) {
		for (at--; at > 0 && text[at - 1] != '\n'; at--)
			continue;
		if (at == 0 && !is_start)
			break;
		begin = at;
	}
	return begin;
}

/* More than `n` line ends: at least so many whole lines. */
static bool
has_lines(const char *text, size_t len, size_t n)
{
	const char *end = text + len;

	for (; (text = memchr(text, '\n', (size_t)(end - text))) != NULL;
	    text++)
		if (n-- == 0)
			return true;
	return false;
}

/* The last `n` whole lines before f->from, which is moved before them. */
static char *
read_back(struct logfile *f, int fd, size_t n)
{
	size_t len, begin, cap = PIECE_BYTES;
	char *text = NULL;

	do {
		cap *= 2;
		len = (off_t)cap < f->from ? cap : (size_t)f->from;
		text = xrealloc(text, len + 1);
		if (pread(fd, text, len, f->from - (off_t)len) !=
		    (ssize_t)len)
			len = 0;
	} while (len == cap && cap < LOGFILE_READ_MAX &&
	    !has_lines(text, len, n));
	begin = begin_of(text, len, n, (off_t)len == f->from);
	/* Nothing, or a line longer than any of ours: the end. */
	f->from = begin < len ? f->from - (off_t)(len - begin) : 0;
	memmove(text, text + begin, len - begin);
	text[len - begin] = '\0';
	return text;
}

/* Where its last whole line ends. */
static void
begin_reading(struct logfile *f, int fd)
{
	char last = '\n';

	f->from = lseek(fd, 0, SEEK_END);
	while (f->from > 0 && pread(fd, &last, 1, f->from - 1) == 1 &&
	    last != '\n')
		f->from--;
}

/* From the one that is being read. */
static char *
older_here(struct logfile *f, size_t n)
{
	int fd = f->from == 0 ? -1 : open(f->reads_old ? f->old_path :
	    f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;

	if (fd < 0) {
		f->from = 0;
		return NULL;
	}
	if (f->from < 0)
		begin_reading(f, fd);
	if (f->from > 0)
		text = read_back(f, fd, n);
	close(fd);
	return text;
}

char *
logfile_older(struct logfile *f, size_t n)
{
	char *text = older_here(f, n);

	if (text != NULL || f->reads_old)
		return text;
	f->reads_old = true;
	f->from = -1;
	return older_here(f, n);
}
