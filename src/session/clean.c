/* clean.c -- text of a peer, made fit to be shown; text of ours, to be sent. */
#include "config.h"

#include "session/clean.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "session/arena.h"
#include "session/limits.h"

#include "base/banned.h"

/* The codes of modern.ircdocs.horse/formatting, and ends of lines. */
static bool
is_unwanted(unsigned char c)
{
	static const bool unwanted[0x20] = {
		[0x02] = true, [0x03] = true, [0x04] = true, [0x0a] = true,
		[0x0d] = true, [0x0f] = true, [0x11] = true, [0x16] = true,
		[0x1d] = true, [0x1e] = true, [0x1f] = true,
	};

	return c < 0x20 && unwanted[c];
}

static bool
is_clean(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned char high = 0;

	for (; *p != '\0'; p++) {
		if (is_unwanted(*p))
			return false;
		high |= *p;
	}
	return high < 0x80 ||
	    utf8_valid(text, (size_t)((const char *)p - text));
}

/* Up to `max` digits at `p`, decimal or hexadecimal. */
static size_t
digits(const char *p, size_t max, bool is_hex)
{
	static const char all[] = "0123456789abcdefABCDEF";
	size_t n = 0;

	while (n < max && p[n] != '\0' &&
	    memchr(all, p[n], is_hex ? sizeof all - 1 : 10) != NULL)
		n++;
	return n;
}

/* Length of the formatting code at `p`: a colour takes its numbers along. */
static size_t
code_length(const char *p)
{
	bool is_hex = *p == 0x04;
	size_t max = is_hex ? 6 : 2, n = 1, fore, back;

	if (*p != 0x03 && !is_hex)
		return 1;
	fore = digits(p + 1, max, is_hex);
	n += fore;
	if (fore > 0 && p[n] == ',') {
		back = digits(p + n + 1, max, is_hex);
		if (back > 0)
			n += 1 + back;
	}
	return n;
}

/*
 * One character that is not ASCII. Bytes that are none of UTF-8 are taken for
 * Latin-1, but for a character that the server has cut off at the end.
 */
static size_t
copy_character(char **out, const char *p, size_t len, bool *is_utf8)
{
	uint32_t cp;
	size_t n = utf8_decode(p, len, &cp);

	if (n > 1) {
		*is_utf8 = true;
		memcpy(*out, p, n);
		*out += n;
		return n;
	}
	if (*is_utf8 && len < 4 && (unsigned char)*p >= 0xc0)
		return len;
	*out += utf8_encode((unsigned char)*p, *out);
	return 1;
}

char *
clean_copy(struct arena *a, const char *text)
{
	size_t len = strlen(text), i = 0;
	char *copy, *out;
	bool is_utf8 = false;

	if (is_clean(text))
		return arena_copy(a, text, len);
	copy = out = arena_take(a, 2 * len + 4);
	while (i < len) {
		if (text[i] == '\r' || text[i] == '\n') {
			*out++ = ' ';
			i++;
		} else if (is_unwanted((unsigned char)text[i])) {
			i += code_length(text + i);
		} else if ((unsigned char)text[i] < 0x80) {
			*out++ = text[i++];
		} else {
			i += copy_character(&out, text + i, len - i, &is_utf8);
		}
	}
	*out = '\0';
	return copy;
}

const char *
clean_text(struct arena *a, const char *text)
{
	return is_clean(text) ? text : clean_copy(a, text);
}

const char *
clean_name(struct arena *a, const char *name)
{
	const char *clean = clean_text(a, name);

	return strlen(clean) < NAME_SIZE ? clean : "";
}

void
clean_own(struct buf *out, const char *text, size_t len)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] != '\0' && text[i] != '\r' && text[i] != '\n' &&
		    text[i] != '\001')
			ok = ok && buf_add_char(out, text[i]);
}
