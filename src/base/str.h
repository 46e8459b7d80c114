/* str.h -- strings and pieces of strings; everything ASCII, no locale. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/* A piece of somebody else's string; borrowed, not NUL-terminated. */
struct str_span {
	const char *p;
	size_t len;	/* bytes */
};

/*
 * Copies `src` into `dst` of `size` bytes (at least 1), always terminated.
 * Returns whether all of it fitted; what did not is cut between two UTF-8
 * characters.
 */
bool str_copy(char *dst, size_t size, const char *src);
bool str_copy_span(char *dst, size_t size, struct str_span src);

/* NULL equals NULL and nothing else. */
bool str_eq(const char *a, const char *b) ATTR_PURE;
/* Takes as long for a wrong one, however much of it is right. */
bool str_eq_secret(const char *secret, const char *said) ATTR_PURE;
bool str_eq_nocase(const char *a, const char *b) ATTR_PURE;	/* ASCII */
bool str_starts(const char *s, const char *start) ATTR_PURE;
bool str_starts_nocase(const char *s, const char *start) ATTR_PURE;
bool str_span_eq(struct str_span a, const char *b) ATTR_PURE;

/* ASCII only: the bytes of other characters pass unchanged. */
char str_lower(char c) ATTR_PURE;
char str_upper(char c) ATTR_PURE;
bool str_is_digit(char c) ATTR_PURE;
bool str_is_alpha(char c) ATTR_PURE;

/*
 * Reads a whole decimal number, min <= *out <= max: digits after at most one
 * '-', no '+', no blanks, nothing behind. False, *out untouched, otherwise.
 */
bool str_to_int64(const char *s, int64_t min, int64_t max, int64_t *out)
    ATTR_USE_RESULT;

/*
 * Takes the next non-empty item of a list such as "a,b,,c" off *rest. Begin
 * with *rest at the list; false when nothing is left. Items are borrowed from
 * the list.
 */
bool str_next_item(const char **rest, char sep, struct str_span *item);

/* Copies the first word, up to a blank, cut to `size` between characters.
 * Returns what follows the blanks behind it. */
const char *str_first_word(char *word, size_t size, const char *text);

/* The same for words: blanks and tabs separate, several count as one. */
bool str_next_word(const char **rest, struct str_span *word);

/*
 * For a block that holds its strings behind itself: the bytes that `s` takes
 * there (0 for NULL), and its copy at *at, which is moved behind it. NULL, and
 * nothing moved, for NULL.
 */
size_t str_room(const char *s) ATTR_PURE;
const char *str_keep(char **at, const char *s);

#endif
