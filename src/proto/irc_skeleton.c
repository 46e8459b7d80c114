/* irc_skeleton.c -- what a name looks like. */
#include "config.h"

#include "proto/irc_skeleton.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

static const struct lookalike {
	uint32_t character;
	char like[2];
} lookalikes[] = {
#define LOOKALIKE(character, like) { character, like },
#include "proto/lookalike.def"
#undef LOOKALIKE
};

static int
compare(const void *key, const void *row)
{
	uint32_t a = *(const uint32_t *)key;
	uint32_t b = ((const struct lookalike *)row)->character;

	return (a > b) - (a < b);
}

/* NULL: like nothing else. Most are ASCII, whose few rows come first. */
static const struct lookalike *
find_like(uint32_t cp)
{
	const struct lookalike *l = lookalikes;

	if (cp >= 0x80)
		return bsearch(&cp, lookalikes,
		    sizeof lookalikes / sizeof lookalikes[0],
		    sizeof lookalikes[0], compare);
	while (l->character < cp)
		l++;
	return l->character == cp ? l : NULL;
}

/* The character as it looks, into `out`; returns its bytes. */
static size_t
put_looks(const char *p, size_t len, uint32_t cp, char *out)
{
	const struct lookalike *like = find_like(cp);

	if (like == NULL) {
		memcpy(out, p, len);
		return len;
	}
	out[0] = like->like[0];
	return 1;
}

bool
irc_skeleton(const char *name, char out[SKELETON_SIZE])
{
	char *folded = utf8_fold_compatible(name);
	size_t len, n, used = 0;
	const char *at;
	uint32_t cp;

	out[0] = '\0';
	if (folded == NULL || (len = strlen(folded)) >= SKELETON_SIZE) {
		free(folded);
		return false;
	}
	for (at = folded; len > 0; at += n, len -= n) {
		n = utf8_decode(at, len, &cp);
		used += put_looks(at, n, cp, out + used);
	}
	out[used] = '\0';
	free(folded);
	return used > 0;
}
