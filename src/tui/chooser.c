/* chooser.c -- the destination selector: who there is to write to. */
#include "config.h"

#include "tui/chooser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/complete.h"
#include "tui/dates.h"
#include "tui/model_internal.h"

#include "base/banned.h"

enum {
	MAX_PEOPLE = 200,	/* of the side list */
	MINUTE_MS = 60 * 1000,
};

void
chooser_clear(struct popup *p)
{
	for (size_t i = 0; i < p->row_count; i++) {
		free(p->rows[i].name);
		free(p->rows[i].about);
		free(p->rows[i].msgid);
	}
	free(p->rows);
	p->rows = NULL;
	p->row_count = 0;
}

/* Where `part` stands in `name`, in any case; -1: nowhere. */
static int
find_part(const char *name, const char *part)
{
	for (int i = 0; name[i] != '\0'; i++)
		if (str_starts_nocase(name + i, part))
			return i;
	return part[0] == '\0' ? 0 : -1;
}

static struct chooser_row *
add_row(struct popup *p, enum chooser_what what, int place, const char *name,
    const char *about)
{
	struct chooser_row *row;

	p->rows = xreallocarray(p->rows, p->row_count + 1, sizeof *p->rows);
	row = &p->rows[p->row_count++];
	*row = (struct chooser_row){
		.what = what, .place = place, .name = xstrdup(name),
		.about = xstrdup(about),
	};
	return row;
}

static void
about_unread(const struct model *m, const struct destination *d, char *out,
    size_t size)
{
	out[0] = '\0';
	if (d->notify == NOTIFY_NONE)
		snprintf(out, size, "%s   ", _("muted"));
	else if (d->unseen > 0 && d != m->here)
		snprintf(out, size, "%s%u%s   ", m->theme.signs->unread,
		    d->unseen, d->unseen_mine > 0 ? "!" : "");
}

static void
about_destination(const struct model *m, const struct destination *d,
    char *out, size_t size)
{
	char unread[48];

	about_unread(m, d, unread, sizeof unread);
	switch (d->kind) {
	case DESTINATION_PERSON:
		snprintf(out, size, "%s%s", unread, _("private"));
		break;
	case DESTINATION_SERVER:
		snprintf(out, size, "%s%s", unread, _("the place itself"));
		break;
	default:
		snprintf(out, size, i18n_count("%s%zu here", "%s%zu here",
		    d->members.count), unread, d->members.count);
		break;
	}
}

/* Where we are, then what is for us, what is unread, the rest by number. */
static int
order_of(const struct model *m, const struct destination *d)
{
	if (d == m->here)
		return 0;
	if (d->unseen_mine > 0)
		return 1;
	return d->unseen > 0 ? 2 : 3;
}

static void
add_destinations(struct model *m, int place, const char *filter)
{
	char about[MODEL_WORDS], words[LABEL_SIZE];

	for (int order = 0; order <= 3; order++)
		for (int i = 0; i < m->destination_count; i++) {
			struct destination *d = m->destinations[i];
			const char *label;

			if (d == NULL || d->place != place ||
			    order_of(m, d) != order)
				continue;
			label = destination_full_label(m, d, words);
			if (find_part(label, filter) < 0 &&
			    find_part(d->target, filter) < 0)
				continue;
			about_destination(m, d, about, sizeof about);
			add_row(&m->popup, CHOOSER_DESTINATION, d->place,
			    label, about)->to = d;
		}
}

static void
about_person(const struct model *m, const struct member *p, char *out,
    size_t size)
{
	char span[32] = "";

	out[0] = '\0';
	if (p->away) {
		if (p->away_since_ms > 0 &&
		    m->wall_ms - p->away_since_ms >= MINUTE_MS)
			dates_span(m->wall_ms - p->away_since_ms, span,
			    sizeof span);
		snprintf(out, size, _("away %s%s%s will see later"), span,
		    span[0] != '\0' ? " " : "", m->theme.signs->dash);
	} else if (p->spoke_ms > 0 && m->wall_ms - p->spoke_ms < MINUTE_MS) {
		snprintf(out, size, "%s", _("spoke just now"));
	} else if (p->spoke_ms > 0) {
		dates_span(m->wall_ms - p->spoke_ms, span, sizeof span);
		snprintf(out, size, _("spoke %s ago"), span);
	}
}

