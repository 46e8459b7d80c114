/* model_read.c -- how far the person has read, here and elsewhere. */
#include "config.h"

#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	MARK_READ_MS = 2000,	/* the places are told no more often */
	MARK_LINES = 1000,	/* of a server without msgids, say */
};

void
model_set_unread(struct model *m, struct destination *d, struct line_ref ref)
{
	struct line line;

	destination_drop_marker(d);
	d->is_marker_armed = false;
	d->lines.marks[MARK_UNREAD] = ref;
	d->lines.marks[MARK_SEEN] = buffer_prev(ref);
	d->unseen = d->unseen_mine = 0;
	for (; ref.chunk != NULL; ref = buffer_next(ref)) {
		buffer_get(ref, &line);
		if (!model_is_news(&line))
			continue;
		d->unseen++;
		d->unseen_mine += model_is_for_us(m, d, &line);
	}
	d->marker_count = d->unseen;
	if (d->marker_count == 0)
		d->lines.marks[MARK_UNREAD].chunk = NULL;
	m->is_dirty = true;
}

/* The first message behind what was read, here or elsewhere; none: all was. */
static struct line_ref
first_unread(const struct destination *d)
{
	struct line_ref seen = d->lines.marks[MARK_SEEN];
	struct line_ref at = buffer_last(&d->lines);
	struct line_ref first = { NULL, 0 };
	struct line line;

	for (; at.chunk != NULL && !line_ref_equal(at, seen);
	    at = buffer_prev(at)) {
		buffer_get(at, &line);
		if (line.time_ms <= d->read_ms && line.kind != LINE_INFO)
			break;
		if (model_is_news(&line))
			first = at;
	}
	return first;
}

/* What would have called the person was read elsewhere. */
static void
drop_alert(struct model *m)
{
	unsigned mine = 0;

	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			mine += m->destinations[i]->unseen_mine;
	if (mine == 0)
		m->alert.count = 0;
}

void
model_on_read(struct model *m, struct destination *d, int64_t time_ms)
{
	struct line_ref first;
	int64_t since = d->marker_since_ms;

	d->read_ms = time_ms;
	if (!d->had_lines && d->log_ms > 0 && time_ms > d->log_ms)
		d->log_ms = time_ms;
	if (d->keeps_unread)
		return;
	first = first_unread(d);
	if (first.chunk != NULL) {
		if (d == m->here && m->is_attended && !d->is_scrolled)
			return;		/* and it is being read */
		model_set_unread(m, d, first);
		d->marker_since_ms = since > time_ms ? since : time_ms;
		drop_alert(m);
		return;
	}
	d->unseen = d->unseen_mine = 0;
	d->lines.marks[MARK_SEEN] = buffer_last(&d->lines);
	if (d != m->here || !m->is_attended)
		destination_drop_marker(d);
	drop_alert(m);
	m->is_dirty = true;
}

void
model_restore_seen(struct model *m, int place, int64_t seen_ms)
{
	m->places[place].seen_ms = seen_ms;
}

/* The first lines of a destination: some may have been read elsewhere, the
 * others are new to the person. */
void
model_first_lines(struct model *m, struct destination *d)
{
	struct line_ref first;

	if (d->read_ms == 0)	/* neither log nor server know better */
		d->read_ms = m->places[d->place].seen_ms;
	first = first_unread(d);
	if (d->read_ms == 0 || first.chunk == NULL)
		return;
	model_set_unread(m, d, first);
	d->marker_since_ms = d->read_ms;
	if (d == m->here)
		model_scroll_to(m, d->lines.marks[MARK_UNREAD]);
}

/* --- Telling the places --- */

static struct destination *
find_unmarked(const struct model *m)
{
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL &&
		    m->destinations[i]->is_unmarked)
			return m->destinations[i];
	return NULL;
}

/* The last line seen that somebody said: its time is the server's. 0: there
 * is none among the last ones. */
static int64_t
seen_ms(const struct destination *d)
{
	struct line_ref at = d->lines.marks[MARK_SEEN];
	struct line line;

	for (int i = 0; at.chunk != NULL && i < MARK_LINES;
	    at = buffer_prev(at), i++) {
		buffer_get(at, &line);
		if (line.kind <= LINE_NOTICE && line.msgid.len > 0)
			return line.time_ms;
	}
	return 0;
}

void
model_read_turn(struct model *m)
{
	struct destination *d;
	struct model_request r = { .kind = REQUEST_MARK_READ };

	if (model_read_wait_ms(m) != 0)
		return;
	m->marked_ms = m->mono_ms;
	d = find_unmarked(m);
	d->is_unmarked = false;
	r.place = d->place;
	r.target = d->target;
	r.time_ms = seen_ms(d);
	if (r.time_ms <= d->read_ms)
		return;
	d->read_ms = r.time_ms;
	request_add(m, &r);
}

int64_t
model_read_wait_ms(const struct model *m)
{
	int64_t left = m->marked_ms + MARK_READ_MS - m->mono_ms;

	if (find_unmarked(m) == NULL)
		return -1;
	return left > 0 ? left : 0;
}
