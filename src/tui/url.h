/*
 * url.h -- where in a text somebody has written an address that can be opened:
 * https://..., irc://..., mailto:... . Only schemes of a list count, so that
 * nothing is ever opened that a person would not expect of a link.
 */
#ifndef TUI_URL_H
#define TUI_URL_H

#include <stdbool.h>
#include <stddef.h>

/* What an address may take; a longer one is text. VTE refuses 2,084. */
enum { URL_MAX = 2000 };

struct url {
	size_t start, end;	/* bytes of the text: [start, end) */
};

/*
 * The first address that begins at `from` or behind. It ends at a blank, at
 * whatever cannot be seen, at quotes, angle brackets and the punctuation of
 * CJK; what ends a sentence is not part of it, nor is a closing bracket that
 * it does not open itself.
 */
bool url_find(const char *p, size_t len, size_t from, struct url *out);

/* One for a chat: irc:// or ircs://. */
bool url_is_chat(const char *url);

#endif
