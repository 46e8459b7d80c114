/* emoji.c -- the names of emoji. */
#include "config.h"

#include "tui/emoji.h"

#include <string.h>

#include "base/str.h"

#include "base/banned.h"

static const char selector[] = "\xef\xb8\x8f";	/* U+FE0F: as a picture */

const struct emoji emoji_table[] = {
#define EMOJI(name, sign) { name, sign },
#include "tui/emoji.def"
#undef EMOJI
};

const size_t emoji_count = sizeof emoji_table / sizeof *emoji_table;

static size_t
length(const char *sign)
{
	size_t len = strlen(sign), end = sizeof selector - 1;

	return len > end && str_eq(sign + len - end, selector) ? len - end :
	    len;
}

const char *
emoji_name(const char *sign)
{
	size_t len = length(sign);

	for (size_t i = 0; i < emoji_count; i++)
		if (length(emoji_table[i].sign) == len &&
		    memcmp(emoji_table[i].sign, sign, len) == 0)
			return emoji_table[i].name;
	return NULL;
}

const char *
emoji_sign(const char *name)
{
	size_t len = strlen(name);

	if (len > 2 && name[0] == ':' && name[len - 1] == ':') {
		name++;
		len -= 2;
	}
	for (size_t i = 0; i < emoji_count; i++)
		if (strlen(emoji_table[i].name) == len &&
		    memcmp(emoji_table[i].name, name, len) == 0)
			return emoji_table[i].sign;
	return NULL;
}
