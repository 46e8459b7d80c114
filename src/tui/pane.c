/* pane.c -- the lines of a destination as rows of the message pane. */
#include "config.h"

#include "tui/pane.h"

#include <string.h>

#include "base/i18n.h"
#include "tui/compose.h"
#include "tui/dates.h"
#include "tui/destination.h"
#include "tui/fold.h"
#include "tui/layout.h"
#include "tui/model_internal.h"
#include "tui/select.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum {
	SAME_SPEAKER_MS = 5 * 60 * 1000,
	PAUSE_MS = 15 * 60 * 1000,
};

static const struct item no_item = { .is_none = true };

/* --- Items --- */

struct item
pane_item(const struct pane *p, struct line_ref ref)
{
	if (ref.chunk == NULL)
		return no_item;
	return (struct item){ .ref = fold_first(p, ref) };
}

static struct item
pane_last(const struct pane *p)
{
	if (p->d->pending_count > 0)
		return (struct item){ .pending = p->d->pending_count - 1 };
	return pane_item(p, buffer_last(&p->d->lines));
}

static struct item
first_pending(const struct pane *p)
{
	return p->d->pending_count > 0 ? (struct item){ .pending = 0 } :
	    no_item;
}

struct item
pane_first(const struct pane *p)
{
	struct line_ref ref = buffer_first(&p->d->lines);

	return ref.chunk != NULL ? (struct item){ .ref = ref } :
	    first_pending(p);
}

static struct item
pane_prev(const struct pane *p, struct item at)
{
	if (at.ref.chunk != NULL)
		return pane_item(p, buffer_prev(at.ref));
	if (at.pending > 0)
		return (struct item){ .pending = at.pending - 1 };
	return pane_item(p, buffer_last(&p->d->lines));
}

struct item
pane_next(const struct pane *p, struct item at)
{
	struct line_ref next;

	if (at.ref.chunk == NULL)
		return at.pending + 1 < p->d->pending_count ?
		    (struct item){ .pending = at.pending + 1 } : no_item;
	next = buffer_next(fold_last(p, at.ref));
	return next.chunk != NULL ? (struct item){ .ref = next } :
	    first_pending(p);
}

/* --- Blocks --- */

static void
get_pending(const struct pane *p, size_t i, struct line *line)
{
	const struct pending *q = &p->d->pending[i];
	const char *nick = p->m->places[p->d->place].nick;

	*line = (struct line){
		.kind = q->kind, .state = q->state, .flags = LINE_OWN,
		.time_ms = q->time_ms,
		.nick = { nick, strlen(nick) },
		.text = { q->text, strlen(q->text) },
		.reply = { q->reply_to, strlen(q->reply_to) },
	};
	if (q->reason != NULL)
		line->object = (struct line_text){ q->reason,
		    strlen(q->reason) };
}

static void
get_line(const struct pane *p, struct item at, struct line *line)
{
	if (at.ref.chunk != NULL)
		buffer_get(at.ref, line);
	else
		get_pending(p, at.pending, line);
}

/* The line directly before the item; false: it is the first, or the first
 * since all was cleared away. */
static bool
get_line_before(const struct pane *p, struct item at, struct line *line)
{
	struct line_ref ref;

	if (at.ref.chunk == NULL && at.pending > 0) {
		get_pending(p, at.pending - 1, line);
		return true;
	}
	ref = at.ref.chunk != NULL ? buffer_prev(at.ref) :
	    buffer_last(&p->d->lines);
	if (ref.chunk == NULL ||
	    line_ref_equal(ref, p->d->lines.marks[MARK_CLEARED]))
		return false;
	buffer_get(ref, line);
	return true;
}

