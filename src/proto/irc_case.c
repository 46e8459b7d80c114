/* irc_case.c -- when two names are one, and what may be a name. */
#include "config.h"

#include "proto/irc_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

/* --- Case --- */

bool
irc_case_eq(const char *a, const char *b)
{
	return str_eq_nocase(a, b);
}

uint32_t
irc_case_hash(const char *name)
{
	uint32_t hash = UINT32_C(2166136261);	/* FNV-1a */

	for (; *name != '\0'; name++) {
		hash ^= (unsigned char)str_lower(*name);
		hash *= UINT32_C(16777619);
	}
	return hash;
}

bool
irc_case_fold(char *dst, size_t size, const char *name)
{
	return irc_casemap_fold(IRC_CASE_ASCII, dst, size, name);
}

static char
irc_casemap_lower(enum irc_casemapping map, char c)
{
	if (map != IRC_CASE_ASCII && c >= '[' && c <= ']')
		return (char)(c - '[' + '{');
	if (map == IRC_CASE_RFC1459 && c == '^')
		return '~';
	return str_lower(c);
}

bool
irc_casemap_eq(enum irc_casemapping map, const char *a, const char *b)
{
	while (*a != '\0' &&
	    irc_casemap_lower(map, *a) == irc_casemap_lower(map, *b)) {
		a++;
		b++;
	}
	return irc_casemap_lower(map, *a) == irc_casemap_lower(map, *b);
}

bool
irc_casemap_fold(enum irc_casemapping map, char *dst, size_t size,
    const char *name)
{
	bool fits = str_copy(dst, size, name);

	for (; *dst != '\0'; dst++)
		*dst = irc_casemap_lower(map, *dst);
	return fits;
}

/* --- Names --- */

/* Whether all of `name` is seen, runs one way and none of it is one of
 * `refused`. */
static bool
is_clean(const char *name, const char *refused)
{
	size_t n, len = strlen(name);
	bool rtl = false, ltr = false;
	uint32_t cp;

	if (len == 0 || !utf8_valid(name, len) || strpbrk(name, refused) != NULL)
		return false;
	for (; len > 0; name += n, len -= n) {
		n = utf8_decode(name, len, &cp);
		if (!utf8_is_nameable(cp))
			return false;
		rtl = rtl || utf8_is_rtl(cp);
		ltr = ltr || utf8_is_ltr(cp);
	}
	return !(rtl && ltr);
}

static bool
is_nick(const char *name)
{
	uint32_t first;

	utf8_decode(name, strlen(name), &first);
	return strlen(name) <= NICK_LEN && is_clean(name, ",*?!@:#&.") &&
	    !str_is_digit(name[0]) && strchr("-$%~+", name[0]) == NULL &&
	    !utf8_is_mark(first);
}

static bool
is_channel(const char *name)
{
	return name[0] == '#' && name[1] != '\0' &&
	    strlen(name) <= CHANNEL_LEN && is_clean(name, ",");
}

/* NFC of `name` into `out` of `size`, "" if there is none or it is too long. */
static void
make_nfc(const char *name, char *out, size_t size)
{
	char *nfc = NULL;

	/* Nothing composes to a quarter of its length: not worth the work. */
	if (strnlen(name, 4 * size) < 4 * size)
		nfc = utf8_nfc(name);
	if (nfc == NULL || !str_copy(out, size, nfc))
		out[0] = '\0';
	free(nfc);
}

bool
irc_nick_make(const char *name, char out[NICK_LEN + 1])
{
	make_nfc(name, out, NICK_LEN + 1);
	if (!is_nick(out))
		out[0] = '\0';
	return out[0] != '\0';
}

bool
irc_channel_make(const char *name, char out[CHANNEL_LEN + 1])
{
	make_nfc(name, out, CHANNEL_LEN + 1);
	if (!is_channel(out))
		out[0] = '\0';
	return out[0] != '\0';
}

bool
irc_is_channel(const char *target)
{
	return target[0] == '#';
}

void
irc_user_make(const char *name, char out[USER_LEN + 1])
{
	size_t n, used = 0, len = strlen(name);
	uint32_t cp;

	for (; len > 0; name += n, len -= n) {
		n = utf8_decode(name, len, &cp);
		if (utf8_is_invisible(cp) || cp == 0xfffd ||
		    (used == 0 && utf8_is_mark(cp)) ||
		    (cp < 128 && strchr("!@:*?,", (int)cp) != NULL))
			continue;
		if (used + n > USER_LEN)
			break;
		memcpy(out + used, name, n);
		used += n;
	}
	out[used] = '\0';
	if (used == 0)
		str_copy(out, USER_LEN + 1, "user");
}
