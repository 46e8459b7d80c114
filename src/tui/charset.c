/* charset.c -- keys in and characters out through iconv. */
#include "config.h"

#include "tui/charset.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

static const iconv_t none = (iconv_t)-1;

void
charset_init(struct charset *c, const char *codeset)
{
	memset(c, 0, sizeof *c);
	c->in = c->out = none;
	c->is_utf8 = str_eq_nocase(codeset, "UTF-8") ||
	    str_eq_nocase(codeset, "UTF8");
	if (!c->is_utf8) {
		c->in = iconv_open("UTF-8", codeset);
		c->out = iconv_open(codeset, "UTF-8");
	}
}

void
charset_release(struct charset *c)
{
	if (c->in != none)
		iconv_close(c->in);
	if (c->out != none)
		iconv_close(c->out);
	c->in = c->out = none;
}

size_t
charset_byte(struct charset *c, unsigned char byte, char out[CHARSET_TEXT])
{
	char *from = c->cut, *to = out;
	size_t from_left, to_left = CHARSET_TEXT;

	if (c->is_utf8 || byte < 0x80) {	/* ASCII is in all of them */
		c->cut_len = 0;
		out[0] = (char)byte;
		return 1;
	}
	c->cut[c->cut_len++] = (char)byte;
	from_left = c->cut_len;
	if (c->in != none &&
	    iconv(c->in, &from, &from_left, &to, &to_left) != (size_t)-1) {
		c->cut_len = 0;
		return CHARSET_TEXT - to_left;
	}
	if (c->in != none && errno == EINVAL && c->cut_len < CHARSET_CUT)
		return 0;
	c->cut_len = 0;
	return utf8_encode(0xfffd, out);
}

bool
charset_has(struct charset *c, uint32_t cp)
{
	char text[4], bytes[CHARSET_TEXT];
	char *from = text, *to = bytes;
	size_t left, to_left = sizeof bytes;

	if (c->is_utf8 || cp < 0x80)
		return true;
	left = utf8_encode(cp, text);
	return c->out != none &&
	    iconv(c->out, &from, &left, &to, &to_left) == 0 && left == 0;
}
