/* xalloc.c -- memory that is there, or the program ends. */
#include "config.h"

#include "base/xalloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static ATTR_NORETURN void
no_memory(void)
{
	fputs("out of memory\n", stderr);
	abort();
}

static void *
checked(void *p)
{
	if (p == NULL)
		no_memory();
	return p;
}

/* malloc(0) may be NULL, which would look like no memory. */
static size_t
at_least_one(size_t size)
{
	return size > 0 ? size : 1;
}

void *
xmalloc(size_t size)
{
	return checked(malloc(at_least_one(size)));
}

void *
xcalloc(size_t n, size_t size)
{
	return checked(calloc(at_least_one(n), at_least_one(size)));
}

void *
xrealloc(void *p, size_t size)
{
	return checked(realloc(p, at_least_one(size)));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		no_memory();
	return xrealloc(p, n * size);
}

char *
xstrdup(const char *s)
{
	return s != NULL ? xmemdup(s, strlen(s) + 1) : NULL;
}

char *
xstrndup(const char *s, size_t max)
{
	size_t len = strnlen(s, max);
	char *copy = xmalloc(len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

void *
xmemdup(const void *p, size_t size)
{
	void *copy = xmalloc(size);

	if (size > 0)
		memcpy(copy, p, size);
	return copy;
}
