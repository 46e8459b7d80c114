/* model_scroll.c -- what of the pane is on the screen, and has been. */
#include "config.h"

#include "base/i18n.h"
#include "tui/copy.h"
#include "tui/fold.h"
#include "tui/links.h"
#include "tui/model_internal.h"
#include "tui/pane.h"
#include "tui/request.h"

#include "base/banned.h"

enum { OLDER_LINES = 100, STEP_ROWS = 3 };

/* Whoever goes to a line wants to see what was cleared away, too. False:
 * nothing was. */
static bool
uncover(struct model *m)
{
	struct line_ref *cleared = &m->here->lines.marks[MARK_CLEARED];
	bool was = cleared->chunk != NULL;

	cleared->chunk = NULL;
	m->is_dirty |= was;
	return was;
}

static struct pane
make_pane(const struct model *m, struct layout *l)
{
	model_layout(m, l);
	return (struct pane){ m, m->here, l };
}

static void
ask_older(struct model *m)
{
	struct destination *d = m->here;
	struct model_request r = {
		.kind = REQUEST_OLDER, .place = d->place,
		.target = d->target, .count = OLDER_LINES,
	};

	if (d->kind == DESTINATION_SERVER || d->has_no_older ||
	    d->is_older_asked)
		return;
	d->is_older_asked = m->is_dirty = true;
	request_add(m, &r);
}

/* A gap on the screen, scrolled to, that the server can fill: asks it to. */
static void
ask_gap(struct model *m, const struct pane *p, struct pane_top top)
{
	struct destination *d = m->here;
	struct model_request r = {
		.kind = REQUEST_FILL, .place = d->place, .target = d->target,
	};
	struct item at = top.item;
	struct line line;

	if (place_is_down(&m->places[d->place]))
		return;		/* it is asked for another time */
	for (int i = 0; i < p->l->pane_rows && !at.is_none &&
	    at.ref.chunk != NULL; i++, at = pane_next(p, at)) {
		buffer_get(at.ref, &line);
		if (line.kind != LINE_GAP || !(line.flags & LINE_FILLABLE) ||
		    line.number == d->gap_asked)
			continue;
		d->gap_asked = line.number;
		r.count = (int)line.number;
		request_add(m, &r);
		return;
	}
}

/* Counts down what lies between what was seen and what is seen now. */
static void
count_seen(struct destination *d, struct line_ref seen)
{
	struct line_ref at = d->lines.marks[MARK_SEEN];
	struct line line;
	unsigned passed = 0, mine = 0;

	at = at.chunk == NULL ? buffer_first(&d->lines) : buffer_next(at);
	for (struct line_ref r = at; r.chunk != NULL; r = buffer_next(r)) {
		buffer_get(r, &line);
		passed += model_is_news(&line);
		mine += model_is_news(&line) && (d->is_private ||
		    (line.flags & LINE_MENTION));
		if (!line_ref_equal(r, seen))
			continue;
		d->lines.marks[MARK_SEEN] = seen;
		d->is_unmarked = true;
		d->unseen -= passed < d->unseen ? passed : d->unseen;
		d->unseen_mine -= mine < d->unseen_mine ? mine :
		    d->unseen_mine;
		return;
	}
}

static void
all_seen(struct model *m, struct destination *d)
{
	d->lines.marks[MARK_SEEN] = buffer_last(&d->lines);
	d->unseen = d->unseen_mine = 0;
	d->is_unmarked = true;
	if (d->marker_count > 0 && d->marker_seen_ms == 0 && m->is_attended)
		d->marker_seen_ms = m->mono_ms;
}

void
model_note_seen(struct model *m)
{
	struct destination *d = m->here;
	struct layout l;
	struct pane p;

	remark_seek_quotes(m);
	if (d == NULL || !m->is_attended || d->keeps_unread)
		return;
	if (!d->is_scrolled) {
		all_seen(m, d);
		return;
	}
	p = make_pane(m, &l);
	if (d->unseen > 0)
		count_seen(d, pane_last_seen(&p, pane_start(&p)));
}

/* Makes `top` the beginning of the screen, or lets it follow the end; while
 * a message is chosen a full screen stays. `above` rows of it stand before
 * `rest`: only what is behind them is counted. */
static void
set_top_above(struct model *m, const struct pane *p, struct pane_top top,
    int above, struct pane_top rest)
{
	struct destination *d = m->here;
	int most = p->l->pane_rows - select_is_on(m) - above;
	bool fits = top.item.is_none || top.item.ref.chunk == NULL ||
	    pane_rows_below(p, rest, most + 1) <= most;

	d->is_scrolled = !fits;
	d->lines.marks[MARK_TOP] = fits ? (struct line_ref){ NULL, 0 } :
	    top.item.ref;
	d->top_row = fits ? 0 : top.row;
	m->is_dirty = true;
}

static void
set_top(struct model *m, const struct pane *p, struct pane_top top)
{
	set_top_above(m, p, top, 0, top);
}

void
model_set_top(struct model *m, const struct pane_top *top)
{
	struct layout l;
	struct pane p = make_pane(m, &l);

	(void)uncover(m);
	set_top(m, &p, *top);
	model_note_seen(m);
}

static bool
is_same_top(struct pane_top a, struct pane_top b)
{
	return a.row == b.row && a.item.is_none == b.item.is_none &&
	    a.item.pending == b.item.pending &&
	    line_ref_equal(a.item.ref, b.item.ref);
}

