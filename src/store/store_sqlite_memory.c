/*
 * store_sqlite_memory.c -- a database whose files are memory of this process.
 *
 * SQLite has databases in memory of its own, but none with a log: there, who
 * reads stops who writes. So this is a file system for SQLite (a "VFS") with as
 * much as one writer and one reader in one process need: sqlite.org/vfs.html,
 * sqlite.org/c3ref/io_methods.html, sqlite.org/walformat.html.
 */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

enum {
	/* Big enough to be given back to the system when it is freed. */
	BLOCK_BYTES = 256 * 1024,
	NAME_SIZE = 32,
	LOCKS = SQLITE_SHM_NLOCK,
};

struct handle;

/* A file: the database, its log, or a temporary one, which has no name. */
struct file {
	struct file *next;
	char name[NAME_SIZE];
	unsigned users;			/* handles */
	unsigned char **block;		/* owned, each too */
	size_t nblocks;
	int64_t size;
	unsigned shared;		/* handles with a lock */
	const struct handle *reserved, *pending;	/* who has that lock */
	void **region;			/* of shared memory; owned, each too */
	int nregions;
	int slot[LOCKS];		/* its locks: -1: exclusive, else how many */
};

/* An open file, as SQLite sees it. */
struct handle {
	sqlite3_file base;		/* first */
	struct memory *memory;
	struct file *file;
	int level;			/* SQLITE_LOCK_... */
	bool slot_shared[LOCKS], slot_exclusive[LOCKS];
};

struct memory {
	sqlite3_vfs vfs;
	char name[NAME_SIZE], path[2 * NAME_SIZE];
	pthread_mutex_t lock;		/* all that follows */
	struct file *files;
};

static struct handle *
enter(sqlite3_file *base)
{
	struct handle *h = (struct handle *)base;

	pthread_mutex_lock(&h->memory->lock);
	return h;
}

static int
leave(struct handle *h, int rc)
{
	pthread_mutex_unlock(&h->memory->lock);
	return rc;
}

/* --- files --- */

static struct file *
find(struct memory *m, const char *name)
{
	for (struct file *f = m->files; f != NULL && name != NULL; f = f->next)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

/* NULL: memory is gone. */
static struct file *
add(struct memory *m, const char *name)
{
	struct file *f = calloc(1, sizeof *f);

	if (f == NULL || !str_copy(f->name, sizeof f->name,
	    name == NULL ? "" : name)) {
		free(f);
		return NULL;
	}
	f->next = m->files;
	m->files = f;
	return f;
}

static void
keep_blocks(struct file *f, size_t n)
{
	while (f->nblocks > n)
		free(f->block[--f->nblocks]);
}

static void
drop(struct memory *m, struct file *gone)
{
	struct file **at = &m->files;

	while (*at != gone)
		at = &(*at)->next;
	*at = gone->next;
	keep_blocks(gone, 0);
	free(gone->block);
	for (int i = 0; i < gone->nregions; i++)
		free(gone->region[i]);
	free(gone->region);
	free(gone);
}

/* False: memory is gone, and the file as it was. */
static bool
grow(struct file *f, int64_t size)
{
	size_t n = (size_t)((size + BLOCK_BYTES - 1) / BLOCK_BYTES);
	unsigned char **block;

	if (n <= f->nblocks)
		return true;
	block = realloc(f->block, n * sizeof *block);
	if (block == NULL)
		return false;
	f->block = block;
	while (f->nblocks < n) {
		block[f->nblocks] = calloc(1, BLOCK_BYTES);
		if (block[f->nblocks] == NULL)
			return false;
		f->nblocks++;
	}
	return true;
}

/* Calls `each` for every piece of `n` bytes at `at` that is in one block. */
static void
walk(struct file *f, int64_t at, int64_t n, unsigned char *buf,
    void (*each)(unsigned char *block, unsigned char *buf, size_t n))
{
	while (n > 0) {
		size_t in = (size_t)(at % BLOCK_BYTES);
		size_t part = BLOCK_BYTES - in;

		if ((int64_t)part > n)
			part = (size_t)n;
		each(f->block[at / BLOCK_BYTES] + in, buf, part);
		at += (int64_t)part;
		n -= (int64_t)part;
		if (buf != NULL)
			buf += part;
	}
}

static void
get(unsigned char *block, unsigned char *buf, size_t n)
{
	memcpy(buf, block, n);
}

static void
put(unsigned char *block, unsigned char *buf, size_t n)
{
	memcpy(block, buf, n);
}

static void
wipe(unsigned char *block, unsigned char *buf, size_t n)
{
	(void)buf;
	memset(block, 0, n);
}

static int
on_read(sqlite3_file *base, void *buf, int n, sqlite3_int64 at)
{
	struct handle *h = enter(base);
	int64_t there = h->file->size - at;

	if (there > n)
		there = n;
	if (there < 0)
		there = 0;
	walk(h->file, at, there, buf, get);
	memset((char *)buf + there, 0, (size_t)(n - there));
	return leave(h, there == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ);
}

static int
on_write(sqlite3_file *base, const void *buf, int n, sqlite3_int64 at)
{
	struct handle *h = enter(base);

	if (!grow(h->file, at + n))
		return leave(h, SQLITE_FULL);
	walk(h->file, at, n, (unsigned char *)buf, put);
	if (h->file->size < at + n)
		h->file->size = at + n;
	return leave(h, SQLITE_OK);
}

/* What is cut off is zeros, should the file grow again. */
static int
on_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct handle *h = enter(base);
	struct file *f = h->file;

	if (size < f->size) {
		walk(f, size, f->size - size, NULL, wipe);
		f->size = size;
		keep_blocks(f, (size_t)((size + BLOCK_BYTES - 1) /
		    BLOCK_BYTES));
	}
	return leave(h, SQLITE_OK);
}

