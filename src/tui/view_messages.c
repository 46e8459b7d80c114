/* view_messages.c -- the message pane. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/compose.h"
#include "tui/dates.h"
#include "tui/format.h"
#include "tui/model_internal.h"
#include "tui/pane.h"
#include "tui/view_internal.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum { CHOSEN_COL = 5, SIGN_COL = 6, NICK_COL = 8 };

/* Where a block is drawn: rows before `first` are above the pane. */
struct spot {
	int row;		/* of the screen, may be above the pane */
	int first, end;		/* rows of the pane */
};

static bool
is_inside(const struct spot *s)
{
	return s->row >= s->first && s->row < s->end;
}

static void
unread_words(const struct view *v, const struct destination *d, char *out,
    size_t size)
{
	char since[DATES_DAY_SIZE];

	dates_moment(v->m, d->marker_since_ms, v->m->wall_ms, since);
	snprintf(out, size, i18n_count("%u new %s since %s",
	    "%u new %s since %s", d->marker_count), d->marker_count,
	    v->signs->dot, since);
}

static void
separator_words(const struct view *v, const struct block *b, unsigned bit,
    char *out, size_t size)
{
	char day[DATES_DAY_SIZE], time[DATES_TIME_SIZE];

	switch (bit) {
	case BLOCK_DAY:
		dates_name(v->m, b->line.time_ms, day);
		snprintf(out, size, "%s", day);
		break;
	case BLOCK_UNREAD:
		unread_words(v, v->m->here, out, size);
		break;
	default:
		dates_time(v->m, b->line.time_ms, time);
		snprintf(out, size, "%s", time);
		break;
	}
}

static void
draw_separators(const struct view *v, const struct block *b, struct spot *s)
{
	char words[MODEL_WORDS];

	for (unsigned bit = BLOCK_DAY; bit <= BLOCK_PAUSE; bit <<= 1) {
		if (!(b->separators & bit))
			continue;
		separator_words(v, b, bit, words, sizeof words);
		if (is_inside(s))
			view_rule(v, s->row, 0, v->l.pane_cols, words,
			    bit == BLOCK_UNREAD ? LOOK_UNREAD : LOOK_QUIET);
		s->row++;
	}
}

static struct style
nick_style(const struct view *v, const struct line *line)
{
	const struct theme *t = &v->m->theme;

	if (line->flags & LINE_OWN)
		return theme_style(t, LOOK_OWN);
	if (line->flags & LINE_MENTION)
		return theme_style(t, LOOK_MENTION);
	return theme_nick(t, line->nick.p, line->nick.len);
}

static enum look
sign_look(const struct line *line)
{
	switch (line->state) {
	case LINE_REFUSED:
	case LINE_UNKNOWN:
		return LOOK_BAD;
	case LINE_LATE:
		return LOOK_HERE;
	case LINE_SETTLED:
		return LOOK_MENTION;
	default:
		return LOOK_QUIET;
	}
}

/* Right-aligned; wider than its column: cut to one less and "…". */
static void
draw_nick(const struct view *v, const struct line *line, int row)
{
	int width, room = v->l.nick_cols, col = NICK_COL;
	size_t len = text_fit(line->nick.p, line->nick.len, room,
	    v->m->width, &width);
	struct style style = nick_style(v, line);
	bool is_cut = len < line->nick.len;

	if (is_cut) {
		room -= view_cols(v, v->signs->more);
		len = text_fit(line->nick.p, line->nick.len, room,
		    v->m->width, &width);
	}
	col += room - width;
	col = text_put(v->g, row, col, NICK_COL + v->l.nick_cols,
	    line->nick.p, len, v->m->width, style);
	if (is_cut)
		text_put(v->g, row, col, NICK_COL + v->l.nick_cols,
		    v->signs->more, strlen(v->signs->more), v->m->width,
		    style);
}

static void
draw_columns(const struct view *v, const struct pane *p,
    const struct block *b, int row)
{
	char time[DATES_TIME_SIZE];

	if (b->has_time) {
		dates_time(v->m, b->line.time_ms, time);
		view_put(v, row, 0, v->l.text_col, time, LOOK_QUIET);
	}
	if (b->is_quiet)
		return;
	view_put(v, row, SIGN_COL, NICK_COL, compose_sign(p, &b->line),
	    sign_look(&b->line));
	if (b->has_nick)
		draw_nick(v, &b->line, row);
}

static struct style
style_at(const struct view *v, const struct block *b, size_t at)
{
	enum look look = LOOK_TEXT;

	if (at < b->head_len)
		return nick_style(v, &b->line);
	if (b->is_quiet || at < b->quote_end || at >= b->marks_from)
		look = LOOK_QUIET;
	else if (at >= b->bad_from)
		look = LOOK_BAD;
	return theme_style(&v->m->theme, look);
}

