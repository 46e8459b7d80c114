/*
 * words.h -- a text cut into the words that are searched for (by utf8proc).
 *
 * A word is a run of letters, digits and their marks; every character of
 * Chinese, Japanese and Korean is one of its own (those are written without
 * blanks, so they are found as phrases), and so is every picture sign. Two
 * words are the same if their folded forms are: without case, accents of
 * Latin, Greek and Cyrillic, and width.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { WORD_BYTES = 64 };	/* of the folded form; longer words end there */

struct words {
	const char *text;	/* borrowed; UTF-8 */
	size_t len, at;		/* bytes; `at` begins at 0 */
};

struct word {
	size_t from, to;	/* bytes of the text */
	size_t len;		/* of `folded` */
	char   folded[WORD_BYTES + 1];
};

/* The next word; false: there is none. */
bool words_next(struct words *w, struct word *out);

#endif
