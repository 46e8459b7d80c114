/*
 * pattern.h -- what a line of a conversation is expected to look like.
 *
 *   *        any bytes, also none
 *   ?        any one byte
 *   {name}   a word, at least one byte without a blank; later the same word
 *
 * A pattern that begins with '@' also looks at tags: "@msgid={m};!label" is a
 * line with a msgid and without a label, whatever other tags it has. One that
 * does not looks at none.
 */
#ifndef CHAT_PATTERN_H
#define CHAT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

enum { NAMES_MAX = 64, NAME_SIZE = 32, WORD_SIZE = 512 };

/* What {name}s stand for so far. All zero: none. */
struct words {
	struct {
		char name[NAME_SIZE];
		char word[WORD_SIZE];
	} of[NAMES_MAX];
	size_t n;
};

/* Whether `line` (without CR LF) is as expected; learns new words if so. */
bool pattern_matches(const char *pattern, const char *line, struct words *w)
    ATTR_USE_RESULT;

/* Puts the words into what is typed. False: a {name} is not known. */
bool words_fill_in(const struct words *w, const char *text, char *out,
    size_t size) ATTR_USE_RESULT;

#endif
