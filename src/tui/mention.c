/* mention.c -- whom of a list a name that nobody has may have meant. */
#include "config.h"

#include "tui/mention.h"

#include "tui/destination.h"

#include "base/banned.h"

const char *
mention_nearest(const struct destination *d, const char *name)
{
	const char *best = NULL;
	int near = mention_tolerance(name) + 1;

	for (size_t i = 0; d != NULL && i < d->members.count; i++) {
		const struct member *p = d->members.rows[i];
		int distance = mention_distance(name, p->nick, near - 1);

		if (!p->own && distance < near) {
			best = p->nick;
			near = distance;
		}
	}
	return best;
}
