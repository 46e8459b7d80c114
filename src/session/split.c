/* split.c -- text that is longer than a line of the wire. */
#include "config.h"

#include "session/split.h"

#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

/* The most whole clusters that fit; characters if one cluster is too big. */
static size_t
clusters_that_fit(const char *text, size_t len, size_t max)
{
	size_t at = 0, n;

	while (at < len) {
		n = utf8_next_cluster(text + at, len - at);
		if (at + n > max)
			break;
		at += n;
	}
	if (at == 0)
		at = utf8_cut(text, len, max);
	return at > 0 ? at : 1;	/* bytes of no character at all */
}

/*
 * Cuts behind a word if that leaves at least half of the piece; the blank at
 * the cut falls away. A word longer than that is cut between two clusters.
 */
size_t
split_piece(const char *text, size_t len, size_t max, size_t *skip)
{
	size_t fit, at;

	*skip = 0;
	if (len <= max)
		return len;
	fit = clusters_that_fit(text, len, max);
	for (at = fit; at > fit / 2; at--)
		if (text[at] == ' ') {
			*skip = 1;
			return at;
		}
	return fit;
}
