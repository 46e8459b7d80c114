/* search.c -- a text is sought in the pane, the log and on the server. */
#include "config.h"

#include "tui/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_format.h"
#include "session/session.h"
#include "tui/hits.h"
#include "tui/model_internal.h"
#include "tui/pane.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	SLICE_COST = 4 * 1000 * 1000,	/* of find_cost(): a few ms */
	LINE_COST = 64,		/* of a line that is passed, besides its text */
	LOG_LINES = 5000	/* put in at once */
};

static const struct line_ref nowhere = { NULL, 0 };

static struct line_ref *
mark(const struct model *m, enum buffer_mark which)
{
	return &m->here->lines.marks[which];
}

static bool
is_sought(enum line_kind kind)
{
	return line_is_said(kind) || kind == LINE_TOPIC || kind == LINE_INFO;
}

/* Codes of formatting are no part of the text. */
static bool
stands_in(const struct search *s, struct line_text text)
{
	size_t begin, end;
	char *plain;
	bool is_found;

	if (irc_format_find(text.p, text.len) == text.len)
		return find_next(&s->find, text.p, text.len, 0, &begin, &end);
	plain = xmalloc(text.len);
	is_found = find_next(&s->find, plain, irc_format_strip(plain, text.p,
	    text.len), 0, &begin, &end);
	free(plain);
	return is_found;
}

bool
search_has_it(const struct search *s, struct line_ref ref, size_t *cost)
{
	struct line line;

	*cost += LINE_COST;
	if (!is_sought(buffer_kind(ref)))
		return false;
	buffer_get(ref, &line);
	*cost += find_cost(line.text.p, line.text.len);
	return stands_in(s, line.text);
}

/* --- The view --- */

static struct pane
make_pane(const struct model *m, struct layout *l)
{
	model_layout(m, l);
	return (struct pane){ m, m->here, l };
}

/* With some rows of what was said before it. */
static void
show(struct model *m, struct line_ref ref)
{
	struct layout l;
	struct pane p = make_pane(m, &l);
	struct pane_top top = { .item = pane_item(&p, ref) };
	struct pane_rows at = pane_rows_of_line(&p, ref);

	m->is_dirty = true;
	if (at.is_shown && at.begin >= 0 && at.end <= l.pane_rows)
		return;
	(void)pane_move(&p, &top, -l.pane_rows / 3);
	model_set_top(m, &top);
}

static void
go_back(struct model *m)
{
	struct search *s = &m->search;
	struct layout l;
	struct pane p = make_pane(m, &l);
	struct pane_top top = { pane_item(&p, *mark(m, MARK_BACK)),
	    s->top_row };

	if (s->was_scrolled && !top.item.is_none)
		model_set_top(m, &top);
	else
		model_scroll_bottom(m);
}

/* --- Beginning and end --- */

static void
begin_count(struct model *m)
{
	m->search.is_counting = m->search.find.len > 0;
	m->search.is_count_fresh = true;
	m->search.count = m->search.number = 0;
}

static void
seek(struct model *m, int step, bool is_fresh)
{
	struct search *s = &m->search;

	s->step = s->find.len > 0 ? step : 0;
	s->is_fresh = is_fresh;
	s->stage = SEARCH_PANE;
	s->is_last = s->is_servers = false;
	if (!is_fresh)
		*mark(m, MARK_SOUGHT) = *mark(m, MARK_FOUND);
	m->is_dirty = true;
}

/* Another text: from the view on that it began with. */
static void
begin_anew(struct model *m)
{
	struct search *s = &m->search;

	find_init(&s->find, s->text);
	*mark(m, MARK_FOUND) = nowhere;
	s->is_last = false;
	begin_count(m);
	seek(m, -1, true);
	if (hits_is_open(m))
		hits_open(m);
	search_turn(m);
}

