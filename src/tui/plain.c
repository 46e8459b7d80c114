/* plain.c -- starts tcpchat with the arguments of tcpchat-tui. */
#include "config.h"

#include "tui/plain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "base/banned.h"

static const char program[] = "tcpchat";

/* "DIR/tcpchat" beside "DIR/tcpchat-tui"; a name without DIR is looked for. */
static char *
beside(const char *self)
{
	const char *slash = strrchr(self, '/');
	size_t len = slash != NULL ? (size_t)(slash - self) + 1 : 0;
	char *path = xcalloc(1, len + sizeof program);

	memcpy(path, self, len);
	memcpy(path + len, program, sizeof program);
	return path;
}

void
plain_exec(int argc, char *const *argv)
{
	static char option[] = "--plain";
	char **args = xcalloc((size_t)argc + 2, sizeof *args);
	char *path = beside(argv[0]);
	int i, error;

	args[0] = path;
	args[1] = option;
	for (i = 1; i < argc; i++)
		args[i + 1] = argv[i];
	execvp(path, args);
	error = errno;
	free(path);
	free(args);
	errno = error;
}
