/* utf8.c -- UTF-8 text, by utf8proc. */
#include "config.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum { REPLACEMENT = 0xfffd };

/* How many of the first bytes are ASCII, looked at eight at a time. */
static size_t
ascii_prefix(const char *p, size_t len)
{
	const uint64_t high_bits = UINT64_C(0x8080808080808080);
	size_t n = 0;
	uint64_t eight;

	for (; len - n >= sizeof eight; n += sizeof eight) {
		memcpy(&eight, p + n, sizeof eight);
		if (eight & high_bits)
			break;
	}
	while (n < len && ((unsigned char)p[n] & 0x80) == 0)
		n++;
	return n;
}

/* Bytes of the character at `p`; 0 if none begins there. */
static size_t
iterate(const char *p, size_t len, utf8proc_int32_t *cp)
{
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)p,
	    (utf8proc_ssize_t)(len < 4 ? len : 4), cp);

	return n > 0 ? (size_t)n : 0;
}

bool
utf8_valid(const char *p, size_t len)
{
	utf8proc_int32_t cp;
	size_t n, at = 0;

	for (;;) {
		at += ascii_prefix(p + at, len - at);
		if (at == len)
			return true;
		n = iterate(p + at, len - at, &cp);
		if (n == 0)
			return false;
		at += n;
	}
}

size_t
utf8_decode(const char *p, size_t len, uint32_t *cp)
{
	utf8proc_int32_t c;
	size_t n;

	*cp = REPLACEMENT;
	if (len == 0)
		return 0;
	if (((unsigned char)p[0] & 0x80) == 0) {
		*cp = (unsigned char)p[0];
		return 1;
	}
	n = iterate(p, len, &c);
	if (n == 0)
		return 1;
	*cp = (uint32_t)c;
	return n;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp,
	    (utf8proc_uint8_t *)out);
}

/* Nearly all letters and signs: two of them side by side are never one
 * cluster (UAX #29, GB999). */
static bool
is_other(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass ==
	    UTF8PROC_BOUNDCLASS_OTHER;
}

bool
utf8_may_join(uint32_t cp, const char *p, size_t len)
{
	uint32_t next;

	if (utf8_decode(p, len, &next) == 0)
		return false;
	return !is_other(next) || !is_other(cp);
}

size_t
utf8_next_cluster(const char *p, size_t len)
{
	uint32_t before, cp;
	utf8proc_int32_t state = 0;
	size_t at = utf8_decode(p, len, &before);

	if (!utf8_may_join(before, p + at, len - at))
		return at;
	while (at < len) {
		size_t n = utf8_decode(p + at, len - at, &cp);

		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
		    (utf8proc_int32_t)cp, &state))
			break;
		before = cp;
		at += n;
	}
	return at;
}

size_t
utf8_prev_cluster(const char *p, size_t len)
{
	size_t n, at = 0;

	/* Only from the front is it known where a flag or an emoji begins. */
	while ((n = utf8_next_cluster(p + at, len - at)) < len - at)
		at += n;
	return at;
}

bool
utf8_is_invisible(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return true;
	default:
		return false;
	}
}

bool
utf8_is_steering(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	    (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

bool
utf8_is_nameable(uint32_t cp)
{
	enum { BRAILLE_BLANK = 0x2800, REPLACEMENT_CHARACTER = 0xfffd };
	const utf8proc_property_t *p =
	    utf8proc_get_property((utf8proc_int32_t)cp);

	return !utf8_is_invisible(cp) && !p->ignorable &&
	    p->category != UTF8PROC_CATEGORY_CN && cp != BRAILLE_BLANK &&
	    cp != REPLACEMENT_CHARACTER;
}

bool
utf8_is_rtl(uint32_t cp)
{
	switch (utf8proc_get_property((utf8proc_int32_t)cp)->bidi_class) {
	case UTF8PROC_BIDI_CLASS_R:
	case UTF8PROC_BIDI_CLASS_AL:
		return true;
	default:
		return false;
	}
}

bool
utf8_is_ltr(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp)->bidi_class ==
	    UTF8PROC_BIDI_CLASS_L;
}

bool
utf8_is_mark(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_MN:
		return true;
	default:
		return false;
	}
}

int
utf8_width(uint32_t cp)
{
	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

static char *
map(const char *s, utf8proc_option_t options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s, 0,
	    &mapped, options | UTF8PROC_NULLTERM | UTF8PROC_STABLE);

	if (len == UTF8PROC_ERROR_NOMEM)
		abort();
	return len >= 0 ? (char *)mapped : NULL;
}

char *
utf8_nfc(const char *s)
{
	size_t len = strlen(s);

	if (ascii_prefix(s, len) == len)
		return xmemdup(s, len + 1);
	return map(s, UTF8PROC_COMPOSE);
}

char *
utf8_fold_compatible(const char *s)
{
	size_t len = strlen(s), i;
	char *copy;

	if (ascii_prefix(s, len) != len)
		return map(s, UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
		    UTF8PROC_CASEFOLD);
	copy = xmemdup(s, len + 1);
	for (i = 0; i < len; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	return copy;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t
utf8_cut(const char *p, size_t len, size_t max)
{
	size_t n = max;

	if (len <= max)
		return len;
	while (n > 0 && max - n < 4 && continues(p[n]))
		n--;
	/* Four in a row are no UTF-8: then any place is as good. */
	return max - n < 4 ? n : max;
}

size_t
utf8_count(const char *p, size_t len)
{
	size_t n, at, count = 0;
	uint32_t cp;

	for (at = 0; at < len; at += n) {
		n = utf8_decode(p + at, len - at, &cp);
		count++;
	}
	return count;
}

/* The accents of Latin, Greek and Cyrillic, once they stand apart. */
static bool
is_accent(uint32_t cp)
{
	return cp >= 0x300 && cp <= 0x36f;
}

size_t
utf8_fold_loosely(uint32_t cp, uint32_t out[UTF8_FOLD_MAX])
{
	utf8proc_int32_t parts[UTF8_FOLD_MAX];
	utf8proc_ssize_t count;
	int boundary = 0;
	size_t n = 0;

	if (cp < 0x80) {
		out[0] = cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp;
		return cp >= ' ' && cp != 0x7f;
	}
	count = utf8proc_decompose_char((utf8proc_int32_t)cp, parts,
	    UTF8_FOLD_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
	    UTF8PROC_CASEFOLD, &boundary);
	for (utf8proc_ssize_t i = 0; i < count && i < UTF8_FOLD_MAX; i++)
		if (!is_accent((uint32_t)parts[i]))
			out[n++] = (uint32_t)parts[i];
	return n;
}