/* The same, as its sender wanted it; *end as in block_format(). */
static struct style
style_said(const struct view *v, const struct block *b, size_t at, size_t *end)
{
	struct irc_format f = block_format(b, at, end);
	struct style style = style_at(v, b, at);

	return irc_format_is_none(&f) ? style :
	    format_style(&v->m->theme, style, &f);
}

/* Where the style of what stands at `at` ends. */
static size_t
style_end(const struct block *b, size_t at, size_t end)
{
	const size_t edges[] = { b->head_len, b->quote_end, b->bad_from,
		b->marks_from };

	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
		if (at < edges[i] && edges[i] < end)
			end = edges[i];
	return end;
}

/*
 * Which bytes of the text are marked, as what is sought: from *begin to *end,
 * the first ones that end behind `at`; else both are `len`.
 */
static void
find_marked(const struct view *v, const struct block *b, size_t at,
    size_t *begin, size_t *end)
{
	const struct find *f = search_marks(v->m);

	while (f != NULL && *end <= at && *end < b->len &&
	    find_next(f, b->text, b->len, *end, begin, end))
		if (*end > at)
			return;
	if (*end <= at)
		*begin = *end = b->len;
}

static void
draw_row(const struct view *v, const struct block *b,
    const struct view_links *links, const struct wrap_row *r, int row,
    int col)
{
	size_t begin = b->head_len, end = b->head_len;

	for (size_t at = r->start, next; at < r->end; at = next) {
		struct style style;

		find_marked(v, b, at, &begin, &end);
		next = style_end(b, at, r->end);
		style = style_said(v, b, at, &next);
		style.link = view_link_at(links, at, &next);
		if (at >= begin && at < end) {
			next = end < next ? end : next;
			style.attrs |= STYLE_REVERSE;
			if (b->is_found)
				style.attrs |= STYLE_BOLD;
		} else if (at < begin && begin < next) {
			next = begin;
		}
		col = text_put(v->g, row, col, v->l.text_end, b->text + at,
		    next - at, v->m->width, style);
	}
}

/* A row of what is chosen: reverse, whatever is in it. */
static void
draw_chosen(const struct view *v, int row, bool is_first)
{
	if (is_first && v->l.has_time)
		view_put(v, row, CHOSEN_COL, SIGN_COL, ">", LOOK_TEXT);
	grid_add_attrs(v->g, row, 0, v->l.text_end, STYLE_REVERSE);
}

static void
draw_text(const struct view *v, const struct pane *p, const struct block *b,
    struct spot *s)
{
	struct view_links links;
	struct wrap w;
	struct wrap_row r;

	view_find_links(v, b->text, b->len, b->head_len, &links);
	block_wrap(p, b, &w);
	for (int i = 0; s->row < s->end && wrap_next(&w, &r); i++, s->row++) {
		if (!is_inside(s))
			continue;
		if (i == 0 && v->l.has_time)
			draw_columns(v, p, b, s->row);
		draw_row(v, b, &links, &r, s->row,
		    i == 0 && !v->l.has_time ? 0 : v->l.text_col);
		if (b->is_chosen)
			draw_chosen(v, s->row, i == 0);
	}
}

static void
draw_gap(const struct view *v, const struct block *b, struct spot *s)
{
	if (is_inside(s))
		view_rule(v, s->row, 0, v->l.pane_cols, b->text, LOOK_QUIET);
	s->row++;
}

static void
draw_block(const struct view *v, const struct pane *p, struct block *b,
    struct spot *s)
{
	draw_separators(v, b, s);
	if (b->is_rule)
		draw_gap(v, b, s);
	else
		draw_text(v, p, b, s);
}

/* What stands first on the screen says when and who, even if it repeats. */
static void
name_first(struct block *b)
{
	if (!b->is_quiet)
		b->has_nick = b->has_time = true;
}

void
view_messages(const struct view *v)
{
	struct pane p = { v->m, v->m->here, &v->l };
	struct spot s = {
		.first = v->l.pane_row, .end = v->l.pane_row + v->l.pane_rows,
	};
	struct pane_top top = pane_start(&p);

	s.row = s.first + top.blank - top.row;
	for (struct item at = top.item; !at.is_none && s.row < s.end;
	    at = pane_next(&p, at)) {
		struct block b;

		block_make(&p, at, &b);
		if (s.row <= s.first && s.row + b.separator_rows >= s.first)
			name_first(&b);
		draw_block(v, &p, &b, &s);
		block_release(&b);
	}
}
