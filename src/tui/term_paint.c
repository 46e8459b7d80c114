/* term_paint.c -- what differs from the screen, painted as fast as it is taken. */
#include "config.h"

#include "tui/term_internal.h"

#include <string.h>

#include "tui/shift.h"

#include "base/banned.h"

enum {
	ROW_BYTES_MOST = 400,	/* what a row may cost */
	ROW_BYTES_USUAL = 130,	/* and what rows do cost, many together */
	LARGE_WINDOW = 2000,
};

/* What differs of a row to curses' window, and noted as seen; false: nothing
 * does. */
static bool
put_row(struct term *t, const struct grid *g, int row)
{
	cchar_t cells[GRID_MAX_COLS + 1];
	const struct cell *from = grid_cell(g, row, 0);
	int begin, end, n;

	if (!grid_row_difference(&t->seen, g, row, &begin, &end))
		return false;
	n = term_make_cells(t, from, begin, end, cells);
	if (n > 0)
		mvwadd_wchnstr(stdscr, row, begin, cells, n);
	term_add_links(t, g, row);
	memcpy(&t->seen.cells[(size_t)row * (size_t)g->cols], from,
	    (size_t)g->cols * sizeof *from);
	return true;
}

static void
show_cursor(struct term *t, const struct grid *g)
{
	bool hide = g->cursor_row < 0;

	if (hide != (t->cursor_row < 0))
		curs_set(hide ? 0 : 1);
	t->cursor_row = g->cursor_row;
	t->cursor_col = g->cursor_col;
	if (!hide)
		wmove(stdscr, g->cursor_row, g->cursor_col);
}

static void
update(bool keep_cursor)
{
	leaveok(stdscr, keep_cursor);
	wnoutrefresh(stdscr);
	doupdate();
}

/*
 * Whole rows move first, with the list beside the text: so curses finds equal
 * rows and has the terminal scroll. What is wrong then is mended afterwards.
 */
static void
scroll_rows(struct term *t, struct shift s, int64_t now_ms)
{
	scrollok(stdscr, TRUE);
	wsetscrreg(stdscr, s.top, s.bottom - 1);
	wscrl(stdscr, s.up);
	wsetscrreg(stdscr, 0, t->seen.rows - 1);
	scrollok(stdscr, FALSE);
	update(true);
	term_send_frame(t, true, now_ms);
	shift_apply(&t->seen, s);
	if (t->has_written)	/* curses knows better: not moved, or not all */
		term_forget_links(t);
}

static void
paint_input(struct term *t, const struct grid *g, int64_t now_ms)
{
	bool differs = g->cursor_row != t->cursor_row ||
	    g->cursor_col != t->cursor_col;
	int row;

	for (row = g->input_top; row < g->rows; row++)
		differs = put_row(t, g, row) || differs;
	if (!differs)
		return;
	show_cursor(t, g);
	update(false);
	term_send_frame(t, false, now_ms);
}

/* Upwards, and round: the next row that differs, put; false: there is none. */
static bool
put_next_row(struct term *t, const struct grid *g, int *looked_at)
{
	while ((*looked_at)++ < g->input_top) {
		int row = t->next_row < g->input_top ? t->next_row : 0;

		t->next_row = row == 0 ? g->input_top - 1 : row - 1;
		if (put_row(t, g, row))
			return true;
	}
	return false;
}

/* How many rows to paint before looking how much they took: each time costs
 * a pass of curses over the screen. */
static size_t
rows_for(size_t bytes)
{
	return 1 + bytes / (bytes < LARGE_WINDOW ? ROW_BYTES_MOST :
	    ROW_BYTES_USUAL);
}

/* As many rows as fit into what is allowed, going on where it stopped last.
 * True: all is painted. */
static bool
paint_rows(struct term *t, const struct grid *g, size_t allowed,
    int64_t now_ms)
{
	size_t used = 0, n, most;
	int looked_at = 0;

	while (used < allowed) {
		most = rows_for(allowed - used);
		for (n = 0; n < most && put_next_row(t, g, &looked_at); n++)
			;
		if (n == 0)
			return true;
		update(false);
		used += term_send_frame(t, true, now_ms);
		if (t->has_scrolled) {	/* and written rows that moved */
			term_forget_links(t);
			looked_at = 0;
		}
	}
	return false;
}

static bool
paint_pane(struct term *t, const struct grid *g, int64_t now_ms)
{
	size_t allowed = pace_allowance(&t->pace, now_ms);
	struct shift s;

	if (allowed == 0)
		return false;
	s = shift_find(&t->seen, g, g->input_top);
	if (s.up != 0)
		scroll_rows(t, s, now_ms);
	return paint_rows(t, g, allowed, now_ms);
}

/* Nothing on the screen is known: all of it, whatever the pace. */
static void
paint_anew(struct term *t, const struct grid *g, int64_t now_ms)
{
	int row;

	werase(stdscr);
	grid_clear(&t->seen);
	for (row = 0; row < g->rows; row++)
		(void)put_row(t, g, row);
	show_cursor(t, g);
	clearok(curscr, TRUE);
	update(false);
	term_send_frame(t, true, now_ms);
	t->is_all_anew = false;
}

bool
term_paint(struct term *t, const struct grid *g, bool pane, int64_t now_ms)
{
	bool is_whole = true;

	if (t->is_left || g->rows != t->seen.rows || g->cols != t->seen.cols)
		return true;
	tty_flush(&t->tty);
	if (tty_pending(&t->tty) > 0)
		return false;
	if (t->is_all_anew) {
		paint_anew(t, g, now_ms);
	} else {
		paint_input(t, g, now_ms);
		is_whole = pane && paint_pane(t, g, now_ms);
	}
	if (!t->is_asked)
		term_ask(t, now_ms);
	tty_flush(&t->tty);
	return is_whole;
}
