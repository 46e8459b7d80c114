/* channel_list.c -- the lists of masks of a channel: +b, +e, +I. */
#include "config.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "server/channel.h"
#include "server/extban.h"

#include "base/banned.h"

struct list_mask *
channel_list_find(const struct channel *ch, enum channel_list which,
    const char *mask)
{
	struct list_node *n;

	for (n = ch->lists[which].first; n != NULL; n = n->next) {
		struct list_mask *m = list_item(n, struct list_mask, node);

		if (irc_case_eq(m->mask, mask))
			return m;
	}
	return NULL;
}

void
channel_list_add(struct channel *ch, enum channel_list which,
    const char *mask, const char *setter, int64_t now_ms)
{
	struct list_mask *m = xcalloc(1, sizeof *m);

	m->mask = xstrdup(mask);
	m->setter = xstrdup(setter);
	m->set_ms = now_ms;
	list_append(&ch->lists[which], &m->node);
}

void
channel_list_remove(struct channel *ch, enum channel_list which,
    struct list_mask *entry)
{
	list_remove(&ch->lists[which], &entry->node);
	free(entry->mask);
	free(entry->setter);
	free(entry);
}

void
channel_list_end(struct channel *ch, enum channel_list which)
{
	struct list *list = &ch->lists[which];

	list_end(list);
	while (list->first != NULL)
		channel_list_remove(ch, which,
		    list_item(list->first, struct list_mask, node));
}

bool
channel_list_matches(const struct channel *ch, enum channel_list which,
    const struct user *u, enum channel_act act)
{
	struct list_node *n;

	for (n = ch->lists[which].first; n != NULL; n = n->next)
		if (extban_matches(list_item(n, struct list_mask, node)->mask,
		    u, act))
			return true;
	return false;
}

bool
channel_is_banned(const struct channel *ch, const struct user *u,
    enum channel_act act)
{
	return channel_list_matches(ch, CHANNEL_BANS, u, act) &&
	    !channel_list_matches(ch, CHANNEL_EXCEPTS, u, act);
}
