/*
 * charset.h -- between UTF-8 and what a locale that is not UTF-8 has.
 *
 * Single-byte charsets and EUC; in a UTF-8 locale everything passes.
 */
#ifndef TUI_CHARSET_H
#define TUI_CHARSET_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHARSET_CUT = 8, CHARSET_TEXT = 8 };

struct charset {
	bool is_utf8;
	iconv_t in;		/* to UTF-8; (iconv_t)-1: not known here */
	iconv_t out;		/* from UTF-8 */
	char cut[CHARSET_CUT];	/* bytes of a character not yet whole */
	size_t cut_len;
};

/* `codeset` as nl_langinfo(CODESET) says it. One that iconv does not know
 * counts as ASCII. */
void charset_init(struct charset *c, const char *codeset);
void charset_release(struct charset *c);

/* One byte typed. Returns the bytes of UTF-8 that it brought to an end, 0 if
 * its character is not whole yet. */
size_t charset_byte(struct charset *c, unsigned char byte,
    char out[CHARSET_TEXT]);

/* Whether the locale can write the character at all. */
bool charset_has(struct charset *c, uint32_t cp);

#endif
