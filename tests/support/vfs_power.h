/*
 * vfs_power.h -- what a power failure would leave of the files of SQLite.
 *
 * Of each file that vfs_shim opens in a folder it is kept what has certainly
 * reached the disk, that is, what was there at the last fsync, and every write
 * since. A cut composes of that what may be found after the power is back.
 */
#ifndef SUPPORT_VFS_POWER_H
#define SUPPORT_VFS_POWER_H

#include <stdint.h>

/* Files in that folder, from now on; NULL: no more, and all is freed. */
void vfs_power_watch(const char *folder);

enum vfs_loss {
	VFS_LOSE_ALL,	/* no write since the last fsync of its file */
	VFS_LOSE_TAIL,	/* those behind one of them, in the order of all files */
	VFS_LOSE_ANY,	/* any of them, and of the others any sectors */
};

/* Writes the files as they may be found into the folder `into`, from any
 * thread. The same `seed` loses the same. */
void vfs_power_cut(const char *into, enum vfs_loss loss, uint64_t seed);
/* How often the database itself, not its log, was synced: checkpoints. */
unsigned vfs_power_checkpoints(void);

/* For vfs_shim: what happens to the file `name`. */
void vfs_power_opened(const char *name);
void vfs_power_wrote(const char *name, const void *data, int n, int64_t at);
void vfs_power_truncated(const char *name, int64_t size);
void vfs_power_synced(const char *name);
void vfs_power_deleted(const char *name);

#endif
