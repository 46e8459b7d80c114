/* view_sidebar.c -- the list of users. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum { INDENT = 1, NAME_COL = 3, TYPING_COLS = 2, MINUTE_MS = 60 * 1000 };

/*
 * How the rows of the list are shared out: a head, a blank, those who are
 * here and "n more", then a blank, "away", those, and "n more".
 */
struct shares {
	size_t here, here_shown;
	size_t away, away_shown;
	size_t first, away_first;	/* scrolled: those here, then the away */
	bool is_roomy;		/* blanks between the parts */
	int here_row;
	int away_row;		/* of the word "away"; -1: no such part */
};

static size_t
at_most(size_t n, int room)
{
	return room <= 0 ? 0 : n < (size_t)room ? n : (size_t)room;
}

/* Rows of `n` names where `room` are: all, or one less and "n more". */
static size_t
shown(size_t n, int room)
{
	return n <= at_most(n, room) ? n : at_most(n, room - 1);
}

static void
share_out(struct shares *s, const struct nicklist *list,
    const struct layout *l)
{
	int top = l->pane_row, room = l->pane_rows;
	int away_rows = 0;

	memset(s, 0, sizeof *s);
	s->here = list->here_rows;
	s->away = list->count - list->here_rows;
	s->is_roomy = l->cols >= LAYOUT_WIDE_COLS;
	s->away_row = -1;
	room -= s->is_roomy ? 2 : 1;
	s->here_row = top + (s->is_roomy ? 2 : 1);
	if (s->away > 0 && room >= 6) {
		int want = (int)at_most(s->away, room / 5 < 1 ? 1 : room / 5);

		away_rows = 1 + want + (s->away > (size_t)want) +
		    s->is_roomy;
		if ((int)s->here + away_rows < room)	/* there is room */
			away_rows = room - (int)s->here;
		if (away_rows > (int)s->away + 1 + s->is_roomy)
			away_rows = (int)s->away + 1 + s->is_roomy;
	}
	s->here_shown = shown(s->here, room - away_rows);
	s->first = at_most(s->here - s->here_shown, (int)list->top);
	if (away_rows > 0) {
		s->away_row = s->here_row + (int)s->here_shown +
		    (s->here_shown < s->here) + s->is_roomy;
		s->away_shown = shown(s->away,
		    away_rows - 1 - s->is_roomy);
		s->away_first = at_most(s->away - s->away_shown,
		    (int)(list->top - s->first));
	}
}

static void
put_head(const struct view *v, const struct nicklist *list, int row)
{
	char words[MODEL_WORDS];
	int col = v->l.side_col + INDENT;

	if (v->l.side_cols >= 20)
		col = view_put(v, row, col, v->l.cols, _("Users "),
		    LOOK_QUIET);
	if (list->count == 0)	/* not told yet, or we are not in it */
		return;
	if (list->away > 0)
		snprintf(words, sizeof words, _("%zu %s %zu away"),
		    list->count, v->signs->dot, list->away);
	else
		snprintf(words, sizeof words, "%zu", list->count);
	view_put_cut(v, row, col, v->l.cols, words, LOOK_QUIET);
}

static void
put_more(const struct view *v, int row, size_t n)
{
	char words[MODEL_WORDS];

	snprintf(words, sizeof words, _("%s %zu more"), v->signs->more, n);
	view_put(v, row, v->l.side_col + NAME_COL, v->l.cols, words,
	    LOOK_QUIET);
}

/* The right edge of a row: how long somebody is away. */
static int
put_right(const struct view *v, const struct member *p, int row)
{
	char words[64] = "";
	int col;

	if (p->away && p->away_since_ms > 0 &&
	    v->m->wall_ms - p->away_since_ms >= MINUTE_MS)
		dates_span(v->m->wall_ms - p->away_since_ms, words,
		    sizeof words);
	col = v->l.cols - 1 - view_cols(v, words);
	if (words[0] == '\0' || col <= v->l.side_col + NAME_COL + 4)
		return v->l.cols;
	view_put(v, row, col, v->l.cols, words, LOOK_QUIET);
	return col - 1;
}