void
search_begin(struct model *m, const char *text)
{
	struct search *s = &m->search;
	struct destination *d = m->here;
	struct layout l;
	struct pane p;

	search_end(m, false);
	memset(s, 0, sizeof *s);
	p = make_pane(m, &l);
	s->is_on = true;
	s->was_scrolled = d->is_scrolled;
	s->top_row = d->top_row;
	*mark(m, MARK_BACK) = d->lines.marks[MARK_TOP];
	*mark(m, MARK_ORIGIN) = d->is_scrolled ?
	    pane_last_seen(&p, pane_start(&p)) : nowhere;
	(void)str_copy_span(s->text, sizeof s->text, (struct str_span){ text,
	    utf8_cut(text, strlen(text), sizeof s->text - 1) });
	begin_anew(m);
}

void
search_end(struct model *m, bool goes_back)
{
	if (!m->search.is_on)
		return;
	if (goes_back)
		go_back(m);
	for (int i = MARK_FOUND; i <= MARK_LISTED; i++)
		*mark(m, i) = nowhere;
	m->search.is_on = false;
	if (hits_is_open(m))
		popup_close(m);
	m->is_dirty = true;
}

/* --- Seeking --- */

static void
nothing(struct model *m, const char *why)
{
	m->search.step = 0;
	m->search.stage = SEARCH_NOTHING;
	m->search.why = why;
	m->is_dirty = true;
}

void
search_ask_further(struct model *m)
{
	struct search *s = &m->search;
	struct destination *d = m->here;
	struct line_ref first = buffer_first(&d->lines);
	bool is_full = d->lines.lines + LOG_LINES >
	    m->config.scrollback_lines;
	struct model_request r = {
		.kind = REQUEST_FIND, .place = d->place, .target = d->target,
		.text = s->text, .count = is_full ? 0 : LOG_LINES,
	};
	struct line line;

	s->step = 0;
	if (d->kind == DESTINATION_SERVER) {
		nothing(m, N_("nothing earlier has it"));
		return;
	}
	if (first.chunk != NULL) {
		buffer_get(first, &line);
		r.time_ms = line.time_ms;
	}
	s->stage = SEARCH_OLDER;
	request_add(m, &r);
	m->is_dirty = true;
}

static void
found(struct model *m, struct line_ref ref)
{
	struct search *s = &m->search;

	if (s->number > 0)
		s->number = (unsigned)((int)s->number - s->step);
	else if (s->step > 0)
		begin_count(m);
	*mark(m, MARK_FOUND) = ref;
	s->step = 0;
	show(m, ref);
}

void
search_go_to(struct model *m, struct line_ref ref)
{
	struct search *s = &m->search;

	s->stage = SEARCH_PANE;
	s->is_last = s->is_servers = false;
	*mark(m, MARK_SOUGHT) = ref;
	begin_count(m);
	found(m, ref);
	search_turn(m);
}

/* Where it goes on from; none: at the end of its way. */
static struct line_ref
next_to_seek(const struct model *m)
{
	const struct search *s = &m->search;
	struct line_ref origin = *mark(m, MARK_ORIGIN);
	struct line_ref at = *mark(m, MARK_SOUGHT);

	if (s->is_fresh)
		return origin.chunk != NULL ? origin :
		    buffer_last(&m->here->lines);
	if (at.chunk == NULL)
		return nowhere;
	return s->step < 0 ? buffer_prev(at) : buffer_next(at);
}

static void
seek_slice(struct model *m, size_t *cost)
{
	struct search *s = &m->search;
	struct line_ref at;

	while (s->step != 0 && *cost < SLICE_COST) {
		at = next_to_seek(m);
		if (at.chunk != NULL) {
			s->is_fresh = false;
			*mark(m, MARK_SOUGHT) = at;
			if (search_has_it(s, at, cost))
				found(m, at);
		} else if (s->step < 0) {
			if (mark(m, MARK_FOUND)->chunk == NULL &&
			    mark(m, MARK_ORIGIN)->chunk == NULL)
				s->is_counting = false;	/* there is none */
			search_ask_further(m);
		} else {
			s->step = 0;
			s->is_last = m->is_dirty = true;
		}
	}
}

