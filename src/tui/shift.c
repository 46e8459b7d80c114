/* shift.c -- finds by how many rows a pane was scrolled. */
#include "config.h"

#include "tui/shift.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/grid.h"

#include "base/banned.h"

enum {
	/* Rows that must be saved from being painted: less does not pay for
	 * the list beside them that has to be mended. */
	LEAST_ROWS = 4,
};

/* Of the characters in the left half of a row; 0 if it is blank. */
static uint32_t
row_hash(const struct grid *g, int row)
{
	uint32_t hash = 0;
	const struct cell *c = grid_cell(g, row, 0);
	const struct cell *end = c + (g->cols + 1) / 2;

	for (; c < end; c++) {	/* a blank adds nothing but its place */
		uint32_t cp = c->cp[0];

		hash = hash * 31 + (cp == 0 ? 0 : cp - ' ');
	}
	return hash;
}

/* Rows that are right after moving up by `up`, less those right before. */
static int
gain(const uint32_t *before, const uint32_t *after, int rows, int up,
    struct shift *s)
{
	int row, n = 0, first = -1, last = -1;

	for (row = 0; row < rows; row++) {
		int from = row + up;

		if (after[row] == 0)
			continue;
		if (after[row] == before[row]) {
			n--;	/* right already, unless it moves as well */
			if (from >= 0 && from < rows &&
			    after[row] == before[from])
				n++;
			continue;
		}
		if (from < 0 || from >= rows || after[row] != before[from])
			continue;
		if (first < 0)
			first = row;
		last = row;
		n++;
	}
	s->up = up;
	s->top = up > 0 ? first : first + up;
	s->bottom = (up > 0 ? last + up : last) + 1;
	return n;
}

struct shift
shift_find(const struct grid *before, const struct grid *after, int rows)
{
	uint32_t old_rows[GRID_MAX_ROWS], new_rows[GRID_MAX_ROWS];
	struct shift best = { 0, 0, 0 };
	int row, up, most = LEAST_ROWS - 1;

	for (row = 0; row < rows; row++) {
		old_rows[row] = row_hash(before, row);
		new_rows[row] = row_hash(after, row);
	}
	if (memcmp(old_rows, new_rows, (size_t)rows * sizeof *old_rows) == 0)
		return best;
	for (up = -(rows - LEAST_ROWS); up <= rows - LEAST_ROWS; up++) {
		struct shift s;
		int n = up == 0 ? 0 : gain(old_rows, new_rows, rows, up, &s);

		if (n > most) {
			most = n;
			best = s;
		}
	}
	return best;
}

void
shift_apply(struct grid *g, struct shift s)
{
	int row, height = s.bottom - s.top, by = abs(s.up);
	size_t width = (size_t)g->cols;
	struct cell *top = &g->cells[(size_t)s.top * width];
	struct cell *moved = top + (size_t)by * width;
	size_t bytes = (size_t)(height - by) * width * sizeof *top;

	if (s.up > 0)
		memmove(top, moved, bytes);
	else
		memmove(moved, top, bytes);
	for (row = 0; row < by; row++) {
		int blank = s.up > 0 ? s.bottom - 1 - row : s.top + row;

		grid_fill(g, blank, 0, g->cols, style_plain);
	}
}
