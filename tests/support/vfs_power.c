/* vfs_power.c -- what a power failure would leave of the files of SQLite. */
#include "config.h"
#include "support/vfs_power.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { PATH_SIZE = 512, SECTOR_BYTES = 512 };

/* A write, or where `data` is NULL, a truncation to `at`. */
struct op {
	struct op *next;
	uint64_t seq;
	int64_t at;
	size_t n;
	unsigned char *data;
};

/* Bytes of a file. */
struct image {
	unsigned char *data;
	size_t len, cap;
};

struct watched {
	struct watched *next;
	char name[PATH_SIZE];
	struct image durable;
	struct op *first, **end;	/* since the last fsync, in order */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_SIZE];		/* this, and all below: locked */
static struct watched *files;
static uint64_t seq;
static unsigned checkpoints;

/* --- images --- */

static void
resize(struct image *i, size_t len)
{
	if (len > i->cap) {
		i->cap = len * 2;
		i->data = xreallocarray(i->data, i->cap, 1);
	}
	if (len > i->len)
		memset(i->data + i->len, 0, len - i->len);
	i->len = len;
}

static void
put(struct image *i, const unsigned char *data, size_t n, size_t at)
{
	if (n == 0)	/* and perhaps no file yet: i->data may be NULL */
		return;
	if (at + n > i->len)
		resize(i, at + n);
	memcpy(i->data + at, data, n);
}

static void
apply(struct image *i, const struct op *op)
{
	if (op->data == NULL)
		resize(i, (size_t)op->at);
	else
		put(i, op->data, op->n, (size_t)op->at);
}

/* Some of its sectors only. */
static void
apply_torn(struct image *i, const struct op *op, struct rand *r)
{
	if (op->data == NULL) {
		apply(i, op);
		return;
	}
	for (size_t from = 0; from < op->n; from += SECTOR_BYTES) {
		size_t n = op->n - from < SECTOR_BYTES ? op->n - from :
		    SECTOR_BYTES;

		if (rand_next(r) % 2 == 0)
			put(i, op->data + from, n, (size_t)op->at + from);
	}
}

/* --- what happens --- */

static struct watched *
find(const char *name)
{
	for (struct watched *w = files; w != NULL; w = w->next)
		if (str_eq(w->name, name))
			return w;
	return NULL;
}

static void
forget_ops(struct watched *w, bool apply_them)
{
	struct op *op;

	while ((op = w->first) != NULL) {
		w->first = op->next;
		if (apply_them)
			apply(&w->durable, op);
		free(op->data);
		free(op);
	}
	w->end = &w->first;
}

static void
drop(struct watched *gone)
{
	struct watched **at = &files;

	while (*at != gone)
		at = &(*at)->next;
	*at = gone->next;
	forget_ops(gone, false);
	free(gone->durable.data);
	free(gone);
}

static void
add_op(const char *name, const void *data, size_t n, int64_t at)
{
	struct watched *w;
	struct op *op;

	pthread_mutex_lock(&lock);
	w = name == NULL ? NULL : find(name);
	if (w != NULL) {
		op = xcalloc(1, sizeof *op);
		op->seq = ++seq;
		op->at = at;
		op->n = n;
		if (data != NULL)
			op->data = memcpy(xmalloc(n), data, n);
		*w->end = op;
		w->end = &op->next;
	}
	pthread_mutex_unlock(&lock);
}

/* What is there already is believed to be on the disk. */
static void
read_durable(struct image *i, const char *name)
{
	unsigned char part[65536];
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	while (fd >= 0 && (n = read(fd, part, sizeof part)) > 0)
		put(i, part, (size_t)n, i->len);
	if (fd >= 0)
		close(fd);
}

void
vfs_power_opened(const char *name)
{
	struct watched *w;

	pthread_mutex_lock(&lock);
	if (folder[0] != '\0' && name != NULL && str_starts(name, folder) &&
	    find(name) == NULL) {
		w = xcalloc(1, sizeof *w);
		assert_true(str_copy(w->name, sizeof w->name, name));
		w->end = &w->first;
		w->next = files;
		files = w;
		read_durable(&w->durable, name);
	}
	pthread_mutex_unlock(&lock);
}

void
vfs_power_wrote(const char *name, const void *data, int n, int64_t at)
{
	add_op(name, data, (size_t)n, at);
}

void
vfs_power_truncated(const char *name, int64_t size)
{
	add_op(name, NULL, 0, size);
}

void
vfs_power_synced(const char *name)
{
	struct watched *w;

	pthread_mutex_lock(&lock);
	w = name == NULL ? NULL : find(name);
	if (w != NULL) {
		forget_ops(w, true);
		checkpoints += strstr(name, "-wal") == NULL;
	}
	pthread_mutex_unlock(&lock);
}

void
vfs_power_deleted(const char *name)
{
	struct watched *w;

	pthread_mutex_lock(&lock);
	w = find(name);
	if (w != NULL)
		drop(w);
	pthread_mutex_unlock(&lock);
}

void
vfs_power_watch(const char *path)
{
	pthread_mutex_lock(&lock);
	while (files != NULL)
		drop(files);
	assert_true(str_copy(folder, sizeof folder, path == NULL ? "" : path));
	checkpoints = 0;
	pthread_mutex_unlock(&lock);
}

unsigned
vfs_power_checkpoints(void)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	n = checkpoints;
	pthread_mutex_unlock(&lock);
	return n;
}

/* --- the cut --- */

/* The first number that is lost, for VFS_LOSE_TAIL. */
static uint64_t
choose_tail(struct rand *r)
{
	uint64_t first = seq + 1;

	for (const struct watched *w = files; w != NULL; w = w->next)
		if (w->first != NULL && w->first->seq < first)
			first = w->first->seq;
	return first + rand_next(r) % (seq + 2 - first);
}

static void
write_image(const struct image *i, const char *into, const char *name)
{
	char path[PATH_SIZE];
	int fd;

	snprintf(path, sizeof path, "%s%s", into, strrchr(name, '/'));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, i->data, i->len), i->len);
	close(fd);
}

static void
compose(const struct watched *w, enum vfs_loss loss, uint64_t tail,
    struct rand *r, struct image *out)
{
	put(out, w->durable.data, w->durable.len, 0);
	for (const struct op *op = w->first; op != NULL; op = op->next) {
		if (loss == VFS_LOSE_TAIL && op->seq < tail)
			apply(out, op);
		else if (loss == VFS_LOSE_ANY && rand_next(r) % 3 != 0)
			apply_torn(out, op, r);
	}
}

void
vfs_power_cut(const char *into, enum vfs_loss loss, uint64_t seed)
{
	struct rand r;
	uint64_t tail;

	rand_seed(&r, seed);
	pthread_mutex_lock(&lock);
	tail = choose_tail(&r);
	for (const struct watched *w = files; w != NULL; w = w->next) {
		struct image image = { NULL, 0, 0 };

		compose(w, loss, tail, &r, &image);
		if (image.len > 0)
			write_image(&image, into, w->name);
		free(image.data);
	}
	pthread_mutex_unlock(&lock);
}
