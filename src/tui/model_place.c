/* model_place.c -- places and destinations: which there are, where we are. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/chooser.h"
#include "tui/complete.h"
#include "tui/memory.h"
#include "tui/model_internal.h"

#include "base/banned.h"

struct destination *
model_find(struct model *m, int place, const char *target)
{
	struct destination *d = m->last_found;

	if (d != NULL && d->place == place && strcmp(d->target, target) == 0)
		return d;
	for (int i = 0; i < m->destination_count; i++) {
		d = m->destinations[i];
		if (d != NULL && d->place == place &&
		    d->kind != DESTINATION_SERVER &&
		    str_eq_nocase(d->target, target)) {
			m->last_found = d;
			return d;
		}
	}
	return NULL;
}

struct destination *
model_talk(struct model *m, int place, const char *nick)
{
	struct destination *d = model_find(m, place, nick);

	if (d == NULL) {
		model_want(m, REQUEST_TALK, place, nick, NULL);
		d = model_open(m, place, nick, DESTINATION_PERSON);
	}
	return d;
}

/* What others can open by writing to us is bounded most closely; the page of
 * a place is always to be had. */
static int
limit(enum destination_kind kind)
{
	switch (kind) {
	case DESTINATION_PERSON:
		return MODEL_MAX_TALKS;
	case DESTINATION_SERVER:
		return INT_MAX;
	default:
		return MODEL_MAX_DESTINATIONS;
	}
}

/* The lowest free number, so that a destination keeps its own; 0: none. */
static int
free_number(struct model *m, enum destination_kind kind)
{
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] == NULL)
			return i + 1;
	if (m->destination_count >= limit(kind))
		return 0;
	m->destinations = xreallocarray(m->destinations,
	    (size_t)m->destination_count + 1, sizeof *m->destinations);
	m->destinations[m->destination_count++] = NULL;
	return m->destination_count;
}

static struct destination *
add_destination(struct model *m, int place, const char *target,
    enum destination_kind kind)
{
	int number = free_number(m, kind);
	struct destination *d;

	if (number == 0)
		return NULL;
	d = destination_new(number, place, kind, target);
	d->is_private = kind == DESTINATION_PERSON;
	m->destinations[number - 1] = d;
	model_take_level(m, d);
	if (m->places[place].memory != NULL)
		memory_restore(m->places[place].memory, target, &d->input);
	if (m->here != NULL)
		destination_arm(d, m->wall_ms);
	m->is_dirty = true;
	return d;
}

struct destination *
model_open(struct model *m, int place, const char *target,
    enum destination_kind kind)
{
	struct destination *d = model_find(m, place, target);

	return d != NULL ? d : add_destination(m, place, target, kind);
}

struct destination *
model_server_page(struct model *m, int place)
{
	if (m->places[place].page != NULL)
		return m->places[place].page;
	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d->place == place &&
		    d->kind == DESTINATION_SERVER)
			return d;
	}
	return add_destination(m, place, "", DESTINATION_SERVER);
}

struct destination *
model_named(struct model *m, int place, const char *name)
{
	char label[LABEL_SIZE];

	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d == NULL)
			continue;
		if ((d->place == place &&
		    str_eq_nocase(destination_label(m, d), name)) ||
		    str_eq_nocase(destination_full_label(m, d, label), name))
			return d;
	}
	return model_talk(m, place, name);
}

void
model_hide_page(struct model *m, int place, struct destination *lobby)
{
	struct place *p = &m->places[place];
	struct destination *page = model_server_page(m, place);

	if (p->page != NULL || page == NULL)
		return;
	m->destinations[lobby->number - 1] = NULL;
	m->destinations[page->number - 1] = lobby;
	lobby->number = page->number;
	page->number = 0;
	p->page = page;
}

static struct destination *
other_than(struct model *m, const struct destination *gone)
{
	struct destination *best = NULL;

	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d != gone &&
		    (best == NULL || d->visit > best->visit))
			best = d;
	}
	return best;
}

void
model_close(struct model *m, struct destination *d)
{
	struct destination *to = other_than(m, d);

	if (to == NULL && d->number > 0 && !m->places[d->place].is_closed)
		to = model_server_page(m, d->place);
	if (d->number == 0 || to == d)	/* something must be looked at */
		return;
	if (m->here == d)
		model_go_with_text(m, to);
	if (m->previous == d)
		m->previous = NULL;
	if (m->last_found == d)
		m->last_found = NULL;
	model_typing_forget(m, d);
	m->destinations[d->number - 1] = NULL;
	destination_free(d);
	chooser_refresh(m);
	m->is_dirty = true;
}

/* On entering, the unread line is in view: on top if there is more. */
static void
show_marker(struct model *m)
{
	struct destination *d = m->here;

	if (d->marker_count == 0 || d->is_scrolled)
		return;
	model_scroll_to(m, d->lines.marks[MARK_UNREAD]);
}