void
model_scroll(struct model *m, int rows)
{
	struct layout l;
	struct pane p;
	struct pane_top top, before;
	bool has_moved;

	if (m->here == NULL || (rows < 0 && uncover(m)))
		return;
	p = make_pane(m, &l);
	top = before = pane_start(&p);
	has_moved = pane_move(&p, &top, rows);
	if (!has_moved && rows < 0)
		ask_older(m);
	if (rows < 0 && m->here->has_no_older && is_same_top(top, before))
		model_say(m, false, "%s", model_place(m)->has_history ?
		    _("there is nothing older") :
		    _("this server keeps nothing older"));
	if (rows < 0)
		ask_gap(m, &p, top);
	if (rows < 0 && has_moved)
		set_top_above(m, &p, top, -rows, before);
	else
		set_top(m, &p, top);
	if (rows > 0 || !m->here->is_scrolled)
		model_note_seen(m);
}

void
model_scroll_top(struct model *m)
{
	struct layout l;
	struct pane p;

	if (m->here == NULL)
		return;
	(void)uncover(m);
	p = make_pane(m, &l);
	set_top(m, &p, (struct pane_top){ .item = pane_first(&p) });
	ask_older(m);
}

void
model_scroll_bottom(struct model *m)
{
	struct destination *d = m->here;

	if (d == NULL)
		return;
	d->is_scrolled = false;
	d->lines.marks[MARK_TOP].chunk = NULL;
	model_note_seen(m);
	m->is_dirty = true;
}

void
model_scroll_to(struct model *m, struct line_ref ref)
{
	struct layout l;
	struct pane p;

	if (m->here == NULL || ref.chunk == NULL)
		return;
	(void)uncover(m);
	p = make_pane(m, &l);
	set_top(m, &p, (struct pane_top){ .item = pane_item(&p, ref) });
	model_note_seen(m);
}

static int
clamp(int n, int max)
{
	return n < 1 ? 1 : n > max ? max : n;
}

/* What is being read keeps its place on top. */
void
model_resize(struct model *m, int rows, int cols)
{
	bool keeps = m->here != NULL && m->here->is_scrolled;
	size_t offset = 0;
	struct layout l;
	struct pane p;
	struct pane_top top;

	if (keeps) {
		p = make_pane(m, &l);
		offset = pane_offset(&p, pane_start(&p));
	}
	m->rows = clamp(rows, GRID_MAX_ROWS);
	m->cols = clamp(cols, GRID_MAX_COLS);
	m->is_dirty = true;
	if (keeps) {
		p = make_pane(m, &l);
		top = pane_start(&p);
		top.row = pane_row_of(&p, top.item, offset);
		set_top(m, &p, top);
	}
	model_note_seen(m);
}

/* --- What people do with it --- */

/* From the one jumped to last; behind the last one it begins anew. */
static void
go_mention(struct model *m)
{
	struct buffer *b = &m->here->lines;
	struct line_ref ref = b->marks[MARK_MENTION];
	struct line line;

	ref = ref.chunk != NULL ? buffer_next(ref) : buffer_first(b);
	for (; ref.chunk != NULL; ref = buffer_next(ref)) {
		buffer_get(ref, &line);
		if (!(line.flags & LINE_MENTION))
			continue;
		b->marks[MARK_MENTION] = ref;
		model_scroll_to(m, ref);
		return;
	}
	b->marks[MARK_MENTION] = ref;
	model_say(m, false, "%s", _("there is nothing more for you"));
}

/* The lines stay: they are above, and in the log. */
static void
clear(struct model *m)
{
	struct buffer *b = &m->here->lines;

	model_scroll_bottom(m);
	b->marks[MARK_CLEARED] = buffer_last(b);
}

static void
go_first_unread(struct model *m)
{
	if (m->here->marker_count > 0)
		model_scroll_to(m, m->here->lines.marks[MARK_UNREAD]);
	else
		model_say(m, false, "%s", _("nothing is unread"));
}

/* The unread line before the first line on the screen; it stays so until the
 * person comes back, or says that it is read (Esc, writing). */
static void
unread_from_here(struct model *m)
{
	struct destination *d = m->here;
	struct line_ref ref = d->is_scrolled ? d->lines.marks[MARK_TOP] :
	    buffer_last(&d->lines);

	if (ref.chunk == NULL)
		return;
	model_set_unread(m, d, ref);
	d->marker_since_ms = m->wall_ms;
	d->keeps_unread = true;
}

static int
page(const struct model *m)
{
	struct layout l;

	model_layout(m, &l);
	return l.pane_rows > 2 ? l.pane_rows - 1 : 1;
}

bool
model_pane_action(struct model *m, enum action a)
{
	switch (a) {
	case ACTION_PAGE_UP:
		model_scroll(m, -page(m));
		break;
	case ACTION_PAGE_DOWN:
		model_scroll(m, page(m));
		break;
	case ACTION_SCROLL_UP:
		model_scroll(m, -STEP_ROWS);
		break;
	case ACTION_SCROLL_DOWN:
		model_scroll(m, STEP_ROWS);
		break;
	case ACTION_TOP:
		model_scroll_top(m);
		break;
	case ACTION_BOTTOM:
		model_scroll_bottom(m);
		break;
	case ACTION_FIRST_UNREAD:
		go_first_unread(m);
		break;
	case ACTION_NEXT_MENTION:
		go_mention(m);
		break;
	case ACTION_COPY:
		copy_begin(m);
		break;
	case ACTION_LINKS:
		links_open(m);
		break;
	case ACTION_CLEAR:
		clear(m);
		break;
	case ACTION_BARE:
		copy_bare(m, !m->is_bare);
		break;
	case ACTION_MOUSE:
		copy_give_mouse(m, !m->mouse_is_ours);
		break;
	case ACTION_FOLD:
		fold_peek(m, m->here);
		break;
	case ACTION_UNREAD_FROM_HERE:
		unread_from_here(m);
		break;
	default:
		return false;
	}
	return true;
}
