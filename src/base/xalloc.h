/*
 * xalloc.h -- memory that is there, or the program ends.
 *
 * That is safe because everything a peer can grow has a ceiling
 * (proto/limits.h): memory runs out by our fault or the machine's, and then
 * a daemon that restarts beats one that limps. Everything is freed with free.
 * A size of 0 gives a pointer that may be freed and not read.
 */
#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

#include <stddef.h>

#include "base/attr.h"

void *xmalloc(size_t size) ATTR_USE_RESULT;
void *xcalloc(size_t n, size_t size) ATTR_USE_RESULT;	/* zeroed */
void *xrealloc(void *p, size_t size) ATTR_USE_RESULT;

/* As xrealloc, for `n` things of `size` bytes; aborts if that overflows. */
void *xreallocarray(void *p, size_t n, size_t size) ATTR_USE_RESULT;

/* Owned copies. xstrdup(NULL) is NULL, so an absent text stays absent. */
char *xstrdup(const char *s) ATTR_USE_RESULT;
char *xstrndup(const char *s, size_t max) ATTR_USE_RESULT;
void *xmemdup(const void *p, size_t size) ATTR_USE_RESULT;

#endif
