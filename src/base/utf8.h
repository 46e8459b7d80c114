/* utf8.h -- UTF-8 text: characters, clusters, normal form (by utf8proc). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/*
 * Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing
 * beyond U+10FFFF. NUL is a character like any other. Fast for ASCII.
 */
bool utf8_valid(const char *p, size_t len) ATTR_PURE;

/*
 * The character at `p` into *cp. Returns its bytes, 1 to 4; a byte that begins
 * no character counts as U+FFFD of length 1. 0 only when len is 0.
 */
size_t utf8_decode(const char *p, size_t len, uint32_t *cp);

/* Writes `cp` to `out`; returns its bytes, 0 for what is no character. */
size_t utf8_encode(uint32_t cp, char out[4]);

/*
 * Bytes of the first grapheme cluster (what a person calls one character:
 * base and marks, joined emoji, a flag). 0 only when len is 0.
 */
size_t utf8_next_cluster(const char *p, size_t len);

/* Whether what begins at `p` may belong to a cluster that ends with `cp`; a
 * quick look, which says so of nearly no text. */
bool utf8_may_join(uint32_t cp, const char *p, size_t len);

/* Where the last cluster of the `len` bytes begins; 0 when len is 0. */
size_t utf8_prev_cluster(const char *p, size_t len);

/* Cannot be seen: controls, formats (ZWJ, bidi), blanks, private, surrogates. */
bool utf8_is_invisible(uint32_t cp);

/* Steers a terminal or turns the text around: C0, C1, line and paragraph
 * separator, embeddings, overrides and isolates of direction. */
bool utf8_is_steering(uint32_t cp);

/*
 * May stand in a name (RFC 8264, as far as people may want it): it is seen,
 * assigned and no filler that shows nothing. Symbols and emoji may.
 */
bool utf8_is_nameable(uint32_t cp);

/* Written from right to left, or from left to right; neither: digits, signs. */
bool utf8_is_rtl(uint32_t cp);
bool utf8_is_ltr(uint32_t cp);

/* Combines with what stands before it, so nothing can begin with it. */
bool utf8_is_mark(uint32_t cp);

/* Columns of a terminal that `cp` takes by Unicode: 0, 1 or 2. */
int utf8_width(uint32_t cp);

/* NFC of `s`, owned by the caller; NULL if `s` is not valid UTF-8. */
char *utf8_nfc(const char *s) ATTR_USE_RESULT;

/*
 * What `cp` is when people look for a text: without case, accents of Latin,
 * Greek and Cyrillic, and width. Returns how many characters; 0: an accent, or
 * a control character.
 */
enum { UTF8_FOLD_MAX = 32 };
size_t utf8_fold_loosely(uint32_t cp, uint32_t out[UTF8_FOLD_MAX]);

/* NFKC of `s` with full case folding: what looks like the same text; as
 * utf8_nfc otherwise. */
char *utf8_fold_compatible(const char *s) ATTR_USE_RESULT;

/* The most of the `len` bytes, at most `max`, that cuts no character in two. */
size_t utf8_cut(const char *p, size_t len, size_t max) ATTR_PURE;

/* Characters (code points) in `len` bytes. */
size_t utf8_count(const char *p, size_t len);

#endif
