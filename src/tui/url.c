/* url.c -- addresses in a text. */
#include "config.h"

#include "tui/url.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

/* What begins an address; the rest of it must not be empty. */
static const char *const schemes[] = {
	"https://", "http://", "ircs://", "irc://", "mailto:", "ftps://",
	"ftp://", "sftp://", "gemini://", "gopher://", "git://", "xmpp:",
	"magnet:?",
};

enum { SCHEMES = sizeof schemes / sizeof *schemes };

static bool
is_alnum(char c)
{
	return str_is_alpha(c) || str_is_digit(c);
}

/* A letter, digit or dot before it: it is the end of another word. */
static bool
begins_word(const char *p, size_t at)
{
	return at == 0 || !(is_alnum(p[at - 1]) || p[at - 1] == '.' ||
	    p[at - 1] == '-' || p[at - 1] == '+');
}

/* The scheme whose colon is at `colon`: where it begins, and how long it is. */
static bool
find_scheme(const char *p, size_t len, size_t colon, size_t from,
    size_t *start, size_t *size)
{
	for (size_t i = 0; i < SCHEMES; i++) {
		size_t name = strcspn(schemes[i], ":");

		*size = strlen(schemes[i]);
		if (colon < from + name || colon - name + *size > len)
			continue;
		*start = colon - name;
		if (begins_word(p, *start) &&
		    str_starts_nocase(p + *start, schemes[i]))
			return true;
	}
	return false;
}

/* What CJK writes around and behind an address without a blank. */
static bool
is_wide_punctuation(uint32_t cp)
{
	return (cp >= 0x3000 && cp <= 0x303f) ||
	    (cp >= 0xff01 && cp <= 0xff0f) ||
	    (cp >= 0xff1a && cp <= 0xff20) ||
	    (cp >= 0xff3b && cp <= 0xff3d) || (cp >= 0xff5b && cp <= 0xff65);
}

static bool
ends_url(uint32_t cp)
{
	if (cp < 0x80)
		return cp <= ' ' || cp == 0x7f || cp == '<' || cp == '>' ||
		    cp == '"' || cp == '`' || cp == '\\';
	if (is_wide_punctuation(cp))
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_PI:	/* quotes */
	case UTF8PROC_CATEGORY_PF:
		return true;
	default:
		return false;
	}
}

static size_t
find_end(const char *p, size_t len, size_t at)
{
	uint32_t cp;
	size_t n;

	for (; at < len; at += n) {
		n = utf8_decode(p + at, len - at, &cp);
		if (ends_url(cp))
			break;
	}
	return at;
}

/* What ends a sentence goes, and brackets that were opened before it. */
static size_t
trim_end(const char *p, size_t len)
{
	static const char brackets[] = "()[]{}";
	int depth[3] = { 0, 0, 0 };
	const char *b;

	for (size_t i = 0; i < len; i++)
		if (p[i] != '\0' && (b = strchr(brackets, p[i])) != NULL)
			depth[(b - brackets) / 2] += (b - brackets) % 2 ?
			    -1 : 1;
	for (; len > 0; len--) {
		b = strchr(brackets, p[len - 1]);
		if (b == NULL) {
			if (strchr(".,;:!?'*|", p[len - 1]) == NULL)
				break;
		} else if ((b - brackets) % 2 == 0) {
			depth[(b - brackets) / 2]--;
		} else if (depth[(b - brackets) / 2]++ >= 0) {
			break;
		}
	}
	return len;
}

/* Whether what follows the scheme can name anything. */
static bool
names_something(const char *rest, size_t len, const char *url)
{
	if (len == 0)
		return false;
	if (str_starts_nocase(url, "mailto:") ||
	    str_starts_nocase(url, "xmpp:"))
		return memchr(rest, '@', len) != NULL && rest[0] != '@';
	return is_alnum(rest[0]) || (unsigned char)rest[0] >= 0x80 ||
	    strchr("[/~_%", rest[0]) != NULL ||
	    str_starts_nocase(url, "magnet:");
}

bool
url_find(const char *p, size_t len, size_t from, struct url *out)
{
	const char *colon;
	size_t at = from, start, size, end;

	while (at < len && (colon = memchr(p + at, ':', len - at)) != NULL) {
		at = (size_t)(colon - p) + 1;
		if (!find_scheme(p, len, at - 1, from, &start, &size))
			continue;
		at = find_end(p, len, start + size);
		end = start + trim_end(p + start, at - start);
		if (end <= start + size || end - start > URL_MAX ||
		    !names_something(p + start + size, end - start - size,
		    p + start))
			continue;
		*out = (struct url){ start, end };
		return true;
	}
	return false;
}

bool
url_is_chat(const char *url)
{
	return str_starts_nocase(url, "irc://") ||
	    str_starts_nocase(url, "ircs://");
}
