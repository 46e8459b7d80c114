/*
 * find.h -- a text in other texts, as people look for it: without case,
 * accents of Latin, Greek and Cyrillic, and width. Control characters are not
 * seen. Fast where a text is ASCII.
 */
#ifndef BASE_FIND_H
#define BASE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIND_MAX = 128 };	/* folded characters; what is beyond is dropped */

struct find {
	uint32_t wanted[FIND_MAX];	/* folded */
	char ascii[FIND_MAX];	/* the same, if all of it is ASCII */
	size_t len;		/* 0: nothing is found */
	bool is_ascii;
};

void find_init(struct find *f, const char *text);

/*
 * The first place at or behind byte `from`, a character's first: the bytes
 * *begin to *end of the text, marks that belong to it included.
 */
bool find_next(const struct find *f, const char *text, size_t len,
    size_t from, size_t *begin, size_t *end);

/* What looking through it costs, in bytes of ASCII. */
size_t find_cost(const char *text, size_t len);

#endif
