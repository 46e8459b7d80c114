/* mention.c -- whom of a list a name that nobody has may have meant. */
#include "config.h"

#include "tui/mention.h"

#include "tui/destination.h"

#include "base/banned.h"

const char *
mention_nearest(const struct destination *d, const char *name)
{
	const char *best = NULL;
	struct mention_search near = mention_search(name);

	for (size_t i = 0; d != NULL && i < d->members.count; i++) {
		const struct member *p = d->members.rows[i];

		if (!p->own && mention_is_nearer(&near, p->nick))
			best = p->nick;
	}
	return best;
}
