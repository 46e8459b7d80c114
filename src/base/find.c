/* find.c -- a text in other texts, as people look for it. */
#include "config.h"

#include "base/find.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

enum { SLOW = 12 };	/* folding a byte costs so many compared */

void
find_init(struct find *f, const char *text)
{
	size_t len = strlen(text), n;
	uint32_t cp, folded[UTF8_FOLD_MAX];

	memset(f, 0, sizeof *f);
	f->is_ascii = true;
	for (size_t at = 0; at < len; at += n) {
		size_t count;

		n = utf8_decode(text + at, len - at, &cp);
		count = utf8_fold_loosely(cp, folded);
		for (size_t i = 0; i < count && f->len < FIND_MAX; i++) {
			f->is_ascii = f->is_ascii && folded[i] < 0x80;
			f->ascii[f->len] = (char)folded[i];
			f->wanted[f->len++] = folded[i];
		}
	}
}

/* Nothing but ASCII that can be seen. */
static bool
is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)(text[i] - ' ') > '~' - ' ')
			return false;
	return true;
}

size_t
find_cost(const char *text, size_t len)
{
	size_t high = 0;

	for (size_t i = 0; i < len; i++)
		high += (unsigned char)text[i] >= 0x80;
	return len + high * SLOW;
}

static bool
is_at(const struct find *f, const char *text)
{
	for (size_t i = 1; i < f->len; i++)
		if (str_lower(text[i]) != f->ascii[i])
			return false;
	return true;
}

static bool
find_plain(const struct find *f, const char *text, size_t len, size_t from,
    size_t *begin)
{
	char low = f->ascii[0], high = str_upper(low);

	if (len < f->len)
		return false;
	for (size_t at = from; at <= len - f->len; at++)
		if ((text[at] == low || text[at] == high) &&
		    is_at(f, text + at)) {
			*begin = at;
			return true;
		}
	return false;
}

/* A character that ASCII cannot be, or the first one sought. */
static bool
may_begin(const struct find *f, char c)
{
	return (unsigned char)c >= 0x80 ||
	    (unsigned char)str_lower(c) == f->wanted[0];
}

/* Whether it stands at byte `at`; *end: where it ends then. */
static bool
match(const struct find *f, const char *text, size_t len, size_t at,
    size_t *end)
{
	uint32_t cp, folded[UTF8_FOLD_MAX];
	size_t got = 0, n, count;

	for (; at < len; at += n) {
		n = utf8_decode(text + at, len - at, &cp);
		count = utf8_fold_loosely(cp, folded);
		if ((got == 0 && count == 0) || (got == f->len && count > 0))
			break;	/* begins with a mark; ends before a letter */
		for (size_t i = 0; i < count && got < f->len; i++, got++)
			if (folded[i] != f->wanted[got])
				return false;
	}
	*end = at;
	return got == f->len;
}

bool
find_next(const struct find *f, const char *text, size_t len, size_t from,
    size_t *begin, size_t *end)
{
	uint32_t cp;

	if (f->len == 0)
		return false;
	if (is_plain(text, len)) {
		if (!f->is_ascii || !find_plain(f, text, len, from, begin))
			return false;
		*end = *begin + f->len;
		return true;
	}
	for (size_t at = from; at < len; at += (unsigned char)text[at] < 0x80 ?
	    1 : utf8_decode(text + at, len - at, &cp))
		if (may_begin(f, text[at]) && match(f, text, len, at, end)) {
			*begin = at;
			return true;
		}
	return false;
}