static bool
same_text(struct line_text a, struct line_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static bool
is_same_speaker(const struct line *a, const struct line *b)
{
	int64_t apart = b->time_ms - a->time_ms;

	return a->kind == b->kind && line_is_said(a->kind) &&
	    same_text(a->nick, b->nick) && apart >= 0 &&
	    apart < SAME_SPEAKER_MS;
}

/* A line across the pane. */
static bool
is_rule(const struct line *line)
{
	return line->kind == LINE_GAP || line->kind == LINE_LOG;
}

static void
set_separators(const struct pane *p, struct item at, const struct line *prev,
    struct block *b)
{
	if (is_rule(&b->line))
		return;
	if (prev == NULL ||
	    !dates_same_day(p->m, prev->time_ms, b->line.time_ms))
		b->separators |= BLOCK_DAY;
	else if (!p->l->has_time && line_is_said(b->line.kind) &&
	    b->line.time_ms - prev->time_ms >= PAUSE_MS)
		b->separators |= BLOCK_PAUSE;
	if (at.ref.chunk != NULL && p->d->marker_count > 0 &&
	    line_ref_equal(at.ref, p->d->lines.marks[MARK_UNREAD]))
		b->separators |= BLOCK_UNREAD;
	for (unsigned bit = BLOCK_DAY; bit <= BLOCK_PAUSE; bit <<= 1)
		b->separator_rows += (b->separators & bit) != 0;
}

/* What repeats the line before is left out. Of events it is said when only
 * while they are told one by one. */
static void
set_repeats(const struct pane *p, const struct line *prev, struct block *b)
{
	bool follows = prev != NULL && b->separators == 0 &&
	    line_is_said(prev->kind);

	if (!line_is_said(b->line.kind)) {
		b->has_time = fold_is_kind(b->line.kind) &&
		    !fold_is_on(p->m, p->d) && (prev == NULL ||
		    !dates_same_minute(prev->time_ms, b->line.time_ms));
		return;
	}
	b->has_nick = !follows || !is_same_speaker(prev, &b->line);
	b->has_time = !follows ||
	    !dates_same_minute(prev->time_ms, b->line.time_ms);
}

void
block_wrap(const struct pane *p, const struct block *b, struct wrap *w)
{
	int rest = p->l->text_end - p->l->text_col;
	int first = p->l->has_time ? rest : p->l->text_end;

	wrap_init(w, b->text, b->len, first, rest, p->m->width);
}

void
block_make(const struct pane *p, struct item at, struct block *b)
{
	struct line prev;
	bool has_prev = get_line_before(p, at, &prev);

	memset(b, 0, sizeof *b);
	buf_init(&b->composed, COMPOSE_MAX);
	buf_init(&b->spans, COMPOSE_MAX * sizeof(struct span));
	get_line(p, at, &b->line);
	set_separators(p, at, has_prev ? &prev : NULL, b);
	set_repeats(p, has_prev ? &prev : NULL, b);
	b->is_rule = is_rule(&b->line);
	b->is_quiet = !line_is_said(b->line.kind);
	b->is_chosen = select_has(p->m, at.ref);
	b->is_found = search_has(p->m, at.ref);
	compose_line(p, at.ref, b);
}

void
block_release(struct block *b)
{
	buf_release(&b->composed);
	buf_release(&b->spans);
}

struct irc_format
block_format(const struct block *b, size_t at, size_t *end)
{
	const struct span *spans = (const void *)b->spans.data;
	size_t low = 0, high = b->spans.len / sizeof *spans, mid;

	if (high == 0)
		return irc_format_none;
	if (spans[0].from > at) {
		*end = *end < spans[0].from ? *end : spans[0].from;
		return irc_format_none;
	}
	while (high - low > 1) {	/* the last that begins here or before */
		mid = (low + high) / 2;
		if (spans[mid].from <= at)
			low = mid;
		else
			high = mid;
	}
	if ((low + 1) * sizeof *spans < b->spans.len &&
	    spans[low + 1].from < *end)
		*end = spans[low + 1].from;
	return spans[low].format;
}

/* To be counted they must be wrapped: nothing that is drawn is. */
static int
block_rows(const struct pane *p, const struct block *b)
{
	int rows = b->separator_rows + b->is_rule;
	struct wrap w;
	struct wrap_row r;

	if (b->is_rule)
		return rows;
	block_wrap(p, b, &w);
	while (wrap_next(&w, &r))
		rows++;
	return rows;
}

int
pane_rows_of(const struct pane *p, struct item at)
{
	struct block b;
	int rows;

	block_make(p, at, &b);
	rows = block_rows(p, &b);
	block_release(&b);
	return rows;
}

/* --- Where the screen begins --- */

/* Nothing, or cleared away. */
static bool
is_beyond(const struct pane *p, struct item at)
{
	struct line_ref cleared = p->d->lines.marks[MARK_CLEARED];

	return at.is_none || (cleared.chunk != NULL && at.ref.chunk != NULL &&
	    !buffer_is_before(cleared, fold_last(p, at.ref)));
}

/* Where the screen begins if it is not scrolled. */
static struct pane_top
pane_bottom_start(const struct pane *p)
{
	struct pane_top top = { .item = pane_last(p) };
	int left = p->l->pane_rows;
	struct item prev;

	if (is_beyond(p, top.item))
		top.item = no_item;
	if (top.item.is_none || left <= 0)
		return top;
	for (;;) {
		left -= pane_rows_of(p, top.item);
		if (left <= 0)
			break;
		prev = pane_prev(p, top.item);
		if (is_beyond(p, prev))
			break;
		top.item = prev;
	}
	top.row = left < 0 ? -left : 0;
	top.blank = left > 0 ? left : 0;
	return top;
}

struct pane_top
pane_start(const struct pane *p)
{
	struct pane_top top = { .item = no_item, .row = p->d->top_row };
	int rows;

	if (p->d->is_scrolled)
		top.item = pane_item(p, p->d->lines.marks[MARK_TOP]);
	if (top.item.is_none)
		return pane_bottom_start(p);
	rows = pane_rows_of(p, top.item);
	if (top.row >= rows)
		top.row = rows - 1;
	return top;
}

struct item
pane_at_row(const struct pane *p, int row)
{
	struct pane_top top = pane_start(p);
	int at_row = p->l->pane_row + top.blank - top.row;
	struct item at = top.item;

	if (row < p->l->pane_row || row < at_row ||
	    row >= p->l->pane_row + p->l->pane_rows)
		return no_item;
	for (; !at.is_none; at = pane_next(p, at)) {
		at_row += pane_rows_of(p, at);
		if (row < at_row)
			break;
	}
	return at;
}

struct pane_rows
pane_rows_of_line(const struct pane *p, struct line_ref ref)
{
	struct pane_top top = pane_start(p);
	struct item wanted = pane_item(p, ref);
	int row = -top.row;

	for (struct item at = top.item;
	    !at.is_none && at.ref.chunk != NULL && row < p->l->pane_rows;
	    at = pane_next(p, at)) {
		int rows = pane_rows_of(p, at);

		if (line_ref_equal(at.ref, wanted.ref))
			return (struct pane_rows){ row, row + rows, true };
		row += rows;
	}
	return (struct pane_rows){ .is_shown = false };
}

static bool
move_up(const struct pane *p, struct pane_top *top, int rows)
{
	while (rows > top->row) {
		struct item prev = pane_prev(p, top->item);

		if (prev.is_none) {
			top->row = 0;
			return false;
		}
		rows -= top->row;
		top->item = prev;
		top->row = pane_rows_of(p, prev);
	}
	top->row -= rows;
	return true;
}

static void
move_down(const struct pane *p, struct pane_top *top, int rows)
{
	int left = pane_rows_of(p, top->item) - top->row;

	while (rows >= left) {
		struct item next = pane_next(p, top->item);

		if (next.is_none) {
			top->row += left - 1;
			return;
		}
		rows -= left;
		top->item = next;
		top->row = 0;
		left = pane_rows_of(p, next);
	}
	top->row += rows;
}

bool
pane_move(const struct pane *p, struct pane_top *top, int rows)
{
	if (top->item.is_none)
		return false;
	if (rows < 0)
		return move_up(p, top, -rows);
	move_down(p, top, rows);
	return true;
}

int
pane_rows_below(const struct pane *p, struct pane_top top, int max)
{
	int rows = -top.row;

	for (struct item at = top.item; !at.is_none && rows < max;
	    at = pane_next(p, at))
		rows += pane_rows_of(p, at);
	return rows;
}

struct line_ref
pane_last_seen(const struct pane *p, struct pane_top top)
{
	struct line_ref seen = { NULL, 0 };
	int rows = -top.row;

	for (struct item at = top.item;
	    !at.is_none && at.ref.chunk != NULL && rows < p->l->pane_rows;
	    at = pane_next(p, at)) {
		rows += pane_rows_of(p, at);
		if (rows <= p->l->pane_rows || seen.chunk == NULL)
			seen = fold_last(p, at.ref);
	}
	return seen;
}

/* --- Through a resize --- */

size_t
pane_offset(const struct pane *p, struct pane_top top)
{
	struct block b;
	struct wrap w;
	struct wrap_row r = { .start = PANE_ABOVE_TEXT };

	block_make(p, top.item, &b);
	if (top.row >= b.separator_rows && !b.is_rule) {
		block_wrap(p, &b, &w);
		for (int row = b.separator_rows; row <= top.row; row++)
			if (!wrap_next(&w, &r))
				break;
	}
	block_release(&b);
	return r.start;
}

int
pane_row_of(const struct pane *p, struct item at, size_t offset)
{
	struct block b;
	struct wrap w;
	struct wrap_row r;
	int row = 0;

	if (offset == PANE_ABOVE_TEXT)
		return 0;
	block_make(p, at, &b);
	row = b.separator_rows;
	block_wrap(p, &b, &w);
	while (wrap_next(&w, &r) && w.at <= offset && w.at <= b.len)
		row++;
	block_release(&b);
	return row;
}
