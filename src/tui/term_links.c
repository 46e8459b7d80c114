/* term_links.c -- addresses as links of the terminal (OSC 8). */
#include "config.h"

#include "tui/term_internal.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/utf8.h"
#include "tui/escape.h"

#include "base/banned.h"

/*
 * curses knows no links. So what is within one is written once more behind the
 * frame, over the same cells and looking the same, within OSC 8; cursor and
 * attributes are afterwards what curses takes them for (DECSC, DECRC). All
 * links of a row that changes are: to move the cursor curses may write what
 * stands there anew, and the link would be gone.
 */
static void
add_style(struct term *t, struct buf *b, struct style style)
{
	static const struct {
		unsigned attr;
		const char *cap;
	} caps[] = {
		{ STYLE_DIM, "dim" }, { STYLE_BOLD, "bold" },
		{ STYLE_REVERSE, "rev" }, { STYLE_UNDERLINE, "smul" },
		{ STYLE_ITALIC, "sitm" },
	};

	term_add_cap(b, "sgr0");
	if (t->colours > 0 && style.fg >= 0)
		term_add_cap_at(b, "setaf", term_colour(t, style.fg), 0);
	if (t->colours > 0 && style.bg >= 0)
		term_add_cap_at(b, "setab", term_colour(t, style.bg), 0);
	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++)
		if (style.attrs & caps[i].attr)
			term_add_cap(b, caps[i].cap);
}

static bool
add_cell(struct term *t, const struct cell *c)
{
	wchar_t text[GRID_MARKS + 2];
	char utf8[4];

	if (c->cp[0] >= ' ' && c->cp[0] < 0x7f && c->cp[1] == 0)
		return buf_add_char(&t->links, (char)c->cp[0]);
	term_cell_text(t, c, text);
	for (int i = 0; text[i] != L'\0'; i++)
		if (!buf_add(&t->links, utf8,
		    utf8_encode((uint32_t)text[i], utf8)))
			return false;
	return true;
}

/* The cells from `col` on that look alike and lead to the same, or to nothing
 * any more; returns the column behind them, -1: there is no room. */
static int
add_link_run(struct term *t, const struct grid *g, int row, int col)
{
	const struct cell *cells = grid_cell(g, row, 0);
	const struct cell *was = grid_cell(&t->seen, row, 0);
	const struct style style = cells[col].style;
	const char *url = grid_url(g, style.link);
	bool fits;

	term_add_cap_at(&t->links, "cup", row, col);
	add_style(t, &t->links, style);
	fits = url == NULL || escape_link(&t->links, style.link, url);
	for (; fits && col < g->cols && style_equal(cells[col].style, style) &&
	    (style.link != 0 || was[col].style.link != 0); col++)
		fits = cells[col].width == 0 || add_cell(t, &cells[col]);
	if (!fits || (url != NULL && !escape_link_end(&t->links)))
		return -1;
	return col;
}

void
term_add_links(struct term *t, const struct grid *g, int row)
{
	const struct cell *now = grid_cell(g, row, 0);
	const struct cell *was = grid_cell(&t->seen, row, 0);
	size_t before = t->links.len;
	int col = 0;

	if (!t->has_links || !buf_add_str(&t->links, "\0337"))
		return;
	while (col >= 0 && col < g->cols) {
		if ((now[col].style.link | was[col].style.link) != 0 &&
		    now[col].width != 0)
			col = add_link_run(t, g, row, col);
		else
			col++;
	}
	if (col < 0 || t->links.len == before + 2 ||
	    !buf_add_str(&t->links, "\0338"))
		t->links.len = before;
}

/* Cells with a link that none has differ from whatever shall be there. */
void
term_forget_links(struct term *t)
{
	size_t n = (size_t)t->seen.rows * (size_t)t->seen.cols;

	for (size_t i = 0; t->has_links && i < n; i++)
		if (t->seen.cells[i].style.link != 0)
			t->seen.cells[i].style.link = UINT32_MAX;
}

/* Consoles may show what they do not know; GNU screen swallows it. */
static bool
bears_links(const struct term *t)
{
	return t->charset.is_utf8 && !term_is_console(t) &&
	    (getenv("TMUX") != NULL || !term_is_inside_another(t));
}

void
term_links(struct term *t, enum link_way way)
{
	bool has_links = way == LINKS_ON ||
	    (way == LINKS_AUTO && bears_links(t));

	if (has_links == t->has_links)
		return;
	t->has_links = has_links;
	t->is_all_anew = true;
}
