/* play_frame.c -- what the screen shows, beside what it should. */
#include "config.h"

#include "play.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "tui/model.h"
#include "tui/view.h"

#include "base/banned.h"

static uint8_t
attrs_of(const char *words, int *fg)
{
	uint8_t attrs = 0;
	const char *at = strstr(words, "fg=");

	*fg = COLOUR_DEFAULT - 1;	/* not asked for */
	if (at != NULL && sscanf(at, "fg=%d", fg) != 1)
		*fg = COLOUR_DEFAULT;
	attrs |= strstr(words, "dim") != NULL ? STYLE_DIM : 0;
	attrs |= strstr(words, "bold") != NULL ? STYLE_BOLD : 0;
	attrs |= strstr(words, "reverse") != NULL ? STYLE_REVERSE : 0;
	attrs |= strstr(words, "underline") != NULL ? STYLE_UNDERLINE : 0;
	attrs |= strstr(words, "italic") != NULL ? STYLE_ITALIC : 0;
	attrs |= strstr(words, "strike") != NULL ? STYLE_STRIKE : 0;
	return attrs;
}

/* "style 22,1-30 dim bold fg=3": exactly these attributes; "plain": none. */
void
play_style(struct play *p, const char *args)
{
	int row, from, to, fg;
	uint8_t attrs = attrs_of(args, &fg);

	if (sscanf(args, "%d,%d-%d", &row, &from, &to) != 3 || row < 0 ||
	    row >= p->g.rows || from < 0 || to >= p->g.cols) {
		PROBLEM(p, "style: '%s'?\n", args);
		return;
	}
	for (int col = from; col <= to; col++) {
		struct style s = grid_cell(&p->g, row, col)->style;

		if ((s.attrs & ~STYLE_LINE) == attrs &&
		    (fg < COLOUR_DEFAULT || s.fg == fg))
			continue;
		PROBLEM(p, "%d,%d has attributes %d, colour %d\n", row, col,
		    s.attrs, s.fg);
		return;
	}
}

/* "link 22,18-40 https://...": these cells and those beside them do not. */
void
play_link(struct play *p, const char *args)
{
	int row, from, to, n;

	if (sscanf(args, "%d,%d-%d %n", &row, &from, &to, &n) != 3 ||
	    row < 0 || row >= p->g.rows || from < 1 || to + 1 >= p->g.cols) {
		PROBLEM(p, "link: '%s'?\n", args);
		return;
	}
	for (int col = from - 1; col <= to + 1; col++) {
		const char *url = grid_url(&p->g,
		    grid_cell(&p->g, row, col)->style.link);

		if (str_eq(args + n, url) == (col >= from && col <= to))
			continue;
		PROBLEM(p, "%d,%d leads to '%s'\n", row, col,
		    url != NULL ? url : "");
		return;
	}
}

void
play_cursor(struct play *p, const char *args)
{
	int row, col;

	if (sscanf(args, "%d,%d", &row, &col) != 2 ||
	    row != p->g.cursor_row || col != p->g.cursor_col)
		PROBLEM(p, "the cursor is at %d,%d\n", p->g.cursor_row,
		    p->g.cursor_col);
}

/* --- Frames --- */

static void
add_cp(struct buf *out, uint32_t cp)
{
	char bytes[4];
	size_t n = utf8_encode(cp, bytes);

	(void)!buf_add(out, bytes, n);
}

/* What a border looks like where the terminal has no better. */
static uint32_t
without_lines(uint32_t cp)
{
	return cp == 0x2500 ? '-' : cp == 0x2502 ? '|' : '+';
}

static void
add_cell(struct buf *out, const struct cell *c)
{
	if (c->width == 0)
		return;
	if (c->cp[0] == 0)
		(void)!buf_add_char(out, ' ');
	else
		add_cp(out, c->style.attrs & STYLE_LINE ?
		    without_lines(c->cp[0]) : c->cp[0]);
	for (int i = 1; i <= GRID_MARKS && c->cp[i] != 0; i++)
		add_cp(out, c->cp[i]);
}

static void
row_text(const struct play *p, int row, struct buf *out)
{
	buf_reset(out);
	(void)!buf_add_char(out, '|');
	for (int col = 0; col < p->g.cols; col++)
		add_cell(out, grid_cell(&p->g, row, col));
	(void)!buf_add_char(out, '|');
}

/* Every column is covered once: a wide cell by its two, nothing else. */
static void
check_columns(struct play *p)
{
	for (int row = 0; row < p->g.rows; row++)
		for (int col = 0; col < p->g.cols; col++) {
			int width = grid_cell(&p->g, row, col)->width;
			bool is_half = col > 0 &&
			    grid_cell(&p->g, row, col - 1)->width == 2;

			if ((width == 0) != is_half)
				PROBLEM(p, "column %d,%d is torn\n", row, col);
		}
}

void
play_draw(struct play *p)
{
	play_turn(p);
	(void)model_take_dirty(p->m);
	grid_resize(&p->g, model_rows(p->m), model_cols(p->m));
	view_draw(p->m, &p->g);
	check_columns(p);
}

static void
write_frame(struct play *p)
{
	struct buf row, edge;

	buf_init(&row, LINE_SIZE);
	buf_init(&edge, LINE_SIZE);
	(void)!buf_add_char(&edge, '+');
	for (int i = 0; i < p->g.cols; i++)
		(void)!buf_add_char(&edge, '-');
	(void)!buf_add_char(&edge, '+');
	(void)!buf_addf(p->rewritten, "%s\n", buf_str(&edge));
	for (int i = 0; i < p->g.rows; i++) {
		row_text(p, i, &row);
		(void)!buf_addf(p->rewritten, "%s\n", buf_str(&row));
	}
	(void)!buf_addf(p->rewritten, "%s\n", buf_str(&edge));
	buf_release(&row);
	buf_release(&edge);
}

/* Drawings are pasted with U+FE0F, which no cell has. */
static void
drop_variation(char *s)
{
	char *to = s;

	while (*s != '\0') {
		if (strncmp(s, "\xef\xb8\x8f", 3) == 0)
			s += 3;
		else
			*to++ = *s++;
	}
	*to = '\0';
}

/* Compares the frame that follows, if one does. */
static void
compare_frame(struct play *p, struct script *f)
{
	char line[LINE_SIZE];
	struct buf row;
	size_t before = f->at;
	int i = 0;

	if (!script_next(f, line) || line[0] != '+') {
		f->at = before;
		if (p->rewritten == NULL)
			PROBLEM(p, "show without a frame\n");
		return;
	}
	p->line_number++;
	buf_init(&row, LINE_SIZE);
	while (script_next(f, line) && line[0] == '|') {
		p->line_number++;
		drop_variation(line);
		if (i < p->g.rows)
			row_text(p, i, &row);
		else
			buf_reset(&row);
		if (p->rewritten == NULL && strcmp(line, buf_str(&row)) != 0)
			PROBLEM(p, "row %d\n  is  %s\n  not %s\n", i,
			    buf_str(&row), line);
		i++;
	}
	p->line_number++;
	if (p->rewritten == NULL && i != p->g.rows)
		PROBLEM(p, "the frame has %d rows of %d\n", i, p->g.rows);
	buf_release(&row);
}

void
play_show(struct play *p, struct script *f)
{
	play_draw(p);
	if (p->rewritten != NULL)
		write_frame(p);
	compare_frame(p, f);
}
