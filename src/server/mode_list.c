/* mode_list.c -- the lists of a channel, told: MODE #c b, e or I. */
#include "config.h"
#include "server/mode_list.h"

#include <stdio.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/limits.h"
#include "server/long_answer.h"
#include "server/server_internal.h"

#include "base/banned.h"

static const struct { char letter; enum numeric entry, end; } kinds[] = {
	[CHANNEL_BANS] = { 'b', RPL_BANLIST, RPL_ENDOFBANLIST },
	[CHANNEL_EXCEPTS] = { 'e', RPL_EXCEPTLIST, RPL_ENDOFEXCEPTLIST },
	[CHANNEL_INVEXES] = { 'I', RPL_INVEXLIST, RPL_ENDOFINVEXLIST },
};

struct mode_list {
	struct long_answer base;
	enum channel_list which;
	char channel[CHANNEL_LEN + 1];
};

bool
mode_list_of_letter(char letter, enum channel_list *which)
{
	int i;

	for (i = 0; i < CHANNEL_LISTS; i++)
		if (kinds[i].letter == letter) {
			*which = (enum channel_list)i;
			return true;
		}
	return false;
}

static void
say_entry(const struct mode_list *l, const struct list_mask *m,
    struct answer *a)
{
	char when[24];

	snprintf(when, sizeof when, "%lld", (long long)(m->set_ms / 1000));
	answer_reply_text(a, kinds[l->which].entry, NULL, l->channel, m->mask,
	    m->setter, when, NULL);
}

/* A channel that ended meanwhile has ended the cursor: no more entries. */
static bool
more(struct long_answer *la, struct answer *a)
{
	struct mode_list *l = (struct mode_list *)la;

	for (;;) {
		struct list_node *n;

		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		say_entry(l, list_item(n, struct list_mask, node), a);
	}
	answer_reply(a, kinds[l->which].end, l->channel, NULL);
	return false;
}

void
mode_list_start(struct answer *a, struct channel *ch, enum channel_list which)
{
	struct mode_list *l = xcalloc(1, sizeof *l);

	l->base.more = more;
	l->which = which;
	str_copy(l->channel, sizeof l->channel, ch->name);
	cursor_start(&l->base.cursor, &ch->lists[which]);
	long_answer_start(a->client, a, &l->base);
}
