/*
 * wrap_fuzz.c -- any text, into rows of any width, into cells.
 *
 * The first byte is the width. Whatever the rest is: every byte is in one row
 * or between two, no row is wider than it may be, no cell is torn, and nothing
 * that a terminal would obey gets into one.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "tui/grid.h"
#include "tui/wrap.h"

#include "base/banned.h"

enum { MAX_COLS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_cell(const struct grid *g, int col)
{
	const struct cell *c = grid_cell(g, 0, col);
	bool is_half = col > 0 && grid_cell(g, 0, col - 1)->width == 2;

	assert((c->width == 0) == is_half);
	for (int i = 0; i <= GRID_MARKS; i++) {
		assert(c->cp[i] == 0 || c->cp[i] >= ' ');
		assert(c->cp[i] < 0x7f || c->cp[i] > 0x9f);
		assert(c->cp[i] < 0x202a || c->cp[i] > 0x202e);
		assert(c->cp[i] < 0x2066 || c->cp[i] > 0x2069);
	}
}

static void
check_row(struct grid *g, const struct wrap *w, const struct wrap_row *r,
    int cols)
{
	grid_clear(g);
	text_put(g, 0, 0, cols, w->text + r->start, r->end - r->start, NULL,
	    style_plain);
	for (int col = 0; col < g->cols; col++)
		check_cell(g, col);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int cols = size > 0 ? data[0] % MAX_COLS : 0;
	const char *text = (const char *)data + (size > 0);
	size_t len = size > 0 ? size - 1 : 0, next = 0;
	struct wrap w;
	struct wrap_row r;
	struct grid g;

	grid_init(&g);
	grid_resize(&g, 1, MAX_COLS);
	wrap_init(&w, text, len, cols, cols, NULL);
	while (wrap_next(&w, &r)) {
		assert(r.start >= next && r.start <= r.end && r.end <= len);
		assert(r.used <= (cols < 1 ? 1 : cols));
		assert(w.at > r.start || len == 0 || r.start == len);
		check_row(&g, &w, &r, cols);
		next = w.at;
	}
	assert(next > len);
	grid_release(&g);
	return 0;
}
