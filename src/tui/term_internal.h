/*
 * term_internal.h -- what the files of the terminal share.
 *
 *   term.c         opened, left and come back to; its size
 *   term_caps.c    what it is and can do: its name, terminfo, signs, colours
 *   term_modes.c   what is switched on for us, and off again
 *   term_keys.c    what it sends
 *   term_paint.c   what differs from what it shows, to curses
 *   term_cells.c   how one cell looks
 *   term_links.c   what curses does not know: OSC 8
 *   term_output.c  what curses has painted, to it, and what it is asked
 *   term_tell.c    bell, title, notices, clipboard
 *
 * Nobody else includes this, or curses.
 */
#ifndef TUI_TERM_INTERNAL_H
#define TUI_TERM_INTERNAL_H

#include "tui/term.h"

#include <stdio.h>

#define term curses_term	/* its term.h has a structure of that name */
#include <curses.h>
#include <term.h>
#undef term

/* term.h of curses has made macros of these. */
#undef columns
#undef lines

#include "base/buf.h"
#include "tui/charset.h"
#include "tui/grid.h"
#include "tui/pace.h"
#include "tui/sequence.h"
#include "tui/tty.h"

enum {
	STRING_MAX = 4096,	/* of what is told besides the picture */
	LINKS_MAX = 1024 * 1024,	/* of one frame; what is beyond is text */
	PAIRS_KNOWN = 257,
};

/* Kitty's protocol: keys that are ambiguous, and which they would be on another
 * layout; pushed, so that it can be popped. */
#define TERM_KEYBOARD_ON "\033[>5u"

/* A pair of colours that curses was asked for already. */
struct known_pair {
	short fg, bg;
	int pair;		/* 0: none */
};

struct term {
	struct tty tty;
	FILE *frame;		/* in memory; curses writes it */
	FILE *in;		/* the tty; curses reads it */
	SCREEN *screen;
	WINDOW *pad;		/* keys are read from it: it shows nothing */
	struct charset charset;
	struct keys keys;
	int64_t keys_at_ms;	/* when the last byte came */
	struct pace pace;
	struct grid seen;	/* what is on the screen */
	bool is_all_anew;
	int next_row;		/* of a pane that is painted in pieces */
	int cursor_row, cursor_col;	/* as `seen` has it; -1: hidden */
	struct buf links;	/* to be written behind what curses paints */
	bool has_written, has_scrolled;	/* curses, in the last frame */
	bool has_links;		/* it bears OSC 8, and shall */
	struct buf enter;	/* switches on what curses does not know */
	struct buf undo;	/* switches everything off */
	bool is_left;		/* the screen belongs to somebody else */
	bool is_asked;		/* for the colours and the keyboard */
	bool is_simple;		/* vt220, console: not asked about novelties */
	bool has_keyboard;	/* kitty's protocol is on */
	bool has_notices;	/* and its OSC 99 is known */
	bool has_mouse;
	short colours;		/* 0: none, by NO_COLOR or of the terminal */
	struct known_pair pairs[PAIRS_KNOWN];
	char name[64];		/* of the terminal, as terminfo knows it */
	int nsequences;
	char sequences[SEQUENCES][SEQUENCE_SIZE];
};

/* --- term_caps.c ---------------------------------------------------------- */

/* Opens curses for the terminal of that name, or for the nearest one that is
 * known here; notes its name. */
bool term_find(struct term *t, const char *name) ATTR_USE_RESULT;

/* A string of terminfo, if the terminal has it; with its two parameters. */
bool term_has_cap(const char *name);
void term_add_cap(struct buf *b, const char *name);
void term_add_cap_at(struct buf *b, const char *name, int first, int second);

/* A console knows nothing of OSC, and may show it. */
bool term_is_console(const struct term *t);
/* tmux and screen keep strings to themselves, but pass a bell on. */
bool term_is_inside_another(const struct term *t);
/* Where terminals show U+2502 and its like in two columns. */
bool term_is_narrow_locale(void);

void term_set_up_colours(struct term *t);
/* The colour of this terminal for one of the 256; -1 is the default. */
int term_colour(const struct term *t, int wanted);

/* --- the others ----------------------------------------------------------- */

/* Makes `enter` and `undo`: whenever one of their parts changes. */
void term_make_modes(struct term *t);

/* The cells [begin, end) as curses has them; returns how many there are. */
int term_make_cells(struct term *t, const struct cell *from, int begin,
    int end, cchar_t *out);
/* What of a cell can be shown here, 0-ended. */
void term_cell_text(struct term *t, const struct cell *c,
    wchar_t text[GRID_MARKS + 2]);

/* Before the row is noted as seen: what was a link may not be one any more. */
void term_add_links(struct term *t, const struct grid *g, int row);
/* What is a link on the screen is not known any more. */
void term_forget_links(struct term *t);

/* Takes what curses has painted out of the file and, with the links, to the
 * tty; returns how many bytes. */
size_t term_send_frame(struct term *t, bool is_pane, int64_t now_ms);
/* Forgets `len` bytes that curses has painted. */
void term_drop_frame(struct term *t, size_t len);

/* Answers come when they come; nothing waits for them. */
void term_ask(struct term *t, int64_t now_ms);
void term_ask_colours(struct term *t);
void term_ask_alive(struct term *t, int64_t now_ms);

#endif
