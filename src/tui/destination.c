/* destination.c -- where the input line goes. */
#include "config.h"

#include "tui/destination.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

struct destination *
destination_new(int number, int place, enum destination_kind kind,
    const char *target)
{
	struct destination *d = xcalloc(1, sizeof *d);

	d->number = number;
	d->place = place;
	d->kind = kind;
	d->target = xstrdup(target);
	d->topic = xstrdup("");
	buffer_init(&d->lines);
	nicklist_init(&d->members);
	input_init(&d->input);
	return d;
}

void
destination_free(struct destination *d)
{
	if (d == NULL)
		return;
	while (d->pending_count > 0)
		destination_drop_pending(d, &d->pending[0]);
	free(d->pending);
	free(d->target);
	free(d->topic);
	buffer_release(&d->lines);
	remarks_release(&d->remarks);
	destination_set_reply(d, NULL, NULL, 0);
	nicklist_release(&d->members);
	input_release(&d->input);
	free(d);
}

bool
destination_is_channel(const struct destination *d)
{
	return d->kind == DESTINATION_LOBBY || d->kind == DESTINATION_CHANNEL;
}

bool
destination_has_draft(const struct destination *d)
{
	return !input_is_empty(&d->input);
}

void
destination_arm(struct destination *d, int64_t wall_ms)
{
	d->marker_seen_ms = 0;
	if (d->is_marker_armed || d->marker_count > 0)
		return;
	d->is_marker_armed = true;
	d->marker_since_ms = wall_ms;
}

void
destination_drop_marker(struct destination *d)
{
	d->lines.marks[MARK_UNREAD].chunk = NULL;
	d->keeps_unread = false;
	d->marker_count = 0;
	d->marker_seen_ms = 0;
}

void
destination_set_reply(struct destination *d, const char *msgid,
    const char *nick, size_t nick_len)
{
	free(d->reply_to);
	free(d->reply_nick);
	d->reply_to = msgid != NULL ? xstrdup(msgid) : NULL;
	d->reply_nick = msgid != NULL ? xstrndup(nick, nick_len) : NULL;
}

struct pending *
destination_pending(struct destination *d, const char *id)
{
	for (size_t i = 0; i < d->pending_count; i++)
		if (strcmp(d->pending[i].id, id) == 0)
			return &d->pending[i];
	return NULL;
}

struct pending *
destination_add_pending(struct destination *d)
{
	struct pending *p;

	d->pending = xreallocarray(d->pending, d->pending_count + 1,
	    sizeof *d->pending);
	p = &d->pending[d->pending_count++];
	memset(p, 0, sizeof *p);
	return p;
}

void
destination_drop_pending(struct destination *d, struct pending *p)
{
	size_t at = (size_t)(p - d->pending);

	free(p->text);
	free(p->reply_to);
	free(p->reason);
	memmove(p, p + 1, (d->pending_count - at - 1) * sizeof *p);
	d->pending_count--;
}
