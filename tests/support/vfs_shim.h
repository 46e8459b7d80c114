/*
 * vfs_shim.h -- a disk that fails when the test says so.
 *
 * A layer between SQLite and the system's files. It changes nothing until it
 * is told to; what it is told holds for every file of every connection.
 */
#ifndef SUPPORT_VFS_SHIM_H
#define SUPPORT_VFS_SHIM_H

enum vfs_fault {
	VFS_FINE,
	VFS_FULL,		/* each write says that the disk is full */
	VFS_WRITE_FAILS,	/* each write reports an I/O error */
	VFS_READ_ONLY,		/* as on a disk that was remounted to be read */
	VFS_SYNC_FAILS,		/* each fsync reports an I/O error */
	VFS_SYNC_HANGS,		/* each fsync takes until the fault is changed */
	VFS_READ_FAILS,		/* each read of the main database: I/O error */
	VFS_READ_HANGS,		/* ... takes until the fault is changed */
};

/* Makes it the default of all databases opened from now on. May be repeated. */
void vfs_shim_install(void);
/* From any thread, at any time. */
void vfs_shim_set(enum vfs_fault fault);
/* Whether an fsync or a read hangs. */
int vfs_shim_is_hanging(void);
/* Waits for that; false after ten seconds. */
int vfs_shim_wait_for_hang(void);
/* fsyncs since the start. */
unsigned vfs_shim_syncs(void);

#endif
