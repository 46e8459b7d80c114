/* memfile_memfd.c -- by memfd_create (Linux, FreeBSD). */
#include "config.h"

#include "tui/memfile.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

FILE *
memfile_open(void)
{
	int fd = memfd_create("tcpchat", MFD_CLOEXEC);
	FILE *f;

	if (fd < 0)
		return tmpfile();	/* a kernel without it */
	f = fdopen(fd, "w+");
	if (f == NULL)
		close(fd);
	return f;
}
