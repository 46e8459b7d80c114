/* file.c -- reads small files. */
#include "config.h"

#include "daemon/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xalloc.h"

#include "base/banned.h"

/* 0, or why the file is not one of ours to read. */
static int
fault_of(const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		return EISDIR;
	if (!S_ISREG(st->st_mode))
		return EINVAL;
	return st->st_size > FILE_READ_MAX_BYTES ? EFBIG : 0;
}

static char *
read_open(FILE *in)
{
	struct stat st;
	char *text;
	size_t n;

	if (fstat(fileno(in), &st) != 0)
		return NULL;
	errno = fault_of(&st);
	if (errno != 0)
		return NULL;
	text = xmalloc((size_t)st.st_size + 1);
	n = fread(text, 1, (size_t)st.st_size, in);
	text[n] = '\0';
	return text;
}

char *
file_read(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text;
	int error;

	if (in == NULL)
		return NULL;
	text = read_open(in);
	error = errno;
	(void)fclose(in);
	errno = error;
	return text;
}

char *
file_join(const char *a, const char *b)
{
	size_t size = strlen(a) + strlen(b) + 1;
	char *out = xmalloc(size);

	(void)snprintf(out, size, "%s%s", a, b);
	return out;
}