void
model_go(struct model *m, struct destination *d)
{
	struct destination *from = m->here;

	if (d == NULL || d == from)
		return;
	complete_end(m);
	select_end(m);
	search_end(m, false);
	vi_reset(&m->vi);
	model_drop_notice(m);	/* it was about the other one */
	if (from != NULL) {
		m->previous = from;
		from->is_fold_peeked = false;
		destination_arm(from, m->wall_ms);
	}
	m->here = d;
	d->visit = ++m->visits;
	d->is_marker_armed = d->keeps_unread = false;
	m->was_kill = false;
	if (m->question.kind == QUESTION_WORD ||
	    m->question.kind == QUESTION_SLIP)
		model_drop_question(m);
	if (m->popup.kind == POPUP_GUARD)	/* it was about that input */
		popup_close(m);
	if (from != NULL)
		input_find_take(&from->input);
	show_marker(m);
	model_note_seen(m);
	model_want(m, REQUEST_VISIBLE, d->place, d->target, NULL);
	m->is_dirty = true;
}

void
model_go_with_text(struct model *m, struct destination *to)
{
	struct destination *from = m->here;
	char *text;
	size_t cursor;

	if (from == NULL || to == from || to == NULL ||
	    input_is_empty(&from->input)) {
		model_go(m, to);
		return;
	}
	text = xstrdup(input_text(&from->input));
	cursor = from->input.cursor;
	input_clear(&from->input);
	if (!input_is_empty(&to->input))
		input_replace(&to->input, 0, 0, "\n");
	input_replace(&to->input, 0, 0, text);
	to->input.cursor = cursor;
	free(text);
	model_go(m, to);
}

const char *
destination_label(const struct model *m, const struct destination *d)
{
	switch (d->kind) {
	case DESTINATION_LOBBY:
		return _("ALL");
	case DESTINATION_SERVER:
		return model_place_name(m, d->place);
	default:
		return d->target;
	}
}

static bool
is_double(const struct model *m, const struct destination *d)
{
	const char *label = destination_label(m, d);

	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *other = m->destinations[i];

		if (other != NULL && other->place != d->place &&
		    str_eq_nocase(destination_label(m, other), label))
			return true;
	}
	return false;
}

const char *
destination_full_label(const struct model *m, const struct destination *d,
    char out[LABEL_SIZE])
{
	bool names_place = model_places_shown(m) > 1 && is_double(m, d);

	snprintf(out, LABEL_SIZE, "%s%s%s", destination_label(m, d),
	    names_place ? "@" : "",
	    names_place ? model_place_name(m, d->place) : "");
	return out;
}

/* --- Places --- */

bool
place_is_down(const struct place *p)
{
	return p->state == SESSION_WAITING || p->state == SESSION_CLOSED;
}

enum security
place_security(const struct place *p)
{
	if (p->state != SESSION_ONLINE && p->state != SESSION_SYNCING)
		return SECURITY_NONE;
	return p->tls ? SECURITY_TLS : SECURITY_PLAIN;
}

int
model_places_shown(const struct model *m)
{
	int n = 0;

	for (int i = 0; i < m->place_count; i++)
		n += !m->places[i].is_closed;
	return n;
}

const char *
model_place_name(const struct model *m, int place)
{
	const struct place *p = &m->places[place];

	for (int i = 0; i < m->place_count; i++)
		if (i != place && !m->places[i].is_closed &&
		    str_eq_nocase(m->places[i].name, p->name))
			return p->host;
	return p->name;
}

void
model_name_place(struct model *m, int place, const char *name)
{
	struct place *p = &m->places[place];

	free(p->name);
	p->name = xstrdup(name);
	m->is_dirty = true;
}

void
model_show_place(struct model *m, int place)
{
	struct destination *best = NULL;

	m->places[place].is_closed = false;
	m->wants_place = false;
	if (m->popup.kind == POPUP_FIRST_START)
		popup_close(m);
	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d->place == place &&
		    (best == NULL || d->visit > best->visit))
			best = d;
	}
	model_go(m, best != NULL ? best : model_server_page(m, place));
}

void
model_close_place(struct model *m, int place)
{
	struct destination *to = NULL;

	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d->place != place &&
		    (to == NULL || d->visit > to->visit))
			to = d;
	}
	if (to == NULL)
		return;
	m->places[place].is_closed = true;
	model_go(m, to);
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL &&
		    m->destinations[i]->place == place)
			model_close(m, m->destinations[i]);
}

struct place *
model_place(const struct model *m)
{
	return m->here == NULL ? NULL :
	    (struct place *)&m->places[m->here->place];
}

/* A private talk keeps the list of the lobby, else of the last channel. */
const struct destination *
model_side(const struct model *m)
{
	const struct destination *best = NULL;

	if (m->here == NULL || destination_is_channel(m->here))
		return m->here;
	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		if (d == NULL || d->place != m->here->place ||
		    !destination_is_channel(d))
			continue;
		if (d->kind == DESTINATION_LOBBY)
			return d;
		if (best == NULL || d->visit > best->visit)
			best = d;
	}
	return best;
}
