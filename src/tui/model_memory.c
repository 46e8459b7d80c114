/* model_memory.c -- input histories and drafts of a place, out and in. */
#include "config.h"

#include "tui/model.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "tui/memory.h"
#include "tui/model_internal.h"

#include "base/banned.h"

void
model_restore_inputs(struct model *m, int place, const char *text)
{
	assert(place >= 0 && place < m->place_count);
	free(m->places[place].memory);
	m->places[place].memory = xstrdup(text);
}

struct whose {
	struct model *model;
	int place;
};

static bool
is_open(void *arg, const char *target)
{
	const struct whose *w = arg;

	return model_find(w->model, w->place, target) != NULL;
}

bool
model_save_inputs(struct model *m, int place, struct buf *out)
{
	struct whose whose = { m, place };
	const char *before = m->places[place].memory;
	int i;

	assert(place >= 0 && place < m->place_count);
	for (i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		if (d != NULL && d->place == place &&
		    !memory_save(d->target, &d->input, out))
			return false;
	}
	return before == NULL || memory_keep(before, is_open, &whose, out);
}
