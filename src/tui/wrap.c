/* wrap.c -- a text into rows of a width. */
#include "config.h"

#include "tui/wrap.h"

#include "base/banned.h"

void
wrap_init(struct wrap *w, const char *text, size_t len, int first_cols,
    int cols, text_width_fn *width)
{
	*w = (struct wrap){
		.text = text, .len = len,
		.first_cols = first_cols < 1 ? 1 : first_cols,
		.cols = cols < 1 ? 1 : cols, .width = width,
	};
}

/* What is known of the row while it is being filled. */
struct fill {
	size_t at;		/* end of what fits so far */
	int used;
	size_t break_end;	/* last place to break: shown up to here */
	size_t break_next;	/* and the next row begins here */
	int break_used;
	bool can_break;
	bool after_wide;
};

static void
note_break(struct fill *f, size_t end, int used, size_t next)
{
	f->break_end = end;
	f->break_used = used;
	f->break_next = next;
	f->can_break = true;
}

/* A blank: the row may end before it, and the blank is not shown then. */
static void
note_space(struct fill *f, const struct piece *piece)
{
	size_t next = f->at + piece->len;

	if (f->can_break && f->break_next == f->at)
		f->break_next = next;	/* one of several blanks */
	else
		note_break(f, f->at, f->used, next);
}

static void
end_row(struct wrap *w, struct wrap_row *row, size_t end, int used,
    size_t next)
{
	row->end = end;
	row->used = used;
	w->at = next;
}

/* A word that no row can hold may as well begin in this one. */
static bool
is_longer_than_a_row(const struct wrap *w, size_t at)
{
	struct piece piece;
	int cols = 0;

	for (; at < w->len && cols <= w->cols; at += piece.len) {
		text_piece(w->text + at, w->len - at, w->width, &piece);
		if (piece.is_space || piece.width == 2)
			return false;
		cols += piece.width;
	}
	return cols > w->cols;
}

/* Punctuation that ends something never begins a row (JIS X 4051). */
static bool
is_closing(const struct piece *piece)
{
	static const uint32_t closing[] = {
		0x3001, 0x3002, 0xff0c, 0xff0e, 0xff01, 0xff1f, 0xff1a,
		0xff1b, 0x300d, 0x300f, 0x3011, 0x3009, 0x300b, 0xff09,
		0x2019, 0x201d, 0x30fc,
	};

	for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
		if (piece->cp[0] == closing[i])
			return true;
	return false;
}

static bool
breaks_here(const struct wrap *w, const struct wrap_row *row,
    const struct fill *f, const struct piece *piece)
{
	if (!f->can_break || f->break_end == row->start)
		return true;
	if (is_closing(piece))
		return false;
	return piece->width == 2 || f->after_wide ||
	    is_longer_than_a_row(w, f->break_next);
}

/* The piece at f->at does not fit any more. */
static void
overflow(struct wrap *w, struct wrap_row *row, const struct fill *f,
    const struct piece *piece)
{
	size_t next = f->at + piece->len;

	if (f->at == row->start)	/* wider than the row: it is cut */
		end_row(w, row, next, piece->width,
		    next < w->len ? next : next + 1);
	else if (breaks_here(w, row, f, piece))
		end_row(w, row, f->at, f->used, f->at);
	else
		end_row(w, row, f->break_end, f->break_used, f->break_next);
}

/* ASCII that is sure to stand alone: most of all text. */
static void
take_plain(const struct wrap *w, struct fill *f, int cols)
{
	static const struct piece blank = { .len = 1, .width = 1 };
	const unsigned char *p = (const unsigned char *)w->text;

	while (f->at + 1 < w->len && f->used < cols && p[f->at] >= ' ' &&
	    p[f->at] < 0x7f && p[f->at + 1] < 0x7f) {
		if (p[f->at] == ' ')
			note_space(f, &blank);
		f->at++;
		f->used++;
		f->after_wide = false;
	}
}

static void
fill_row(struct wrap *w, struct wrap_row *row, int cols)
{
	struct fill f = { .at = row->start };
	struct piece piece;

	for (; f.at < w->len; f.at += piece.len) {
		take_plain(w, &f, cols);
		text_piece(w->text + f.at, w->len - f.at, w->width, &piece);
		if (piece.is_newline) {
			end_row(w, row, f.at, f.used, f.at + 1);
			return;
		}
		if (piece.is_space)
			note_space(&f, &piece);
		else if (piece.width == 2 && f.at > row->start &&
		    !is_closing(&piece) &&
		    !(f.can_break && f.break_next == f.at))
			note_break(&f, f.at, f.used, f.at);
		if (f.used + piece.width > cols && !piece.is_space) {
			overflow(w, row, &f, &piece);
			return;
		}
		f.used += piece.width;
		f.after_wide = piece.width == 2;
	}
	end_row(w, row, f.at, f.used, f.at + 1);
}

bool
wrap_next(struct wrap *w, struct wrap_row *row)
{
	int cols = w->is_started ? w->cols : w->first_cols;

	if (w->is_started && w->at > w->len)
		return false;
	w->is_started = true;
	row->start = w->at;
	fill_row(w, row, cols);
	/* Blanks may hang over the edge; nobody sees them there. */
	if (row->used > cols)
		row->used = cols;
	return true;
}

int
wrap_count(const char *text, size_t len, int first_cols, int cols,
    text_width_fn *width)
{
	struct wrap w;
	struct wrap_row row;
	int n = 0;

	wrap_init(&w, text, len, first_cols, cols, width);
	while (wrap_next(&w, &row))
		n++;
	return n;
}
