/* channels.c -- the answer to /list, until it is whole. */
#include "config.h"

#include "tui/channels.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

static void
release(struct channels_row *row)
{
	free(row->name);
	free(row->topic);
}

void
channels_clear(struct channels *c)
{
	for (size_t i = 0; i < c->count; i++)
		release(&c->rows[i]);
	free(c->rows);
	*c = (struct channels){ 0 };
}

void
channels_add(struct channels *c, const char *name, unsigned long members,
    const char *topic)
{
	size_t at = c->count;

	c->total++;
	if (c->rows == NULL)
		c->rows = xcalloc(CHANNELS_MAX, sizeof *c->rows);
	while (at > 0 && c->rows[at - 1].members > members)
		at--;
	if (c->count < CHANNELS_MAX) {
		memmove(c->rows + at + 1, c->rows + at,
		    (c->count - at) * sizeof *c->rows);
		c->count++;
	} else if (at == 0) {
		return;		/* all that are kept are larger */
	} else {
		release(&c->rows[0]);
		at--;
		memmove(c->rows, c->rows + 1, at * sizeof *c->rows);
	}
	c->rows[at] = (struct channels_row){
		.name = xstrdup(name), .topic = xstrdup(topic),
		.members = members,
	};
}