/* Those of the side list who fit, best first, the away ones last. */
static void
add_people(struct model *m, const char *filter, bool away)
{
	const struct destination *d = model_side(m);
	const char **names;
	size_t n = complete_names(m, "", 0, &names), added = 0;
	char about[MODEL_WORDS];

	for (size_t i = 0; i < n && added < MAX_PEOPLE; i++) {
		const struct member *p = nicklist_find(&d->members, names[i]);

		if (p->away != away || find_part(names[i], filter) < 0 ||
		    model_find(m, m->here->place, names[i]) != NULL)
			continue;
		about_person(m, p, about, sizeof about);
		add_row(&m->popup, CHOOSER_PERSON, d->place, names[i], about);
		added++;
	}
	free(names);
}

/* The page of a place that has a lobby: it has no number, but words. */
static void
add_page(struct model *m, int place, const char *filter)
{
	struct destination *page = m->places[place].page;
	const char *name = model_place_name(m, place);

	if (page != NULL && find_part(name, filter) >= 0)
		add_row(&m->popup, CHOOSER_DESTINATION, place, name,
		    _("the place itself"))->to = page;
}

/* The other places, each headed by its page. */
static void
add_other_places(struct model *m, const char *filter)
{
	for (int i = 0; i < m->place_count; i++) {
		if (i == m->here->place || m->places[i].is_closed)
			continue;
		add_page(m, i, filter);
		add_destinations(m, i, filter);
	}
}

/* What was typed and names nobody who is there. */
static void
add_offers(struct model *m, const char *filter)
{
	const struct popup *p = &m->popup;
	const char *bare = filter[0] == '#' ? filter + 1 : filter;
	char words[MODEL_WORDS];

	if (bare[0] == '\0' || strchr(filter, ' ') != NULL)
		return;
	for (size_t i = 0; i < p->row_count; i++)
		if (str_eq_nocase(p->rows[i].name, filter))
			return;
	if (filter[0] != '#') {
		snprintf(words, sizeof words, _("write to %s"), filter);
		add_row(&m->popup, CHOOSER_WRITE, m->here->place, filter,
		    words);
	}
	snprintf(words, sizeof words, "#%s", bare);
	add_row(&m->popup, CHOOSER_JOIN, m->here->place, words, "");
}

static void
fill(struct model *m)
{
	const char *filter = input_text(&m->popup.filter);

	chooser_clear(&m->popup);
	m->popup.chosen = 0;
	add_destinations(m, m->here->place, filter);
	add_people(m, filter, false);
	add_people(m, filter, true);
	add_page(m, m->here->place, filter);
	add_other_places(m, filter);
	add_offers(m, filter);
	m->is_dirty = true;
}

void
chooser_refresh(struct model *m)
{
	if (m->popup.kind == POPUP_CHOOSER)
		fill(m);
}

void
chooser_open(struct model *m)
{
	if (m->here == NULL)
		return;
	popup_open(m, POPUP_CHOOSER);
	fill(m);
}

static void
join_with_text(struct model *m, const struct chooser_row *row)
{
	struct destination *d = model_open(m, row->place, row->name,
	    DESTINATION_CHANNEL);

	model_want(m, REQUEST_JOIN, row->place, row->name, NULL);
	model_go_with_text(m, d);
}

static void
choose(struct model *m)
{
	struct chooser_row row;
	char *name;

	if (m->popup.chosen >= m->popup.row_count) {
		popup_close(m);
		return;
	}
	row = m->popup.rows[m->popup.chosen];
	name = xstrdup(row.name);
	popup_close(m);
	row.name = name;
	switch (row.what) {
	case CHOOSER_DESTINATION:
		model_go_with_text(m, row.to);
		break;
	case CHOOSER_PERSON:
	case CHOOSER_WRITE:
		model_go_with_text(m, model_talk(m, row.place, name));
		break;
	case CHOOSER_JOIN:
		join_with_text(m, &row);
		break;
	case CHOOSER_LINK:
	case CHOOSER_HIT:
		break;		/* of another pop-up */
	}
	free(name);
}

void
chooser_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_SEND:
		choose(m);
		return;
	case ACTION_ERASE_LEFT:
		input_erase_left(&p->filter);
		break;
	case ACTION_KILL_TO_START:
	case ACTION_KILL_WORD_LEFT:
		input_clear(&p->filter);
		break;
	default:
		popup_move_chosen(p, a);
		return;
	}
	fill(m);
}

void
chooser_text(struct model *m, const char *utf8, size_t len)
{
	if (memchr(utf8, '\n', len) == NULL &&
	    input_insert(&m->popup.filter, utf8, len))
		fill(m);
}

void
chooser_choose(struct model *m, size_t row)
{
	m->popup.chosen = row;
	choose(m);
}
