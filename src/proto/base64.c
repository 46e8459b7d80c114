/* base64.c -- bytes as text (RFC 4648, chapter 4). */
#include "config.h"
#include "proto/base64.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t
base64_encode(const void *data, size_t len, char *out)
{
	const unsigned char *in = data;
	char *at = out;

	for (; len > 0; in += 3) {
		size_t n = len < 3 ? len : 3;
		uint32_t bits = (uint32_t)in[0] << 16 |
		    (n > 1 ? (uint32_t)in[1] << 8 : 0) | (n > 2 ? in[2] : 0);

		*at++ = digits[bits >> 18];
		*at++ = digits[bits >> 12 & 63];
		*at++ = n > 1 ? digits[bits >> 6 & 63] : '=';
		*at++ = n > 2 ? digits[bits & 63] : '=';
		len -= n;
	}
	*at = '\0';
	return (size_t)(at - out);
}

/* -1: no digit. */
static int
value(char c)
{
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Four characters, of which the last `pad` are '='. */
static bool
decode_group(const char *text, unsigned pad, unsigned char **out)
{
	uint32_t bits = 0;
	unsigned i;

	for (i = 0; i < 4; i++) {
		int v = i < 4 - pad ? value(text[i]) : 0;

		if (v < 0 || (i >= 4 - pad && text[i] != '='))
			return false;
		bits = bits << 6 | (uint32_t)v;
	}
	for (i = 0; i < 3; i++, bits <<= 8) {
		if (i < 3 - pad)
			*(*out)++ = (unsigned char)(bits >> 16);
		else if (bits >> 16 & 0xff)
			return false;
	}
	return true;
}

bool
base64_decode(const char *text, size_t len, void *out, size_t *out_len)
{
	unsigned char *at = out;
	size_t i;

	if (len % 4 != 0)
		return false;
	for (i = 0; i < len; i += 4) {
		unsigned pad = 0;

		if (i + 4 == len)
			pad = (text[i + 3] == '=') +
			    (unsigned)(text[i + 3] == '=' && text[i + 2] == '=');
		if (!decode_group(text + i, pad, &at))
			return false;
	}
	*out_len = (size_t)(at - (unsigned char *)out);
	return true;
}
