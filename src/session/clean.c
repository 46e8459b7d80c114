/* clean.c -- text of a peer, made fit to be shown; text of ours, to be sent. */
#include "config.h"

#include "session/clean.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "proto/irc_format.h"
#include "session/arena.h"
#include "session/limits.h"

#include "base/banned.h"

/* Ends of lines never, codes of formatting where they are not kept. */
static bool
is_clean(const char *text, bool keeps_codes)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t len = strlen(text), i;
	unsigned char high = 0;

	for (i = 0; i < len; i++) {
		if (p[i] == '\r' || p[i] == '\n' || (p[i] < 0x20 &&
		    !keeps_codes && irc_format_code(text + i, len - i) > 0))
			return false;
		high |= p[i];
	}
	return high < 0x80 || utf8_valid(text, len);
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

static char *
copy(struct arena *a, const char *text, bool keeps_codes)
{
	size_t len = strlen(text), i = 0, code;
	char *copy, *out;
	bool is_utf8 = false;

	if (is_clean(text, keeps_codes))
		return arena_copy(a, text, len);
	copy = out = arena_take(a, 2 * len + 4);
	while (i < len) {
		code = keeps_codes ? 0 : irc_format_code(text + i, len - i);
		if (text[i] == '\r' || text[i] == '\n') {
			*out++ = ' ';
			i++;
		} else if (code > 0) {
			i += code;
		} else if ((unsigned char)text[i] < 0x80) {
			*out++ = text[i++];
		} else {
			i += copy_character(&out, text + i, len - i, &is_utf8);
		}
	}
	*out = '\0';
	return copy;
}

char *
clean_copy(struct arena *a, const char *text)
{
	return copy(a, text, false);
}

const char *
clean_text(struct arena *a, const char *text)
{
	return is_clean(text, false) ? text : copy(a, text, false);
}

const char *
clean_said(struct arena *a, const char *text, bool keeps_codes)
{
	return is_clean(text, keeps_codes) ? text :
	    copy(a, text, keeps_codes);
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