static void
count_slice(struct model *m, size_t *cost)
{
	struct search *s = &m->search;
	struct line_ref at = *mark(m, MARK_COUNTED);

	while (s->is_counting && *cost < SLICE_COST) {
		at = s->is_count_fresh ? buffer_last(&m->here->lines) :
		    buffer_prev(at);
		s->is_count_fresh = false;
		if (at.chunk == NULL) {
			s->is_counting = false;
			m->is_dirty = true;
			return;
		}
		*mark(m, MARK_COUNTED) = at;
		s->count += search_has_it(s, at, cost);
		if (line_ref_equal(at, *mark(m, MARK_FOUND)))
			s->number = s->count;
	}
	m->is_dirty = true;
}

void
search_turn(struct model *m)
{
	size_t cost = 0;

	if (!m->search.is_on)
		return;
	seek_slice(m, &cost);
	if (m->search.step == 0 && m->search.is_counting)
		count_slice(m, &cost);
	hits_slice(m, &cost, SLICE_COST);
}

bool
search_is_busy(const struct model *m)
{
	return m->search.is_on && (m->search.step != 0 ||
	    m->search.is_counting || (hits_is_busy(m) &&
	    m->search.stage != SEARCH_OLDER));
}

/* --- What comes meanwhile --- */

void
search_line_came(struct model *m, const struct destination *d,
    const struct line *line)
{
	struct search *s = &m->search;

	if (!s->is_on || d != m->here || s->is_count_fresh ||
	    !is_sought(line->kind) || !stands_in(s, line->text))
		return;
	s->count++;
	s->number += s->number > 0;
	s->is_last = false;
}

/* The server's hit, among the lines that have come. */
static struct line_ref
find_hit(const struct model *m)
{
	struct line_ref ref = buffer_first(&m->here->lines);
	size_t len = strlen(m->search.hit);
	struct line line;

	for (; ref.chunk != NULL; ref = buffer_next(ref)) {
		buffer_get(ref, &line);
		if (line.kind == LINE_GAP)
			return nowhere;
		if (len > 0 && line.msgid.len == len &&
		    memcmp(line.msgid.p, m->search.hit, len) == 0)
			break;
	}
	return ref;
}

void
search_lines_came(struct model *m, const struct destination *d,
    bool is_older)
{
	struct search *s = &m->search;
	struct line_ref hit;

	if (!s->is_on || d != m->here)
		return;
	if (!is_older) {
		begin_count(m);
		return;
	}
	if (!s->is_counting && s->find.len > 0)
		s->is_counting = true;	/* those above */
	if (s->stage == SEARCH_AROUND && (hit = find_hit(m)).chunk != NULL) {
		begin_count(m);
		s->stage = SEARCH_PANE;
		s->step = -1;
		s->is_servers = true;
		*mark(m, MARK_SOUGHT) = hit;
		found(m, hit);
	} else if (s->stage == SEARCH_AROUND) {
		nothing(m, N_("the server did not send what it found"));
	} else if (s->stage == SEARCH_OLDER && s->asks_for_list) {
		s->stage = SEARCH_PANE;
		s->asks_for_list = false;
	} else if (s->stage == SEARCH_OLDER) {
		s->stage = SEARCH_PANE;
		s->step = -1;
		if (mark(m, MARK_SOUGHT)->chunk == NULL)
			s->is_fresh = true;	/* it was empty before */
	}
}

