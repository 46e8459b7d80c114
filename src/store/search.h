/*
 * search.h -- what somebody searches for, and whether a text has it.
 *
 * The words of the text asked for must all be in the message, in any order,
 * each as the beginning of a word of it. Words that are joined without a blank
 * (an address, Chinese), or stand in "quotes", must follow each other. Both
 * stores use this, and the index of store_sqlite cuts its words in the same
 * way, so they find the same.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"

enum { SEARCH_WORDS_MAX = 32 };	/* further ones are not looked at */

struct search {
	size_t nwords;
	struct {
		char   folded[WORD_BYTES + 1];
		size_t len;
		bool   is_last;		/* of words that follow each other */
	} word[SEARCH_WORDS_MAX];
};

enum { SEARCH_EXPRESSION_SIZE = SEARCH_WORDS_MAX * (WORD_BYTES + 8) };

/* False: there is no word in `text`, so nothing is found. */
bool search_init(struct search *s, const char *text);

/* NULL has no words. */
bool search_matches(const struct search *s, const char *text);

/* The same as an expression of FTS5. */
void search_expression(const struct search *s,
    char out[SEARCH_EXPRESSION_SIZE]);

#endif
