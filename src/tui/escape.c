/* escape.c -- titles and notices as escape sequences. */
#include "config.h"

#include "tui/escape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/base64.h"

#include "base/banned.h"

enum { TITLE_BYTES = 256, BODY_BYTES = 512, SCREEN_BYTES = 240 };

/* Without what a terminal would obey, halves of characters (where a text was
 * cut) and `not_this` (0: nothing more), which would end a field. */
static bool
add_clean(struct buf *b, const char *text, size_t max, uint32_t not_this)
{
	size_t len = strlen(text), most = b->len + max, n;
	uint32_t cp;

	for (; len > 0; text += n, len -= n) {
		n = utf8_decode(text, len, &cp);
		if (b->len + n > most)
			return true;
		if (utf8_is_steering(cp) || cp == not_this ||
		    (n == 1 && cp > 0x7f))
			continue;
		if (!buf_add(b, text, n))
			return false;
	}
	return true;
}

bool
escape_title(struct buf *out, const char *title)
{
	return buf_add_str(out, "\033]2;") &&
	    add_clean(out, title, TITLE_BYTES, 0) && buf_add_str(out, "\a");
}

/* ConEmu takes OSC 9 with a digit for something else. */
static bool
add_9(struct buf *out, const char *title, const char *body)
{
	return buf_add_str(out, "\033]9;") &&
	    (!str_is_digit(title[0]) || buf_add_char(out, ' ')) &&
	    add_clean(out, title, TITLE_BYTES, ';') &&
	    buf_add_str(out, ": ") && add_clean(out, body, BODY_BYTES, 0) &&
	    buf_add_str(out, "\033\\");
}

static bool
add_777(struct buf *out, const char *title, const char *body)
{
	return buf_add_str(out, "\033]777;notify;") &&
	    add_clean(out, title, TITLE_BYTES, ';') &&
	    buf_add_char(out, ';') && add_clean(out, body, BODY_BYTES, ';') &&
	    buf_add_str(out, "\033\\");
}

/* One after the other under the same id; the newest takes its place. */
static bool
add_99(struct buf *out, const char *title, const char *body)
{
	return buf_add_str(out, "\033]99;i=tcpchat:d=0:p=title;") &&
	    add_clean(out, title, TITLE_BYTES, 0) &&
	    buf_add_str(out, "\033\\\033]99;i=tcpchat:d=1:p=body;") &&
	    add_clean(out, body, BODY_BYTES, 0) &&
	    buf_add_str(out, "\033\\");
}

bool
escape_notice(struct buf *out, enum notice_way way, const char *title,
    const char *body)
{
	switch (way) {
	case NOTICE_9:
		return add_9(out, title, body);
	case NOTICE_777:
		return add_777(out, title, body);
	case NOTICE_99:
		return add_99(out, title, body);
	case NOTICE_AUTO:
	case NOTICE_NONE:
		break;
	}
	return true;
}

/* Whoever wants none of it ignores a sequence of its own kind. */
static bool
add_copy_tmux(struct buf *out, const char *base64)
{
	return buf_addf(out, "\033]52;c;%s\a", base64) &&
	    buf_addf(out, "\033Ptmux;\033\033]52;c;%s\a\033\\", base64);
}

static bool
add_copy_screen(struct buf *out, const char *base64)
{
	size_t len = strlen(base64);

	if (!buf_add_str(out, "\033P\033]52;c;"))
		return false;
	for (size_t at = 0, n; at < len; at += n) {
		n = len - at < SCREEN_BYTES ? len - at : SCREEN_BYTES;
		if ((at > 0 && !buf_add_str(out, "\033\\\033P")) ||
		    !buf_add(out, base64 + at, n))
			return false;
	}
	return buf_add_str(out, "\a\033\\");
}

bool
escape_copy(struct buf *out, enum copy_way way, const char *text, size_t len)
{
	char *base64 = xmalloc(BASE64_SIZE(len));
	bool fits;

	base64_encode(text, len, base64);
	fits = way == COPY_TMUX ? add_copy_tmux(out, base64) :
	    way == COPY_SCREEN ? add_copy_screen(out, base64) :
	    buf_addf(out, "\033]52;c;%s\a", base64);
	free(base64);
	return fits;
}

/* The specification of OSC 8 allows 32 to 126; a blank is none in a URI. */
static bool
add_uri(struct buf *out, const char *url)
{
	for (; *url != '\0'; url++) {
		unsigned char c = (unsigned char)*url;

		if (c > ' ' && c < 0x7f ? !buf_add_char(out, *url) :
		    !buf_addf(out, "%%%02X", c))
			return false;
	}
	return true;
}

bool
escape_link(struct buf *out, uint32_t id, const char *url)
{
	return buf_addf(out, "\033]8;id=t%08x;", (unsigned)id) &&
	    add_uri(out, url) && buf_add_str(out, "\033\\");
}

bool
escape_link_end(struct buf *out)
{
	return buf_add_str(out, "\033]8;;\033\\");
}
