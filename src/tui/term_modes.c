/* term_modes.c -- modes switched on for us, and off when we leave. */
#include "config.h"

#include "tui/term_internal.h"

#include <stdlib.h>

#include "base/banned.h"

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

/* xterm's modifyOtherKeys, which tmux, mintty and iTerm2 know too: keys that
 * would else be taken for others, Shift-Enter, say so. Mode 1: what has a
 * meaning of old (Ctrl-c, Alt-b) stays. */
#define OTHER_KEYS_ON "\033[>4;1m"
#define OTHER_KEYS_OFF "\033[>4m"

static void
add(struct buf *b, const char *text)
{
	if (!buf_add_str(b, text))
		abort();	/* a few dozen bytes of at most 4 kB */
}

static void
make_enter(struct term *t)
{
	struct buf *b = &t->enter;

	buf_reset(b);
	term_add_cap(b, "smcup");
	term_add_cap(b, "enacs");	/* lines and corners, by SO */
	term_add_cap(b, "smkx");
	if (!t->is_simple)	/* 2031: say so when light becomes dark */
		add(b, "\033[22;2t\033[?2031h" OTHER_KEYS_ON);
	add(b, "\033[?2004h\033[?1004h");
	if (t->has_mouse)
		add(b, MOUSE_ON);
	if (t->has_keyboard)
		add(b, TERM_KEYBOARD_ON);
}

/* Held by the crash handler too. */
static void
make_undo(struct term *t)
{
	struct buf *b = &t->undo;

	tty_guard(&t->tty, NULL, 0);
	buf_reset(b);
	if (t->has_keyboard)
		add(b, "\033[<u");
	if (!t->is_simple)
		add(b, OTHER_KEYS_OFF "\033[?2031l");
	add(b, MOUSE_OFF "\033[?1004l\033[?2004l");
	term_add_cap(b, "rmkx");
	term_add_cap(b, "sgr0");
	term_add_cap(b, "op");
	term_add_cap_at(b, "csr", 0, t->seen.rows - 1);
	term_add_cap(b, "cnorm");
	if (term_has_cap("rmcup")) {
		/* tmux would show rows of ours if it has grown meanwhile. */
		term_add_cap(b, "clear");
		term_add_cap_at(b, "cup", t->seen.rows - 1, 0);
		term_add_cap(b, "rmcup");
	} else {
		term_add_cap_at(b, "cup", t->seen.rows - 1, 0);
		add(b, "\r\n");
	}
	if (!t->is_simple)
		add(b, "\033[23;2t");
	if (!t->is_left)
		tty_guard(&t->tty, b->data, b->len);
}

void
term_make_modes(struct term *t)
{
	make_enter(t);
	make_undo(t);
}

void
term_mouse(struct term *t, bool is_ours)
{
	if (t->has_mouse == is_ours)
		return;
	t->has_mouse = is_ours;
	term_make_modes(t);
	if (!t->is_left)
		tty_write(&t->tty, is_ours ? MOUSE_ON : MOUSE_OFF,
		    sizeof MOUSE_ON - 1);
}
