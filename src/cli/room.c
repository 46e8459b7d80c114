/* room.c -- a list of destinations. */
#include "config.h"

#include "cli/room.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

static void
release(struct room *room)
{
	people_release(&room->people);
	backlog_release(&room->lines);
	free(room->target);
	free(room->topic);
	free(room);
}

static struct room **
where(struct rooms *r, const char *target)
{
	struct room **at = &r->first;

	while (*at != NULL && !str_eq_nocase((*at)->target, target))
		at = &(*at)->next;
	return at;
}

struct room *
rooms_find(const struct rooms *r, const char *target)
{
	struct room *room = r->first;

	while (room != NULL && !str_eq_nocase(room->target, target))
		room = room->next;
	return room;
}

struct room *
rooms_open(struct rooms *r, const char *target)
{
	struct room **at = where(r, target);

	if (*at != NULL || r->count == ROOMS_MAX)
		return *at;
	*at = xcalloc(1, sizeof **at);
	(*at)->target = xstrdup(target);
	(*at)->topic = xstrdup("");
	r->count++;
	return *at;
}

void
rooms_close(struct rooms *r, const char *target)
{
	struct room **at = where(r, target), *room = *at;

	if (room == NULL)
		return;
	*at = room->next;
	r->count--;
	release(room);
}

void
rooms_release(struct rooms *r)
{
	while (r->first != NULL) {
		struct room *room = r->first;

		r->first = room->next;
		release(room);
	}
	r->count = 0;
}
