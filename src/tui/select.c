/* select.c -- one message of the pane is chosen. */
#include "config.h"

#include "tui/select.h"

#include "base/i18n.h"
#include "tui/model_internal.h"
#include "tui/pane.h"

#include "base/banned.h"

static const struct line_ref nowhere = { NULL, 0 };

static struct line_ref *
mark(const struct model *m, enum buffer_mark which)
{
	return &m->here->lines.marks[which];
}

bool
select_is_on(const struct model *m)
{
	return m->choosing != NULL;
}

struct line_ref
select_line(const struct model *m)
{
	return select_is_on(m) ? *mark(m, MARK_CHOSEN) : nowhere;
}

static bool
fits(const struct model *m, struct line_ref ref)
{
	struct line line;

	buffer_get(ref, &line);
	return m->choosing->fits != NULL ? m->choosing->fits(m, &line) :
	    line_is_said(line.kind);
}

/* The next one that fits, from `ref` itself on; none: no chunk. */
static struct line_ref
find(const struct model *m, struct line_ref ref,
    struct line_ref (*step)(struct line_ref))
{
	while (ref.chunk != NULL && !fits(m, ref))
		ref = step(ref);
	return ref;
}

/* --- On the screen --- */

/* It was not on the screen: from above it comes in on top, else below. */
static void
bring_in(struct model *m, const struct pane *p, struct line_ref ref)
{
	struct pane_top before = pane_start(p);
	struct pane_top top = { .item = pane_item(p, ref) };
	int room;

	if (before.item.ref.chunk == NULL ||
	    !buffer_is_before(ref, before.item.ref)) {
		room = p->l->pane_rows - pane_rows_of(p, top.item);
		if (room > 0)
			(void)pane_move(p, &top, -room);
	}
	model_set_top(m, &top);
}

static void
show(struct model *m)
{
	struct layout l;
	struct pane p;
	struct line_ref ref = select_line(m);
	struct pane_rows at;
	int below;

	if (ref.chunk == NULL)
		return;
	model_layout(m, &l);
	p = (struct pane){ m, m->here, &l };
	at = pane_rows_of_line(&p, ref);
	below = at.end - l.pane_rows;
	if (!at.is_shown)
		bring_in(m, &p, ref);
	else if (at.begin < 0)
		model_scroll(m, at.begin);
	else if (below > 0)
		model_scroll(m, below < at.begin ? below : at.begin);
	else
		model_scroll(m, 0);	/* so that it stays where it is */
	m->is_dirty = true;
}

static void
choose(struct model *m, struct line_ref ref)
{
	*mark(m, MARK_CHOSEN) = ref;
	show(m);
}

bool
select_go_to(struct model *m, struct line_ref ref)
{
	if (!select_is_on(m) || ref.chunk == NULL || !fits(m, ref))
		return false;
	choose(m, ref);
	return true;
}

void
select_keep(struct model *m)
{
	struct line_ref ref;

	if (!select_is_on(m))
		return;
	ref = find(m, select_line(m), buffer_next);	/* it may be gone */
	if (ref.chunk == NULL)
		ref = find(m, buffer_last(&m->here->lines), buffer_prev);
	if (ref.chunk == NULL)
		select_end(m);
	else
		choose(m, ref);
}

/* --- Beginning and end --- */

/* The last line on the screen, wholly if possible. */
static struct line_ref
last_on_screen(const struct model *m)
{
	struct layout l;
	struct pane p;

	model_layout(m, &l);
	p = (struct pane){ m, m->here, &l };
	return pane_last_seen(&p, pane_start(&p));
}

bool
select_begin(struct model *m, const struct select_use *use)
{
	struct line_ref ref;

	if (m->here == NULL)
		return false;
	select_end(m);
	m->choosing = use;
	ref = find(m, last_on_screen(m), buffer_prev);
	if (ref.chunk == NULL) {
		m->choosing = NULL;
		model_say(m, false, "%s", _("there is no message for that"));
		return false;
	}
	m->chose_scrolled = m->here->is_scrolled;
	choose(m, ref);
	return true;
}

void
select_end(struct model *m)
{
	if (!select_is_on(m))
		return;
	m->choosing = NULL;
	*mark(m, MARK_CHOSEN) = nowhere;
	*mark(m, MARK_ANCHOR) = nowhere;
	if (!m->chose_scrolled)
		model_scroll_bottom(m);
	m->is_dirty = true;
}

static void
take(struct model *m)
{
	const struct select_use *use = m->choosing;
	struct line_ref ref = select_line(m);

	select_end(m);
	if (ref.chunk != NULL)	/* else it has just gone */
		use->take(m, ref);
}

