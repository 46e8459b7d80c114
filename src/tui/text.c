/* text.c -- text into cells: pieces, widths, cuts. */
#include "config.h"

#include "tui/text.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "tui/format.h"

#include "base/banned.h"

enum {
	STRIKE_MARK = 0x0336,	/* combining long stroke overlay */
	ZWNJ = 0x200c,
	ZWJ = 0x200d,
	REGIONAL_A = 0x1f1e6,
	REGIONAL_Z = 0x1f1ff,
	SKIN_FIRST = 0x1f3fb,
	SKIN_LAST = 0x1f3ff,
};

static bool
is_between(uint32_t cp, uint32_t first, uint32_t last)
{
	return first <= cp && cp <= last;
}

/* Letters of Hangul and Braille that are drawn as nothing. */
static bool
is_filler(uint32_t cp)
{
	return is_between(cp, 0x115f, 0x1160) || cp == 0x3164 ||
	    cp == 0xffa0 || cp == 0x034f;
}

/* Format characters (Cf) that have a picture of their own. */
static bool
is_drawn_format(uint32_t cp)
{
	return is_between(cp, 0x0600, 0x0605) || cp == 0x06dd ||
	    cp == 0x070f || cp == 0x08e2 || cp == 0x110bd || cp == 0x110cd;
}

/* What a person could not see: shown by its number. */
static bool
is_hidden(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	case UTF8PROC_CATEGORY_CF:
		return !is_drawn_format(cp);
	default:
		return is_filler(cp);
	}
}

/* Inside a cluster these say how to draw it; we draw it without. */
static bool
is_dropped(uint32_t cp)
{
	return is_between(cp, 0xfe00, 0xfe0f) ||	/* variation */
	    is_between(cp, 0xe0100, 0xe01ef) ||
	    is_between(cp, SKIN_FIRST, SKIN_LAST) ||
	    is_between(cp, 0xe0020, 0xe007f) ||		/* tags of flags */
	    cp == ZWNJ || cp == 0x034f;
}

static int
width_of(uint32_t cp, text_width_fn *width)
{
	return width != NULL ? width(cp) : utf8_width(cp);
}

static void
set_code(struct piece *piece, uint32_t cp)
{
	piece->is_code = true;
	piece->width = snprintf(piece->code, sizeof piece->code, "<U+%04X>",
	    (unsigned)cp);
}

/* One that a person has typed: "B" for bold. */
static bool
set_format(struct piece *piece, unsigned char c)
{
	piece->code[0] = format_letter(c);
	piece->is_code = piece->is_format = piece->code[0] != '\0';
	piece->width = piece->is_format;
	return piece->is_format;
}

/* Takes the marks behind the base; stops before what needs its own cell. */
static void
take_marks(const char *p, size_t len, text_width_fn *width,
    struct piece *piece)
{
	size_t marks = 0;

	while (piece->len < len) {
		uint32_t cp;
		size_t n = utf8_decode(p + piece->len, len - piece->len, &cp);

		if (cp == ZWJ) {	/* the first picture stands for all */
			if (piece->width == 2)
				piece->len = len;
			else
				piece->len += n;
			continue;
		}
		if (!is_dropped(cp)) {
			if (is_hidden(cp) || width_of(cp, width) != 0)
				return;
			if (marks < GRID_MARKS)
				piece->cp[1 + marks++] = cp;
		}
		piece->len += n;
	}
}

static void
set_base(struct piece *piece, uint32_t cp, text_width_fn *width)
{
	if (is_between(cp, REGIONAL_A, REGIONAL_Z))
		cp = 'A' + (cp - REGIONAL_A);
	piece->cp[0] = cp;
	piece->width = width_of(cp, width);
	if (piece->width == 0) {	/* a mark without a base */
		piece->cp[0] = ' ';
		piece->cp[1] = cp;
		piece->width = 1;
	}
}

void
text_piece(const char *p, size_t len, text_width_fn *width,
    struct piece *piece)
{
	uint32_t cp;
	unsigned char c = (unsigned char)p[0];

