/* theme.h -- signs and colours: what a state looks like on this terminal. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/grid.h"

enum sign_set {
	SIGNS_UNICODE,
	SIGNS_NARROW,	/* for terminals that show ambiguous signs two wide */
	SIGNS_ASCII,	/* no UTF-8, TERM=linux, TERM=vt... */
};

enum background {
	BACKGROUND_UNKNOWN,
	BACKGROUND_DARK,
	BACKGROUND_LIGHT,
};

/* What a piece of the screen is; the theme says how it looks. */
enum look {
	LOOK_TEXT,
	LOOK_QUIET,		/* time, ticks, topic, day lines, events */
	LOOK_LOUD,		/* at most one thing at a time */
	LOOK_MENTION,		/* the nick of who speaks to you */
	LOOK_OWN,		/* your own nick */
	LOOK_BAD,		/* refused, no connection */
	LOOK_PLAIN,		/* PLAIN: nothing is encrypted */
	LOOK_ALL,		/* the prompt of the lobby */
	LOOK_CHOSEN,		/* the chosen row of a pop-up */
	LOOK_HERE,		/* this destination in the status line */
	LOOK_UNREAD,		/* the unread line, unread counts */
	LOOK_HELD,		/* a word in the input that may be a command */
	LOOK_COUNT
};

struct signs {
	const char *waits, *written, *stored, *refused, *unknown, *mention;
	const char *unread, *down, *event, *vertical, *horizontal, *prompt;
	const char *typing, *reply, *more, *dot, *dash, *failed;
	const char *quotes[2];
	const char *corners[4];	/* of a pop-up: upper left, right, lower ... */
	bool lines_by_terminal;	/* borders have STYLE_LINE */
};

struct theme {
	enum sign_set set;
	bool mono;		/* no colour at all: NO_COLOR, TERM=vt220 */
	bool dim;		/* the terminal can dim; else colour 8 */
	int colours;		/* of its palette: 8, 16, 88, 256 */
	enum background background;
	const struct signs *signs;	/* constant table */
};

void theme_init(struct theme *t, enum sign_set set, bool mono);

struct style theme_style(const struct theme *t, enum look look);

/* The style of a nick: the same for the same name, in any case of letters. */
struct style theme_nick(const struct theme *t, const char *nick, size_t len);

#endif
