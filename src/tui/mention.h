/* mention.h -- client/mention.h, and the same of a list of members. */
#ifndef TUI_MENTION_H
#define TUI_MENTION_H

#include "client/mention.h"

struct destination;

/* The other member whose name is nearest and not too far; NULL: none.
 * Borrowed from the list. */
const char *mention_nearest(const struct destination *d, const char *name);

#endif