/* The newest of those that are older than all the pane has. */
static const struct session_line *
newest_hit(const struct model *m, const struct session_event *e)
{
	const struct session_line *best = NULL;
	struct line_ref first = buffer_first(&m->here->lines);
	struct line line = { .time_ms = INT64_MAX };

	if (first.chunk != NULL)
		buffer_get(first, &line);
	for (size_t i = 0; i < e->found.count; i++) {
		const struct session_line *l = &e->found.lines[i];

		if (l->time_ms < line.time_ms && l->msgid[0] != '\0' &&
		    (best == NULL || l->time_ms > best->time_ms))
			best = l;
	}
	return best;
}

void
search_ask_around(struct model *m, const char *msgid, int64_t time_ms)
{
	struct search *s = &m->search;
	struct model_request r = {
		.kind = REQUEST_AROUND, .place = m->here->place,
		.target = m->here->target, .id = s->hit, .time_ms = time_ms,
	};

	s->stage = SEARCH_AROUND;
	str_copy(s->hit, sizeof s->hit, msgid);
	request_add(m, &r);
	m->is_dirty = true;
}

void
search_found(struct model *m, const struct destination *d,
    const struct session_event *e)
{
	struct search *s = &m->search;
	const struct session_line *hit;

	if (!s->is_on || d != m->here || s->stage != SEARCH_OLDER ||
	    !str_eq(e->found.text, s->text))
		return;
	hit = newest_hit(m, e);
	if (s->asks_for_list && hit != NULL)
		s->stage = SEARCH_PANE;
	else if (hit != NULL)
		search_ask_around(m, hit->msgid, hit->time_ms);
	else
		nothing(m, e->found.is_asked ? e->found.is_failed ?
		    N_("the server could not search, Ctrl-f tries again") :
		    N_("nothing earlier has it, the server has looked too") :
		    N_("nothing earlier has it, this server cannot search"));
	if (s->asks_for_list)
		hits_found(m, e);
	s->asks_for_list = false;
}

/* --- Keys --- */

static void
go(struct model *m, int step)
{
	struct search *s = &m->search;

	if (s->step != 0 || s->stage == SEARCH_OLDER ||
	    s->stage == SEARCH_AROUND)
		return;		/* it is being sought */
	if (mark(m, MARK_FOUND)->chunk != NULL)
		seek(m, step, false);
	else
		seek(m, -1, true);
	search_turn(m);
}

static void
erase(struct model *m)
{
	char *text = m->search.text;

	text[utf8_prev_cluster(text, strlen(text))] = '\0';
	begin_anew(m);
}

/* Those that scroll leave it on; all others end it, and do what they do. */
static bool
is_scrolling(enum action a)
{
	return a == ACTION_PAGE_UP || a == ACTION_PAGE_DOWN ||
	    a == ACTION_SCROLL_UP || a == ACTION_SCROLL_DOWN;
}

bool
search_action(struct model *m, enum action a)
{
	if (!m->search.is_on && a != ACTION_FIND)
		return false;
	if (!m->search.is_on) {
		search_begin(m, "");
		return true;
	}
	switch (a) {
	case ACTION_FIND:
	case ACTION_UP:
		go(m, -1);
		return true;
	case ACTION_DOWN:
		go(m, 1);
		return true;
	case ACTION_ERASE_LEFT:
		erase(m);
		return true;
	case ACTION_COMPLETE_NEXT:
		hits_open(m);
		search_turn(m);
		return true;
	case ACTION_SEND:
		search_end(m, false);
		return true;
	case ACTION_ESCAPE:
	case ACTION_CLEAR_INPUT:
		search_end(m, true);
		return true;
	default:
		if (!is_scrolling(a))
			search_end(m, false);
		return false;
	}
}

bool
search_text(struct model *m, const char *utf8, size_t len)
{
	struct search *s = &m->search;
	size_t at = strlen(s->text);

	if (!s->is_on)
		return false;
	for (size_t i = 0; i < len && at + len < sizeof s->text; i++)
		if ((unsigned char)utf8[i] >= ' ' && utf8[i] != 0x7f)
			s->text[at++] = utf8[i];
	s->text[at] = '\0';
	begin_anew(m);
	return true;
}
