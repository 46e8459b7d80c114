/* term.c -- opening the terminal, leaving it and coming back. */
#include "config.h"

#include "tui/term_internal.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/memfile.h"

#include "base/banned.h"

enum { LEAVE_MS = 250 };	/* for answers on their way */

/* --- opening -------------------------------------------------------------- */

static void
term_free(struct term *t)
{
	tty_guard(&t->tty, NULL, 0);
	if (t->pad != NULL)
		delwin(t->pad);
	if (t->screen != NULL)
		delscreen(t->screen);
	if (t->frame != NULL)
		fclose(t->frame);
	if (t->in != NULL)
		fclose(t->in);
	tty_release(&t->tty);
	charset_release(&t->charset);
	grid_release(&t->seen);
	buf_release(&t->links);
	buf_release(&t->enter);
	buf_release(&t->undo);
	free(t);
}

static bool
open_files(struct term *t, struct err *why)
{
	int fd = dup(t->tty.fd);

	t->in = fd >= 0 ? fdopen(fd, "r") : NULL;
	t->frame = memfile_open();
	if (t->in != NULL && t->frame != NULL)
		return true;
	if (t->in == NULL && fd >= 0)
		close(fd);
	err_set(why, _("cannot open a file to paint into: %s"),
	    strerror(errno));
	return false;
}

static bool
open_screen(struct term *t, struct err *why)
{
	const char *name = getenv("TERM");

	if (!open_files(t, why))
		return false;
	if (term_is_narrow_locale())
		setenv("NCURSES_NO_UTF8_ACS", "1", 0);
	if (name == NULL || !term_find(t, name)) {
		err_set(why, _("the terminal type (TERM) is not set or not "
		    "known here"));
		return false;
	}
	if (!term_has_cap("cup")) {
		err_set(why, _("this terminal ('%s') cannot place a cursor; "
		    "'tcpchat' works on it"), t->name);
		return false;
	}
	return true;
}

static void
set_up_curses(struct term *t)
{
	cbreak();
	noecho();
	nonl();
	typeahead(-1);		/* a frame is painted whole */
	set_escdelay(1);	/* `keys` waits for the rest, not curses */
	idlok(stdscr, TRUE);
	t->pad = newpad(1, 1);
	nodelay(t->pad, TRUE);
	keypad(t->pad, TRUE);
	meta(t->pad, TRUE);	/* bytes of 8 bits: curses asked the frame */
	/*
	 * Out and in again: until then each move of the cursor is a write of
	 * its own. What curses has to say so far is in `enter` or not wanted:
	 * meta() would make xterm send Alt-a as a letter with an accent.
	 */
	endwin();
	doupdate();
	term_drop_frame(t, 0);
}

static void
take_size(struct term *t)
{
	int rows = LINES, cols = COLS;

	tty_size(&t->tty, &rows, &cols);
	rows = rows < GRID_MAX_ROWS ? rows : GRID_MAX_ROWS;
	cols = cols < GRID_MAX_COLS ? cols : GRID_MAX_COLS;
	resizeterm(rows, cols);
	grid_resize(&t->seen, rows, cols);
	t->is_all_anew = true;
	t->next_row = 0;
}

struct term *
term_open(struct err *why)
{
	struct term *t = xcalloc(1, sizeof *t);

	grid_init(&t->seen);
	buf_init(&t->links, LINKS_MAX);
	buf_init(&t->enter, STRING_MAX);
	buf_init(&t->undo, STRING_MAX);
	charset_init(&t->charset, nl_langinfo(CODESET));
	keys_init(&t->keys);
	pace_init(&t->pace);
	t->is_left = true;
	t->has_mouse = true;
	if (!tty_open(&t->tty, why) || !open_screen(t, why)) {
		term_free(t);
		return NULL;
	}
	t->is_simple = term_is_console(t) || str_starts(t->name, "screen");
	set_up_curses(t);
	term_set_up_colours(t);
	take_size(t);
	term_resume(t);
	return t;
}

/* --- leaving and coming back ---------------------------------------------- */

void
term_leave(struct term *t)
{
	if (t->is_left)
		return;
	t->is_left = true;
	/* Half a frame may end within a sequence: let it out if it goes. */
	tty_drain(&t->tty, 0, LEAVE_MS / 2);
	tty_drop_pending(&t->tty);
	tty_write(&t->tty, t->undo.data, t->undo.len);
	tty_drain(&t->tty, t->pace.deaf ? 0 : t->pace.questions, LEAVE_MS);
	tty_restore(&t->tty);
	tty_guard(&t->tty, NULL, 0);
	pace_again(&t->pace);
}

void
term_resume(struct term *t)
{
	tty_raw(&t->tty);
	if (!t->is_left) {	/* stopped without being told before */
		term_resize(t);
		return;
	}
	t->is_left = false;
	term_make_modes(t);
	tty_write(&t->tty, t->enter.data, t->enter.len);
	term_resize(t);
}

void
term_suspend(struct term *t)
{
	struct sigaction usual = { .sa_handler = SIG_DFL }, ours;

	term_leave(t);
	sigaction(SIGTSTP, &usual, &ours);
	kill(0, SIGTSTP);	/* the whole job, as the terminal would */
	sigaction(SIGTSTP, &ours, NULL);
	term_resume(t);
}

void
term_close(struct term *t)
{
	if (t == NULL)
		return;
	term_leave(t);
	term_free(t);
}

void
term_resize(struct term *t)
{
	if (t->is_left)
		return;
	take_size(t);
	term_make_modes(t);
	pace_again(&t->pace);
}

void
term_repaint(struct term *t)
{
	term_resize(t);
	t->is_asked = false;
}

int
term_rows(const struct term *t)
{
	return t->seen.rows;
}

int
term_cols(const struct term *t)
{
	return t->seen.cols;
}