static int
on_sync(sqlite3_file *base, int flags)
{
	(void)base;
	(void)flags;
	return SQLITE_OK;
}

static int
on_size(sqlite3_file *base, sqlite3_int64 *out)
{
	struct handle *h = enter(base);

	*out = h->file->size;
	return leave(h, SQLITE_OK);
}

static int
on_control(sqlite3_file *base, int op, void *arg)
{
	(void)base;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int
sector_size(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

static int
characteristics(sqlite3_file *base)
{
	(void)base;
	return SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL |
	    SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- locks of the database: sqlite.org/lockingv3.html --- */

static bool
is_others(const struct handle *who, const struct handle *h)
{
	return who != NULL && who != h;
}

/* Whether `h` may have that lock; what is on the way to it, it gets. */
static bool
get_lock(struct handle *h, int level)
{
	struct file *f = h->file;

	if (level == SQLITE_LOCK_SHARED) {
		if (is_others(f->pending, h))
			return false;
		f->shared++;
		return true;
	}
	if (is_others(f->reserved, h) || is_others(f->pending, h))
		return false;
	f->reserved = h;
	if (level == SQLITE_LOCK_RESERVED)
		return true;
	f->pending = h;
	h->level = SQLITE_LOCK_PENDING;
	return f->shared == 1;
}

static int
on_lock(sqlite3_file *base, int level)
{
	struct handle *h = enter(base);

	if (h->level >= level)
		return leave(h, SQLITE_OK);
	if (!get_lock(h, level))
		return leave(h, SQLITE_BUSY);
	h->level = level;
	return leave(h, SQLITE_OK);
}

static void
unlock(struct handle *h, int level)
{
	struct file *f = h->file;

	if (h->level <= level)
		return;
	if (f->reserved == h)
		f->reserved = NULL;
	if (f->pending == h)
		f->pending = NULL;
	if (level == SQLITE_LOCK_NONE)
		f->shared--;
	h->level = level;
}

static int
on_unlock(sqlite3_file *base, int level)
{
	struct handle *h = enter(base);

	unlock(h, level);
	return leave(h, SQLITE_OK);
}

static int
on_check_lock(sqlite3_file *base, int *out)
{
	struct handle *h = enter(base);

	*out = h->file->reserved != NULL;
	return leave(h, SQLITE_OK);
}

/* --- memory beside the log, and its locks --- */

static bool
add_region(struct file *f, int size)
{
	void **region = realloc(f->region,
	    (size_t)(f->nregions + 1) * sizeof *region);

	if (region == NULL)
		return false;
	f->region = region;
	region[f->nregions] = calloc(1, (size_t)size);
	if (region[f->nregions] == NULL)
		return false;
	f->nregions++;
	return true;
}

static int
on_shm_map(sqlite3_file *base, int which, int size, int extend,
    void volatile **out)
{
	struct handle *h = enter(base);

	*out = NULL;
	while (extend && h->file->nregions <= which)
		if (!add_region(h->file, size))
			return leave(h, SQLITE_IOERR_NOMEM);
	if (which < h->file->nregions)
		*out = h->file->region[which];
	return leave(h, SQLITE_OK);
}

static void
unlock_slot(struct handle *h, int i)
{
	if (h->slot_exclusive[i])
		h->file->slot[i] = 0;
	else if (h->slot_shared[i])
		h->file->slot[i]--;
	h->slot_exclusive[i] = h->slot_shared[i] = false;
}

static bool
may_lock_slots(const struct handle *h, int from, int n, bool shared)
{
	for (int i = from; i < from + n; i++)
		if (shared ? h->file->slot[i] < 0 : h->file->slot[i] != 0)
			return false;
	return true;
}

static void
lock_slot(struct handle *h, int i, bool shared)
{
	if (!shared) {
		h->file->slot[i] = -1;
		h->slot_exclusive[i] = true;
	} else if (!h->slot_shared[i]) {
		h->file->slot[i]++;
		h->slot_shared[i] = true;
	}
}

static int
on_shm_lock(sqlite3_file *base, int from, int n, int flags)
{
	struct handle *h = enter(base);
	bool shared = (flags & SQLITE_SHM_SHARED) != 0;

	if ((flags & SQLITE_SHM_LOCK) != 0 &&
	    !may_lock_slots(h, from, n, shared))
		return leave(h, SQLITE_BUSY);
	for (int i = from; i < from + n; i++)
		if ((flags & SQLITE_SHM_LOCK) != 0)
			lock_slot(h, i, shared);
		else
			unlock_slot(h, i);
	return leave(h, SQLITE_OK);
}

static void
on_shm_barrier(sqlite3_file *base)
{
	(void)leave(enter(base), SQLITE_OK);
}

static int
on_shm_unmap(sqlite3_file *base, int remove)
{
	struct handle *h = enter(base);

	(void)remove;		/* it goes with its file */
	for (int i = 0; i < LOCKS; i++)
		unlock_slot(h, i);
	return leave(h, SQLITE_OK);
}

/* --- the file system --- */

static int
on_close(sqlite3_file *base)
{
	struct handle *h = enter(base);
	struct memory *m = h->memory;

	unlock(h, SQLITE_LOCK_NONE);
	for (int i = 0; i < LOCKS; i++)
		unlock_slot(h, i);
	if (--h->file->users == 0 && h->file->name[0] == '\0')
		drop(m, h->file);
	return leave(h, SQLITE_OK);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_unlock,
	.xCheckReservedLock = on_check_lock,
	.xFileControl = on_control,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
	.xShmMap = on_shm_map,
	.xShmLock = on_shm_lock,
	.xShmBarrier = on_shm_barrier,
	.xShmUnmap = on_shm_unmap,
};

static int
on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
    int *out_flags)
{
	struct memory *m = vfs->pAppData;
	struct handle *h = (struct handle *)base;

	memset(h, 0, sizeof *h);
	h->memory = m;
	pthread_mutex_lock(&m->lock);
	h->file = find(m, name);
	if (h->file == NULL)
		h->file = add(m, name);
	if (h->file != NULL) {
		h->file->users++;
		h->base.pMethods = &methods;
	}
	pthread_mutex_unlock(&m->lock);
	if (out_flags != NULL)
		*out_flags = flags;
	return h->file != NULL ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* One that is still open loses its name, and goes when it is closed. */
static int
on_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	struct memory *m = vfs->pAppData;
	struct file *f;

	(void)sync_folder;
	pthread_mutex_lock(&m->lock);
	f = find(m, name);
	if (f != NULL && f->users > 0)
		f->name[0] = '\0';
	else if (f != NULL)
		drop(m, f);
	pthread_mutex_unlock(&m->lock);
	return f != NULL ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int
on_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	struct memory *m = vfs->pAppData;
	const struct file *f;

	pthread_mutex_lock(&m->lock);
	f = find(m, name);
	*out = f != NULL && (flags != SQLITE_ACCESS_EXISTS || f->size > 0);
	pthread_mutex_unlock(&m->lock);
	return SQLITE_OK;
}

static int
on_full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	return str_copy(out, (size_t)size, name) ? SQLITE_OK : SQLITE_CANTOPEN;
}

struct memory *
memory_new(void)
{
	struct memory *m = xcalloc(1, sizeof *m);

	snprintf(m->name, sizeof m->name, "memory-%p", (void *)m);
	snprintf(m->path, sizeof m->path, MEMORY_PREFIX "?vfs=%s", m->name);
	pthread_mutex_init(&m->lock, NULL);
	m->vfs = *sqlite3_vfs_find(NULL);	/* its clock, its sleep */
	m->vfs.iVersion = 2;
	m->vfs.szOsFile = sizeof(struct handle);
	m->vfs.zName = m->name;
	m->vfs.pNext = NULL;
	m->vfs.pAppData = m;
	m->vfs.xOpen = on_open;
	m->vfs.xDelete = on_delete;
	m->vfs.xAccess = on_access;
	m->vfs.xFullPathname = on_full_name;
	sqlite3_vfs_register(&m->vfs, 0);
	return m;
}

const char *
memory_path(const struct memory *m)
{
	return m->path;
}

void
memory_free(struct memory *m)
{
	if (m == NULL)
		return;
	sqlite3_vfs_unregister(&m->vfs);
	while (m->files != NULL)
		drop(m, m->files);
	pthread_mutex_destroy(&m->lock);
	free(m);
}
