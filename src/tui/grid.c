/* grid.c -- what the screen should show, cell by cell. */
#include "config.h"

#include "tui/grid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

const struct style style_plain = {
	.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT,
};

static const struct cell blank = {
	.width = 1, .style = { .fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT },
};

void
grid_init(struct grid *g)
{
	memset(g, 0, sizeof *g);
	g->cursor_row = -1;
}

static void
drop_links(struct grid *g)
{
	while (g->link_count > 0)
		free(g->links[--g->link_count].url);
}

void
grid_release(struct grid *g)
{
	drop_links(g);
	free(g->links);
	free(g->cells);
	grid_init(g);
}

static int
clamp(int n, int min, int max)
{
	return n < min ? min : n > max ? max : n;
}

void
grid_resize(struct grid *g, int rows, int cols)
{
	rows = clamp(rows, 1, GRID_MAX_ROWS);
	cols = clamp(cols, 1, GRID_MAX_COLS);
	if (rows != g->rows || cols != g->cols || g->cells == NULL) {
		free(g->cells);
		g->cells = xcalloc((size_t)rows * (size_t)cols,
		    sizeof *g->cells);
		g->rows = rows;
		g->cols = cols;
	}
	grid_clear(g);
}

void
grid_clear(struct grid *g)
{
	size_t n = (size_t)g->rows * (size_t)g->cols;

	for (size_t i = 0; i < n; i++)
		g->cells[i] = blank;
	drop_links(g);
	g->input_top = g->rows;
	g->cursor_row = -1;
	g->cursor_col = 0;
}

const char *
grid_url(const struct grid *g, uint32_t link)
{
	for (size_t i = 0; i < g->link_count; i++)
		if (g->links[i].id == link)
			return g->links[i].url;
	return NULL;
}

static bool
is_url(const char *known, const char *url, size_t len)
{
	return strlen(known) == len && memcmp(known, url, len) == 0;
}

/* The number is made from the address, so that it is the same in the next
 * drawing, and what has not changed is not painted again. */
uint32_t
grid_link(struct grid *g, const char *url, size_t len)
{
	uint32_t id = 2166136261u;	/* FNV-1a */
	const char *known;

	for (size_t i = 0; i < len; i++)
		id = (id ^ (unsigned char)url[i]) * 16777619u;
	for (; id == 0 || (known = grid_url(g, id)) != NULL; id++)
		if (id != 0 && is_url(known, url, len))
			return id;
	if (g->link_count == GRID_LINKS)
		return 0;
	if (g->links == NULL)
		g->links = xcalloc(GRID_LINKS, sizeof *g->links);
	g->links[g->link_count++] = (struct grid_link){
		.id = id, .url = xstrndup(url, len),
	};
	return id;
}

static struct cell *
cell_at(const struct grid *g, int row, int col)
{
	return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

const struct cell *
grid_cell(const struct grid *g, int row, int col)
{
	assert(row >= 0 && row < g->rows && col >= 0 && col < g->cols);
	return cell_at(g, row, col);
}

bool
style_equal(struct style a, struct style b)
{
	return a.attrs == b.attrs && a.fg == b.fg && a.bg == b.bg &&
	    a.link == b.link;
}

bool
cell_equal(const struct cell *a, const struct cell *b)
{
	/* What differs most often first; few have marks. */
	return a->cp[0] == b->cp[0] && style_equal(a->style, b->style) &&
	    a->width == b->width && a->cp[1] == b->cp[1] &&
	    (a->cp[1] == 0 || memcmp(a->cp, b->cp, sizeof a->cp) == 0);
}

static void
set_blank(struct cell *c, struct style style)
{
	*c = blank;
	c->style = style;
}

/* Before a cell is written: no half of a wide character may stay behind. */
static void
break_wide(struct grid *g, int row, int col)
{
	struct cell *c = cell_at(g, row, col);

	if (c->width == 0 && col > 0)
		set_blank(c - 1, c[-1].style);
	if (c->width == 2 && col + 1 < g->cols)
		set_blank(c + 1, c[1].style);
}

int
grid_put(struct grid *g, int row, int col, int end,
    const uint32_t cp[1 + GRID_MARKS], int width, struct style style)
{
	struct cell *c;

	if (end > g->cols)
		end = g->cols;
	if (row < 0 || row >= g->rows || col < 0 || col >= end)
		return col;
	break_wide(g, row, col);
	c = cell_at(g, row, col);
	set_blank(c, style);
	if (col + width > end)
		return col + 1;
	memcpy(c->cp, cp, sizeof c->cp);
	c->width = (uint8_t)width;
	if (width == 2) {
		break_wide(g, row, col + 1);
		set_blank(c + 1, style);
		c[1].width = 0;
	}
	return col + width;
}

int
grid_put_ascii(struct grid *g, int row, int col, int end, const char *p,
    size_t len, struct style style)
{
	struct cell *c;

	if (end > g->cols)
		end = g->cols;
	if (row < 0 || row >= g->rows || col < 0 || col >= end || len == 0)
		return col;
	if (len < (size_t)(end - col))
		end = col + (int)len;
	break_wide(g, row, col);
	break_wide(g, row, end - 1);
	for (c = cell_at(g, row, col); col < end; col++, c++) {
		set_blank(c, style);
		c->cp[0] = (unsigned char)*p++;
	}
	return col;
}

void
grid_fill(struct grid *g, int row, int col, int end, struct style style)
{
	static const uint32_t nothing[1 + GRID_MARKS] = { 0 };

	while (col < end && col < g->cols)
		col = grid_put(g, row, col, end, nothing, 1, style);
}

void
grid_add_attrs(struct grid *g, int row, int col, int end, uint8_t attrs)
{
	if (row < 0 || row >= g->rows)
		return;
	for (; col < end && col < g->cols; col++)
		cell_at(g, row, col)->style.attrs |= attrs;
}

bool
grid_row_difference(const struct grid *a, const struct grid *b, int row,
    int *begin, int *end)
{
	const struct cell *x = grid_cell(a, row, 0);
	const struct cell *y = grid_cell(b, row, 0);

	*begin = 0;
	*end = b->cols;
	while (*begin < *end && cell_equal(&x[*begin], &y[*begin]))
		(*begin)++;
	if (*begin == *end)
		return false;
	while (*end > *begin && cell_equal(&x[*end - 1], &y[*end - 1]))
		(*end)--;
	while (*begin > 0 && (x[*begin].width == 0 || y[*begin].width == 0))
		(*begin)--;
	while (*end < b->cols && (x[*end].width == 0 || y[*end].width == 0))
		(*end)++;
	return true;
}
