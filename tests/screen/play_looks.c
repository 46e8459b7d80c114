/* play_looks.c -- in which styles the screen is drawn, beside what it should. */
#include "config.h"

#include "play.h"

#include <string.h>

#include "base/buf.h"

#include "base/banned.h"

enum { STYLES_MAX = 26 };

/* Styles in the order in which they are met, from the upper left on. */
struct legend {
	struct style styles[STYLES_MAX];
	int count;
};

/* Borders of the terminal's own charset and links are no look. */
static struct style
look_of(const struct cell *c)
{
	struct style s = c->style;

	s.attrs &= (uint8_t)~STYLE_LINE;
	s.link = 0;
	return s;
}

static bool
is_equal(struct style a, struct style b)
{
	return a.attrs == b.attrs && a.fg == b.fg && a.bg == b.bg;
}

static bool
is_plain(struct style s)
{
	return s.attrs == 0 && s.fg == COLOUR_DEFAULT &&
	    s.bg == COLOUR_DEFAULT;
}

/* Blank cells without a style of their own are left blank. */
static char
letter_of(struct legend *l, const struct cell *c)
{
	struct style s = look_of(c);
	int i;

	if (is_plain(s))
		return c->cp[0] == 0 || c->cp[0] == ' ' ? ' ' : '.';
	for (i = 0; i < l->count; i++)
		if (is_equal(l->styles[i], s))
			return (char)('a' + i);
	if (l->count == STYLES_MAX)
		return '?';
	l->styles[l->count++] = s;
	return (char)('a' + i);
}

static void
add_style(struct buf *out, char letter, struct style s)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} names[] = {
		{ STYLE_DIM, "dim" }, { STYLE_BOLD, "bold" },
		{ STYLE_REVERSE, "reverse" }, { STYLE_UNDERLINE, "underline" },
		{ STYLE_ITALIC, "italic" }, { STYLE_STRIKE, "strike" },
	};

	(void)!buf_addf(out, "= %c", letter);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (s.attrs & names[i].bit)
			(void)!buf_addf(out, " %s", names[i].name);
	if (s.fg != COLOUR_DEFAULT)
		(void)!buf_addf(out, " fg=%d", s.fg);
	if (s.bg != COLOUR_DEFAULT)
		(void)!buf_addf(out, " bg=%d", s.bg);
	(void)!buf_add_char(out, '\n');
}

static void
add_edge(struct buf *out, int cols)
{
	(void)!buf_add_char(out, '+');
	for (int i = 0; i < cols; i++)
		(void)!buf_add_char(out, '-');
	(void)!buf_add_str(out, "+\n");
}

static void
add_looks(const struct play *p, struct buf *out)
{
	struct legend l = { .count = 0 };

	add_edge(out, p->g.cols);
	for (int row = 0; row < p->g.rows; row++) {
		(void)!buf_add_char(out, '|');
		for (int col = 0; col < p->g.cols; col++)
			(void)!buf_add_char(out, letter_of(&l,
			    grid_cell(&p->g, row, col)));
		(void)!buf_add_str(out, "|\n");
	}
	add_edge(out, p->g.cols);
	for (int i = 0; i < l.count; i++)
		add_style(out, (char)('a' + i), l.styles[i]);
}

/* The next line of a frame or of what explains it; false: it is over. */
static bool
next_line(struct play *p, struct script *f, char line[LINE_SIZE])
{
	size_t before = f->at;

	if (script_next(f, line) && line[0] != '\0' &&
	    strchr("+|=", line[0]) != NULL) {
		p->line_number++;
		return true;
	}
	f->at = before;
	return false;
}

static void
compare(struct play *p, struct script *f, const char *is)
{
	char line[LINE_SIZE];

	while (next_line(p, f, line)) {
		size_t len = strcspn(is, "\n");

		if (p->rewritten == NULL && (strlen(line) != len ||
		    strncmp(line, is, len) != 0))
			PROBLEM(p, "looks\n  is  %.*s\n  not %s\n",
			    (int)len, is, line);
		is += len + (is[len] != '\0');
	}
	if (p->rewritten == NULL && *is != '\0')
		PROBLEM(p, "looks, besides:\n%s", is);
}

void
play_looks(struct play *p, struct script *f)
{
	struct buf is;

	play_draw(p);
	buf_init(&is, FILE_MAX);
	add_looks(p, &is);
	if (p->rewritten != NULL)
		(void)!buf_add_str(p->rewritten, buf_str(&is));
	compare(p, f, buf_str(&is));
	buf_release(&is);
}