static void
put_member(const struct view *v, const struct member *p, int row)
{
	bool is_here = v->m->here->kind == DESTINATION_PERSON &&
	    strcmp(v->m->here->target, p->nick) == 0;
	enum look look = is_here ? LOOK_CHOSEN :
	    p->away ? LOOK_QUIET : p->own ? LOOK_OWN : LOOK_TEXT;
	char sign[2] = { p->sign, '\0' };
	int col = v->l.side_col + INDENT;
	int end = put_right(v, p, row);
	bool is_typing = member_is_typing(p, v->m->mono_ms);

	if (is_typing)
		end -= TYPING_COLS;
	view_put(v, row, col, end, sign, p->away ? LOOK_QUIET : LOOK_TEXT);
	col = view_put_cut(v, row, v->l.side_col + NAME_COL, end, p->nick,
	    look);
	if (is_typing)
		view_put(v, row, col + 1, v->l.cols, v->signs->typing,
		    LOOK_QUIET);
}

static void
put_border(const struct view *v)
{
	for (int row = v->l.pane_row; row < v->l.pane_row + v->l.pane_rows;
	    row++) {
		if (v->l.side_col > 0)
			view_border(v, row, v->l.side_col - 1,
			    v->signs->vertical, LOOK_QUIET);
		grid_fill(v->g, row, v->l.side_col, v->l.cols, style_plain);
	}
}

void
view_sidebar(const struct view *v)
{
	const struct destination *d = model_side(v->m);
	const struct nicklist *list;
	struct shares s;

	if (v->l.side_cols == 0 || d == NULL)
		return;
	list = &d->members;
	put_border(v);
	put_head(v, list, v->l.pane_row);
	share_out(&s, list, &v->l);
	for (size_t i = 0; i < s.here_shown; i++)
		put_member(v, list->rows[s.first + i], s.here_row + (int)i);
	if (s.first + s.here_shown < s.here)
		put_more(v, s.here_row + (int)s.here_shown,
		    s.here - s.here_shown - s.first);
	if (s.away_row < 0)
		return;
	view_put(v, s.away_row, v->l.side_col + INDENT, v->l.cols, _("away"),
	    LOOK_QUIET);
	for (size_t i = 0; i < s.away_shown; i++)
		put_member(v, list->rows[s.here + s.away_first + i],
		    s.away_row + 1 + (int)i);
	if (s.away_first + s.away_shown < s.away)
		put_more(v, s.away_row + 1 + (int)s.away_shown,
		    s.away - s.away_shown - s.away_first);
}

const char *
view_member_at(const struct model *m, int row, int col)
{
	const struct destination *d = model_side(m);
	struct layout l;
	struct shares s;
	int i;

	model_layout(m, &l);
	if (d == NULL || l.side_cols == 0 || col < l.side_col ||
	    row < l.pane_row || row >= l.pane_row + l.pane_rows)
		return NULL;
	share_out(&s, &d->members, &l);
	i = row - s.here_row;
	if (i >= 0 && (size_t)i < s.here_shown)
		return d->members.rows[s.first + (size_t)i]->nick;
	i = row - s.away_row - 1;
	if (s.away_row >= 0 && i >= 0 && (size_t)i < s.away_shown)
		return d->members.rows[s.here + s.away_first + (size_t)i]->nick;
	return NULL;
}

int
view_side_rows_hidden(const struct model *m)
{
	const struct destination *d = model_side(m);
	struct layout l;
	struct shares s;

	model_layout(m, &l);
	if (d == NULL || l.side_cols == 0)
		return 0;
	share_out(&s, &d->members, &l);
	return (int)(s.here - s.here_shown) +
	    (s.away_row < 0 ? 0 : (int)(s.away - s.away_shown));
}
