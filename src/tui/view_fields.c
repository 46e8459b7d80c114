/* view_fields.c -- the destinations in the status line. */
#include "config.h"

#include <stdio.h>

#include "base/i18n.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum { FIELD_SIZE = 320 };

int
view_gap(const struct view *v)
{
	return v->l.cols >= LAYOUT_NICK9_COLS ? 3 : 2;
}

/*
 * Of several places, each is named before its first destination, with a sign
 * if it is down; "" for other destinations. A page says the name by itself.
 */
static void
place_words(const struct view *v, const struct destination *d,
    char out[FIELD_SIZE])
{
	const struct model *m = v->m;
	const struct place *p = &m->places[d->place];
	bool is_page = d->kind == DESTINATION_SERVER;

	out[0] = '\0';
	if (model_places_shown(m) < 2)
		return;
	for (int i = 0; i < d->number - 1; i++)
		if (m->destinations[i] != NULL &&
		    m->destinations[i]->place == d->place)
			return;
	snprintf(out, FIELD_SIZE, "%s%s%s%s%s%s",
	    place_is_down(p) ? v->signs->failed : "",
	    place_is_down(p) ? " " : "",
	    is_page ? "" : model_place_name(m, d->place),
	    p->away && !is_page ? " " : "",
	    p->away ? _("(away)") : "", is_page && !p->away ? "" :
	    is_page ? " " : ": ");
}

static void
field_text(const struct view *v, const struct destination *d, bool is_named,
    char out[FIELD_SIZE])
{
	bool is_here = d == v->m->here;
	char place[FIELD_SIZE] = "", unread[32] = "";

	if (is_named)
		place_words(v, d, place);

	if (d->unseen > 0 && d->notify != NOTIFY_NONE && !(is_here && d->is_scrolled))
		snprintf(unread, sizeof unread, " %s%u%s", v->signs->unread,
		    d->unseen, d->unseen_mine > 0 ? "!" : "");
	snprintf(out, FIELD_SIZE, "%.80s%d%s%.120s%s%s", place, d->number,
	    is_named ? " " : "",
	    is_named ? destination_label(v->m, d) : "",
	    !is_here && destination_has_draft(d) ? " @" : "", unread);
}

static bool
has_news(const struct destination *d)
{
	return d->unseen > 0 && d->notify != NOTIFY_NONE;
}

static enum look
field_look(const struct view *v, const struct destination *d)
{
	if (d == v->m->here)
		return LOOK_HERE;
	if (d->unseen_mine > 0)
		return LOOK_LOUD;
	return has_news(d) ? LOOK_UNREAD : LOOK_QUIET;
}

/* --- Which there is room for ----------------------------------------------- */

/* From the first destination to the last. */
struct walk {
	const struct view *v;
	const struct view_fields *f;
	int draw_end;		/* 0: nothing is drawn */
	int find;		/* the column somebody asks for; -1: none */
	struct destination *found;
	int col;		/* behind the last field */
	bool has_here;		/* where we are has been passed */
	unsigned left_out, left_out_mine;	/* news that had no room */
};

static void
put_words(struct walk *w, const char *words, enum look look,
    struct destination *d)
{
	int start = w->col > 1 ? w->col + view_gap(w->v) : w->col;

	w->col = start + view_cols(w->v, words);
	if (w->draw_end > 0)
		view_put_cut(w->v, w->v->l.status_row, start, w->draw_end,
		    words, look);
	if (w->find >= start && w->find < w->col)
		w->found = d;
}

static void
left_out_words(const struct view *v, unsigned n, bool is_mine,
    char out[FIELD_SIZE])
{
	snprintf(out, FIELD_SIZE, "%s %s%u%s", v->signs->more,
	    v->signs->unread, n, is_mine ? "!" : "");
}

/* Columns that are kept free behind a field: for where we are, and for the
 * sum of what had no room. */
static int
kept_free(const struct walk *w)
{
	char words[FIELD_SIZE];
	int cols = 0;

	if (!w->has_here) {
		field_text(w->v, w->v->m->here, true, words);
		cols += view_gap(w->v) + view_cols(w->v, words);
	}
	left_out_words(w->v, 999, true, words);
	return cols + view_gap(w->v) + view_cols(w->v, words);
}

static bool
has_room(const struct walk *w, const char *words)
{
	if (w->f->named == FIELDS_HERE || w->left_out > 0)
		return false;
	return w->f->named >= 0 || w->col + view_gap(w->v) +
	    view_cols(w->v, words) + kept_free(w) <= w->f->end;
}

static void
walk_one(struct walk *w, struct destination *d, bool is_named)
{
	bool is_here = d == w->v->m->here;
	char words[FIELD_SIZE];

	if (!is_named && !is_here && !has_news(d) &&
	    !destination_has_draft(d))
		return;
	field_text(w->v, d, is_named || is_here, words);
	if (is_here || has_room(w, words)) {
		put_words(w, words, field_look(w->v, d), d);
	} else if (has_news(d)) {
		w->left_out += d->unseen;
		w->left_out_mine += d->unseen_mine;
	}
	w->has_here |= is_here;
}

static void
walk(struct walk *w)
{
	const struct model *m = w->v->m;
	char words[FIELD_SIZE];

	w->col = 1;
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			walk_one(w, m->destinations[i], i < w->f->named);
	if (w->left_out == 0 || w->f->named == FIELDS_HERE)
		return;
	left_out_words(w->v, w->left_out, w->left_out_mine > 0, words);
	put_words(w, words, w->left_out_mine > 0 ? LOOK_LOUD : LOOK_UNREAD,
	    NULL);
}

int
view_fields_end(const struct view *v, const struct view_fields *f)
{
	struct walk w = { .v = v, .f = f, .find = -1 };

	walk(&w);
	return w.col;
}

void
view_put_fields(const struct view *v, const struct view_fields *f, int end)
{
	struct walk w = { .v = v, .f = f, .find = -1, .draw_end = end };

	walk(&w);
}

struct destination *
view_field_at(const struct view *v, const struct view_fields *f, int col)
{
	struct walk w = { .v = v, .f = f, .find = col };

	walk(&w);
	return w.found;
}
