/* vfs_shim.c -- a disk that fails when the test says so. */
#include "config.h"
#include "support/vfs_shim.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "support/vfs_power.h"

#include "base/banned.h"

enum { HANG_SECONDS = 10 };

struct shim_file {
	sqlite3_file base;	/* first: what SQLite sees */
	int is_main;		/* the database, not its log */
	const char *name;	/* SQLite's; NULL: a temporary one */
	sqlite3_file *real;	/* behind this struct */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static enum vfs_fault fault;	/* all three: locked */
static unsigned hanging, syncs;

static sqlite3_vfs *real_vfs;

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct shim_file *)file)->real;
}

static enum vfs_fault
fault_now(void)
{
	enum vfs_fault now;

	pthread_mutex_lock(&lock);
	now = fault;
	pthread_mutex_unlock(&lock);
	return now;
}

/* --- where it fails --- */

/* Locked: until it is another fault. */
static void
hang(enum vfs_fault which)
{
	hanging++;
	pthread_cond_broadcast(&changed);
	while (fault == which)
		pthread_cond_wait(&changed, &lock);
	hanging--;
}

static int
shim_read(sqlite3_file *file, void *buf, int n, sqlite3_int64 at)
{
	int is_main = ((struct shim_file *)file)->is_main;

	if (is_main && fault_now() == VFS_READ_FAILS)
		return SQLITE_IOERR_READ;
	pthread_mutex_lock(&lock);
	if (is_main)
		hang(VFS_READ_HANGS);
	pthread_mutex_unlock(&lock);
	return real_of(file)->pMethods->xRead(real_of(file), buf, n, at);
}

static int
shim_write(sqlite3_file *file, const void *buf, int n, sqlite3_int64 at)
{
	enum vfs_fault now = fault_now();
	int rc;

	if (now == VFS_FULL)
		return SQLITE_FULL;
	if (now == VFS_WRITE_FAILS)
		return SQLITE_IOERR_WRITE;
	if (now == VFS_READ_ONLY)
		return SQLITE_READONLY;
	rc = real_of(file)->pMethods->xWrite(real_of(file), buf, n, at);
	if (rc == SQLITE_OK)
		vfs_power_wrote(((struct shim_file *)file)->name, buf, n, at);
	return rc;
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	int fails, rc;

	pthread_mutex_lock(&lock);
	syncs++;
	hang(VFS_SYNC_HANGS);
	fails = fault == VFS_SYNC_FAILS;
	pthread_mutex_unlock(&lock);
	if (fails)
		return SQLITE_IOERR_FSYNC;
	rc = real_of(file)->pMethods->xSync(real_of(file), flags);
	if (rc == SQLITE_OK)
		vfs_power_synced(((struct shim_file *)file)->name);
	return rc;
}

/* --- where it only passes on --- */

static int
shim_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = real_of(file)->pMethods->xTruncate(real_of(file), size);

	if (rc == SQLITE_OK)
		vfs_power_truncated(((struct shim_file *)file)->name, size);
	return rc;
}

static int
shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int
shim_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
shim_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int
shim_check_lock(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int
shim_control(sqlite3_file *file, int op, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int
shim_sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
shim_characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
shim_shm_map(sqlite3_file *file, int region, int size, int extend,
    void volatile **out)
{
	return real_of(file)->pMethods->xShmMap(real_of(file), region, size,
	    extend, out);
}

static int
shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, n,
	    flags);
}

static void
shim_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
shim_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods shim_methods = {
	.iVersion = 2,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_check_lock,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector_size,
	.xDeviceCharacteristics = shim_characteristics,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
};

static int
shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
	struct shim_file *f = (struct shim_file *)file;
	int rc;

	(void)vfs;
	memset(f, 0, sizeof *f);
	f->real = (sqlite3_file *)(f + 1);
	f->is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
	rc = real_vfs->xOpen(real_vfs, name, f->real, flags, out_flags);
	if (f->real->pMethods != NULL)
		f->base.pMethods = &shim_methods;
	if (rc == SQLITE_OK && name != NULL) {
		f->name = name;
		vfs_power_opened(name);
	}
	return rc;
}

static int
shim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	int rc = real_vfs->xDelete(real_vfs, name, sync_folder);

	(void)vfs;
	if (rc == SQLITE_OK)
		vfs_power_deleted(name);
	return rc;
}

void
vfs_shim_install(void)
{
	static sqlite3_vfs shim;

	if (real_vfs != NULL)
		return;
	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.szOsFile += (int)sizeof(struct shim_file);
	shim.zName = "shim";
	shim.pNext = NULL;
	shim.xOpen = shim_open;
	shim.xDelete = shim_delete;
	sqlite3_vfs_register(&shim, 1);
}

void
vfs_shim_set(enum vfs_fault now)
{
	pthread_mutex_lock(&lock);
	fault = now;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

int
vfs_shim_is_hanging(void)
{
	int is_hanging;

	pthread_mutex_lock(&lock);
	is_hanging = (fault == VFS_SYNC_HANGS || fault == VFS_READ_HANGS) &&
	    hanging > 0;
	pthread_mutex_unlock(&lock);
	return is_hanging;
}

int
vfs_shim_wait_for_hang(void)
{
	struct timespec until;
	int rc = 0, is_hanging;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += HANG_SECONDS;
	pthread_mutex_lock(&lock);
	while (hanging == 0 && rc == 0)
		rc = pthread_cond_timedwait(&changed, &lock, &until);
	is_hanging = hanging > 0;
	pthread_mutex_unlock(&lock);
	return is_hanging;
}

unsigned
vfs_shim_syncs(void)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	n = syncs;
	pthread_mutex_unlock(&lock);
	return n;
}
