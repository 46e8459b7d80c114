/* theme.h -- signs and colours: what a state looks like on this terminal. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "tui/colour.h"
#include "tui/grid.h"

struct err;

enum sign_set {
	SIGNS_UNICODE,
	SIGNS_NARROW,	/* for terminals that show ambiguous signs two wide */
	SIGNS_ASCII,	/* no UTF-8, TERM=linux, TERM=vt... */
};

/* What a piece of the screen is (look.def); the theme says how it looks. */
enum look {
#define LOOK(id, ...) LOOK_##id,
#include "tui/look.def"
#undef LOOK
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
	bool dim;		/* the terminal can dim; else colour 8 */
	int colours;		/* of the terminal; 0: none at all, by NO_COLOR
				 * or because it has none (vt220) */
	struct background background;
	const struct signs *signs;	/* constant table */
	struct style looks[LOOK_COUNT];
	uint8_t nicks[COLOUR_CHOICE];	/* what can be read as a name */
	int nnicks;
};

/* With the looks of the terminal's own 16 colours, on an unknown background.
 * `colours`: how many the terminal has, 0 for mono. */
void theme_init(struct theme *t, enum sign_set set, int colours);

void theme_set_background(struct theme *t, const struct background *b);

/* The looks of the terminal's own 16 colours. */
void theme_own_looks(struct style looks[LOOK_COUNT]);

/*
 * Reads how something looks: words of "bold", "dim", "underline", "reverse",
 * a colour, "on" and a colour (colour_read), as in "bold 220 on #303030".
 * False, with a sentence in `e`: one of them is none.
 */
bool theme_read_style(const char *text, struct style *out, struct err *e)
    ATTR_USE_RESULT;

/* "quiet", as a theme file calls LOOK_QUIET. */
const char *theme_look_name(enum look look);

/*
 * A colour of the 256 that could not be read on the terminal's background
 * (contrast below 3) gives way to the text's own.
 */
struct style theme_style(const struct theme *t, enum look look);

/* The style of a nick: the same for the same name, in any case of letters. */
struct style theme_nick(const struct theme *t, const char *nick, size_t len);

#endif
