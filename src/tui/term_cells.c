/* term_cells.c -- cells of the grid as cells of curses. */
#include "config.h"

#include "tui/term_internal.h"

#include <wchar.h>

#include "base/banned.h"

enum { PAIRS_ENOUGH = 30000 };

/* curses looks for a pair in a tree, and gives the one used least to others
 * when there are no more: only where there are enough its word is kept. */
static int
colour_pair(struct term *t, struct style style)
{
	int fg = term_colour(t, style.fg), bg = term_colour(t, style.bg);
	struct known_pair *known;

	if (t->colours == 0 || (fg < 0 && bg < 0))
		return 0;
	known = &t->pairs[(unsigned)(fg + 1 + (bg + 1) * 31) % PAIRS_KNOWN];
	if (known->pair <= 0 || known->fg != fg || known->bg != bg ||
	    COLOR_PAIRS < PAIRS_ENOUGH)
		*known = (struct known_pair){ (short)fg, (short)bg,
		    alloc_pair(fg, bg) };
	return known->pair > 0 ? known->pair : 0;
}

static attr_t
attributes(struct style style)
{
	attr_t a = A_NORMAL;

	if (style.attrs & STYLE_DIM)
		a |= A_DIM;
	if (style.attrs & STYLE_BOLD)
		a |= A_BOLD;
	if (style.attrs & STYLE_REVERSE)
		a |= A_REVERSE;
	if (style.attrs & STYLE_UNDERLINE)
		a |= A_UNDERLINE;
	if (style.attrs & STYLE_ITALIC)
		a |= A_ITALIC;
	return a;
}

/* The terminal's own line for a character of the box-drawing set. */
static const cchar_t *
line_sign(uint32_t cp)
{
	switch (cp) {
	case 0x2500: return WACS_HLINE;
	case 0x2502: return WACS_VLINE;
	case 0x250c: return WACS_ULCORNER;
	case 0x2510: return WACS_URCORNER;
	case 0x2514: return WACS_LLCORNER;
	case 0x2518: return WACS_LRCORNER;
	case 0x251c: return WACS_LTEE;
	case 0x2524: return WACS_RTEE;
	}
	return NULL;
}

/* Can it stand in a cell of that width, here and now? */
static bool
fits(struct term *t, const struct cell *c)
{
	if (c->cp[0] < 0x80)
		return c->cp[0] >= ' ' && c->cp[0] < 0x7f;
	return wcwidth((wchar_t)c->cp[0]) == c->width &&
	    charset_has(&t->charset, c->cp[0]);
}

void
term_cell_text(struct term *t, const struct cell *c,
    wchar_t text[GRID_MARKS + 2])
{
	int i, n = 0;

	text[n++] = c->cp[0] == 0 ? L' ' : (wchar_t)c->cp[0];
	if (c->cp[0] != 0 && !fits(t, c)) {
		text[0] = L'?';
	} else {
		for (i = 1; i <= GRID_MARKS && c->cp[i] != 0; i++)
			if (wcwidth((wchar_t)c->cp[i]) == 0 &&
			    charset_has(&t->charset, c->cp[i]))
				text[n++] = (wchar_t)c->cp[i];
	}
	text[n] = L'\0';
}

/* How cells look from here on: asked of curses once per run of them. */
struct run {
	struct style style;
	int pair;
	cchar_t blank;
};

static void
begin_run(struct term *t, struct run *run, struct style style)
{
	run->style = style;
	run->pair = colour_pair(t, style);
	setcchar(&run->blank, L" ", attributes(style), 0, &run->pair);
}

static bool
is_same_style(struct style a, struct style b)
{
	return a.attrs == b.attrs && a.fg == b.fg && a.bg == b.bg;
}

/* A border, with the terminal's own line if it has one. */
static bool
make_line(const struct cell *c, const struct run *run, cchar_t *out)
{
	const cchar_t *sign = line_sign(c->cp[0]);
	wchar_t line[CCHARW_MAX + 1];
	attr_t attrs;
	short no_pair;

	if (sign == NULL || getcchar(sign, line, &attrs, &no_pair, NULL) != OK)
		return false;
	attrs = (attrs & A_ALTCHARSET) | attributes(c->style);
	return setcchar(out, line, attrs, 0, &run->pair) == OK;
}

/* Sets `out` to what the cell looks like; returns how many curses cells: 2
 * where a wide one had to be replaced by two narrow ones. */
static int
make_cell(struct term *t, const struct cell *c, const struct run *run,
    cchar_t out[2])
{
	wchar_t text[GRID_MARKS + 2];

	out[0] = run->blank;
	if (c->cp[0] == 0 || c->cp[0] == ' ')
		return 1;
	if (c->style.attrs & STYLE_LINE && make_line(c, run, out))
		return 1;
	if (c->cp[1] == 0 && fits(t, c)) {	/* nearly all of them */
		out[0].chars[0] = (wchar_t)c->cp[0];
		return 1;
	}
	term_cell_text(t, c, text);
	setcchar(&out[0], text, attributes(c->style), 0, &run->pair);
	if (c->width < 2 || wcwidth(text[0]) == 2)
		return 1;
	out[1] = run->blank;
	return 2;
}

int
term_make_cells(struct term *t, const struct cell *from, int begin, int end,
    cchar_t *out)
{
	struct run run;
	int n = 0;

	for (int col = begin; col < end; col++) {
		if (from[col].width == 0)
			continue;
		if (n == 0 || !is_same_style(from[col].style, run.style))
			begin_run(t, &run, from[col].style);
		n += make_cell(t, &from[col], &run, &out[n]);
	}
	return n;
}
