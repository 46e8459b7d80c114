/*
 * pane.h -- the lines of a destination as rows of the message pane.
 *
 * An item is what is shown as one: a line, an own message that has no place
 * yet, or a run of people who came and went. Its block is the rows it takes:
 * a day line, the unread line, then the text, wrapped. Only blocks that are
 * looked at are ever made, so their number does not matter.
 */
#ifndef TUI_PANE_H
#define TUI_PANE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "proto/irc_format.h"
#include "tui/buffer.h"

struct destination;
struct layout;
struct model;
struct wrap;

struct pane {
	const struct model *m;
	const struct destination *d;
	const struct layout *l;
};

struct item {
	struct line_ref ref;	/* no line: pending message `pending` */
	size_t pending;
	bool is_none;
};

enum block_separators {
	BLOCK_DAY = 1 << 0,
	BLOCK_UNREAD = 1 << 1,
	BLOCK_PAUSE = 1 << 2,	/* inline layout: the time, after a silence */
};

/* How the text looks from a byte on. */
struct span {
	size_t from;
	struct irc_format format;
};

struct block {
	struct line line;	/* the first of the item; texts borrowed */
	unsigned separators;	/* BLOCK_ bits */
	int separator_rows;
	bool is_rule;		/* a gap: a line across the pane, no text */
	bool has_nick;		/* not the same speaker as just before */
	bool has_time;		/* not the same minute as just before */
	bool is_quiet;
	bool is_chosen;		/* select.h */
	bool is_found;		/* search.h */
	const char *text;	/* as shown; in `composed` or the buffer's */
	size_t len;
	size_t bad_from;	/* from here on it says what went wrong */
	size_t head_len;	/* inline: "nick: " at the beginning of text */
	size_t quote_end;	/* behind it, up to here: what it answers */
	size_t marks_from;	/* from here on: reactions */
	struct buf composed;
	struct buf spans;	/* struct span each: how parts of it look */
};

struct item pane_first(const struct pane *p);
struct item pane_next(const struct pane *p, struct item at);

/* The item that the line belongs to. */
struct item pane_item(const struct pane *p, struct line_ref ref);

/* `b` must be released. */
void block_make(const struct pane *p, struct item at, struct block *b);
void block_release(struct block *b);

/* How the text looks at byte `at`; *end: up to there, at most `end`. */
struct irc_format block_format(const struct block *b, size_t at, size_t *end);

/* Begins to wrap the text of a block that is no rule. */
void block_wrap(const struct pane *p, const struct block *b, struct wrap *w);
int pane_rows_of(const struct pane *p, struct item at);

/* The top of the screen: an item and a row of its block. */
struct pane_top {
	struct item item;
	int row;
	int blank;		/* rows above it: text that does not fill the
				 * pane is at its bottom */
};

/* Where the screen begins, scrolled or not; item.is_none: nothing to show. */
struct pane_top pane_start(const struct pane *p);

/* What is drawn in that row of the screen; none: nothing. */
struct item pane_at_row(const struct pane *p, int row);

/* Where a line is shown, in rows of the pane: from `begin`, which may be above
 * its first one, to before `end`, which may be below its last. */
struct pane_rows {
	int begin, end;
	bool is_shown;
};

struct pane_rows pane_rows_of_line(const struct pane *p, struct line_ref ref);

/* Moves by rows, up if negative; false: the top stopped it. */
bool pane_move(const struct pane *p, struct pane_top *top, int rows);

/* Rows from `top` to the end, counted up to `max`. */
int pane_rows_below(const struct pane *p, struct pane_top top, int max);

/*
 * What stands in the top row, as a byte of the item's text; and the row that
 * it stands in: so that a resize keeps what is being read. A separator is
 * PANE_ABOVE_TEXT.
 */
#define PANE_ABOVE_TEXT ((size_t)-1)
size_t pane_offset(const struct pane *p, struct pane_top top);
int pane_row_of(const struct pane *p, struct item at, size_t offset);

/* The last line on the screen that begins at `top`; none: no line. */
struct line_ref pane_last_seen(const struct pane *p, struct pane_top top);

#endif