	memset(piece, 0, sizeof *piece);
	piece->len = 1;
	if (c >= 0x20 && c < 0x7f &&
	    (len == 1 || (unsigned char)p[1] < 0x80)) {
		piece->cp[0] = c;
		piece->width = 1;
		piece->is_space = c == ' ';
		return;
	}
	if (c == '\n' || c == '\t') {
		piece->cp[0] = ' ';
		piece->width = 1;
		piece->is_space = true;
		piece->is_newline = c == '\n';
		return;
	}
	if (c < 0x20 && set_format(piece, c))
		return;
	piece->len = utf8_decode(p, len, &cp);
	if (is_hidden(cp) || (is_dropped(cp) && width_of(cp, width) <= 0)) {
		set_code(piece, cp);
		return;
	}
	set_base(piece, cp, width);
	if (piece->width < 0) {
		set_code(piece, cp);
		return;
	}
	piece->is_space = cp == 0x3000 || cp == ' ';
	if (piece->cp[1] == 0 &&
	    utf8_may_join(cp, p + piece->len, len - piece->len))
		take_marks(p, utf8_next_cluster(p, len), width, piece);
}

int
text_width(const char *p, size_t len, text_width_fn *width)
{
	struct piece piece;
	int cols = 0;

	for (size_t at = 0; at < len; at += piece.len) {
		text_piece(p + at, len - at, width, &piece);
		cols += piece.width;
	}
	return cols;
}

size_t
text_fit(const char *p, size_t len, int cols, text_width_fn *width, int *used)
{
	struct piece piece;
	size_t at = 0;

	for (*used = 0; at < len; at += piece.len) {
		text_piece(p + at, len - at, width, &piece);
		if (*used + piece.width > cols)
			break;
		*used += piece.width;
	}
	return at;
}

/* Struck out: curses has no such attribute, but a mark for each character. */
static void
add_stroke(uint32_t cp[1 + GRID_MARKS])
{
	for (int i = 1; i <= GRID_MARKS; i++)
		if (cp[i] == 0) {
			cp[i] = STRIKE_MARK;
			return;
		}
}

static int
put_text(struct grid *g, int row, int col, int end,
    const struct piece *piece, struct style style)
{
	uint32_t cp[1 + GRID_MARKS];

	if (piece->width == 0)
		return col;
	memcpy(cp, piece->cp, sizeof cp);
	if (style.attrs & STYLE_STRIKE && !piece->is_space)
		add_stroke(cp);
	return grid_put(g, row, col, end, cp, piece->width, style);
}

/* Writes one piece; returns the column behind it, never beyond `end`. */
static int
text_put_piece(struct grid *g, int row, int col, int end,
    const struct piece *piece, struct style style)
{
	uint32_t cp[1 + GRID_MARKS] = { 0 };

	if (!piece->is_code)
		return put_text(g, row, col, end, piece, style);
	if (piece->is_format)
		style.attrs ^= STYLE_REVERSE;
	for (const char *c = piece->code; *c != '\0'; c++) {
		cp[0] = (unsigned char)*c;
		col = grid_put(g, row, col, end, cp, 1, style);
	}
	return col;
}

/* Bytes of ASCII that are sure to stand alone, each in a column: most text. */
static size_t
plain_length(const char *p, size_t len)
{
	const unsigned char *c = (const unsigned char *)p;
	size_t n = 0;

	while (n < len && c[n] >= ' ' && c[n] < 0x7f)
		n++;
	return n > 0 && n < len && c[n] >= 0x80 ? n - 1 : n;
}

int
text_put(struct grid *g, int row, int col, int end, const char *p, size_t len,
    text_width_fn *width, struct style style)
{
	struct piece piece;

	for (size_t at = 0; at < len && col < end; at += piece.len) {
		if (!(style.attrs & STYLE_STRIKE)) {	/* that adds marks */
			size_t n = plain_length(p + at, len - at);

			col = grid_put_ascii(g, row, col, end, p + at, n,
			    style);
			at += n;
			if (at >= len || col >= end)
				break;
		}
		text_piece(p + at, len - at, width, &piece);
		col = text_put_piece(g, row, col, end, &piece, style);
	}
	return col;
}

int
text_put_cut(struct grid *g, int row, int col, int end, const char *s,
    const char *more, text_width_fn *width, struct style style)
{
	size_t len = strlen(s);
	int room = end - col;
	int used;
	size_t fits = text_fit(s, len, room, width, &used);

	if (fits < len) {
		room -= text_width(more, strlen(more), width);
		fits = text_fit(s, len, room < 0 ? 0 : room, width, &used);
	}
	col = text_put(g, row, col, end, s, fits, width, style);
	if (fits < len)
		col = text_put(g, row, col, end, more, strlen(more), width,
		    style);
	return col;
}