/* --- A range --- */

void
select_set_anchor(struct model *m, bool is_set)
{
	*mark(m, MARK_ANCHOR) = is_set ? select_line(m) : nowhere;
	m->is_dirty = true;
}

bool
select_has_anchor(const struct model *m)
{
	return select_is_on(m) && mark(m, MARK_ANCHOR)->chunk != NULL;
}

bool
select_range(const struct model *m, struct line_ref *first,
    struct line_ref *last)
{
	struct line_ref anchor;

	*first = *last = select_line(m);
	if (first->chunk == NULL)
		return false;
	anchor = *mark(m, MARK_ANCHOR);
	if (anchor.chunk == NULL)
		return true;
	if (buffer_is_before(anchor, *first))
		*first = anchor;
	else
		*last = anchor;
	return true;
}

bool
select_has(const struct model *m, struct line_ref ref)
{
	struct line_ref first, last;

	if (!select_is_on(m) || ref.chunk == NULL)
		return false;
	if (!select_has_anchor(m))
		return line_ref_equal(ref, select_line(m));
	return select_range(m, &first, &last) &&
	    !buffer_is_before(ref, first) && !buffer_is_before(last, ref) &&
	    fits(m, ref);
}

/* --- Keys --- */

/* One more up or down; false: there is none. */
static bool
step(struct model *m, struct line_ref (*way)(struct line_ref))
{
	struct line_ref ref = find(m, way(select_line(m)), way);

	if (ref.chunk == NULL)
		return false;
	choose(m, ref);
	return true;
}

static void
step_up(struct model *m)
{
	if (!step(m, buffer_prev))
		model_scroll(m, -1);	/* what is older may be fetched */
}

/* About as far as PgUp and PgDn go without a choice. */
static void
step_page(struct model *m, struct line_ref (*way)(struct line_ref))
{
	struct line_ref ref = select_line(m), next;
	struct layout l;
	struct pane p;

	model_layout(m, &l);
	p = (struct pane){ m, m->here, &l };
	for (int rows = 0; rows < l.pane_rows;
	    rows += pane_rows_of(&p, pane_item(&p, ref))) {
		next = find(m, way(ref), way);
		if (next.chunk == NULL)
			break;
		ref = next;
	}
	if (line_ref_equal(ref, select_line(m)) && way == buffer_prev)
		model_scroll(m, -1);
	else
		choose(m, ref);
}

/* The first or the last of all. */
static void
go_end(struct model *m, bool to_first)
{
	const struct buffer *b = &m->here->lines;

	choose(m, to_first ? find(m, buffer_first(b), buffer_next) :
	    find(m, buffer_last(b), buffer_prev));
}

static bool
move(struct model *m, enum action a)
{
	switch (a) {
	case ACTION_UP:
		step_up(m);
		return true;
	case ACTION_DOWN:
		(void)step(m, buffer_next);
		return true;
	case ACTION_PAGE_UP:
		step_page(m, buffer_prev);
		return true;
	case ACTION_PAGE_DOWN:
		step_page(m, buffer_next);
		return true;
	case ACTION_HOME:
	case ACTION_TOP:
		go_end(m, true);
		return true;
	case ACTION_END:
	case ACTION_BOTTOM:
		go_end(m, false);
		return true;
	default:
		return false;
	}
}

bool
select_action(struct model *m, enum action a)
{
	if (!select_is_on(m))
		return false;
	if (m->choosing->action != NULL && m->choosing->action(m, a))
		return true;
	if (move(m, a))
		return true;
	switch (a) {
	case ACTION_SEND:
		take(m);
		return true;
	case ACTION_DETAILS:
		popup_open(m, POPUP_DETAILS);
		return true;
	case ACTION_ESCAPE:
	case ACTION_CLEAR_INPUT:
		select_end(m);
		return true;
	default:
		return false;
	}
}

bool
select_text(struct model *m, const char *utf8, size_t len)
{
	if (!select_is_on(m) || m->is_pasting)
		return false;
	if (m->choosing->text != NULL)
		return m->choosing->text(m, utf8, len);
	take(m);
	return false;
}

bool
select_click(struct model *m, int row, int col)
{
	struct layout l;
	struct pane p;
	struct item at;

	if (!select_is_on(m))
		return false;
	model_layout(m, &l);
	p = (struct pane){ m, m->here, &l };
	at = pane_at_row(&p, row);
	if (col >= l.pane_cols || at.is_none || at.ref.chunk == NULL || !fits(m, at.ref))
		return false;
	choose(m, at.ref);
	return true;
}
