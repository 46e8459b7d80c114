/*
 * term.h -- a grid to a terminal, and what the terminal sends.
 *
 * ncurses paints into a file in memory; the bytes go to the tty through a
 * descriptor of our own that never blocks. So a terminal that has stopped
 * reading stops nothing here: a new frame is painted when the last one has
 * left. Pane rows keep the pace of the terminal (pace.h), the input part of
 * the grid does not wait for it.
 *
 * There is one terminal in a program (curses and crash handler are global).
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "tui/escape.h"
#include "tui/keys.h"
#include "tui/theme.h"

struct err;
struct grid;
struct term;

/* Called for each key and answer of one term_read. */
typedef void term_input(void *arg, const struct tty_event *in);

/* TERM is not set, or names a terminal that cannot place a cursor. */
bool term_is_simple(void);

/*
 * Opens the terminal of standard input and output. setlocale() and handlers
 * for signals come before it. NULL, with a sentence in `why`, if there is no
 * terminal or it cannot place a cursor. Nothing is shown yet.
 */
struct term *term_open(struct err *why) ATTR_USE_RESULT;

/* Leaves the screen as it was found; NULL is fine. At most 250 ms. */
void term_close(struct term *t);

/* What the loop waits for: readable always, writable if term_is_writing. */
int term_fd(const struct term *t);
bool term_is_writing(const struct term *t);
void term_flush(struct term *t);

/* Reads all that is there. False: the terminal has gone. */
bool term_read(struct term *t, int64_t now_ms, term_input *input, void *arg)
    ATTR_USE_RESULT;

/* For `term_wait_ms`: time has passed. */
void term_tick(struct term *t, int64_t now_ms, term_input *input, void *arg);

/* In how many ms to call term_tick; -1: not at all. */
int64_t term_wait_ms(const struct term *t, int64_t now_ms);

int term_rows(const struct term *t);
int term_cols(const struct term *t);

/* The size may have changed (SIGWINCH): asks for it, paints all anew. */
void term_resize(struct term *t);

/* Paints all anew, and asks the terminal again. */
void term_repaint(struct term *t);

/*
 * Paints what differs from what is on the screen; the pane part only if
 * `pane` is set and the terminal keeps up. False: something is left to be
 * painted; call again when the terminal has answered or taken what was
 * written (term_read, term_flush), or after term_wait_ms.
 */
bool term_paint(struct term *t, const struct grid *g, bool pane,
    int64_t now_ms);

/* Could pane rows be painted now? Else an answer is waited for. */
bool term_may_paint(struct term *t, int64_t now_ms);

/* Leaves the screen and stops the process; comes back when it goes on. */
void term_suspend(struct term *t);

/* The process was stopped and goes on, by whatever: all anew. */
void term_resume(struct term *t);

/* Leaves the screen to another program until term_resume. */
void term_leave(struct term *t);

/* The mouse for us, or for the terminal's own selecting. On at first. */
void term_mouse(struct term *t, bool is_ours);

enum link_way { LINKS_AUTO, LINKS_ON, LINKS_OFF };

/* Whether links are told to the terminal (OSC 8); off at first. */
void term_links(struct term *t, enum link_way way);

void term_bell(struct term *t);

/* A notice of the desktop, where the terminal passes one on. Controls are
 * dropped. */
void term_notice(struct term *t, enum notice_way way, const char *title,
    const char *body);

/*
 * Hands text to the clipboard (OSC 52). False, with a sentence in `why`: it is
 * too long, or this terminal has none.
 */
bool term_copy(struct term *t, const char *text, struct err *why)
    ATTR_USE_RESULT;

/* Title of the terminal's window, where it has one. Controls are dropped. */
void term_title(struct term *t, const char *title);

/* What this terminal can show. */
enum sign_set term_signs(const struct term *t);
/* 256, 16, 8; 0: it has none, or NO_COLOR is set. */
int term_colours(const struct term *t);
bool term_can_dim(const struct term *t);
int term_char_width(uint32_t cp);	/* wcwidth of the locale */

#endif
